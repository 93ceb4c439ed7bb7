"""When a problem is joined to another, its plans, promises and gifts go along. Nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Max

from opencity.foundation.chains import Fact
from opencity.plans.holding import hold
from opencity.plans.models import Contribution, Indicator, Need, Plan, PlanVersion, Pledge, Spending
from opencity.plans.operations.lines import content_commitment
from opencity.plans.operations.measuring import facts_of_indicator
from opencity.plans.operations.settling import facts_of_plan, facts_of_pledge, settle_plan
from opencity.plans.rules.amounts import fact
from opencity.plans.values import LIVE, PlanState
from opencity.problems.history import record
from opencity.problems.models import Problem
from opencity.problems.rules.moves import MOVES
from opencity.problems.states import State


def carry_plans(problem: Problem, into: Problem, now: datetime) -> None:
    """Move the rows of plans and say each again on the other problem's chain; both problems are locked.

    Where both have a published plan, the needs of the one that comes join the other's plan with their promises.
    """
    running = Plan.everywhere.filter(problem=into, state__in=LIVE).first()
    for plan in Plan.everywhere.filter(problem=problem).select_related("organisation", "lead").order_by("pk"):
        if plan.state in LIVE and running is not None:
            running.problem = into
            _join_needs(plan, running, now)
        plan.problem = into
        plan.save(update_fields=["problem", "state", "ended_at"])
        if plan.state != PlanState.DRAFT:
            _say_again(plan, problem, now)
        if plan.state in LIVE and into.state == State.OPEN:
            changes = {"state": MOVES["plan"].to}
            _say(into, {**facts_of_plan(plan), "from_number": problem.number}, now, changes=changes)
    gifts = Contribution.everywhere.filter(problem=problem).select_related("need")
    for gift in gifts:
        gift.problem = into
        gift.save(update_fields=["problem"])
        _say(into, _facts_of_gift(gift), now)
    survivor = Plan.everywhere.filter(problem=into, state__in=LIVE).select_related("problem__community").first()
    if survivor is not None:
        survivor.problem = into
        held = hold(survivor)
        held.problem = into
        settle_plan(held, now=now)


def _join_needs(plan: Plan, running: Plan, now: datetime) -> None:
    last = Need.everywhere.filter(plan=running).aggregate(last=Max("position"))["last"] or 0
    for place, need in enumerate(Need.everywhere.filter(plan=plan, dropped_at=None).order_by("position"), start=1):
        need.plan, need.position = running, last + place
        need.save(update_fields=["plan", "position"])
    if running.co_lead_id is None and running.lead_id != plan.lead_id:
        running.co_lead_id = plan.lead_id
        running.save(update_fields=["co_lead"])
    plan.state, plan.ended_at = PlanState.ABANDONED, now
    into = running.problem
    for one in Indicator.everywhere.filter(plan=plan).order_by("pk"):
        one.plan = running
        one.save(update_fields=["plan"])
        _say(into, facts_of_indicator(one), now)
    for pledge in Pledge.everywhere.filter(need__plan=running, need__position__gt=last).select_related(
        "need", "organisation"
    ):
        _say(into, facts_of_pledge(pledge), now)
    for spent in Spending.everywhere.filter(need__plan=running, need__position__gt=last).select_related("need"):
        _say(into, _facts_of_spending(spent), now)


def _say_again(plan: Plan, problem: Problem, now: datetime) -> None:
    into = plan.problem
    facts: dict[str, Fact] = {**facts_of_plan(plan), "from_number": problem.number}
    _say(into, facts, now)
    for version in PlanVersion.everywhere.filter(plan=plan).order_by("number"):
        if version.salt is not None:
            told: dict[str, Fact] = {
                "plan": str(plan.uuid),
                "version": version.number,
                "content": content_commitment(version),
            }
            _say(into, told, now)
    for pledge in Pledge.everywhere.filter(need__plan=plan).select_related("need", "organisation").order_by("pk"):
        _say(into, facts_of_pledge(pledge), now)
    for spent in Spending.everywhere.filter(need__plan=plan).select_related("need").order_by("pk"):
        _say(into, _facts_of_spending(spent), now)
    for one in Indicator.everywhere.filter(plan=plan).order_by("pk"):
        one.plan = plan
        _say(into, facts_of_indicator(one), now)


def _facts_of_gift(gift: Contribution) -> dict[str, Fact]:
    return {
        "contribution": str(gift.uuid),
        "need": str(gift.need.uuid),
        "quantity": fact(gift.quantity),
        "sector": gift.sector,
    }


def _facts_of_spending(spent: Spending) -> dict[str, Fact]:
    return {"spending": str(spent.uuid), "need": str(spent.need.uuid), "amount": f"{spent.amount:.2f}"}


def _say(
    into: Problem, facts: Mapping[str, Fact], now: datetime, *, changes: Mapping[str, object] | None = None
) -> None:
    record(into, "carried", actor=None, at=now, facts=facts, changes=changes)
