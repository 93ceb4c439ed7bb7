"""What a plan says: its steps and needs as somebody writes them, checked and kept, and its versions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from opencity.foundation.chains import commit, new_salt
from opencity.foundation.lemmas import lemmas_between_blanks
from opencity.foundation.refusals import NotUnderstood
from opencity.people.models import Organisation, Presence, Sector
from opencity.plans.access import is_non_profit
from opencity.plans.models import Need, Plan, PlanVersion, Step
from opencity.plans.rules.amounts import fact, must_be_sensible
from opencity.plans.values import UNITS_OF, NeedKind, Route, Unit
from opencity.problems.history import Words

MOST_NEEDS, MOST_STEPS = 30, 30


@dataclass(frozen=True, kw_only=True)
class NewNeed:
    """A line of a plan as somebody writes it. `known` is the need it changes, for a new version."""

    kind: NeedKind
    unit: Unit
    words: str
    quantity: Decimal
    minimum: Decimal = Decimal(0)
    needed_by: date | None = None
    hours_each: Decimal | None = None
    skill: str = ""
    grantor: Organisation | None = None
    payee: Organisation | None = None
    payment: str = ""
    payment_link: str = ""
    known: Need | None = None


@dataclass(frozen=True, kw_only=True)
class NewStep:
    words: str
    due: date | None = None
    done: bool = False


@dataclass(frozen=True, kw_only=True)
class NewPlan:
    route: Route
    summary: Words
    steps: tuple[NewStep, ...] = ()
    needs: tuple[NewNeed, ...] = ()
    organisation: Organisation | None = None
    ask_first: bool = False
    template: str = ""


def read_summary(words: Words) -> str:
    text = words.text.strip()
    if not text:
        raise NotUnderstood(
            _("The plan does not say yet what will be done."), _("Write it in one or two sentences."), field="summary"
        )
    return text[:2000]


def write_lines(plan: Plan, new: NewPlan, kept: dict[int, Need], now: datetime) -> None:
    if len(new.needs) > MOST_NEEDS or len(new.steps) > MOST_STEPS:
        raise NotUnderstood(
            _("A plan has at most %(most)s needs and as many steps.") % {"most": MOST_NEEDS},
            _("Split it: make a plan for each part."),
            field="needs",
        )
    _must_know_bodies(plan, new, kept)
    done = {step.words: step.done_at for step in Step.everywhere.filter(plan=plan)}
    Step.everywhere.filter(plan=plan).delete()
    for place, step in enumerate((one for one in new.steps if one.words.strip()), start=1):
        Step.everywhere.create(
            community=plan.community,
            plan=plan,
            position=place,
            words=step.words.strip()[:200],
            due=step.due,
            done_at=(done.get(step.words.strip()[:200]) or now) if step.done else None,
        )
    last = max(Need.everywhere.filter(plan=plan).values_list("position", flat=True), default=0)
    today = plan.community.calendar.today(now)
    for line in new.needs:
        need = kept.get(line.known.pk) if line.known else None
        if need is None:
            last += 1
            need = Need(community=plan.community, plan=plan, position=last)
        fill(need, line, today)
        need.lemmas = lemmas_between_blanks(f"{need.words} {need.skill}", plan.language)
        need.save()


def _must_know_bodies(plan: Plan, new: NewPlan, kept: Mapping[int, Need]) -> None:
    """A permission is the owner's or an authority's to grant, money goes to a body verified here. Those that were
    published before stay."""
    here = Presence.everywhere.filter(
        community=plan.community,
        organisation__in=[one.pk for line in new.needs for one in (line.grantor, line.payee) if one is not None],
    )
    verified = dict(here.values_list("organisation_id", "verified"))
    for line in new.needs:
        known = kept.get(line.known.pk) if line.known else None
        grants = line.grantor if known is None or known.grantor != line.grantor else None
        receives = line.payee if known is None or known.payee != line.payee else None
        owner = grants is not None and grants.pk == plan.problem.owner_id
        stranger = grants is not None and not owner and grants.pk not in verified
        if stranger or (receives is not None and not verified.get(receives.pk)):
            raise NotUnderstood(
                _("We do not know this organisation here."), _("Choose one from the list."), field="needs"
            )
        if grants is not None and not owner and grants.sector != Sector.AUTHORITY:
            raise NotUnderstood(
                _("%(body)s cannot grant this permission: it is neither the owner nor an authority.")
                % {"body": grants.name},
                _("Name the owner or the authority that grants it."),
                field="grantor",
            )


def fill(need: Need, line: NewNeed, today: date) -> None:
    """Take what a line says over into its need. Refuses what cannot be so; writes nothing."""
    if not line.words.strip():
        raise NotUnderstood(_("A need has no name yet."), _("Write what is needed, such as “paint”."), field="needs")
    if line.unit not in UNITS_OF[line.kind]:
        raise NotUnderstood(
            _("“%(need)s” cannot be counted like this.") % {"need": line.words},
            _("Choose a unit from the list."),
            field="needs",
        )
    quantity = Decimal(1) if line.kind == NeedKind.PERMISSION else must_be_sensible(line.quantity, line.unit)
    if not line.minimum.is_finite() or not 0 <= line.minimum <= quantity:
        raise NotUnderstood(
            _("The least to begin with cannot be more than what is needed."),
            _("Write a smaller number, or 0."),
            field="minimum",
        )
    if line.minimum:
        must_be_sensible(line.minimum, line.unit, field="minimum")
    if line.needed_by is not None and line.needed_by < today and line.needed_by != need.needed_by:
        raise NotUnderstood(_("This day has passed."), _("Name today or a later day."), field="needed_by")
    if line.kind == NeedKind.PERMISSION and line.grantor is None:
        raise NotUnderstood(
            _("A permission is granted by somebody."), _("Name the body that grants it."), field="grantor"
        )
    if line.kind == NeedKind.MONEY and (line.payee is None or not is_non_profit(line.payee)):
        raise NotUnderstood(
            _("Money goes to a named non-profit: the platform holds none, and no person collects it."),
            _("Choose an organisation of civil society."),
            field="payee",
        )
    if line.kind == NeedKind.MONEY and not (line.payment.strip() or line.payment_link.strip()):
        raise NotUnderstood(
            _("It does not say where the money goes."),
            _("Write the account of the organisation, or a link to its page for donations."),
            field="payment",
        )
    hours = line.hours_each
    if hours is not None and not (hours.is_finite() and 0 < hours <= 24):
        raise NotUnderstood(_("These hours cannot be right."), _("Write how long one person works."), field="hours")
    need.kind, need.unit, need.words = line.kind, line.unit, line.words.strip()[:120]
    need.quantity, need.minimum, need.needed_by = quantity, line.minimum, line.needed_by
    need.hours_each, need.skill = hours, line.skill.strip()[:60]
    need.grantor = line.grantor if line.kind == NeedKind.PERMISSION else None
    need.payee = line.payee if line.kind == NeedKind.MONEY else None
    need.payment, need.payment_link = line.payment.strip()[:300], line.payment_link.strip()[:300]


def keep_version(plan: Plan, now: datetime) -> PlanVersion:
    needs = Need.everywhere.filter(plan=plan, dropped_at=None).order_by("position")
    content = {
        "summary": plan.summary,
        "route": plan.route,
        "steps": [one.words for one in Step.everywhere.filter(plan=plan).order_by("position")],
        "needs": [
            {
                "need": str(one.uuid),
                "kind": one.kind,
                "unit": one.unit,
                "words": one.words,
                "quantity": fact(one.quantity),
                "minimum": fact(one.minimum),
                "needed_by": one.needed_by.isoformat() if one.needed_by else "",
            }
            for one in needs
        ],
    }
    return PlanVersion.everywhere.create(
        community=plan.community, plan=plan, number=plan.version, content=content, salt=new_salt(), at=now
    )


def content_commitment(version: PlanVersion) -> str:
    assert version.salt is not None
    return commit(version.salt, content_text(version))


def content_text(version: PlanVersion) -> str:
    """A version as the one text that its event commits to."""
    return json.dumps(version.content, ensure_ascii=False, sort_keys=True)
