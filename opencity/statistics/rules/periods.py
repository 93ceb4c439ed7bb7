"""Spans of days in the community's own calendar, and the days, weeks or months a chart of them shows."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
MOST_DAYS_SINGLY, MOST_DAYS_BY_WEEK = 31, 190
"""Up to so many days are shown one by one, up to so many by weeks, and more by months."""


class Step(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Days:
    """From the first to the last day, both of them counted."""

    since: date
    until: date

    @property
    def many(self) -> int:
        return (self.until - self.since).days + 1

    @property
    def step(self) -> Step:
        if self.many <= MOST_DAYS_SINGLY:
            return Step.DAY
        return Step.WEEK if self.many <= MOST_DAYS_BY_WEEK else Step.MONTH

    def moments(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The first moment of these days, and the first one after them."""
        return beginning(self.since, zone), beginning(self.until + DAY, zone)

    def parts(self) -> tuple[Days, ...]:
        """Days, weeks from Monday, or months, without a gap; the first and the last may be cut short."""
        found, first = [], self.since
        while first <= self.until:
            last = min(_last_of(first, self.step), self.until)
            found.append(Days(first, last))
            first = last + DAY
        return tuple(found)


def beginning(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)


def _last_of(day: date, step: Step) -> date:
    match step:
        case Step.DAY:
            return day
        case Step.WEEK:
            return day + timedelta(days=6 - day.weekday())
    return day.replace(day=monthrange(day.year, day.month)[1])


def last_days(today: date, many: int) -> Days:
    return Days(today - timedelta(days=many - 1), today)


def last_months(today: date, many: int) -> Days:
    """So many months back from today: the day after the same day of the earlier month, or after its last day."""
    month = today.year * 12 + today.month - 1 - many
    year, month = month // 12, month % 12 + 1
    day = min(today.day, monthrange(year, month)[1])
    return Days(date(year, month, day) + DAY, today)
