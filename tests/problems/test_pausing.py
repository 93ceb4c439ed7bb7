"""A deadline pauses with a published reason, for so long and no longer, and runs on by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from opencity.catalogue.pauses import WrongReasons, pause_reasons, read
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.foundation.workdays import Calendar
from opencity.jobs.schedule import resume_clocks
from opencity.problems.history import facts_of
from opencity.problems.models import Event, Pause, Problem
from opencity.problems.operations import owning
from opencity.problems.operations.pausing import NewPause, pause_clock, resume_clock
from opencity.problems.queries.pauses import used_days
from opencity.problems.queries.proving import faults_of
from opencity.problems.rules.pausing import latest_until, moved, planned_days, taken_days
from tests.town import MONDAY, Town, fresh, report, said

ZONES = ("Europe/Kyiv", "Australia/Lord_Howe", "Pacific/Apia", "America/Santiago", "Etc/GMT+12", "Etc/GMT-14")
moments = some.integers(0, 7 * 365 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
calendars = some.builds(
    lambda zone, off: Calendar(ZoneInfo(zone), days_off=frozenset(off)),
    some.sampled_from(ZONES),
    some.sets(some.dates(date(2024, 1, 1), date(2030, 12, 31)), max_size=30),
)


@given(calendars, moments, some.integers(1, 40), some.integers(1, 40))
def test_a_pause_moves_the_deadline_by_exactly_its_working_days(
    calendar: Calendar, since: datetime, response: int, lasts: int
) -> None:
    due = calendar.after(since, response)
    until = latest_until(since, lasts, calendar)
    days = planned_days(since, until, calendar)
    assert days == lasts
    later = moved(due, days, calendar)
    assert later > due and calendar.between(due, later) == lasts
    assert later == calendar.after(since, response + lasts), "as if it had been owed so much later from the start"


@given(calendars, moments, some.integers(1, 30), some.integers(0, 60 * 24 * 60))
def test_however_early_or_late_it_ends_it_never_takes_more_than_planned(
    calendar: Calendar, since: datetime, lasts: int, minutes: int
) -> None:
    planned = planned_days(since, latest_until(since, lasts, calendar), calendar)
    ended = since + timedelta(minutes=minutes)
    taken = taken_days(since, ended, planned, calendar)
    assert 0 <= taken <= planned
    assert taken == min(planned, calendar.between(since, ended))


@pytest.fixture
def problem(town: Town) -> Problem:
    return fresh(report(town).problem)


def proven(problem: Problem) -> bool:
    """The stored state is what the events give."""
    return not list(faults_of(problem, list(Event.everywhere.filter(problem=problem).order_by("position"))))


def new(until: date, reason: str = "weather", words: str = "Мороз, асфальт не кладуть.") -> NewPause:
    return NewPause(reason, until, said(words))


FRIDAY = MONDAY + timedelta(days=4)


def test_a_pause_is_published_with_its_reason_and_the_day_that_was_owed(town: Town, problem: Problem) -> None:
    before = problem.answer_due
    assert before is not None
    event = pause_clock(problem, town.actor("iryna"), new(FRIDAY.date()), now=MONDAY)
    facts = facts_of(event)
    assert facts["reason"] == "weather" and facts["days"] == 4
    assert facts["before"] == town.community.calendar.today(before).isoformat()
    after = fresh(problem)
    assert after.answer_due == moved(before, 4, town.community.calendar) and after.paused_until == FRIDAY.date()
    assert proven(after)


def test_it_runs_on_by_itself_the_morning_after_its_last_day(town: Town, problem: Problem) -> None:
    pause_clock(problem, town.actor("iryna"), new(FRIDAY.date()), now=MONDAY)
    due = fresh(problem).answer_due
    resume_clocks(town.community, FRIDAY)
    assert fresh(problem).paused_until == FRIDAY.date(), "its last day belongs to it"
    for _again in range(2):
        resume_clocks(town.community, FRIDAY + timedelta(days=1))
    after = fresh(problem)
    assert after.paused_until is None and after.answer_due == due
    assert Event.everywhere.filter(kind="clock_resumed").count() == 1
    assert Event.everywhere.get(kind="clock_resumed").actor == ""
    assert proven(after)


def test_ended_early_it_moves_the_deadline_by_what_it_took(town: Town, problem: Problem) -> None:
    before = problem.answer_due
    assert before is not None
    pause_clock(problem, town.actor("iryna"), new(FRIDAY.date()), now=MONDAY)
    resume_clock(problem, town.actor("iryna"), now=MONDAY + timedelta(days=1))
    after = fresh(problem)
    assert after.answer_due == moved(before, 1, town.community.calendar) and after.paused_until is None
    assert used_days(after) == 1
    assert resume_clock(after, town.actor("iryna"), now=FRIDAY) is None, "what runs needs no push"
    assert proven(after)


def test_all_pauses_together_take_no_more_than_the_charter_allows(town: Town, problem: Problem) -> None:
    town.community.choices = {"pause_days_most": 3}
    town.community.save()
    problem = fresh(problem)
    with pytest.raises(NotUnderstood) as refused:
        pause_clock(problem, town.actor("iryna"), new(FRIDAY.date()), now=MONDAY)
    assert refused.value.field == "until"
    pause_clock(problem, town.actor("iryna"), new(MONDAY.date() + timedelta(days=3)), now=MONDAY)
    resume_clock(problem, town.actor("iryna"), now=FRIDAY)
    with pytest.raises(NotNow):
        pause_clock(problem, town.actor("iryna"), new(FRIDAY.date() + timedelta(days=3)), now=FRIDAY)
    assert used_days(problem) == 3


@pytest.mark.parametrize(
    ("said_of_it", "field"),
    [
        (lambda: new(FRIDAY.date(), reason="holiday"), "reason"),
        (lambda: new(FRIDAY.date(), words="  "), "words"),
        (lambda: new(MONDAY.date()), "until"),
        (lambda: new(MONDAY.date() - timedelta(days=9)), "until"),
    ],
)
def test_what_is_not_said_rightly_pauses_nothing(town: Town, problem: Problem, said_of_it: object, field: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        pause_clock(problem, town.actor("iryna"), said_of_it(), now=MONDAY)  # type: ignore[operator]
    assert refused.value.field == field
    assert not Pause.everywhere.exists() and fresh(problem).answer_due == problem.answer_due


def test_only_a_deadline_that_runs_can_pause(town: Town, problem: Problem) -> None:
    iryna = town.actor("iryna")
    assert problem.answer_due is not None
    late = problem.answer_due + timedelta(minutes=1)
    with pytest.raises(NotNow):
        pause_clock(problem, iryna, new(late.date() + timedelta(days=3)), now=late)
    pause_clock(problem, iryna, new(FRIDAY.date()), now=MONDAY)
    with pytest.raises(NotNow):
        pause_clock(problem, iryna, new(FRIDAY.date()), now=MONDAY)
    owning.answer(problem, iryna, said("Приїдемо."), now=MONDAY)
    other = fresh(report(town).problem)
    owning.answer(other, iryna, said("Приїдемо."), now=MONDAY)
    with pytest.raises(NotNow):
        pause_clock(other, iryna, new(FRIDAY.date()), now=MONDAY)


@pytest.mark.parametrize("who", ["olena", "petro", "roman", "taras", "mykhailo"])
def test_only_the_body_with_the_duty_and_a_coordinator_pause_it(town: Town, problem: Problem, who: str) -> None:
    with pytest.raises(NotAllowed):
        pause_clock(problem, town.actor(who), new(FRIDAY.date()), now=MONDAY)
    pause_clock(problem, town.actor("svitlana"), new(FRIDAY.date()), now=MONDAY)
    with pytest.raises(NotAllowed):
        resume_clock(problem, town.actor(who), now=MONDAY)


def test_the_reasons_are_data_of_the_country_and_wrong_data_says_where(town: Town) -> None:
    assert "weather" in pause_reasons(town.community)
    for raw, named in [
        ('{"reasons": [{"code": "", "names": {"uk": "x"}}]}', "reason 1"),
        ('{"reasons": [{"code": "a", "names": {"uk": "x"}}, {"code": "a", "names": {"uk": "x"}}]}', "reason 2"),
        ('{"reasons": [{"code": "a", "names": ["x"]}]}', "(a)"),
    ]:
        with pytest.raises(WrongReasons, match="reason") as wrong:
            read(raw)
        assert named in str(wrong.value)
