from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from opencity.lending.rules import (
    KEPT_DAYS,
    Taken,
    at_hand,
    collect_by,
    first_free,
    free,
    most_out,
    promised,
    still_taken,
)

TODAY = date(2026, 11, 16)
DAY = timedelta(days=1)


def taken(first: int, last: int, quantity: int = 1, *, lent: bool = False) -> Taken:
    return Taken(quantity=quantity, first=TODAY + first * DAY, last=TODAY + last * DAY, lent=lent)


loans = st.lists(
    st.builds(
        lambda first, length, quantity, lent: taken(first, first + length, quantity, lent=lent),
        st.integers(-20, 20),
        st.integers(0, 20),
        st.integers(1, 4),
        st.booleans(),
    ),
    max_size=8,
)


@given(loans, st.integers(-10, 20), st.integers(0, 15))
def test_the_most_that_is_out_is_that_of_the_fullest_day(rows: list[Taken], first: int, length: int) -> None:
    days = [TODAY + n * DAY for n in range(first, first + length + 1)]
    fullest = max(sum(one.quantity for one in rows if one.first <= day <= one.last) for day in days)
    assert most_out(rows, days[0], days[-1]) == fullest


@given(loans, st.integers(0, 12))
def test_free_is_never_below_nothing_and_never_more_than_is_here(rows: list[Taken], owned: int) -> None:
    counted = list(still_taken(rows, TODAY))
    here = owned - sum(one.quantity for one in rows if one.lent and one.first <= TODAY)
    assert 0 <= free(owned, counted, TODAY, TODAY + 7 * DAY) <= max(0, here)


@given(loans, st.integers(0, 12), st.integers(1, 4), st.integers(1, 14))
def test_the_first_free_day_is_free_and_none_before_it_is(
    rows: list[Taken], owned: int, quantity: int, days: int
) -> None:
    counted = list(still_taken(rows, TODAY))
    found = first_free(owned, counted, quantity, days, TODAY)
    fits = [n for n in range(61) if free(owned, counted, TODAY + n * DAY, TODAY + (n + days) * DAY) >= quantity]
    assert found == (TODAY + fits[0] * DAY if fits else None)


def test_a_reservation_counts_until_it_can_no_longer_be_collected() -> None:
    one = taken(0, 7)
    assert promised([one], TODAY + KEPT_DAYS * DAY) == [one]
    assert promised([one], TODAY + (KEPT_DAYS + 1) * DAY) == []
    assert collect_by(TODAY, TODAY + DAY) == TODAY + DAY, "never after it would be due"


def test_what_is_overdue_counts_until_today_and_is_not_at_hand() -> None:
    late = taken(-9, -2, lent=True)
    assert free(1, list(still_taken([late], TODAY)), TODAY, TODAY) == 0
    assert at_hand(1, [late]) == 0 and at_hand(1, [taken(0, 7)]) == 1
