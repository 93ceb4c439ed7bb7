from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from opencity.access_points.models import Meeting
from opencity.access_points.operations.meeting import NewMeeting, agree, ask_for_meeting, cancel, decline, hold
from opencity.access_points.queries.meetings import coming, for_librarian, in_calendar, past
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.jobs.worker import work_through
from opencity.notices.models import Delivery
from opencity.notices.operations.erasing import erase_person
from opencity.notices.operations.telling_meetings import tell_of_meetings
from opencity.people.models import Role
from opencity.places.cells import Point
from opencity.problems.models import Event, Problem
from opencity.problems.operations.following import follow
from tests.notices.conftest import letters_to
from tests.notices.test_who_is_told import settle_outbox, told
from tests.town import MONDAY, Town, report, said

THURSDAY = MONDAY + timedelta(days=3)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def taras_serves_at_branch_five(town: Town) -> None:
    Role.everywhere.filter(person=town.people["taras"]).update(access_point=town.organisations["library"])


def new(**more: Any) -> NewMeeting:
    plain: dict[str, Any] = {
        "uuid": uuid4(),
        "title": "Верби на Знаменській",
        "words": said("Сусіди й служба парків."),
        "starts_at": THURSDAY,
        "ends_at": THURSDAY + 2 * HOUR,
    }
    return NewMeeting(**{**plain, **more})


def asked(town: Town, who: str = "oksana", **more: Any) -> Meeting:
    branch = town.organisations["library"]
    return ask_for_meeting(town.community, branch, town.actor(who), new(**more), now=MONDAY)


def agreed(town: Town, room: str = "Читальна зала", **more: Any) -> Meeting:
    return agree(asked(town, **more), town.actor("taras"), room, said(""), now=MONDAY)


def test_a_meeting_is_asked_for_agreed_held_and_its_story_told(town: Town) -> None:
    problem = report(town).problem
    follow(problem, town.people["halyna"], now=MONDAY)
    meeting = asked(town, "olena", problem=problem)
    agree(meeting, town.actor("taras"), " Читальна  зала ", said("Візьміть лампу."), now=MONDAY)
    after = THURSDAY + 3 * HOUR
    hold(meeting, town.actor("taras", after), said("Домовилися про обрізку в березні."), now=after)
    row = Meeting.everywhere.get()
    assert (row.state, row.room, row.answer) == ("held", "Читальна зала", "Візьміть лампу.")
    kinds = list(Event.everywhere.filter(kind__startswith="meeting_").values_list("kind", flat=True))
    assert kinds == ["meeting_agreed", "meeting_held"]
    settle_outbox(after)
    assert told("meeting_held") == {"Олена", "Галина"}


@pytest.mark.parametrize("who", ["oksana", "svitlana", "taras", "iryna", "bohdan"])
def test_bodies_and_those_with_a_role_may_ask_without_a_problem(town: Town, who: str) -> None:
    assert asked(town, who).state == "asked"


def test_a_neighbour_without_a_cause_may_not_ask(town: Town, elsewhere: Town) -> None:
    problem = report(town).problem
    for who in ("petro", "halyna"):
        with pytest.raises(NotAllowed) as refused:
            asked(town, who, problem=problem)
        assert refused.value.next_step
    branch, stranger = town.organisations["library"], elsewhere.actor("vasyl")
    with pytest.raises(NotAllowed):
        ask_for_meeting(town.community, branch, stranger, new(problem=problem), now=MONDAY)
    theirs = report(elsewhere, at=Point(47.56, 31.32)).problem
    with pytest.raises(NotUnderstood):
        asked(town, "oksana", problem=theirs)
    with pytest.raises(NotAllowed):
        ask_for_meeting(elsewhere.community, town.organisations["ngo"], elsewhere.actor("taras"), new(), now=MONDAY)


def test_only_a_librarian_of_the_branch_answers(town: Town) -> None:
    meeting = asked(town)
    for who in ("olena", "svitlana", "oksana"):
        with pytest.raises(NotAllowed):
            agree(meeting, town.actor(who), "", said(""), now=MONDAY)
    Role.everywhere.filter(person=town.people["taras"]).update(access_point=town.organisations["ngo"])
    with pytest.raises(NotAllowed):
        decline(meeting, town.actor("taras"), said("Ремонт."), now=MONDAY)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"starts_at": MONDAY - HOUR}, "day"),
        ({"starts_at": MONDAY + timedelta(days=200), "ends_at": MONDAY + timedelta(days=200, hours=1)}, "day"),
        ({"ends_at": THURSDAY}, "ends"),
        ({"ends_at": THURSDAY + 9 * HOUR}, "ends"),
        ({"seats": 0}, "seats"),
        ({"room": "з" * 81}, "room"),
        ({"words": said("з" * 2001)}, "words"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(town: Town, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        asked(town, **wrong)
    assert refused.value.field == field and refused.value.next_step
    assert not Meeting.everywhere.exists()


def test_the_same_form_sent_twice_asks_once(town: Town) -> None:
    uuid = uuid4()
    assert asked(town, uuid=uuid) == asked(town, uuid=uuid)
    with pytest.raises(NotUnderstood):
        asked(town, "svitlana", uuid=uuid)


def test_a_room_is_given_to_one_meeting_at_a_time(town: Town) -> None:
    first, second = asked(town, room="Мала зала"), asked(town, room="мала  ЗАЛА", starts_at=THURSDAY + HOUR)
    taras = town.actor("taras")
    agree(first, taras, "Мала зала", said(""), now=MONDAY)
    with pytest.raises(NotNow) as refused:
        agree(second, taras, "мала зала", said(""), now=MONDAY)
    assert refused.value.next_step
    with pytest.raises(NotNow):
        agree(second, taras, "", said(""), now=MONDAY)
    with pytest.raises(NotNow):
        asked(town, room="Мала зала")
    assert agree(second, taras, "Велика зала", said(""), now=MONDAY).room == "Велика зала"
    next_one = asked(town, starts_at=THURSDAY + 2 * HOUR, ends_at=THURSDAY + 3 * HOUR, room="Мала зала")
    assert agree(next_one, taras, "Мала зала", said(""), now=MONDAY).state == "agreed"


def test_a_no_owes_a_reason_and_a_yes_is_said_once(town: Town) -> None:
    meeting, taras = asked(town), town.actor("taras")
    with pytest.raises(NotUnderstood):
        decline(meeting, taras, said(" "), now=MONDAY)
    decline(meeting, taras, said("Ремонт до червня."), now=MONDAY)
    for late in (
        lambda: agree(meeting, taras, "", said(""), now=MONDAY),
        lambda: cancel(meeting, taras, said("a"), now=MONDAY),
    ):
        with pytest.raises(NotNow):
            late()
    with pytest.raises(NotNow):
        agree(asked(town, room="Б"), taras, "Б", said(""), now=THURSDAY + HOUR)


def test_what_was_agreed_is_called_off_with_a_reason_and_everybody_hears(town: Town) -> None:
    problem = report(town).problem
    meeting = agreed(town, problem=problem)
    with pytest.raises(NotUnderstood):
        cancel(meeting, town.actor("taras"), said(""), now=MONDAY)
    cancel(meeting, town.actor("taras"), said("Немає світла."), now=MONDAY + HOUR)
    settle_outbox(MONDAY + HOUR)
    assert told("meeting_cancelled") == {"Олена"}
    assert agreed(town).state == "agreed", "its room is free again"


def test_a_summary_is_written_when_it_has_begun(town: Town) -> None:
    meeting, after = agreed(town), THURSDAY + HOUR
    with pytest.raises(NotNow):
        hold(meeting, town.actor("taras"), said("Рано."), now=MONDAY)
    with pytest.raises(NotUnderstood):
        hold(meeting, town.actor("taras", after), said(""), now=after)


def test_the_branch_and_whoever_asked_are_told_once(town: Town) -> None:
    meeting = asked(town)
    for _ in range(2):
        tell_of_meetings(town.community, now=MONDAY)
    assert [one.person for one in Delivery.everywhere.filter(kind="meeting_asked")] == [town.people["taras"]]
    decline(meeting, town.actor("taras"), said("Ремонт."), now=MONDAY)
    for _ in range(2):
        tell_of_meetings(town.community, now=MONDAY + HOUR)
    answer = Delivery.everywhere.get(kind="meeting_answer")
    assert (answer.person, answer.facts["variant"]) == (town.people["oksana"], "declined")


def test_letters_say_when_where_and_why(town: Town) -> None:
    problem = report(town).problem
    meeting = agreed(town, problem=problem)
    tell_of_meetings(town.community, now=MONDAY)
    cancel(meeting, town.actor("taras"), said("Немає світла."), now=MONDAY + HOUR)
    tell_of_meetings(town.community, now=MONDAY + HOUR)
    work_through(MONDAY + HOUR)
    reporter, asker = letters_to("olena@mykolaiv.example.org"), letters_to("oksana@mykolaiv.example.org")
    assert any("Немає світла." in str(one.body) and "Зустріч, призначену на" in str(one.body) for one in reporter)
    assert any("Немає світла." in str(one.body) and "/access-points/" in str(one.body) for one in asker)
    assert not any("Бібліотека згодна" in str(one.body) for one in asker), "what is not true any more is not sent"


def test_a_meeting_forgets_who_asked(town: Town) -> None:
    agreed(town, who="olena", problem=report(town).problem)
    erase_person(town.people["olena"], now=MONDAY)
    row = Meeting.everywhere.get()
    assert (row.asked_by, row.title, row.words, row.state) == (None, "", "", "agreed")


def test_lists_take_the_same_queries_for_one_and_thirty(town: Town, django_assert_num_queries) -> None:
    branch = town.organisations["library"]
    agreed(town)
    for size in (1, 30):
        while Meeting.everywhere.count() < size:
            day = THURSDAY + timedelta(days=Meeting.everywhere.count())
            agreed(town, who="taras", starts_at=day, ends_at=day + HOUR)
        with django_assert_num_queries(4):
            rows = coming(town.community, branch, now=MONDAY)
            past(town.community, branch, now=MONDAY)
            for_librarian(town.community, branch, now=MONDAY)
            in_calendar(town.community, now=MONDAY)
            assert len([row.access_point.name for row in rows]) == size


def test_a_meeting_about_what_is_not_public_any_more_is_not_shown(town: Town) -> None:
    problem = report(town).problem
    agreed(town, problem=problem)
    Problem.everywhere.filter(pk=problem.pk).update(visibility="hidden")
    assert coming(town.community, town.organisations["library"], now=MONDAY) == []
