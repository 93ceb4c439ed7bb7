"""What somebody promised, for their own page: what, how much, when, where, and where it stands; and plans they lead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Q, Value, When
from django.urls import reverse

from opencity.communities.models import Community
from opencity.people.models import Organisation, Person
from opencity.plans.models import Plan, Pledge
from opencity.plans.values import LIVE, PENDING, PlanState, PledgeState, Unit
from opencity.plans.wording import amount_words
from opencity.problems.models import Problem
from opencity.web.public.dates import day_words
from opencity.web.public.plans.pledge_states import PledgeSign, sign_of

MOST = 100


@dataclass(frozen=True, kw_only=True)
class Promised:
    url: str
    need: str
    lang: str
    amount: str
    day: str
    late: bool
    where: str
    problem: Problem
    organisation: Organisation | None
    sign: PledgeSign


def own_promises(person: Person, town: Community, *, now: datetime) -> list[Promised]:
    """What is still to be kept comes first, by its day; then what is over, the newest first. One query."""
    rows = Pledge.everywhere.filter(community=town, person=person)
    rows = rows.select_related("need__plan__problem__area", "organisation")
    open_first = Case(When(state__in=[*PENDING, PledgeState.DELIVERED], then=Value(0)), default=Value(1))
    found = list(rows.order_by(open_first, "-created_at")[:MOST])
    kept = [one for one in found if one.state in PENDING]
    kept.sort(key=lambda one: (one.due is None, one.due or town.calendar.today(now)))
    return [_promised(one, town, now) for one in [*kept, *(one for one in found if one.state not in PENDING)]]


def _promised(pledge: Pledge, town: Community, now: datetime) -> Promised:
    need, problem = pledge.need, pledge.need.plan.problem
    open_now = pledge.state in PENDING
    return Promised(
        url=reverse("pledge", args=[town.slug, pledge.uuid]),
        need=need.words,
        lang=need.plan.language,
        amount=amount_words(pledge.quantity, need.unit) if need.unit != Unit.PERMIT else "",
        day=day_words(pledge.due, town, now) if pledge.due and open_now else "",
        late=open_now and pledge.due is not None and pledge.due < town.calendar.today(now),
        where=", ".join(part for part in (problem.place_words, problem.area.name if problem.area else "") if part),
        problem=problem,
        organisation=pledge.organisation,
        sign=sign_of(pledge),
    )


def own_plans(person: Person, town: Community) -> list[tuple[Plan, str]]:
    """Drafts and published plans they lead, each with the page to go on with it. One query."""
    rows = Plan.everywhere.filter(Q(lead=person) | Q(co_lead=person), community=town)
    rows = rows.filter(state__in=[*LIVE, PlanState.DRAFT]).select_related("problem").order_by("-pk")[:MOST]
    return [(plan, reverse(_page_of(plan), args=[town.slug, plan.problem.number])) for plan in rows]


def _page_of(plan: Plan) -> str:
    return "plan_write" if plan.state == PlanState.DRAFT else "plan_lead"
