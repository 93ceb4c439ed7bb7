from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

from opencity.places.models import Area
from opencity.places.telling import ToldPlace
from opencity.problems.history import record
from opencity.problems.models import Problem
from opencity.problems.operations import owning, reviewing, updating
from opencity.problems.queries.filters import Filters, narrowed
from opencity.problems.states import State
from opencity.statistics.operations.counting import recount
from opencity.statistics.queries.owners import Measures, measures, measures_of
from opencity.statistics.queries.results import year_of_results, years
from opencity.statistics.queries.spans import median_days
from opencity.statistics.queries.totals import by_area, by_category, by_group, total
from tests.town import MONDAY, SOUTH, Town, fresh, report, said

DAY = timedelta(days=1)


def count(town: Town) -> None:
    recount(list(Problem.everywhere.values_list("pk", flat=True)), now=MONDAY)


def end(problem: Problem, kind: str, after: timedelta, *, alone: bool = False) -> None:
    """Bring a problem to an end as verification would, without its rounds."""
    state = {"verified": State.VERIFIED, "closed_unverified": State.CLOSED_UNVERIFIED, "reopened": State.OPEN}[kind]
    record(fresh(problem), kind, actor=None, at=MONDAY + after, changes={"state": state, "by_reporter_alone": alone})


@pytest.fixture
def counted(town: Town) -> Town:
    report(town)
    report(town, category="road.pothole", at=SOUTH, now=MONDAY + 20 * DAY)
    report(town, place=ToldPlace(area=town.areas["south"], source="area"))
    withdrawn = report(town).problem
    updating.withdraw(withdrawn, town.actor("olena"), said("Ні."), now=MONDAY)
    report(town, category="social.person_in_need")
    count(town)
    return town


def test_totals_say_what_the_list_would_show(counted: Town) -> None:
    pothole, south = counted.categories["road.pothole"], counted.areas["south"]
    for filters in [
        Filters(),
        Filters(group="open"),
        Filters(group="quiet"),
        Filters(category=pothole),
        Filters(sphere="roads"),
        Filters(area=south),
        Filters(area=south, category=pothole),
        Filters(since=202612),
        Filters(since=202612, area=south),
        Filters(owner=counted.organisations["parks"]),
        Filters(overdue=True),
        Filters(sort="due"),
    ]:
        listed = narrowed(counted.community, filters, now=MONDAY + 40 * DAY).count()
        found = total(counted.community, filters, now=MONDAY + 40 * DAY)
        assert (found.n, found.more) == (listed, False), filters


def test_plain_totals_read_only_the_counts(counted: Town, django_assert_num_queries: Callable[..., Any]) -> None:
    with django_assert_num_queries(1) as seen:
        assert total(counted.community, Filters(group="open"), now=MONDAY).n == 3
    assert "statistics_cellcount" in seen.captured_queries[0]["sql"]
    assert by_group(counted.community, Filters(words="яма")) is None


def test_long_lists_are_not_counted_to_the_end(counted: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opencity.statistics.queries.totals.MOST_COUNTED", 2)
    found = total(counted.community, Filters(sort="due"), now=MONDAY)
    assert (found.n, found.more) == (2, True)


def test_counts_by_category_and_by_area_with_its_parts(counted: Town) -> None:
    by = by_category(counted.community, Filters())
    assert by == {counted.categories["green.dangerous_tree"].pk: 2, counted.categories["road.pothole"].pk: 1}
    whole = Area.everywhere.create(community=counted.community, code="all", kind="city", names={"uk": "Усе"})
    Area.everywhere.exclude(pk=whole.pk).update(parent=whole, depth=1)
    counted.community.structure_version += 1
    areas = by_area(counted.community)
    assert areas[whole.pk]["open"] == 3
    assert areas[counted.areas["south"].pk]["open"] == 2


def test_an_owners_figures_keep_apart_who_verified(town: Town) -> None:
    problems = [report(town).problem for _ in range(6)]
    owning.accept(problems[0], town.actor("iryna"), said(), promised_for=None, now=MONDAY + DAY)
    end(problems[1], "verified", 3 * DAY)
    end(problems[2], "verified", 3 * DAY, alone=True)
    end(problems[3], "closed_unverified", 3 * DAY)
    reviewing.hide(problems[4], town.actor("svitlana"), said("Причина."), now=MONDAY)
    found = measures_of(town.community, town.organisations["parks"].pk)
    assert found == Measures(waiting=1, doing=1, verified=1, by_reporter_alone=1, closed_unverified=1)
    assert (found.under_way, found.ended, found.verified_share) == (2, 3, None)
    assert measures_of(town.community, town.organisations["ngo"].pk) == Measures()


def test_medians_and_shares_need_more_than_twenty_cases(town: Town) -> None:
    parks = town.organisations["parks"].pk
    for n in range(21):
        problem = report(town).problem
        owning.answer(problem, town.actor("iryna"), said(), now=MONDAY + (n + 1) * DAY)
        end(problem, "verified", (30 + n) * DAY)
        cache.clear()
        if n == 19:
            assert measures_of(town.community, parks).answer_days is None
            assert measures_of(town.community, parks).verified_share is None
    found = measures_of(town.community, parks)
    assert (found.answer_days, found.verified_days, found.verified_share) == (11.0, 40.0, 100)


def test_private_problems_count_in_groups_of_ten(town: Town) -> None:
    parks = town.organisations["parks"].pk
    for n in range(10):
        cache.clear()
        assert measures(town.community).get(parks, Measures()).private == 0
        problem = report(town, category="social.person_in_need", now=MONDAY + n * DAY).problem
        end(problem, "verified", 20 * DAY + n * DAY)
    cache.clear()
    assert measures_of(town.community, parks) == replace(Measures(), private=10)
    year, months = year_of_results(town.community, 2026)
    assert year.by_reporter_alone == 10
    assert [month.by_reporter_alone for month in months] == [0] * 11 + [10]


def test_results_count_events_by_the_month_of_the_town(town: Town) -> None:
    first, second, third = (report(town).problem for _ in range(3))
    end(first, "verified", timedelta(days=14, hours=13, minutes=30))
    end(second, "verified", 5 * DAY, alone=True)
    end(third, "closed_unverified", 6 * DAY)
    end(third, "reopened", 50 * DAY)
    year, months = year_of_results(town.community, 2026)
    assert (year.verified, year.by_reporter_alone, year.closed_unverified, year.reopened) == (1, 1, 1, 0)
    assert (months[10].verified, months[11].verified) == (0, 1)
    assert year_of_results(town.community, 2027)[0].reopened == 1
    assert years(town.community, now=MONDAY + 60 * DAY) == [2027, 2026]


@given(st.lists(st.integers(0, 5000), min_size=21, max_size=60))
def test_the_median_is_the_middle_of_all(taken: list[int]) -> None:
    middle = sorted(taken)[(len(taken) - 1) // 2]
    assert median_days([(one, 1) for one in taken]) == round(middle / 24, 1)
