"""An action held with everybody who signed up. The order of locks: problem, action, roles by id, then the plan."""

from __future__ import annotations

from dataclasses import dataclass

from opencity.actions.models import Action, ActionRole, Participation
from opencity.actions.rules.placing import Line, taken
from opencity.problems.history import locked
from opencity.problems.models import Problem


@dataclass
class Gathering:
    """`roles` and `people` by id; `people` are all who ever signed up, in that order."""

    problem: Problem
    action: Action
    roles: dict[int, ActionRole]
    people: dict[int, Participation]

    def lines(self) -> list[Line]:
        return [Line(one.pk, one.role_id, one.state) for one in self.people.values()]

    def free(self, role: ActionRole) -> int:
        return max(0, role.capacity - taken(self.lines())[role.pk])

    def of(self, person: int) -> list[Participation]:
        """Everything of one person here, the newest first."""
        return [one for one in reversed(self.people.values()) if one.person_id == person]


def hold(action: Action) -> Gathering:
    """Lock the action and its places until the transaction ends. Call it late and once, before any check."""
    problem = locked(action.problem)
    row = _fresh(action)
    if row.problem_id != problem.pk:  # joined to another problem between the reading and the lock
        problem = locked(row.problem)
    row.problem = problem
    roles = ActionRole.everywhere.filter(action=row).select_for_update(of=("self",)).order_by("pk")
    held = {one.pk: one for one in roles.select_related("need__plan")}
    people = Participation.everywhere.filter(action=row).order_by("pk")
    found = {one.pk: one for one in people.select_related("person", "organisation", "pledge")}
    for role in held.values():
        role.action = row
        if role.need is not None:
            role.need.plan.problem = problem
    for one in found.values():
        one.action, one.role = row, held[one.role_id]
    return Gathering(problem, row, held, found)


def _fresh(action: Action) -> Action:
    rows = Action.everywhere.select_related("problem", "area", "lead", "organisation", "host", "plan__organisation")
    return rows.select_for_update(of=("self",)).get(pk=action.pk)
