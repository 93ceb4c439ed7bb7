"""Those responsible ask whoever reported it; one question at a time, and only the reporter replies."""

from __future__ import annotations

from datetime import timedelta

import pytest

from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.jobs.schedule import remind_of_questions
from opencity.notices.models import Delivery
from opencity.problems.models import Event, Problem
from opencity.problems.operations import merging
from opencity.problems.operations.asking import ask_reporter, reply_to_question, take_question_back
from opencity.problems.queries.questions import open_question, words_of
from tests.notices.test_who_is_told import settle_outbox
from tests.town import MONDAY, Town, fresh, report, said

LATER = MONDAY + timedelta(days=1)


@pytest.fixture
def problem(town: Town) -> Problem:
    return fresh(report(town).problem)


def test_a_question_waits_for_the_reply_of_whoever_reported_it(town: Town, problem: Problem) -> None:
    due = problem.answer_due
    ask_reporter(problem, town.actor("iryna"), said("Який під’їзд?"), now=MONDAY)
    question = open_question(problem)
    assert question is not None and words_of(question) == "Який під’їзд?"
    assert fresh(problem).answer_due == due and fresh(problem).answered_at is None, "asking is no answer"
    with pytest.raises(NotNow):
        ask_reporter(problem, town.actor("iryna"), said("І поверх?"), now=MONDAY)
    reply_to_question(problem, town.people["olena"], said("Другий."), now=LATER)
    assert open_question(problem) is None
    assert list(Event.everywhere.filter(problem=problem).order_by("position").values_list("kind", flat=True))[-2:] == [
        "asked_reporter",
        "reporter_replied",
    ]
    ask_reporter(problem, town.actor("svitlana"), said("І поверх?"), now=LATER)


def test_the_reporter_is_written_to_and_reminded_once_unless_the_reply_came(town: Town, problem: Problem) -> None:
    ask_reporter(problem, town.actor("iryna"), said("Який під’їзд?"), now=MONDAY)
    settle_outbox(MONDAY)
    assert Delivery.everywhere.get(kind="asked_reporter").person == town.people["olena"]
    remind_of_questions(town.community, MONDAY + timedelta(days=4))
    assert not Delivery.everywhere.filter(kind="question_waits").exists()
    for day in (5, 6, 9):
        remind_of_questions(town.community, MONDAY + timedelta(days=day))
    assert Delivery.everywhere.get(kind="question_waits").person == town.people["olena"]


@pytest.mark.parametrize("who", ["olena", "petro", "roman", "taras", "mykhailo"])
def test_only_the_body_with_the_duty_and_a_coordinator_ask(town: Town, problem: Problem, who: str) -> None:
    with pytest.raises(NotAllowed):
        ask_reporter(problem, town.actor(who), said("Хто ви?"), now=MONDAY)
    ask_reporter(problem, town.actor("iryna"), said("Який під’їзд?"), now=MONDAY)
    with pytest.raises(NotAllowed):
        take_question_back(problem, town.actor(who), now=MONDAY)


@pytest.mark.parametrize("who", ["petro", "iryna", "svitlana"])
def test_only_whoever_reported_it_replies(town: Town, problem: Problem, who: str) -> None:
    ask_reporter(problem, town.actor("iryna"), said("Який під’їзд?"), now=MONDAY)
    with pytest.raises(NotAllowed):
        reply_to_question(problem, town.people[who], said("Перший."), now=LATER)


def test_nothing_said_is_refused_and_nothing_asked_is_not_replied_to(town: Town, problem: Problem) -> None:
    with pytest.raises(NotNow):
        reply_to_question(problem, town.people["olena"], said("Другий."), now=LATER)
    with pytest.raises(NotUnderstood):
        ask_reporter(problem, town.actor("iryna"), said("  "), now=MONDAY)
    ask_reporter(problem, town.actor("iryna"), said("Який під’їзд?"), now=MONDAY)
    with pytest.raises(NotUnderstood):
        reply_to_question(problem, town.people["olena"], said(" "), now=LATER)
    take_question_back(problem, town.actor("iryna"), now=LATER)
    take_question_back(problem, town.actor("iryna"), now=LATER)
    assert Event.everywhere.filter(kind="question_taken_back").count() == 1
    assert open_question(problem) is None


def test_what_is_closed_is_not_asked_about(town: Town, problem: Problem) -> None:
    other = fresh(report(town).problem)
    merging.merge(problem, other, town.actor("svitlana"), said("Те саме."), now=MONDAY)
    with pytest.raises(NotNow):
        ask_reporter(fresh(problem), town.actor("svitlana"), said("Який під’їзд?"), now=MONDAY)
