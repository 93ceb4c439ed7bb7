"""Proof that every pledge, plan, contribution and sum spent is what the history of its problem says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch

from opencity.communities.models import Community
from opencity.foundation.chains import Fact, commit
from opencity.plans.models import Contribution, Indicator, Plan, PlanVersion, Pledge, Spending
from opencity.plans.operations.lines import content_text
from opencity.plans.rules.amounts import fact
from opencity.plans.values import PlanState
from opencity.problems.history import facts_of
from opencity.problems.models import Event, EventText, Problem
from opencity.problems.queries.proving import Fault

CHUNK = 500
Told = dict[str, dict[str, Fact]]


def prove_plans(community: Community) -> Iterator[Fault]:
    """Every difference between the rows of plans and what events say of them."""
    last = 0
    rows = Problem.everywhere.filter(community=community, plans__isnull=False).distinct().order_by("pk")
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        for problem in chunk:
            yield from _faults(problem)
        last = chunk[-1].pk


def _faults(problem: Problem) -> Iterator[Fault]:
    told = _told(problem)
    if told is None:
        return
    where = f"problem {problem.number}"
    for plan in Plan.everywhere.filter(problem=problem).exclude(state=PlanState.DRAFT):
        said = told["plan"].get(str(plan.uuid), {})
        yield from _compare(f"{where}, plan {plan.uuid}", said, {"plan_state": plan.state, "version": plan.version})
        yield from _versions(plan, told, where)
    for pledge in Pledge.everywhere.filter(need__plan__problem=problem).select_related("need"):
        said = told["pledge"].get(str(pledge.uuid), {})
        stored: dict[str, Any] = {"pledge_state": pledge.state, "need": str(pledge.need.uuid), "sector": pledge.sector}
        stored["quantity"] = fact(pledge.quantity)
        yield from _compare(f"{where}, pledge {pledge.uuid}", said, stored)
    for given in Contribution.everywhere.filter(problem=problem).select_related("need"):
        said = told["contribution"].get(str(given.uuid), {})
        stored = {"quantity": fact(given.quantity), "need": str(given.need.uuid), "sector": given.sector}
        yield from _compare(f"{where}, contribution {given.uuid}", said, stored)
    for spent in Spending.everywhere.filter(need__plan__problem=problem):
        said = told["spending"].get(str(spent.uuid), {})
        yield from _compare(f"{where}, spending {spent.uuid}", said, {"amount": f"{spent.amount:.2f}"})
    for one in Indicator.everywhere.filter(plan__problem=problem):
        said = told["indicator"].get(str(one.uuid), {})
        stored = {"measured": fact(one.quantity), "unit": one.unit}
        yield from _compare(f"{where}, indicator {one.uuid}", said, stored)


def _told(problem: Problem) -> dict[str, Told] | None:
    """The last word of the events on each thing, by its kind and uuid; None where sealed facts were erased."""
    told: dict[str, Told] = {
        "plan": {},
        "pledge": {},
        "contribution": {},
        "spending": {},
        "content": {},
        "indicator": {},
    }
    texts = Prefetch("texts", EventText.everywhere.all())
    events = Event.everywhere.filter(problem=problem).order_by("position").prefetch_related(texts)
    for event in events:
        facts = facts_of(event)
        if "sealed" in event.facts and not facts:
            return None
        if "contribution" in facts:
            told["contribution"][str(facts["contribution"])] = dict(facts)
            continue
        for name in ("plan", "pledge", "spending", "indicator"):
            if name in facts:
                told[name].setdefault(str(facts[name]), {}).update(facts)
        if "content" in facts:
            told["content"][f"{facts['plan']}:{facts['version']}"] = dict(facts)
    return told


def _versions(plan: Plan, told: dict[str, Told], where: str) -> Iterator[Fault]:
    for version in PlanVersion.everywhere.filter(plan=plan):
        said = told["content"].get(f"{plan.uuid}:{version.number}", {})
        if version.salt is not None and said.get("content") != commit(version.salt, content_text(version)):
            yield Fault(f"{where}, plan {plan.uuid}, version {version.number}", "it is not what was published")


def _compare(where: str, said: dict[str, Fact], stored: dict[str, Any]) -> Iterator[Fault]:
    if not said:
        yield Fault(where, "its history does not know it")
        return
    for name, value in stored.items():
        if said.get(name) != value:
            yield Fault(where, f"{name} is {value!r}; its history says {said.get(name)!r}")
