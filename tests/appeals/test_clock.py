"""The clock of the law as properties: over time zones, daylight saving and days off."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from opencity.appeals.packs.loader import load_pack
from opencity.appeals.rules import (
    FROM,
    LIVE,
    TO,
    Act,
    Period,
    Quarter,
    answer_day,
    days_late,
    ends_at,
    is_past,
    last_day,
    latest_day,
    quarter_of,
)
from opencity.foundation.workdays import Calendar

PERIODS = load_pack("ua").periods
KYIV = Calendar(ZoneInfo("Europe/Kyiv"))
ZONES = ("Europe/Kyiv", "UTC", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe", "Asia/Kathmandu")
days = st.dates(date(2000, 1, 1), date(2090, 1, 1))
moments = st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@st.composite
def calendars(draw: st.DrawFn, near: date = date(2026, 3, 1)) -> Calendar:
    off = draw(st.sets(st.integers(-60, 120), max_size=25))
    extra = draw(st.sets(st.integers(-60, 120), max_size=5))
    weekend = draw(st.sampled_from([frozenset({5, 6}), frozenset({4, 5}), frozenset[int]()]))
    return Calendar(
        ZoneInfo(draw(st.sampled_from(ZONES))),
        weekend,
        frozenset(near + timedelta(days=n) for n in off),
        frozenset(near + timedelta(days=n) for n in extra),
    )


@given(day=st.dates(date(2026, 1, 1), date(2026, 6, 1)), calendar=calendars(), length=st.integers(1, 60))
def test_a_last_day_is_a_working_day_and_none_lies_between(day: date, calendar: Calendar, length: int) -> None:
    last, bare = last_day(day, Period(days=length), calendar), day + timedelta(days=length)
    assert calendar.is_workday(last) and last >= bare
    assert not any(calendar.is_workday(bare + timedelta(days=n)) for n in range((last - bare).days))


@given(day=st.dates(date(2026, 1, 1), date(2026, 6, 1)), calendar=calendars())
def test_an_answer_is_never_owed_later_than_the_most_there_may_be(day: date, calendar: Calendar) -> None:
    latest = latest_day(day, PERIODS, calendar)
    assert latest == day + timedelta(days=45)
    for studied in (False, True):
        assert day < answer_day(day, PERIODS, calendar, studied=studied) <= latest
    assert answer_day(day, PERIODS, calendar, studied=False) <= answer_day(day, PERIODS, calendar, studied=True)


@given(day=days)
def test_a_month_ends_on_the_same_day_of_the_next_or_on_its_last(day: date) -> None:
    later = last_day(day, Period(months=1, moves=False), KYIV)
    assert 28 <= (later - day).days <= 31
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@given(came=moments, zone=st.sampled_from(ZONES), length=st.integers(1, 45))
def test_the_clock_counts_days_where_people_live_whatever_the_hour_and_the_season(
    came: datetime, zone: str, length: int
) -> None:
    calendar = Calendar(ZoneInfo(zone), frozenset())
    day = last_day(calendar.today(came), Period(days=length), calendar)
    end = ends_at(day, calendar)
    assert not is_past(day, calendar, end)
    assert is_past(day, calendar, (end.astimezone(UTC) + timedelta(seconds=1)).astimezone(UTC))
    assert days_late(day, calendar, end) == 0
    hours = (end.astimezone(UTC) - came).total_seconds() / 3600
    # A day skipped or shortened by a change of clocks makes it up to a day shorter or longer, never more.
    assert 24 * (length - 1) - 1 < hours < 24 * (length + 2) + 1


def test_the_days_are_those_of_the_law() -> None:
    monday = date(2026, 11, 16)
    assert last_day(monday, PERIODS.forward, KYIV) == date(2026, 11, 23), "the fifth day is a Saturday"
    assert last_day(monday, PERIODS.give_back, KYIV) == date(2026, 11, 26)
    assert answer_day(monday, PERIODS, KYIV, studied=False) == date(2026, 12, 1)
    assert answer_day(monday, PERIODS, KYIV, studied=True) == date(2026, 12, 16)
    assert latest_day(monday, PERIODS, KYIV) == date(2026, 12, 31)
    assert answer_day(date(2026, 1, 31), PERIODS, KYIV, studied=True) == date(2026, 3, 2), "28 February is a Saturday"


@given(day=days)
def test_every_day_lies_in_its_quarter_and_quarters_follow_one_another(day: date) -> None:
    quarter = quarter_of(day)
    assert quarter.first <= day <= quarter.last
    assert quarter.before.last + timedelta(days=1) == quarter.first
    assert quarter_of(quarter.before.last) == quarter.before


def test_quarters_are_known() -> None:
    assert (Quarter(2026, 1).first, Quarter(2026, 4).last) == (date(2026, 1, 1), date(2026, 12, 31))


def test_what_has_ended_never_goes_on() -> None:
    assert all(FROM[act] <= LIVE for act in Act)
    assert {act for act in Act if TO[act] not in LIVE} == {Act.RETURN, Act.ANSWER, Act.WITHDRAW}
