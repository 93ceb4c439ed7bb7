"""What the work changed is measured: by whoever leads, with a number and a unit, once there is something to measure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.foundation.chains import Fact
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.people.acting import Actor
from opencity.plans.access import leads
from opencity.plans.holding import hold
from opencity.plans.models import Indicator, Plan
from opencity.plans.operations.settling import facts_of_plan
from opencity.plans.rules.amounts import fact, must_be_sensible
from opencity.plans.values import PlanState, Unit
from opencity.problems.history import Words, record

MEASURES = (
    Unit.SQUARE_METRE,
    Unit.CUBIC_METRE,
    Unit.METRE,
    Unit.PIECE,
    Unit.BAG,
    Unit.KILOGRAM,
    Unit.TONNE,
    Unit.LITRE,
    Unit.PERSON,
    Unit.DAY,
    Unit.HRYVNIA,
)
MOST = 12


@dataclass(frozen=True, kw_only=True)
class NewIndicator:
    """`words` say what was measured, such as «пофарбовано стін»."""

    words: Words
    quantity: Decimal
    unit: str
    uuid: UUID | None = None


@transaction.atomic
def measure(plan: Plan, actor: Actor, new: NewIndicator, *, now: datetime) -> Indicator:
    """Write a figure of the result down. The same uuid twice is one."""
    held = hold(plan)
    known = Indicator.everywhere.filter(uuid=new.uuid, plan=held.plan).first() if new.uuid else None
    if known is not None:
        return known
    _must_measure(held.plan, actor)
    if held.plan.state not in {PlanState.RUNNING, PlanState.FINISHED}:
        raise NotNow(_("There is nothing to measure yet."), _("First the work begins, then it is measured."))
    if not new.words.text.strip():
        raise NotUnderstood(
            _("It does not say what was measured."), _("Such as “walls painted” or “trees planted”."), field="words"
        )
    if new.unit not in MEASURES:
        raise NotUnderstood(_("We do not know this unit."), _("Choose one of the list."), field="unit")
    quantity = must_be_sensible(new.quantity, new.unit)
    if Indicator.everywhere.filter(plan=held.plan, struck_at=None).count() >= MOST:
        raise NotNow(_("So many figures tell nobody anything."), _("Strike one that says less, then add this one."))
    made = Indicator.everywhere.create(
        community=held.plan.community,
        plan=held.plan,
        words=new.words.text.strip()[:120],
        language=new.words.in_language(),
        unit=new.unit,
        quantity=quantity,
        measured_by=actor.person,
        measured_at=now,
        **({"uuid": new.uuid} if new.uuid else {}),
    )
    words = Words(made.words, made.language)
    record(held.problem, "measured", actor=actor.person, at=now, facts=facts_of_indicator(made), texts={"words": words})
    return made


@transaction.atomic
def strike(indicator: Indicator, actor: Actor, *, now: datetime) -> Indicator:
    """Take a wrong figure back. That it once stood there stays in the history."""
    held = hold(indicator.plan)
    fresh = Indicator.everywhere.select_for_update().get(pk=indicator.pk)
    _must_measure(held.plan, actor)
    if fresh.struck_at is not None:
        return fresh
    fresh.plan, fresh.struck_at = held.plan, now
    fresh.save(update_fields=["struck_at"])
    facts = {**facts_of_indicator(fresh), "struck": 1}
    record(held.problem, "measure_struck", actor=actor.person, at=now, facts=facts)
    return fresh


def facts_of_indicator(indicator: Indicator) -> dict[str, Fact]:
    return {
        **facts_of_plan(indicator.plan),
        "indicator": str(indicator.uuid),
        "measured": fact(indicator.quantity),
        "unit": indicator.unit,
    }


def _must_measure(plan: Plan, actor: Actor) -> None:
    if not leads(plan, actor):
        raise NotAllowed(
            _("Whoever leads the plan writes its figures down."),
            _("Write what you measured in an update: they read it."),
        )
