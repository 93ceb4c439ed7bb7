from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencity.places.cells import Point, cell_of, unmorton
from opencity.places.telling import ToldPlace
from opencity.problems.models import Problem
from opencity.problems.operations import merging, reviewing, updating
from opencity.statistics.levels import CLUSTER_LEVELS, FILTER_LEVELS
from opencity.statistics.models import TOTAL_LEVEL, AreaCount, CellCount, ClusterCount, Counted
from opencity.statistics.operations.counting import rebuild, recount, wider
from tests.town import CENTRE, MONDAY, SOUTH, Town, report, said

Rows = set[tuple[Any, ...]]


def everything() -> tuple[Rows, Rows, Rows]:
    cells = CellCount.everywhere.values_list("level", "cell", "category", "group", "month", "n", "sum_x", "sum_y")
    clusters = ClusterCount.everywhere.values_list("level", "cell", "group", "n", "sum_x", "sum_y")
    areas = AreaCount.everywhere.values_list("area", "category", "group", "n")
    return set(cells), set(clusters), set(areas)


def total(group: str = "open") -> int:
    return CellCount.everywhere.filter(level=TOTAL_LEVEL, group=group).aggregate(n=Sum("n"))["n"] or 0


def recount_all() -> None:
    recount(list(Problem.everywhere.values_list("pk", flat=True)), now=MONDAY)


def test_a_public_problem_is_counted_at_every_level(town: Town) -> None:
    problem = report(town).problem
    recount_all()
    cell = cell_of(CENTRE)
    x, y = unmorton(cell)
    assert {row.level for row in CellCount.everywhere.all()} == {TOTAL_LEVEL, *FILTER_LEVELS}
    for row in ClusterCount.everywhere.all():
        assert (row.cell, row.n, row.sum_x, row.sum_y) == (wider(cell, row.level), 1, x, y)
    assert {row.level for row in ClusterCount.everywhere.all()} == set(CLUSTER_LEVELS)
    assert AreaCount.everywhere.get().area == town.areas["centre"]
    assert Counted.everywhere.get().problem == problem


def test_a_problem_without_a_place_counts_in_totals_only(town: Town) -> None:
    report(town, place=ToldPlace(area=town.areas["south"], source="area"))
    recount_all()
    assert total() == 1
    assert not ClusterCount.everywhere.exists()
    assert AreaCount.everywhere.get().n == 1


def test_the_month_is_that_of_the_community(town: Town) -> None:
    report(town, now=datetime(2026, 11, 30, 22, 30, tzinfo=UTC))
    recount_all()
    assert set(CellCount.everywhere.values_list("month", flat=True)) == {202612}


def test_what_is_hidden_or_moved_is_taken_back(town: Town) -> None:
    problem = report(town).problem
    recount_all()
    svitlana = town.actor("svitlana")
    reviewing.relocate(problem, svitlana, ToldPlace(point=SOUTH), said("Помилка."), now=MONDAY)
    recount_all()
    assert {row.cell for row in ClusterCount.everywhere.filter(level=15)} == {wider(cell_of(SOUTH), 15)}
    assert AreaCount.everywhere.get().area == town.areas["south"]
    reviewing.hide(problem, svitlana, said("Персональні дані."), now=MONDAY)
    recount_all()
    assert everything() == (set(), set(), set())
    assert not Counted.everywhere.exists()


def test_private_and_held_problems_are_never_counted(town: Town) -> None:
    report(town, category="social.person_in_need")
    report(town, category="war.damage")
    recount_all()
    assert everything() == (set(), set(), set())


def test_withdrawn_stands_aside_and_merged_nowhere(town: Town) -> None:
    first, second, third = (report(town, now=MONDAY).problem for _ in range(3))
    updating.withdraw(first, town.actor("olena"), said("Уже не треба."), now=MONDAY)
    merging.merge(second, third, town.actor("svitlana"), said("Те саме."), now=MONDAY)
    recount_all()
    assert (total("aside"), total("open"), total("quiet")) == (1, 1, 0)


def test_counting_again_writes_nothing(town: Town, django_assert_max_num_queries: Callable[..., Any]) -> None:
    for n in range(5):
        report(town, at=Point(46.95 + n / 1000, 32.0))
    recount_all()
    before = everything()
    ids = list(Problem.everywhere.values_list("pk", flat=True))
    with django_assert_max_num_queries(6) as seen:
        recount(ids, now=MONDAY)
    assert not any(query["sql"].startswith(("INSERT", "UPDATE", "DELETE FROM")) for query in seen.captured_queries)
    assert everything() == before


@pytest.mark.parametrize("many", [1, 30])
def test_statements_do_not_grow_with_the_batch(
    town: Town, many: int, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for n in range(many):
        report(town, at=Point(46.95 + n / 1000, 32.0))
    ids = list(Problem.everywhere.values_list("pk", flat=True))
    with django_assert_max_num_queries(12):
        recount(ids, now=MONDAY)


STEPS = st.lists(
    st.tuples(st.sampled_from(["report", "hide", "publish", "withdraw", "relocate", "recount"]), st.integers(0, 5)),
    max_size=14,
)


@given(steps=STEPS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_counting_step_by_step_equals_counting_anew(town: Town, steps: list[tuple[str, int]]) -> None:
    for step, which in steps:
        take(town, step, which)
    recount_all()
    counted = everything()
    rebuild(town.community, lambda done: None)
    assert everything() == counted


def take(town: Town, step: str, which: int) -> None:
    problems = list(Problem.everywhere.select_related("community", "category").order_by("pk"))
    svitlana, now = town.actor("svitlana"), MONDAY + timedelta(days=which)
    if step == "report":
        report(town, at=Point(46.9 + which / 100, 32.0), now=MONDAY + timedelta(days=20 * which))
    elif step == "recount":
        recount([problem.pk for problem in problems[:which]], now=now)
    elif which < len(problems):
        act(problems[which], step, svitlana, town, now)


def act(problem: Problem, step: str, svitlana: Any, town: Town, now: datetime) -> None:
    if step == "hide" and problem.visibility == "public":
        reviewing.hide(problem, svitlana, said("Причина."), now=now)
    elif step == "publish" and problem.visibility == "hidden":
        reviewing.publish(problem, svitlana, now=now)
    elif step == "withdraw" and problem.state == "open":
        updating.withdraw(problem, town.actor("olena"), said("Ні."), now=now)
    elif step == "relocate":
        reviewing.relocate(problem, svitlana, ToldPlace(point=SOUTH), said("Тут."), now=now)
