from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood, Refusal
from opencity.plans.models import Need, Plan, PlanVersion
from opencity.plans.operations.leading import leave_plan, name_co_lead, take_over
from opencity.plans.operations.planning import (
    abandon_plan,
    begin_plan,
    change_plan,
    draft_plan,
    finish_plan,
    publish_plan,
)
from opencity.plans.queries.proving import prove_plans
from opencity.plans.values import NeedKind, PlanState, Route, Unit
from opencity.problems.history import Words
from opencity.problems.models import Event
from opencity.problems.operations.owning import accept
from opencity.problems.states import State
from tests.plans.making import (
    LATER,
    again,
    hands,
    money,
    need_of,
    new_plan,
    paint,
    permit,
    plan_again,
    pothole,
    promise,
    published,
)
from tests.town import Town, fresh, said


def faults(town: Town) -> list[str]:
    return [f"{one.where}: {one.what}" for one in prove_plans(town.community)]


def test_a_published_plan_takes_the_problem_up_and_leaves_the_duty_and_its_clock_alone(town: Town) -> None:
    problem = pothole(town)
    plan = published(town, paint(), hands(), problem=problem)
    after = fresh(problem)
    assert (plan.state, plan.version, after.state) == (PlanState.PUBLISHED, 1, State.TAKEN_UP)
    assert (after.owner, after.answer_due, after.clock_started_at) == (
        problem.owner,
        problem.answer_due,
        problem.clock_started_at,
    )
    assert after.owner_accepted_at is None
    assert not faults(town)


def test_a_draft_is_seen_by_nobody_and_writes_no_history(town: Town) -> None:
    problem = pothole(town)
    before = problem.position
    draft_plan(problem, town.actor("oksana"), new_plan(town, paint()), now=LATER)
    assert fresh(problem).position == before


def test_a_problem_has_at_most_one_published_plan(town: Town) -> None:
    problem = pothole(town)
    published(town, paint(), problem=problem)
    second = draft_plan(problem, town.actor("taras"), new_plan(town, paint(), organisation=None), now=LATER)
    with pytest.raises(NotNow):
        publish_plan(second, town.actor("taras"), now=LATER)


def test_residents_lead_plans_where_the_charter_allows_it(town: Town) -> None:
    problem = pothole(town)
    town.community.choices = {"residents_plan": False}
    town.community.save()
    fresh_problem = fresh(problem)
    with pytest.raises(NotAllowed):
        draft_plan(fresh_problem, town.actor("petro"), new_plan(town, paint(), organisation=None), now=LATER)
    draft_plan(fresh_problem, town.actor("olena"), new_plan(town, paint(), organisation=None), now=LATER)
    town.community.choices = {}
    town.community.save()
    draft_plan(fresh(problem), town.actor("petro"), new_plan(town, paint(), organisation=None), now=LATER)


def test_nobody_plans_in_the_name_of_a_body_they_do_not_act_for(town: Town) -> None:
    with pytest.raises(NotAllowed):
        draft_plan(pothole(town), town.actor("petro"), new_plan(town, paint()), now=LATER)


def test_dangerous_work_is_not_done_together(town: Town) -> None:
    problem = pothole(town)
    problem.category.participation = "licensed"
    problem.category.save()
    with pytest.raises(NotNow):
        draft_plan(problem, town.actor("oksana"), new_plan(town, paint()), now=LATER)
    draft_plan(problem, town.actor("oksana"), new_plan(town, paint(), route=Route.ADVOCACY), now=LATER)


def test_work_that_needs_a_permit_asks_for_one(town: Town) -> None:
    problem = pothole(town)
    problem.category.permit = True
    problem.category.save()
    with pytest.raises(NotUnderstood):
        published(town, paint(), problem=problem)
    published(town, paint(), permit(town.organisations["parks"]), problem=problem)


def bad_lines(town: Town) -> list[tuple[str, object]]:
    day = town.community.calendar.today(LATER)
    return [
        ("nothing", paint("0")),
        ("less than nothing", paint("-3")),
        ("absurd", paint("99999999999")),
        ("too fine", paint("1.23456")),
        ("half a person", hands("2.5")),
        ("a minimum above the quantity", paint("10", minimum=Decimal(11))),
        ("a past day", paint("10", needed_by=day - timedelta(days=1))),
        ("days of 30 hours", hands("2", hours_each=Decimal(30))),
        ("money for an office", money(town.organisations["parks"])),
        ("money for a business", money(town.organisations["telecom"])),
    ]


@pytest.mark.parametrize("which", range(10))
def test_a_bad_line_is_refused_and_nothing_is_kept(town: Town, which: int) -> None:
    _name, line = bad_lines(town)[which]
    with pytest.raises(NotUnderstood) as refused:
        draft_plan(pothole(town), town.actor("oksana"), new_plan(town, line), now=LATER)  # type: ignore[arg-type]
    assert refused.value.next_step
    assert not Plan.everywhere.exists()
    assert not Need.everywhere.exists()


def test_a_change_is_a_new_version_and_promises_stay_with_their_needs(town: Town) -> None:
    plan = published(town, paint(), hands())
    need = need_of(plan, "Фарба")
    kept = promise(town, "petro", need, "4")
    new = new_plan(town, paint("12", known=need))
    plan = change_plan(plan, town.actor("oksana"), new, now=LATER)
    assert plan.version == 2
    assert PlanVersion.everywhere.filter(plan=plan).count() == 2
    assert again(kept).state == "accepted"
    assert need_of(plan, "Фарба").quantity == 12
    assert need_of(plan, "Руки").dropped_at is not None
    assert Event.everywhere.filter(problem=plan.problem, kind="plan_changed").exists()
    assert not faults(town)


def test_a_need_cannot_fall_below_what_is_promised(town: Town) -> None:
    plan = published(town, paint())
    need = need_of(plan, "Фарба")
    promise(town, "petro", need, "6")
    with pytest.raises(NotUnderstood):
        change_plan(plan, town.actor("oksana"), new_plan(town, paint("5", known=need)), now=LATER)
    assert need_of(plan, "Фарба").quantity == 10


def test_a_need_that_is_dropped_releases_its_promises(town: Town) -> None:
    plan = published(town, paint(), hands())
    held = promise(town, "petro", need_of(plan, "Руки"))
    need = need_of(plan, "Фарба")
    change_plan(plan, town.actor("oksana"), new_plan(town, paint("10", known=need)), now=LATER)
    assert again(held).state == "lapsed"
    assert not faults(town)


def test_it_is_ready_when_every_minimum_is_covered_and_every_permission_granted(town: Town) -> None:
    plan = published(town, paint("10", minimum=Decimal(5)), permit(town.organisations["parks"]))
    paint_need, permit_need = need_of(plan, "Фарба"), need_of(plan, "Дозвіл")
    promise(town, "petro", paint_need, "5")
    assert plan_again(plan).state == PlanState.PUBLISHED
    promise(town, "iryna", permit_need, organisation=town.organisations["parks"])
    assert plan_again(plan).state == PlanState.READY
    assert not faults(town)


def test_giving_up_releases_every_promise_and_the_problem_waits_again(town: Town) -> None:
    plan = published(town, paint())
    held = promise(town, "petro", need_of(plan, "Фарба"), "3")
    with pytest.raises(NotUnderstood):
        abandon_plan(plan, town.actor("oksana"), Words(""), now=LATER)
    abandon_plan(plan, town.actor("oksana"), said("Не маємо більше сил."), now=LATER)
    assert again(held).state == "lapsed"
    assert fresh(plan.problem).state == State.OPEN
    assert not faults(town)


def test_giving_up_leaves_it_taken_up_where_the_owner_accepted(town: Town) -> None:
    problem = pothole(town)
    accept(problem, town.actor("roman"), said(), promised_for=None, now=LATER)
    plan = published(town, paint(), problem=fresh(problem))
    abandon_plan(plan, town.actor("oksana"), said("Зробить служба."), now=LATER)
    assert fresh(problem).state == State.TAKEN_UP


def test_only_the_leads_side_moves_a_plan(town: Town) -> None:
    plan = published(town, paint())
    for who in ("petro", "svitlana", "taras", "bohdan"):
        with pytest.raises(NotAllowed):
            begin_plan(plan, town.actor(who), said(), now=LATER)
    begin_plan(plan, town.actor("oksana"), said(), now=LATER)
    assert fresh(plan.problem).state == State.IN_PROGRESS


def test_a_finished_plan_claims_nothing(town: Town) -> None:
    plan = published(town, paint())
    begin_plan(plan, town.actor("oksana"), said(), now=LATER)
    finish_plan(plan, town.actor("oksana"), said("Пофарбували."), now=LATER)
    assert fresh(plan.problem).state == State.IN_PROGRESS
    assert fresh(plan.problem).claimed_at is None


def test_a_granted_permission_does_not_lapse_with_the_end_of_the_plan(town: Town) -> None:
    plan = published(town, paint(), permit(town.organisations["parks"]))
    granted = promise(town, "iryna", need_of(plan, "Дозвіл"), organisation=town.organisations["parks"])
    loose = promise(town, "petro", need_of(plan, "Фарба"))
    begin_plan(plan, town.actor("oksana"), said(), now=LATER)
    finish_plan(plan, town.actor("oksana"), said("Пофарбували."), now=LATER)
    assert (again(granted).state, again(loose).state) == ("accepted", "lapsed")


def test_after_silence_others_take_over_in_their_turn(town: Town) -> None:
    plan = published(town, paint())
    promise(town, "petro", need_of(plan, "Фарба"), "1")
    name_co_lead(plan, town.actor("oksana"), town.people["danylo"], now=LATER)

    def may(who: str, days: int) -> bool:
        try:
            take_over(plan, town.actor(who), now=LATER + timedelta(days=days))
        except Refusal:
            return False
        return True

    assert not may("danylo", 6)
    assert not may("olena", 8)
    assert not may("halyna", 30)
    assert may("olena", 9)
    assert plan_again(plan).lead == town.people["olena"]


def test_when_the_lead_leaves_the_co_lead_goes_on(town: Town) -> None:
    plan = published(town, paint())
    name_co_lead(plan, town.actor("oksana"), town.people["danylo"], now=LATER)
    leave_plan(plan_again(plan), town.actor("oksana"), now=LATER)
    assert plan_again(plan).lead == town.people["danylo"]
    leave_plan(plan_again(plan), town.actor("danylo"), now=LATER)
    assert plan_again(plan).lead is None
    take_over(plan_again(plan), town.actor("olena"), now=LATER + timedelta(days=2))
    assert plan_again(plan).lead == town.people["olena"]


def test_units_fit_their_kinds(town: Town) -> None:
    from opencity.plans.operations.lines import NewNeed

    wrong = NewNeed(kind=NeedKind.LABOUR, unit=Unit.LITRE, words="Руки", quantity=Decimal(2))
    with pytest.raises(NotUnderstood):
        draft_plan(pothole(town), town.actor("oksana"), new_plan(town, wrong), now=LATER)
