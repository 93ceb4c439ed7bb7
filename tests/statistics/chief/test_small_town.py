"""A month of a small department, counted by hand beside each case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from opencity.casework.models import Assignment, Team
from opencity.communities.models import Community
from opencity.people.models import Organisation
from opencity.problems.history import record
from opencity.problems.models import Problem
from opencity.problems.operations import owning, reviewing, updating
from opencity.problems.states import State
from opencity.statistics.queries.chief.flows import Flow, backlog, flow, whole
from opencity.statistics.queries.chief.quality import Answering, CameBack, Checked, answering, came_back, checked
from opencity.statistics.queries.chief.scope import By, Scope, grouping
from opencity.statistics.queries.chief.times import Until, times
from opencity.statistics.queries.chief.weekly import Five, five, week_before
from opencity.statistics.rules.measuring import Span
from opencity.statistics.rules.periods import Days
from tests.town import MONDAY, SOUTH, Town, fresh, report, said

DAY = timedelta(days=1)
NOW = MONDAY + 29 * DAY
MONTH = Days(date(2026, 11, 16), date(2026, 12, 15))
STATES = {
    "claimed": State.CLAIMED_DONE,
    "contested": State.IN_PROGRESS,
    "verified": State.VERIFIED,
    "closed_unverified": State.CLOSED_UNVERIFIED,
    "reopened": State.OPEN,
}


def happens(problem: Problem, kind: str, day: int, *, alone: bool = False) -> None:
    """What the rooms above would write, without their rounds and photographs."""
    changes: dict[str, Any] = {"state": STATES[kind]} | ({"by_reporter_alone": True} if alone else {})
    record(fresh(problem), kind, actor=None, at=MONDAY + day * DAY, changes=changes)


def answers(town: Town, problem: Problem, day: int) -> None:
    owning.answer(fresh(problem), town.actor("iryna"), said(), now=MONDAY + day * DAY)


@pytest.fixture
def parks(town: Town) -> Organisation:
    """Seven came in, two were verified (one by the reporter alone), one was closed unverified, four are open."""
    town.community.choices = {"figures_minimum": 1}
    quick, slow, south, contested, old, _private, _new, withdrawn, hidden = (
        report(town, now=MONDAY).problem,
        report(town, now=MONDAY).problem,
        report(town, at=SOUTH, now=MONDAY + DAY).problem,
        report(town, now=MONDAY + 2 * DAY).problem,
        report(town, now=MONDAY - 60 * DAY).problem,
        report(town, category="social.person_in_need", now=MONDAY + 3 * DAY).problem,
        report(town, now=MONDAY + 28 * DAY).problem,
        report(town, now=MONDAY).problem,
        report(town, now=MONDAY).problem,
    )
    report(town, category="road.pothole", now=MONDAY)
    answers(town, old, -59)
    for problem, kind, day in [(old, "claimed", -55), (old, "verified", -50), (old, "reopened", 1)]:
        happens(problem, kind, day)
    updating.withdraw(withdrawn, town.actor("olena"), said("Ні."), now=MONDAY + DAY)
    reviewing.hide(hidden, town.actor("svitlana"), said("Причина."), now=MONDAY)
    answers(town, quick, 1)
    answers(town, slow, 3)
    owning.accept(fresh(south), town.actor("iryna"), said(), promised_for=None, now=MONDAY + 2 * DAY)
    for problem, kind, day in [
        (quick, "claimed", 2),
        (quick, "verified", 4),
        (slow, "claimed", 4),
        (south, "claimed", 5),
        (south, "closed_unverified", 19),
        (contested, "claimed", 3),
        (contested, "contested", 5),
    ]:
        happens(problem, kind, day)
    happens(slow, "verified", 6, alone=True)
    return town.organisations["parks"]


def scope_of(town: Town, body: Organisation | None, **more: Any) -> Scope:
    asked: dict[str, Any] = {"private": True, "days": MONTH, "now": NOW, **more}
    return Scope(community=town.community, body=body, **asked)


def test_what_came_in_and_went_out(town: Town, parks: Organisation) -> None:
    rows = flow(scope_of(town, parks))
    assert len(rows) == 30
    assert rows[0] == Flow(Days(date(2026, 11, 16), date(2026, 11, 16)), came_in=3)
    assert rows[2] == Flow(Days(date(2026, 11, 18), date(2026, 11, 18)), came_in=1, taken_up=1, done=1)
    ended = {"verified": 1, "by_reporter_alone": 1, "closed_unverified": 1, "reopened": 1}
    assert whole(MONTH, rows) == Flow(MONTH, came_in=7, taken_up=1, done=4, **ended)
    longer = Days(date(2026, 5, 1), date(2026, 12, 15))
    months = flow(scope_of(town, parks, days=longer))
    assert len(months) == 8
    assert whole(longer, months) == Flow(longer, 8, 1, 5, 2, 1, 1, 1)


def test_what_is_open_by_age_and_state(town: Town, parks: Organisation) -> None:
    assert [one.by_state for one in backlog(scope_of(town, parks))] == [
        (1, 0, 0, 0, 0),
        (1, 0, 1, 0, 0),
        (1, 0, 0, 0, 0),
        (0, 0, 0, 0, 0),
        (0, 0, 0, 0, 0),
    ]


def test_times_leave_out_what_was_contested(town: Town, parks: Organisation) -> None:
    scope = scope_of(town, parks)
    found = times(scope, grouping(scope, By.AREA))
    assert found[Until.ANSWER].whole == Span(3, 1.0, 3.0)
    assert found[Until.ANSWER].groups == [("Центральний", Span(2, 1.0, 3.0)), ("Корабельний", Span(1, 1.0, 1.0))]
    assert found[Until.DONE].whole == Span(3, 4.0, 4.0)
    assert found[Until.VERIFIED].whole == Span(2, 4.0, 6.0)
    by_category = times(scope, grouping(scope, By.CATEGORY))
    assert [name for name, _span in by_category[Until.ANSWER].groups] == ["Аварійне дерево"]


def test_below_the_minimum_only_the_number_is_told(town: Town, parks: Organisation) -> None:
    scope = replace(scope_of(town, parks), community=Community.objects.get(pk=town.community.pk))
    assert scope.minimum == 5
    assert times(scope, grouping(scope, By.AREA))[Until.ANSWER].whole == Span(3)


def test_shares_are_of_what_had_its_time(town: Town, parks: Organisation) -> None:
    scope = scope_of(town, parks)
    by = grouping(scope, By.CATEGORY)
    found = checked(scope, by).whole
    assert found == Checked(n=4, verified=1, by_reporter_alone=1, closed_unverified=1)
    assert found.otherwise == 1
    early = replace(scope, now=MONDAY + 17 * DAY)
    assert checked(early, by).whole.n == 2, "claims of the days 4 and 5 still have time"
    assert came_back(scope, by).whole == CameBack(n=3, reopened=0)
    autumn = replace(scope, days=Days(date(2026, 9, 1), date(2026, 9, 30)))
    assert came_back(autumn, by).whole == CameBack(n=1, reopened=1)


def test_answers_in_time_and_overdue(town: Town, parks: Organisation) -> None:
    scope = scope_of(town, parks)
    found = answering(scope, grouping(scope, By.CATEGORY))
    assert found.whole == Answering(overdue=2, n=5, in_time=3)
    assert dict(found.groups)["Людина потребує допомоги"] == Answering(overdue=1, n=1, in_time=0)


def test_private_cases_count_only_where_asked_for(town: Town, parks: Organisation) -> None:
    scope = scope_of(town, parks, private=False)
    assert whole(MONTH, flow(scope)).came_in == 6
    assert sum(one.n for one in backlog(scope)) == 3
    everybody = scope_of(town, None, private=False)
    assert whole(MONTH, flow(everybody)).came_in == 7
    by_body = answering(everybody, grouping(everybody, By.BODY))
    assert dict(by_body.groups)["Дороги Миколаєва"].overdue == 1


def test_narrowed_by_category_area_and_team(town: Town, parks: Organisation) -> None:
    south = scope_of(town, parks, area=town.areas["south"])
    assert whole(MONTH, flow(south)).came_in == 1
    assert times(south, grouping(south, By.AREA))[Until.ANSWER].groups == [("Корабельний", Span(1, 1.0, 1.0))]
    social = scope_of(town, parks, category=town.categories["social.person_in_need"])
    assert [one.n for one in backlog(social)] == [0, 1, 0, 0, 0]


def test_a_case_counts_with_the_team_that_had_it_last(town: Town, parks: Organisation) -> None:
    first, last = (
        Team.everywhere.create(
            community=town.community, organisation=parks, slug=name, name=name.title(), created_at=MONDAY
        )
        for name in ("first", "last")
    )
    problem = Problem.everywhere.filter(owner=parks, state=State.VERIFIED).order_by("pk")[0]
    for team, person, since in [(first, None, 1), (last, None, 2), (None, town.people["iryna"], 3)]:
        Assignment.everywhere.filter(problem=problem, until=None).update(until=MONDAY + since * DAY)
        Assignment.everywhere.create(
            community=town.community,
            problem=problem,
            organisation=parks,
            team=team,
            person=person,
            since=MONDAY + since * DAY,
        )
    scope = scope_of(town, parks)
    by = grouping(scope, By.TEAM)
    told = times(scope, by)[Until.ANSWER].groups
    assert [(name, one.n) for name, one in told] == [("Last", 1), (by.names[None], 2)]
    assert dict(came_back(scope, by).groups)["Last"] == CameBack(1, 0)
    for team, n in ((first, 0), (last, 1)):
        narrowed = scope_of(town, parks, team=team)
        assert checked(narrowed, grouping(narrowed, By.CATEGORY)).whole.n == n
        assert whole(MONTH, flow(narrowed)).verified == n


def test_a_case_that_was_passed_on_counts_with_its_new_owner(town: Town, parks: Organisation) -> None:
    scope = scope_of(town, parks)
    problem = Problem.everywhere.get(owner=parks, state=State.OPEN, created_at=MONDAY + 28 * DAY)
    owning.forward(problem, town.actor("iryna"), town.organisations["roads"], said("Не наше."), now=NOW)
    assert whole(MONTH, flow(scope)).came_in == 6
    assert sum(one.n for one in backlog(scope_of(town, town.organisations["roads"]))) == 2


def test_five_figures_of_a_week_beside_those_of_the_week_before(town: Town, parks: Organisation) -> None:
    week = week_before(date(2026, 11, 25))
    assert week == Days(date(2026, 11, 16), date(2026, 11, 22))
    assert five(town.community, parks, week, now=NOW) == Five(came_in=6, answered=3, done=4, verified=1, overdue=0)
    for monday, overdue in ((date(2026, 11, 23), 1), (date(2026, 11, 30), 2)):
        found = five(town.community, parks, Days(monday, monday + 6 * DAY), now=NOW)
        assert found == Five(overdue=overdue) and found.says_something
    assert not Five().says_something


def test_thirty_cases_cost_no_more_queries_than_one(
    town: Town, parks: Organisation, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for n in range(30):
        answers(town, report(town, now=MONDAY + n * DAY / 2).problem, n // 2 + 1)
    scope = scope_of(town, parks)
    with django_assert_max_num_queries(10):
        by = grouping(scope, By.TEAM)
        assert whole(MONTH, flow(scope)).came_in == 37
        backlog(scope)
        times(scope, by)
        checked(scope, by)
        came_back(scope, by)
        answering(scope, by)
