"""A problem was joined to another between the reading of a page and the deed."""

from __future__ import annotations

from decimal import Decimal

from opencity.plans.models import Pledge
from opencity.plans.operations.planning import begin_plan
from opencity.plans.operations.pledging import NewPledge, pledge, withdraw_pledge
from opencity.plans.queries.needs import coverage_of
from opencity.problems.models import Event
from opencity.problems.operations.merging import merge
from tests.plans.making import LATER, again, need_of, paint, plan_again, pothole, promise, published
from tests.plans.test_plans import faults
from tests.town import Town, fresh, said


def test_a_promise_reaches_the_problem_its_plan_has_gone_along_to(town: Town) -> None:
    plan, into = published(town, paint()), pothole(town)
    need = need_of(plan, "Фарба")
    merge(plan.problem, into, town.actor("svitlana"), said("Те саме."), now=LATER)
    pledge(need, town.actor("petro"), NewPledge(quantity=Decimal(2)), now=LATER)
    assert plan_again(plan).problem == into
    assert Event.everywhere.filter(problem=into, kind="pledged").exists()
    assert not faults(town)


def test_the_lead_begins_where_the_plan_is_now(town: Town) -> None:
    plan, into = published(town, paint()), pothole(town)
    stale = plan_again(plan)
    merge(plan.problem, into, town.actor("svitlana"), said("Те саме."), now=LATER)
    begin_plan(stale, town.actor("oksana"), said("Почали."), now=LATER)
    assert plan_again(plan).problem == into
    assert fresh(into).state == "in_progress"
    assert not faults(town)


def test_a_promise_that_went_along_to_another_plan_is_taken_back_there(town: Town) -> None:
    plan, other = published(town, paint()), published(town, paint("4"))
    need = need_of(plan, "Фарба")
    promise(town, "petro", need, "10")
    promise(town, "halyna", need, "3")
    stale = Pledge.everywhere.select_related("need__plan__problem__community").get(person=town.petro)
    merge(plan.problem, other.problem, town.actor("svitlana"), said("Те саме."), now=LATER)
    withdraw_pledge(stale, town.actor("petro"), said("Не зможу."), now=LATER)
    moved = again(stale).need
    assert moved.plan == other
    assert coverage_of([moved])[moved.pk].promised == Decimal(3)
    assert not Event.everywhere.filter(problem=plan.problem, kind="pledge_withdrawn").exists()
    assert not faults(town)
