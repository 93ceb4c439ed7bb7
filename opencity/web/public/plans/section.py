"""The plan on its problem's page: who leads it, how, in which steps, what it needs. A constant number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from opencity.people.acting import Actor
from opencity.people.models import Organisation, Person
from opencity.people.rights import Right
from opencity.plans.access import leads, may_plan
from opencity.plans.models import Plan, Pledge
from opencity.plans.operations.leading import may_take_over
from opencity.plans.queries.needs import Line, lines_of
from opencity.plans.values import LIVE, PENDING, NeedKind, PlanState, PledgeState, Route
from opencity.problems.models import Problem
from opencity.problems.states import UNDER_WAY
from opencity.web.public.dates import day_words
from opencity.web.public.plans.need_cards import Known, NeedCard, bodies_of, cards_of, receipts_of
from opencity.web.public.signs import Sign

SIGNS = {
    PlanState.PUBLISHED: ("doing", "joint"),
    PlanState.READY: ("doing", "joint"),
    PlanState.RUNNING: ("doing", "progress"),
    PlanState.FINISHED: ("quiet", "quiet"),
}
OWN = (*PENDING, PledgeState.DELIVERED)
"""Promises somebody still has to do with."""


@dataclass(frozen=True)
class Leader:
    """Who leads: an organisation, a person, or a person for an organisation. Empty where nobody does."""

    words: str
    sector: str
    second: str = ""


@dataclass(frozen=True)
class StepLine:
    position: int
    words: str
    day: str
    done: str


@dataclass(frozen=True, kw_only=True)
class PlanShown:
    """As public/plans/section.html takes it."""

    plan: Plan
    live: bool
    sign: Sign
    route: str
    leader: Leader
    steps: tuple[StepLine, ...]
    cards: tuple[NeedCard, ...]
    changed: str
    leads: bool = False
    may_take_over: bool = False


@dataclass(frozen=True)
class Section:
    """What the page knows of plans. `lines` and `own` are for the next step; `may_begin` whether to ask for a plan."""

    shown: PlanShown | None
    lines: Sequence[Line] = ()
    own: Sequence[Pledge] = ()
    grants: Line | None = None
    """The permission that the reader's own body has not granted yet."""
    may_begin: bool = False


def plan_of(problem: Problem) -> Plan | None:
    """The published plan, else the last that was finished."""
    rows = Plan.everywhere.filter(problem=problem, state__in=[*LIVE, PlanState.FINISHED])
    rows = rows.select_related("lead", "co_lead", "organisation")
    plan = max(rows, key=lambda one: (one.state in LIVE, one.pk), default=None)
    if plan is not None:
        plan.problem = problem
    return plan


def stamp_of_plan(plan: Plan | None) -> tuple[object, ...]:
    """A step that is not done after all writes no event, but its lead was heard."""
    return (plan.pk, plan.lead_heard_at) if plan else ()


def section_of(problem: Problem, plan: Plan | None, actor: Actor | None, *, now: datetime) -> Section:
    if not problem.is_public:
        return Section(None)
    if plan is None or plan.state not in LIVE:
        begin = problem.state in UNDER_WAY and _may_begin(problem, actor)
        if plan is None:
            return Section(None, may_begin=begin)
        return Section(_shown(plan, lines_of(plan), [], actor, now), may_begin=begin)
    lines = lines_of(plan)
    own = _own(plan, actor)
    return Section(_shown(plan, lines, own, actor, now), lines, own, _to_grant(lines, actor))


def _may_begin(problem: Problem, actor: Actor | None) -> bool:
    """Strangers are asked to sign in first, where residents may lead plans at all."""
    if actor is None:
        return problem.community.charter.residents_plan
    return may_plan(problem, actor) or bool(actor.bodies_where(Right.SPEAK))


def _own(plan: Plan, actor: Actor | None) -> list[Pledge]:
    if actor is None:
        return []
    rows = Pledge.everywhere.filter(need__plan=plan, person=actor.person, state__in=OWN)
    return list(rows.select_related("need").order_by("pk"))


def _to_grant(lines: Sequence[Line], actor: Actor | None) -> Line | None:
    asked = (line for line in lines if line.need.kind == NeedKind.PERMISSION and line.coverage.free > 0)
    return next((line for line in asked if actor is not None and actor.may(Right.ANSWER, line.need.grantor_id)), None)


def _shown(plan: Plan, lines: Sequence[Line], own: Sequence[Pledge], actor: Actor | None, now: datetime) -> PlanShown:
    live = plan.state in LIVE
    # The newest promise for a need stands beside it; the others are on the reader's own page.
    mine = {pledge.need_id: pledge for pledge in own}
    known = Known(plan.problem, plan.language, bodies_of(lines), receipts_of(lines), mine, live, now)
    tone, glyph = SIGNS.get(PlanState(plan.state), ("quiet", "held"))
    mine_to_lead = actor is not None and leads(plan, actor)
    return PlanShown(
        plan=plan,
        live=live,
        sign=Sign(f"s-{tone}", f"st-{glyph}", str(PlanState(plan.state).label)),
        route=route_words(plan.route),
        leader=leader_of(plan),
        steps=tuple(steps_of(plan, now)),
        cards=tuple(cards_of(lines, known)),
        changed=_changed(plan),
        leads=mine_to_lead,
        may_take_over=live and actor is not None and not mine_to_lead and may_take_over(plan, actor, now=now),
    )


def preview_of(plan: Plan, *, now: datetime) -> PlanShown:
    """A draft as everybody would see it."""
    return _shown(plan, lines_of(plan), [], None, now)


def route_words(route: str) -> str:
    """The route as a sentence."""
    return {
        Route.DUTY: _("The body that has the duty does it; we watch that it does."),
        Route.JOINT: _("We do it together. The duty of whoever is responsible stays as it is."),
        Route.MIXED: _("The body that has the duty does its part, and we do ours."),
        Route.ADVOCACY: _("We press for a decision: with facts, letters and our presence."),
    }[Route(route)]


def leader_of(plan: Plan) -> Leader:
    """By the public name they chose; whoever has none is a resident."""
    second = plan.co_lead.public_name if plan.co_lead else ""
    if plan.organisation is not None:
        return Leader(_for(plan.lead, plan.organisation), plan.organisation.sector, second)
    if plan.lead is None:
        return Leader("", "", second)
    return Leader(plan.lead.public_name or _("Somebody living here"), "civil", second)


def _for(person: Person | None, organisation: Organisation) -> str:
    if person is None or not person.public_name:
        return organisation.name
    return f"{organisation.name}, {person.public_name}"


def steps_of(plan: Plan, now: datetime) -> list[StepLine]:
    community = plan.problem.community
    return [
        StepLine(
            step.position,
            step.words,
            day_words(step.due, community, now) if step.due else "",
            day_words(step.done_at, community, now) if step.done_at else "",
        )
        for step in plan.steps.order_by("position")
    ]


def _changed(plan: Plan) -> str:
    """The address of the versions, once there are several."""
    problem = plan.problem
    if plan.version < 2:
        return ""
    return reverse("plan_versions", args=[problem.community.slug, problem.number])
