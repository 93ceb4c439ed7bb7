"""A plan held with everything that is scarce in it. The order of locks: problem, plan, needs by id."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from opencity.foundation.refusals import NotNow
from opencity.plans.models import Condition, Need, Plan, Pledge
from opencity.plans.rules.settling import NeedLine, PledgeLine, Term
from opencity.plans.values import HOLDING, LIVE, PledgeState
from opencity.problems.history import locked
from opencity.problems.models import Problem

OPEN_STATES = (
    *HOLDING,
    PledgeState.OFFERED,
    PledgeState.WAITING,
    PledgeState.SLEEPING,
)


@dataclass
class Held:
    """`needs` are those of the current version, by id; `pledges` those that hold or wait, by id."""

    problem: Problem
    plan: Plan
    needs: dict[int, Need]
    pledges: dict[int, Pledge]

    def promised(self, need: Need) -> Decimal:
        rows = (one.quantity for one in self.pledges.values() if one.need_id == need.pk and one.state in HOLDING)
        return sum(rows, Decimal(0))

    def free(self, need: Need) -> Decimal:
        return max(Decimal(0), need.quantity - self.promised(need))

    def lines(self) -> tuple[list[NeedLine], list[PledgeLine]]:
        return [line_of_need(one) for one in self.needs.values()], [
            line_of_pledge(one) for one in self.pledges.values()
        ]


def with_conditions() -> Prefetch[str]:
    """Conditions are read whatever community is acted in: an erasure goes through all of them."""
    return Prefetch("conditions", Condition.everywhere.all())


def hold(plan: Plan) -> Held:
    """Lock the plan and all it needs until the transaction ends. Call it late and once, before any check."""
    problem = locked(plan.problem)
    rows = Plan.everywhere.select_related("lead", "co_lead", "organisation")
    plan = rows.select_for_update(of=("self",)).get(pk=plan.pk)
    if plan.problem_id != problem.pk:  # joined to another problem between the reading and the lock
        problem = locked(plan.problem)
    plan.problem = problem
    needs = Need.everywhere.filter(plan=plan, dropped_at=None).select_related("grantor", "payee")
    held = {need.pk: need for need in needs.select_for_update(of=("self",)).order_by("pk")}
    pledges = Pledge.everywhere.filter(need__in=list(held), state__in=OPEN_STATES).order_by("pk")
    found = {
        one.pk: one for one in pledges.select_related("person", "organisation").prefetch_related(with_conditions())
    }
    for need in held.values():
        need.plan = plan
    for one in found.values():
        one.need = held[one.need_id]
    return Held(problem, plan, held, found)


def plan_of(need: Need) -> Plan:
    """The plan a need belongs to now: when problems are joined, needs may go along to another plan."""
    return Plan.everywhere.select_related("problem").get(needs=need.pk)


def must_be_live(plan: Plan) -> None:
    if plan.state not in LIVE:
        raise NotNow(
            _("This plan takes no promises: it is a draft or has ended."),
            _("Open the problem's page: it shows what can be done now."),
            link=f"problems/{plan.problem.number}/",
        )


def line_of_need(need: Need) -> NeedLine:
    return NeedLine(need.pk, need.kind, need.quantity, need.minimum)


def line_of_pledge(pledge: Pledge) -> PledgeLine:
    terms = tuple(Term(one.kind, one.need_id, one.percent, one.day) for one in pledge.conditions.all())
    return PledgeLine(pledge.pk, pledge.need_id, pledge.quantity, pledge.state, terms)
