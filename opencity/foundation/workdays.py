"""Working days of a community, as pure functions of dates."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_MOST_DAYS = 3660


@dataclass(frozen=True)
class Calendar:
    """`weekend` holds weekday numbers, Monday being 0; `days_off` and `extra_workdays` are single dates."""

    timezone: ZoneInfo
    weekend: frozenset[int] = frozenset({5, 6})
    days_off: Collection[date] = frozenset()
    extra_workdays: Collection[date] = frozenset()

    def is_workday(self, day: date) -> bool:
        if day in self.extra_workdays:
            return True
        return day.weekday() not in self.weekend and day not in self.days_off

    def today(self, now: datetime) -> date:
        return now.astimezone(self.timezone).date()

    def after(self, start: datetime, workdays: int) -> datetime:
        """The end of the working day that lies `workdays` working days after the day of `start`."""
        day = self.today(start)
        left = workdays
        for _ in range(_MOST_DAYS):
            if left <= 0:
                break
            day += timedelta(days=1)
            left -= self.is_workday(day)
        return datetime.combine(day, time(23, 59, 59), tzinfo=self.timezone)

    def between(self, earlier: datetime, later: datetime) -> int:
        """How many working days have begun after the day of `earlier`, up to and with the day of `later`."""
        day, last = self.today(earlier), self.today(later)
        days = (last - day).days
        return sum(self.is_workday(day + timedelta(days=n)) for n in range(1, min(days, _MOST_DAYS) + 1))
