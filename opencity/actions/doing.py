"""Who worked on a problem in its joint actions: they may not verify it."""

from __future__ import annotations

from opencity.actions.models import Action, Participation
from opencity.actions.values import ActionState, ParticipationState
from opencity.plans.doing import members_then
from opencity.problems.models import Problem


def doers_of_actions(problem: Problem) -> set[int]:
    """Whoever led an action that was not called off, whoever came, and the members of their bodies.

    Attendance counts, not signing up.
    """
    before = problem.claimed_at or problem.updated_at
    actions = Action.everywhere.filter(problem=problem).exclude(state=ActionState.CANCELLED)
    leads = list(actions.values_list("lead_id", "co_lead_id", "organisation_id"))
    rows = Participation.everywhere.filter(action__problem=problem, state=ParticipationState.ATTENDED)
    came = list(rows.values_list("person_id", "organisation_id"))
    people = {one for row in leads for one in row[:2] if one} | {row[0] for row in came}
    bodies = {row[2] for row in leads if row[2]} | {row[1] for row in came if row[1]}
    return people | members_then(bodies, problem, before)
