from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from opencity.jobs.schedule import look_after_pledges, remind_givers
from opencity.notices.models import Delivery
from opencity.notices.wanted import dropped
from opencity.plans.operations.giving import acknowledge
from opencity.plans.operations.planning import abandon_plan, change_plan
from opencity.plans.operations.pledging import NewCondition, accept_pledge, decline_pledge, withdraw_pledge
from opencity.plans.values import ConditionKind
from opencity.problems.operations.following import follow
from tests.notices.test_who_is_told import settle_outbox, told
from tests.plans.making import LATER, again, need_of, new_plan, paint, permit, plan_again, promise, published
from tests.town import Town, said

DAY = timedelta(days=1)


def variant(kind: str) -> str:
    return str(Delivery.everywhere.get(kind=kind).facts["variant"])


def test_a_published_plan_is_news_and_its_permit_is_asked_for(town: Town) -> None:
    plan = published(town, paint(), permit(town.organisations["parks"]))
    follow(plan.problem, town.people["halyna"], now=LATER)
    settle_outbox(LATER)
    assert told("plan_published") == {"Олена", "Галина", "mykolaiv-roads"}
    assert told("permit_asked") == {"mykolaiv-parks"}


def test_a_giver_gets_a_receipt_that_says_where_the_promise_stands(town: Town) -> None:
    need = need_of(published(town, paint()), "Фарба")
    promise(town, "petro", need, "10")
    settle_outbox(LATER)
    assert (told("pledge_receipt"), variant("pledge_receipt")) == ({"Петро"}, "accepted")
    assert told("lead_news") == {"Оксана"}
    promise(town, "halyna", need, "1")
    settle_outbox(LATER)
    assert Delivery.everywhere.get(person=town.people["halyna"]).facts["variant"] == "waiting"


def test_whoever_moves_up_or_wakes_is_told_and_so_is_the_lead(town: Town) -> None:
    plan = published(town, paint(), permit(town.organisations["parks"]))
    need, permission = need_of(plan, "Фарба"), need_of(plan, "Дозвіл")
    first = promise(town, "petro", need, "10")
    promise(town, "halyna", need, "2")
    granted = (NewCondition(kind=ConditionKind.PERMISSION, need=permission),)
    promise(town, "danylo", need, "1", conditions=granted)
    withdraw_pledge(first, town.actor("petro"), said("Захворів."), now=LATER)
    promise(town, "iryna", permission, organisation=town.organisations["parks"])
    settle_outbox(LATER)
    assert told("pledge_yes") == {"Галина", "Данило"}
    assert told("lead_lost") == {"Оксана"}


def test_with_ask_me_the_lead_is_asked_at_once_and_not_any_more_when_decided(town: Town) -> None:
    need = need_of(published(town, paint(), ask_first=True), "Фарба")
    made, other = promise(town, "petro", need, "2"), promise(town, "halyna", need, "2")
    settle_outbox(LATER)
    asked = Delivery.everywhere.filter(kind="lead_asked")
    assert asked.count() == 2
    accept_pledge(made, town.actor("oksana"), now=LATER)
    decline_pledge(other, town.actor("oksana"), said("Уже маємо досить."), now=LATER)
    settle_outbox(LATER)
    assert set(dropped(list(asked))) == {row.pk for row in asked}
    assert (told("pledge_yes"), told("pledge_no")) == ({"Петро"}, {"Галина"})


def test_a_promise_is_recalled_to_mind_and_lapses_after_its_grace(town: Town) -> None:
    need = need_of(published(town, paint()), "Фарба")
    due = town.community.calendar.today(LATER) + 10 * DAY
    held = promise(town, "petro", need, "10", due=due)
    for days in range(1, 11):
        remind_givers(town.community, LATER + days * DAY)
    reminders = Delivery.everywhere.filter(kind="pledge_due")
    assert sorted(row.owed_at for row in reminders) == [LATER + 3 * DAY, LATER + 8 * DAY]
    look_after_pledges(town.community, LATER + 17 * DAY)
    assert again(held).state == "accepted"
    look_after_pledges(town.community, LATER + 18 * DAY)
    look_after_pledges(town.community, LATER + 18 * DAY)
    assert again(held).state == "lapsed"
    settle_outbox(LATER + 18 * DAY)
    assert (told("pledge_gone"), told("lead_lost")) == ({"Петро"}, {"Оксана"})
    assert set(dropped(list(reminders))) == {row.pk for row in reminders}


def test_a_day_that_somebody_waited_for_wakes_the_promise(town: Town) -> None:
    need = need_of(published(town, paint()), "Фарба")
    day = town.community.calendar.today(LATER) + 3 * DAY
    asleep = promise(town, "petro", need, "2", conditions=(NewCondition(kind=ConditionKind.DATE, day=day),))
    look_after_pledges(town.community, LATER + 2 * DAY)
    assert again(asleep).state == "sleeping"
    look_after_pledges(town.community, LATER + 3 * DAY)
    assert again(asleep).state == "accepted"


def test_a_change_and_the_end_are_told_to_those_who_promised(town: Town) -> None:
    plan = published(town, paint())
    need = need_of(plan, "Фарба")
    promise(town, "petro", need, "2")
    change_plan(plan_again(plan), town.actor("oksana"), new_plan(town, paint("12", known=need)), now=LATER)
    settle_outbox(LATER)
    assert told("plan_changed") == {"Петро"}
    abandon_plan(plan_again(plan), town.actor("oksana"), said("Не вийшло."), now=LATER + DAY)
    settle_outbox(LATER + DAY)
    assert told("plan_abandoned") == {"Петро", "Олена", "mykolaiv-roads"}


def test_what_was_received_is_thanked_for(town: Town) -> None:
    need = need_of(published(town, paint()), "Фарба")
    held = promise(town, "petro", need, "2")
    acknowledge(held, town.actor("oksana"), quantity=Decimal(2), now=LATER)
    settle_outbox(LATER)
    assert told("contributed") == {"Петро"}


def test_what_is_not_public_any_more_tells_nobody(town: Town) -> None:
    plan = published(town, paint())
    promise(town, "petro", need_of(plan, "Фарба"), "2")
    settle_outbox(LATER)
    plan.problem.visibility = "hidden"
    plan.problem.save()
    waiting = list(Delivery.everywhere.filter(kind="pledge_receipt").select_related("problem"))
    assert set(dropped(waiting)) == {row.pk for row in waiting}
