from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencity.statistics.rules.measuring import AGE_BANDS, Span, age_band, nearest_rank, oldest_days, share, span
from opencity.statistics.rules.periods import Days, Step, last_days, last_months

DATES = st.dates(date(2015, 1, 1), date(2035, 12, 31))
TODAY = date(2026, 11, 24)


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=80), st.integers(1, 100))
def test_a_percentile_is_the_smallest_value_that_enough_do_not_exceed(values: list[int], percent: int) -> None:
    enough = [
        one for one in values if Fraction(sum(other <= one for other in values), len(values)) >= Fraction(percent, 100)
    ]
    assert nearest_rank(sorted(values), percent) == min(enough)


def test_there_is_no_percentile_of_nothing() -> None:
    with pytest.raises(ValueError):
        nearest_rank([], 50)


@given(st.lists(st.integers(-(10**5), 10**7), max_size=40), st.integers(0, 12))
def test_a_span_below_the_minimum_only_says_how_many_it_is_of(seconds: list[int], minimum: int) -> None:
    found = span(seconds, minimum)
    assert found.n == len(seconds)
    if len(seconds) < max(minimum, 1):
        assert found == Span(len(seconds))
    else:
        assert found.median is not None and found.ninetieth is not None
        assert 0 <= found.median <= found.ninetieth


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 20))
def test_a_share_is_never_more_than_all_and_all_means_all(part: int, more: int, minimum: int) -> None:
    whole = part + more
    found = share(part, whole, minimum)
    if whole < max(minimum, 1):
        assert found is None
    else:
        assert found is not None and 0 <= found <= 100
        assert (found == 100) == (part == whole) and (found == 0) == (part == 0)


@given(st.integers(-2, 5000))
def test_every_age_has_one_band(age: int) -> None:
    naive = [n for n, (first, last) in enumerate(AGE_BANDS) if first <= max(age, 0) and (last is None or age <= last)]
    assert naive == [age_band(age)]


@given(DATES, st.integers(0, 2000))
def test_the_edges_of_the_bands_say_the_same_as_the_ages(today: date, age: int) -> None:
    """The database compares days, the rule ages: the first edge that a day has reached is its band."""
    began = today - timedelta(days=age)
    edges = oldest_days(today)
    assert next((n for n, edge in enumerate(edges) if began >= edge), len(edges)) == age_band(age)


@given(DATES, st.integers(1, 1500))
def test_the_parts_of_days_have_neither_gap_nor_overlap(since: date, many: int) -> None:
    days = last_days(since + timedelta(days=many - 1), many)
    assert (days.since, days.many) == (since, many)
    parts = days.parts()
    told = [part.since + timedelta(days=n) for part in parts for n in range(part.many)]
    assert told == [since + timedelta(days=n) for n in range(many)]
    assert len(parts) <= 51


def test_days_are_shown_singly_by_weeks_or_by_months() -> None:
    assert [last_days(TODAY, many).step for many in (1, 31, 32, 190, 191)] == [
        Step.DAY,
        Step.DAY,
        Step.WEEK,
        Step.WEEK,
        Step.MONTH,
    ]
    weeks = last_months(TODAY, 3).parts()
    assert weeks[0].since == date(2026, 8, 25) and all(one.since.weekday() == 0 for one in weeks[1:])
    assert [one.since.day for one in last_months(TODAY, 12).parts()] == [25, *[1] * 12]


def test_months_back_from_the_end_of_a_long_month_begin_after_the_short_one() -> None:
    assert last_months(date(2026, 5, 31), 3).since == date(2026, 3, 1)
    assert last_months(date(2024, 2, 29), 12).since == date(2023, 3, 1)


def test_the_moments_of_days_are_those_of_the_town() -> None:
    kyiv = ZoneInfo("Europe/Kyiv")
    begins, ends = Days(date(2026, 10, 25), date(2026, 10, 25)).moments(kyiv)
    assert ends.timestamp() - begins.timestamp() == 25 * 3600
