"""What a plan's form stands for; every line that cannot be understood is told at once, each beside its field."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from opencity.communities.models import Community
from opencity.foundation.languages import current
from opencity.foundation.refusals import NotUnderstood, Refusal
from opencity.people.acting import Actor
from opencity.people.models import Organisation, Presence
from opencity.plans.access import givers_bodies, is_non_profit, may_plan
from opencity.plans.models import Need
from opencity.plans.operations.lines import NewNeed, NewPlan, NewStep, fill, read_summary
from opencity.plans.rules.amounts import read_quantity
from opencity.plans.values import NeedKind, Route, Unit
from opencity.problems.history import Words
from opencity.problems.models import Problem
from opencity.web.public.plans.cases import read_day
from opencity.web.public.plans.sheets import NeedRow, Sheet, StepRow

FIELD_OF = {"needs": "words"}
"""Where a need's refusal names the list instead of the line's field."""


@dataclass(frozen=True)
class Around:
    """Who may lead, permit and receive money here, and the needs that are published already, by position."""

    leading: tuple[Organisation, ...]
    alone: bool
    granting: tuple[Organisation, ...]
    receiving: tuple[Organisation, ...]
    known: Mapping[str, Need] = field(default_factory=dict)


def around(problem: Problem, actor: Actor, known: Mapping[str, Need] | None = None) -> Around:
    community = problem.community
    present = list(
        Presence.everywhere.filter(community=community).select_related("organisation").order_by("position", "pk")
    )
    return Around(
        leading=tuple(one for one in givers_bodies(actor, community) if may_plan(problem, actor, one)),
        alone=may_plan(problem, actor),
        granting=tuple(one.organisation for one in present),
        receiving=tuple(one.organisation for one in present if one.verified and is_non_profit(one.organisation)),
        known=known or {},
    )


def read(
    sheet: Sheet, near: Around, community: Community, *, now: datetime, language: str = ""
) -> tuple[NewPlan | None, list[Refusal]]:
    """The plan, or everything that stands in its way. `language` is the one it was written in before."""
    today = community.calendar.today(now)
    refusals: list[Refusal] = []
    summary = Words(sheet.summary, language or current())
    for check in (lambda: read_summary(summary), lambda: _check_route(sheet.route)):
        try:
            check()
        except Refusal as refusal:
            refusals.append(refusal)
    steps = tuple(_step(row, n, refusals) for n, row in enumerate(sheet.steps) if not row.is_empty)
    needs = [_need(row, n, near, today, refusals) for n, row in enumerate(sheet.needs) if not row.is_empty]
    organisation = _body(near.leading, sheet.organisation, "organisation", refusals)
    if refusals:
        return None, refusals
    plan = NewPlan(
        route=Route(sheet.route),
        summary=summary,
        steps=steps,
        needs=tuple(one for one in needs if one is not None),
        organisation=organisation,
        ask_first=sheet.ask_first,
        template=sheet.template,
    )
    return plan, []


def _check_route(route: str) -> None:
    if route not in Route.values:
        raise NotUnderstood(_("It is not said yet how it will be done."), _("Choose one of the ways."), field="route")


def _step(row: StepRow, n: int, refusals: list[Refusal]) -> NewStep:
    due = None
    try:
        due = read_day(row.due, f"s-{n}-due")
    except Refusal as refusal:
        refusals.append(refusal)
    return NewStep(words=row.words, due=due, done=row.done == "1")


def _need(row: NeedRow, n: int, near: Around, today: date, refusals: list[Refusal]) -> NewNeed | None:
    """Judged by the operation's own rule on a copy, so that every line's fault is known before anything is kept."""
    before = len(refusals)
    known = near.known.get(row.known)
    grantor = _body(near.granting, row.grantor, f"n-{n}-grantor", refusals) if row.kind == "permission" else None
    payee = _body(near.receiving, row.payee, f"n-{n}-payee", refusals) if row.kind == "money" else None
    try:
        line = NewNeed(
            kind=NeedKind(row.kind),
            unit=Unit(row.unit) if row.unit in Unit.values else Unit.PIECE,
            words=row.words,
            quantity=read_quantity(row.quantity, field="quantity"),
            minimum=_number(row.minimum, "minimum") or Decimal(0),
            needed_by=read_day(row.needed_by, "needed_by"),
            hours_each=_number(row.hours, "hours"),
            skill=row.skill,
            grantor=grantor,
            payee=payee,
            payment=row.payment,
            payment_link=row.payment_link,
            known=known,
        )
        fill(copy(known) if known else Need(), line, today)
    except Refusal as refusal:
        refusal.field = f"n-{n}-{FIELD_OF.get(refusal.field, refusal.field)}"
        refusals.append(refusal)
    return line if len(refusals) == before else None


def _number(said: str, name: str) -> Decimal | None:
    return read_quantity(said, field=name) if said else None


def _body(known: tuple[Organisation, ...], slug: str, name: str, refusals: list[Refusal]) -> Organisation | None:
    if not slug:
        return None
    found = next((one for one in known if one.slug == slug), None)
    if found is None:
        refusals.append(
            NotUnderstood(_("We do not know this organisation here."), _("Choose one from the list."), field=name)
        )
    return found
