from __future__ import annotations

from datetime import timedelta

from opencity.actions.operations.deciding import cancel_action, confirm_action
from opencity.actions.operations.joining import leave
from opencity.jobs.schedule import remind_of_actions
from opencity.notices.models import Delivery
from opencity.notices.wanted import dropped
from opencity.problems.history import Words
from opencity.problems.operations.following import follow
from tests.actions.making import STARTS, again, called, joins, row
from tests.notices.test_who_is_told import settle_outbox, told
from tests.plans.making import LATER
from tests.town import Town, said


def test_a_call_is_news_and_a_sign_up_is_answered(town: Town) -> None:
    action = called(town)
    follow(action.problem, town.people["halyna"], now=LATER)
    settle_outbox(LATER)
    assert {"Олена", "Галина"} <= told("action_planned")
    joins(town, "petro", action)
    settle_outbox(LATER)
    assert told("action_receipt") == {"Петро"}


def test_those_who_come_are_reminded_with_a_way_to_say_no(town: Town) -> None:
    action = called(town)
    one = joins(town, "petro", action)
    moment = STARTS - timedelta(hours=20)
    remind_of_actions(town.community, moment)
    remind_of_actions(town.community, moment + timedelta(hours=1))
    reminders = Delivery.everywhere.filter(kind="action_soon")
    assert reminders.count() == 1
    leave(row(one), town.actor("petro"), Words("Захворів"), now=moment + timedelta(hours=2))
    assert set(dropped(list(reminders))) == {reminders.get().pk}
    settle_outbox(moment + timedelta(hours=2))
    assert told("action_gone") == {"Оксана"}


def test_the_lead_is_asked_for_a_word_until_it_is_given(town: Town) -> None:
    action = called(town)
    remind_of_actions(town.community, STARTS - timedelta(hours=60))
    asked = list(Delivery.everywhere.filter(kind="action_decide"))
    assert told("action_decide") == {"Оксана"}
    assert not dropped(asked)
    confirm_action(again(action), town.actor("oksana"), now=STARTS - timedelta(hours=59))
    assert set(dropped(asked)) == {one.pk for one in asked}


def test_when_it_is_called_off_everybody_who_was_to_come_hears_the_reason_at_once(town: Town) -> None:
    action = called(town)
    joins(town, "petro", action)
    moment = STARTS - timedelta(hours=30)
    cancel_action(again(action), town.actor("oksana"), said("Буде злива."), now=moment)
    settle_outbox(moment)
    assert told("action_cancelled_soon") == {"Петро"}
