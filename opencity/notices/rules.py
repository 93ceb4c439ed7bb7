"""When letters leave, and for how long they are tried. Pure functions."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from opencity.foundation.workdays import Calendar

FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=6)
TRIED_FOR = timedelta(days=5)
GATHER = timedelta(minutes=20)
"""How long the first piece of news waits for others to leave with it."""
APART = timedelta(hours=3)
"""Between two letters of mere news to one reader."""
MORNING = time(8, 0)
LEASE = timedelta(minutes=15)
"""Longer than any batch of letters takes: a mail server may be silent for 20 seconds a letter."""


def delay_after(attempts: int) -> timedelta | None:
    """How long to wait after that many failed tries; None when the days of trying are over."""
    waited = sum((_delay(one) for one in range(1, attempts)), timedelta())
    return None if waited >= TRIED_FOR else _delay(attempts)


def _delay(attempt: int) -> timedelta:
    doubled: int = 2 ** min(attempt - 1, 20)
    return min(FIRST_DELAY * doubled, LONGEST_DELAY)


def gathered(now: datetime, first: datetime | None) -> datetime:
    """When news leaves: together with what waits already, else a little later."""
    return first if first is not None and first > now else now + GATHER


def leaves_at(now: datetime, last: datetime | None) -> datetime:
    """When mere news may leave after the last letter of the kind; `now` or earlier means at once."""
    return last + APART if last is not None else now


def next_morning(now: datetime, calendar: Calendar) -> datetime:
    """The coming morning of the community."""
    there = now.astimezone(calendar.timezone)
    day = there.date() if there.time() < MORNING else there.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, tzinfo=calendar.timezone)


def is_morning(now: datetime, calendar: Calendar) -> bool:
    """Whether the community's day has begun: what comes once a day may come now."""
    return now.astimezone(calendar.timezone).time() >= MORNING
