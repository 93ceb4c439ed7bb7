"""Who worked on a problem through its plans: they may not verify it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from opencity.people.models import Membership
from opencity.plans.models import Contribution, Plan, Pledge
from opencity.plans.values import PlanState, PledgeState
from opencity.problems.models import ActorKey, Event, Problem
from opencity.problems.states import State

LEADING = (
    "plan_published",
    "plan_changed",
    "plan_began",
    "plan_step_done",
    "plan_co_lead",
    "plan_left",
    "plan_taken_over",
    "plan_finished",
    "plan_abandoned",
)
"""What whoever leads a plan does, in their own name."""
FELL_AWAY = (PledgeState.WITHDRAWN, PledgeState.LAPSED, PledgeState.DECLINED)


def doers_of_plans(problem: Problem) -> set[int]:
    """Whoever led a published plan, promised and was accepted at any time, or gave; and the members of their bodies.

    A promise that was taken back or lapsed with nothing delivered before the claim does not count. Nor does what came
    once the result was verified: those who looked then had done none of it.
    """
    before = problem.claimed_at or problem.updated_at
    plans = Plan.everywhere.filter(problem=problem).exclude(state=PlanState.DRAFT)
    leads = list(plans.values_list("lead_id", "co_lead_id", "organisation_id"))
    accepted = Pledge.everywhere.filter(need__plan__problem=problem, accepted_at__isnull=False)
    fell_away = Q(state__in=FELL_AWAY, delivered_at=None)
    if problem.claimed_at is not None:
        fell_away &= Q(ended_at__lte=problem.claimed_at)
    counted = accepted.exclude(fell_away)
    given = Contribution.everywhere.filter(problem=problem)
    if problem.state == State.VERIFIED:
        counted = counted.filter(accepted_at__lte=problem.ended_at)
        given = given.filter(acknowledged_at__lte=problem.ended_at)
    pledged = counted.values_list("person_id", "organisation_id")
    gave = given.values_list("person_id", "organisation_id")
    people = {one for row in leads for one in row[:2] if one} | {row[0] for row in (*pledged, *gave)}
    people |= _who_led(problem) if leads else set()
    bodies = {row[2] for row in leads if row[2]} | {row[1] for row in (*pledged, *gave) if row[1]}
    return people | members_then(bodies, problem, before)


def _who_led(problem: Problem) -> set[int]:
    """Also those who stepped back since or were followed by others, here and on problems that were joined to it."""
    joined = {problem.pk}
    while more := set(Problem.everywhere.filter(merged_into__in=joined).values_list("pk", flat=True)) - joined:
        joined |= more
    events = Event.everywhere.filter(problem__in=joined, kind__in=LEADING).exclude(actor="")
    keys = ActorKey.everywhere.filter(problem__in=joined, key__in=events.values("actor"))
    return set(keys.values_list("person_id", flat=True))


def members_then(bodies: set[int], problem: Problem, before: datetime) -> set[int]:
    """Membership counts at the time of the work."""
    if not bodies:
        return set()
    begun = problem.taken_up_at or problem.created_at
    rows = Membership.objects.filter(Q(until=None) | Q(until__gte=begun), organisation_id__in=bodies, since__lte=before)
    return set(rows.values_list("person_id", flat=True))
