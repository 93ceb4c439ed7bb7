"""How a pause moves a deadline: by the working days it took, never by more than the community allows in all. Pure."""

from __future__ import annotations

from datetime import date, datetime, time

from opencity.foundation.workdays import Calendar


def planned_days(since: datetime, until: date, calendar: Calendar) -> int:
    """The working days a pause takes that lasts through `until`; the day on which it begins is not one of them."""
    return calendar.between(since, _noon(until, calendar))


def taken_days(since: datetime, ended: datetime, planned: int, calendar: Calendar) -> int:
    """The working days a pause really took; one whose end was noticed late took no more than planned."""
    return min(calendar.between(since, ended), planned)


def moved(due: datetime, days: int, calendar: Calendar) -> datetime:
    """The deadline `days` working days later; without any it stays to the second."""
    return calendar.after(due, days) if days else due


def latest_until(since: datetime, left: int, calendar: Calendar) -> date:
    """The last day through which a pause may last with so many working days left."""
    return calendar.today(calendar.after(since, left))


def _noon(day: date, calendar: Calendar) -> datetime:
    return datetime.combine(day, time(12), tzinfo=calendar.timezone)
