"""How many of a tool are free, and until when somebody may keep or collect one. Pure; days are the community's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

KEPT_DAYS = 2
"""So long a reservation waits at the counter after its day; then the tool is free again."""
FURTHEST_DAYS = 60
"""So far ahead one may reserve."""
LONGEST_DAYS = 90
MOST_OWNED = 999
MOST_AT_ONCE = 5
"""So many loans one person may have open at one access point."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What one loan takes of a tool, on every day from `first` to `last`. `lent`: it has left the access point."""

    quantity: int
    first: date
    last: date
    lent: bool = False


def collect_by(first: date, due: date) -> date:
    """The last day on which a reservation is handed over."""
    return min(first + timedelta(days=KEPT_DAYS), due)


def promised(loans: Iterable[Taken], today: date) -> list[Taken]:
    """What is out, and reservations that can still be collected; each for the days it was given for."""
    return [one for one in loans if one.lent or today <= collect_by(one.first, one.last)]


def still_taken(loans: Iterable[Taken], today: date) -> Iterator[Taken]:
    """The same for whoever asks now: what is out is out until today at least, however long it is overdue."""
    for one in promised(loans, today):
        yield replace(one, last=max(one.last, today)) if one.lent else one


def most_out(loans: Iterable[Taken], first: date, last: date) -> int:
    """The greatest number that is out or promised on one of the days."""
    within = [one for one in loans if one.first <= last and one.last >= first]
    # It only grows on a day on which a loan begins.
    days = {first, *(one.first for one in within if one.first > first)}
    return max(sum(one.quantity for one in within if one.first <= day <= one.last) for day in days)


def free(owned: int, loans: Iterable[Taken], first: date, last: date) -> int:
    """How many can be had for all of these days. Never below nothing: what is overdue may overlap promises."""
    return max(0, owned - most_out(loans, first, last))


def at_hand(owned: int, loans: Iterable[Taken]) -> int:
    """How many lie in the access point now, promised or not."""
    return owned - sum(one.quantity for one in loans if one.lent)


def first_free(owned: int, loans: Sequence[Taken], quantity: int, days: int, today: date) -> date | None:
    """The first day from which so many can be had for so many days; None where it is too far away to say."""
    starts = sorted({today, *(one.last + timedelta(days=1) for one in loans if one.last >= today)})
    near = (start for start in starts if start <= today + timedelta(days=FURTHEST_DAYS))
    return next((one for one in near if free(owned, loans, one, one + timedelta(days=days)) >= quantity), None)
