from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood, Refusal
from opencity.foundation.tenancy import acting_in
from opencity.notices.exporting import everything_about
from opencity.notices.operations.erasing import erase_person
from opencity.people.models import Membership
from opencity.plans.models import Contribution, Need, Plan, Pledge
from opencity.plans.operations.giving import Expense, Gift, acknowledge, deliver, dispute, left_of, spend, take_gift
from opencity.plans.operations.pledging import (
    NewCondition,
    accept_pledge,
    decline_pledge,
    lapse_pledge,
    settle_again,
    withdraw_pledge,
)
from opencity.plans.queries.needs import coverage_of
from opencity.plans.values import ConditionKind, NeedState
from opencity.problems.doers import doers
from opencity.problems.history import Words
from opencity.problems.models import Event, Problem
from opencity.problems.operations.merging import merge
from tests.plans.making import (
    LATER,
    again,
    hands,
    money,
    need_of,
    paint,
    permit,
    plan_again,
    promise,
    published,
)
from tests.plans.test_plans import faults
from tests.town import Town, fresh, photo_row, report, said


def state_of(need: Need) -> NeedState:
    return coverage_of([need])[need.pk].state


def test_what_is_free_is_accepted_at_once_and_the_rest_waits_in_line(town: Town) -> None:
    need = need_of(published(town, paint()), "Фарба")
    assert promise(town, "petro", need, "7").state == "accepted"
    second = promise(town, "halyna", need, "5")
    assert (second.state, second.quantity) == ("accepted", Decimal(3))
    rest = Pledge.everywhere.get(rest_of=second)
    assert (rest.state, rest.quantity) == ("waiting", Decimal(2))
    assert promise(town, "danylo", need, "1").state == "waiting"
    assert state_of(need) == NeedState.COVERED
    assert not faults(town)


def test_when_one_falls_away_the_oldest_that_fits_moves_up(town: Town) -> None:
    need = need_of(published(town, paint()), "Фарба")
    first = promise(town, "petro", need, "10")
    large, small = promise(town, "halyna", need, "12"), promise(town, "danylo", need, "4")
    assert (large.state, small.state) == ("waiting", "waiting")
    withdraw_pledge(first, town.actor("petro"), said("Захворів."), now=LATER)
    assert again(large).state == "waiting"
    assert again(small).state == "accepted"
    assert state_of(need) == NeedState.PARTLY
    assert not faults(town)


def test_a_promise_on_a_permission_sleeps_and_holds_nothing_until_it_is_granted(town: Town) -> None:
    plan = published(town, paint(), permit(town.organisations["parks"]))
    need, permission = need_of(plan, "Фарба"), need_of(plan, "Дозвіл")
    asleep = promise(
        town,
        "bohdan",
        need,
        "10",
        organisation=town.organisations["telecom"],
        conditions=(NewCondition(kind=ConditionKind.PERMISSION, need=permission),),
    )
    assert asleep.state == "sleeping"
    assert state_of(need) == NeedState.OPEN
    promise(town, "iryna", permission, organisation=town.organisations["parks"])
    assert again(asleep).state == "accepted"
    assert state_of(need) == NeedState.COVERED
    assert not faults(town)


def test_if_half_is_covered(town: Town) -> None:
    need = need_of(published(town, paint()), "Фарба")
    half = (NewCondition(kind=ConditionKind.COVERED, need=need, percent=50),)
    asleep = promise(town, "petro", need, "5", conditions=half)
    promise(town, "halyna", need, "4")
    assert again(asleep).state == "sleeping"
    promise(town, "danylo", need, "1")
    assert again(asleep).state == "accepted"


def test_a_day_wakes_a_promise(town: Town) -> None:
    need = need_of(published(town, paint()), "Фарба")
    day = town.community.calendar.today(LATER) + timedelta(days=5)
    asleep = promise(town, "petro", need, "5", conditions=(NewCondition(kind=ConditionKind.DATE, day=day),))
    settle_again(need, now=LATER + timedelta(days=4))
    assert again(asleep).state == "sleeping"
    settle_again(need, now=LATER + timedelta(days=5))
    assert again(asleep).state == "accepted"


def test_once_awake_it_does_not_fall_asleep_again(town: Town) -> None:
    plan = published(town, paint(), hands())
    need, other = need_of(plan, "Фарба"), need_of(plan, "Руки")
    asleep = promise(
        town, "petro", need, "5", conditions=(NewCondition(kind=ConditionKind.COVERED, need=other, percent=50),)
    )
    helper = promise(town, "halyna", other, "6")
    assert again(asleep).state == "accepted"
    withdraw_pledge(helper, town.actor("halyna"), said("Не зможу."), now=LATER)
    assert again(asleep).state == "accepted"


def test_conditions_in_a_circle_are_refused(town: Town) -> None:
    plan = published(town, paint(), hands())
    need, other = need_of(plan, "Фарба"), need_of(plan, "Руки")
    promise(town, "petro", need, "5", conditions=(NewCondition(kind=ConditionKind.COVERED, need=other, percent=50),))
    with pytest.raises(NotUnderstood) as refused:
        promise(
            town, "halyna", other, "5", conditions=(NewCondition(kind=ConditionKind.COVERED, need=need, percent=50),)
        )
    assert refused.value.field == "condition"
    assert Pledge.everywhere.count() == 1


def test_a_condition_names_needs_of_the_same_plan_only(town: Town) -> None:
    need = need_of(published(town, paint()), "Фарба")
    other = need_of(published(town, hands()), "Руки")
    with pytest.raises(NotUnderstood):
        promise(
            town, "petro", need, "5", conditions=(NewCondition(kind=ConditionKind.COVERED, need=other, percent=50),)
        )


def test_only_the_named_body_grants_a_permission(town: Town) -> None:
    permission = need_of(published(town, permit(town.organisations["parks"])), "Дозвіл")
    for who, body in [("petro", None), ("roman", "roads"), ("oksana", "ngo")]:
        with pytest.raises(NotAllowed):
            promise(town, who, permission, organisation=town.organisations[body] if body else None)
    assert promise(town, "iryna", permission, organisation=town.organisations["parks"]).state == "accepted"


def test_whoever_left_acts_for_the_body_no_more(town: Town) -> None:
    need = need_of(published(town, paint()), "Фарба")
    Membership.objects.filter(person=town.people["bohdan"]).update(until=LATER)
    with pytest.raises(NotAllowed):
        promise(town, "bohdan", need, "1", organisation=town.organisations["telecom"], now=LATER + timedelta(hours=1))


@pytest.mark.parametrize("quantity", ["0", "-1", "101", "1e20", "NaN", "0.0001"])
def test_absurd_quantities_are_refused(town: Town, quantity: str) -> None:
    need = need_of(published(town, paint()), "Фарба")
    with pytest.raises(Refusal) if quantity != "NaN" else pytest.raises(Exception):
        promise(town, "petro", need, quantity)
    assert not Pledge.everywhere.exists()


def test_a_past_day_is_refused(town: Town) -> None:
    need = need_of(published(town, paint()), "Фарба")
    with pytest.raises(NotUnderstood):
        promise(town, "petro", need, "1", due=town.community.calendar.today(LATER) - timedelta(days=1))


def test_the_same_form_sent_twice_promises_once(town: Town) -> None:
    need, key = need_of(published(town, paint()), "Фарба"), uuid4()
    first = promise(town, "petro", need, "2", uuid=key)
    assert promise(town, "petro", need, "2", uuid=key).pk == first.pk
    assert Pledge.everywhere.count() == 1
    with pytest.raises(NotUnderstood):
        promise(town, "halyna", need, "2", uuid=key)


def test_ask_me_lets_the_lead_decide(town: Town) -> None:
    need = need_of(published(town, paint(), ask_first=True), "Фарба")
    first, second = promise(town, "petro", need, "8"), promise(town, "halyna", need, "8")
    assert {first.state, second.state} == {"offered"}
    with pytest.raises(NotAllowed):
        accept_pledge(first, town.actor("petro"), now=LATER)
    accept_pledge(first, town.actor("oksana"), now=LATER)
    accept_pledge(second, town.actor("oksana"), now=LATER)
    assert (again(second).state, again(second).quantity) == ("accepted", Decimal(2))
    assert Pledge.everywhere.get(rest_of=second).state == "waiting"
    third = promise(town, "danylo", need, "1")
    with pytest.raises(NotUnderstood):
        decline_pledge(third, town.actor("oksana"), Words(""), now=LATER)
    decline_pledge(third, town.actor("oksana"), said("Уже досить, дякуємо."), now=LATER)
    assert again(third).state == "declined"
    assert not faults(town)


def test_nobody_takes_back_what_another_promised(town: Town) -> None:
    need = need_of(published(town, paint()), "Фарба")
    held = promise(town, "petro", need, "1")
    for who in ("halyna", "oksana", "svitlana"):
        with pytest.raises(NotAllowed):
            withdraw_pledge(held, town.actor(who), said("Не треба."), now=LATER)
    assert again(held).state == "accepted"


def test_a_promise_that_is_not_kept_lapses_after_the_grace_and_not_before(town: Town) -> None:
    need = need_of(published(town, paint()), "Фарба")
    day = town.community.calendar.today(LATER) + timedelta(days=3)
    held = promise(town, "petro", need, "10", due=day)
    waiting = promise(town, "halyna", need, "2", due=day + timedelta(days=30))
    assert not lapse_pledge(held, now=LATER + timedelta(days=10))
    assert lapse_pledge(again(held), now=LATER + timedelta(days=11))
    assert (again(held).state, again(waiting).state) == ("lapsed", "accepted")
    assert not lapse_pledge(again(held), now=LATER + timedelta(days=12))
    assert not faults(town)


def test_delivered_then_acknowledged_by_the_recipient_never_by_the_giver(town: Town) -> None:
    plan = published(town, paint())
    need = need_of(plan, "Фарба")
    held = promise(town, "petro", need, "10")
    deliver(held, town.actor("petro"), now=LATER)
    with pytest.raises(NotAllowed):
        acknowledge(again(held), town.actor("petro"), now=LATER)
    given = acknowledge(again(held), town.actor("oksana"), now=LATER)
    assert given.quantity == 10
    assert state_of(need) == NeedState.FULFILLED
    assert plan_again(plan).state == "running"
    assert fresh(plan.problem).state == "in_progress"
    assert not faults(town)


def test_the_lead_does_not_acknowledge_a_gift_of_their_own(town: Town) -> None:
    need = need_of(published(town, paint()), "Фарба")
    held = promise(town, "oksana", need, "2")
    deliver(held, town.actor("oksana"), now=LATER)
    with pytest.raises(NotAllowed):
        acknowledge(again(held), town.actor("oksana"), now=LATER)
    acknowledge(again(held), town.actor("taras"), now=LATER)
    assert Contribution.everywhere.get().acknowledged_by == town.people["taras"]


def test_less_than_promised_frees_the_rest(town: Town) -> None:
    need = need_of(published(town, paint()), "Фарба")
    held, waiting = promise(town, "petro", need, "10"), promise(town, "halyna", need, "4")
    deliver(held, town.actor("petro"), now=LATER)
    acknowledge(again(held), town.actor("oksana"), quantity=Decimal(6), now=LATER)
    assert again(waiting).state == "accepted"
    assert coverage_of([need])[need.pk].received == 6
    assert not faults(town)


def test_more_than_promised_is_a_gift_of_its_own(town: Town) -> None:
    need = need_of(published(town, paint()), "Фарба")
    held = promise(town, "petro", need, "3")
    with pytest.raises(NotUnderstood):
        acknowledge(held, town.actor("oksana"), quantity=Decimal(4), now=LATER)
    assert again(held).state == "accepted"


def test_a_dispute_lowers_coverage_and_may_end_in_part(town: Town) -> None:
    need = need_of(published(town, paint()), "Фарба")
    held = promise(town, "petro", need, "10")
    deliver(held, town.actor("petro"), now=LATER)
    dispute(again(held), town.actor("oksana"), said("Привезли лише три банки."), now=LATER)
    assert state_of(need) == NeedState.OPEN
    acknowledge(again(held), town.actor("oksana"), quantity=Decimal(3), now=LATER)
    assert coverage_of([need])[need.pk].promised == 3
    assert not faults(town)


def test_a_gift_without_a_promise_is_written_down_once(town: Town) -> None:
    need, key = need_of(published(town, hands()), "Руки"), uuid4()
    gift = Gift(giver=town.people["danylo"], quantity=Decimal(1), hours=Decimal(3), uuid=key)
    take_gift(need, gift, town.actor("oksana"), now=LATER)
    take_gift(need, gift, town.actor("oksana"), now=LATER)
    assert Contribution.everywhere.count() == 1
    with pytest.raises(NotAllowed):
        take_gift(need, Gift(giver=town.people["petro"]), town.actor("petro"), now=LATER)


def test_money_is_balanced_and_never_spent_before_it_came(town: Town) -> None:
    plan = published(town, money(town.organisations["ngo"]))
    need = need_of(plan, "Гроші на лавку")
    held = promise(town, "petro", need, "1000")
    bill = Expense(
        amount=Decimal(600),
        words=Words("Дошки", "uk"),
        spent_on=town.community.calendar.today(LATER),
        receipt=photo_row(town),
    )
    with pytest.raises(NotUnderstood):
        spend(need, bill, town.actor("oksana"), now=LATER)
    acknowledge(held, town.actor("oksana"), now=LATER)
    with pytest.raises(NotAllowed):
        spend(need, bill, town.actor("svitlana"), now=LATER)
    spend(need, bill, town.actor("oksana"), now=LATER)
    assert left_of(need) == 400
    assert not faults(town)


def test_whoever_promised_is_a_doer_and_whoever_took_it_back_in_time_is_not(town: Town) -> None:
    plan = published(town, paint(), hands())
    kept = promise(town, "petro", need_of(plan, "Фарба"), "1")
    back = promise(town, "halyna", need_of(plan, "Руки"))
    promise(town, "bohdan", need_of(plan, "Руки"), organisation=town.organisations["telecom"])
    withdraw_pledge(back, town.actor("halyna"), said("Не зможу."), now=LATER)
    working = doers(fresh(plan.problem))
    assert {town.people[one].pk for one in ("petro", "oksana", "bohdan")} <= working
    assert town.people["halyna"].pk not in working
    assert kept.person_id in working


def test_a_quiet_giver_is_not_named_in_the_history(town: Town) -> None:
    need = need_of(published(town, paint()), "Фарба")
    promise(town, "bohdan", need, "1", organisation=town.organisations["telecom"], quiet=True, words="Від душі")
    event = Event.everywhere.get(problem=need.plan.problem, kind="pledged")
    assert "organisation" not in event.facts
    assert "text_words" not in event.facts


def test_nobody_promises_for_a_problem_that_is_closed(town: Town) -> None:
    plan = published(town, paint())
    need = need_of(plan, "Фарба")
    Problem.everywhere.filter(pk=plan.problem.pk).update(state="claimed_done")
    with pytest.raises(NotNow):
        promise(town, "petro", need)


def test_a_tampered_pledge_is_found_and_named(town: Town) -> None:
    need = need_of(published(town, paint()), "Фарба")
    held = promise(town, "petro", need, "1")
    Pledge.everywhere.filter(pk=held.pk).update(quantity=5)
    found = faults(town)
    assert len(found) == 1
    assert str(held.uuid) in found[0]


def test_a_tampered_plan_is_found(town: Town) -> None:
    plan = published(town, paint())
    Plan.everywhere.filter(pk=plan.pk).update(version=4)
    assert any("version" in one for one in faults(town))


def test_merging_loses_no_plan_promise_or_gift(town: Town) -> None:
    first = published(town, paint())
    target = report(town, category="road.pothole", words="Та сама яма, та сама лавка.").problem
    need = need_of(first, "Фарба")
    held = promise(town, "petro", need, "4")
    take_gift(need, Gift(giver=town.people["danylo"], quantity=Decimal(1)), town.actor("oksana"), now=LATER)
    merge(fresh(first.problem), target, town.actor("svitlana"), said("Те саме місце."), now=LATER)
    assert plan_again(first).problem_id == target.pk
    assert again(held).state == "accepted"
    assert Contribution.everywhere.get().problem_id == target.pk
    assert fresh(target).state == "taken_up"
    assert not faults(town)


def test_when_both_have_plans_their_needs_come_together(town: Town) -> None:
    first, second = published(town, paint()), published(town, hands())
    held = promise(town, "petro", need_of(first, "Фарба"), "4")
    merge(fresh(first.problem), fresh(second.problem), town.actor("svitlana"), said("Те саме."), now=LATER)
    assert again(held).need.plan_id == second.pk
    assert (again(held).state, plan_again(first).state) == ("accepted", "abandoned")
    assert not faults(town)


def test_erasing_somebody_releases_what_they_promised_and_names_them_nowhere(town: Town) -> None:
    plan = published(town, paint())
    need = need_of(plan, "Фарба")
    kept = promise(town, "petro", need, "10", words="Привезу сам")
    waiting = promise(town, "halyna", need, "3")
    assert everything_about(town.people["petro"])["pledges"][0]["words"] == "Привезу сам"
    erase_person(town.people["petro"], now=LATER)
    assert (again(kept).state, again(kept).words) == ("lapsed", "")
    assert again(waiting).state == "accepted"
    erase_person(town.people["oksana"], now=LATER)
    assert plan_again(plan).lead is None
    assert not faults(town)


def test_erasing_somebody_from_another_community_does_not_wake_what_sleeps_here(town: Town, elsewhere: Town) -> None:
    plan = published(town, paint(), permit(town.organisations["parks"]))
    need, permission = need_of(plan, "Фарба"), need_of(plan, "Дозвіл")
    promise(town, "petro", need, "1")
    asleep = promise(
        town, "halyna", need, "5", conditions=(NewCondition(kind=ConditionKind.PERMISSION, need=permission),)
    )
    with acting_in(elsewhere.community.pk):
        erase_person(town.people["petro"], now=LATER)
    assert again(asleep).state == "sleeping"
    assert not faults(town)
