"""Who worked on a problem through its plans: they may not verify it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from opencity.people.models import Membership
from opencity.plans.models import Contribution, Plan, Pledge
from opencity.plans.values import PlanState, PledgeState
from opencity.problems.models import Problem
from opencity.problems.states import State

FELL_AWAY = (PledgeState.WITHDRAWN, PledgeState.LAPSED, PledgeState.DECLINED)


def doers_of_plans(problem: Problem) -> set[int]:
    """Whoever led a published plan, promised and was accepted at any time, or gave; and the members of their bodies.

    A promise that was taken back or lapsed with nothing delivered before the claim does not count. Nor does what came
    once the result was verified: those who looked then had done none of it.
    """
    before = problem.claimed_at or problem.updated_at
    plans = Plan.everywhere.filter(problem=problem).exclude(state=PlanState.DRAFT)
    leads = plans.values_list("lead_id", "co_lead_id", "organisation_id")
    accepted = Pledge.everywhere.filter(need__plan__problem=problem, accepted_at__isnull=False)
    counted = accepted.exclude(state__in=FELL_AWAY, delivered_at=None)
    given = Contribution.everywhere.filter(problem=problem)
    if problem.state == State.VERIFIED:
        counted = counted.filter(accepted_at__lte=problem.ended_at)
        given = given.filter(acknowledged_at__lte=problem.ended_at)
    pledged = counted.values_list("person_id", "organisation_id")
    gave = given.values_list("person_id", "organisation_id")
    people = {one for row in leads for one in row[:2] if one} | {row[0] for row in (*pledged, *gave)}
    bodies = {row[2] for row in leads if row[2]} | {row[1] for row in (*pledged, *gave) if row[1]}
    return people | members_then(bodies, problem, before)


def members_then(bodies: set[int], problem: Problem, before: datetime) -> set[int]:
    """Membership counts at the time of the work."""
    if not bodies:
        return set()
    begun = problem.taken_up_at or problem.created_at
    rows = Membership.objects.filter(Q(until=None) | Q(until__gte=begun), organisation_id__in=bodies, since__lte=before)
    return set(rows.values_list("person_id", flat=True))
