"""When a problem is joined to another, its joint actions and all who signed up go along."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from opencity.actions.models import Action, ActionRole, Participation
from opencity.actions.operations.settling import content_of, facts_of_action
from opencity.foundation.chains import Fact
from opencity.plans.access import live_plan
from opencity.problems.history import record
from opencity.problems.models import Problem


def carry_actions(problem: Problem, into: Problem, now: datetime) -> None:
    """Move the rows and say each again on the other problem's chain; both problems are locked."""
    last = Action.everywhere.filter(problem=into).aggregate(last=Max("position"))["last"] or 0
    rows = Action.everywhere.filter(problem=problem).select_related("organisation", "plan").order_by("position")
    for place, action in enumerate(rows, start=1):
        action.problem, action.position = into, last + place
        _follow_the_needs(action, into)
        action.save(update_fields=["problem", "position", "plan"])
        facts: dict[str, Fact] = {**facts_of_action(action), "from_number": problem.number}
        if action.salt is not None:
            facts |= content_of(action)
        record(into, "carried", actor=None, at=now, facts=facts)
        for one in Participation.everywhere.filter(action=action).order_by("pk"):
            _say_again(one, action, into, now)


def _follow_the_needs(action: Action, into: Problem) -> None:
    """Where the plan's needs joined another plan, the action belongs to that one now."""
    tied = ActionRole.everywhere.filter(action=action, need__isnull=False).select_related("need__plan").first()
    if tied is not None and tied.need is not None:
        action.plan = tied.need.plan
    elif action.plan is not None:
        action.plan = live_plan(into) or action.plan


def _say_again(one: Participation, action: Action, into: Problem, now: datetime) -> None:
    facts = {**facts_of_action(action), "participation": str(one.uuid), "coming": one.state}
    facts.pop("organisation", None)
    record(into, "carried", actor=None, at=now, facts=facts)
