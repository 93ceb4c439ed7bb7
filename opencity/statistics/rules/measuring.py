"""How figures are made of numbers: pure. What each measure counts is said where it is counted, in queries/chief."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

AGE_BANDS: tuple[tuple[int, int | None], ...] = ((0, 7), (8, 30), (31, 90), (91, 365), (366, None))
"""Ages in days, both ends counted; the last band is open."""
_SECONDS_A_DAY = 86_400


def nearest_rank(ordered: Sequence[int], percent: int) -> int:
    """The smallest value that at least `percent` of a hundred values do not exceed. It is always one of the values.

    `ordered` ascends and is not empty; the median of an even number is therefore the lower of the two in the middle.
    """
    if not ordered:
        raise ValueError("there is no rank among no values")
    return ordered[max(-(-percent * len(ordered) // 100), 1) - 1]


def age_band(age: int) -> int:
    """The index in AGE_BANDS. What begins only tomorrow is as young as today's."""
    return next(n for n, (_first, last) in enumerate(AGE_BANDS) if last is None or age <= last)


def oldest_days(today: date) -> tuple[date, ...]:
    """For every band but the open one: the earliest day on which a case of that age began."""
    return tuple(today - timedelta(days=last) for _first, last in AGE_BANDS if last is not None)


@dataclass(frozen=True)
class Span:
    """How long something took, in days with one place; both are None below the minimum sample."""

    n: int
    median: float | None = None
    ninetieth: float | None = None


def span(seconds: Iterable[int], minimum: int) -> Span:
    """What ended before it began, because a clock was set later, took no time."""
    ordered = sorted(max(one, 0) for one in seconds)
    if not ordered or len(ordered) < minimum:
        return Span(len(ordered))
    return Span(len(ordered), _days(nearest_rank(ordered, 50)), _days(nearest_rank(ordered, 90)))


def _days(seconds: int) -> float:
    return round(seconds / _SECONDS_A_DAY, 1)


def share(part: int, whole: int, minimum: int) -> int | None:
    """Per cent, None below the minimum sample. All and none are said only of all and none."""
    if not whole or whole < minimum:
        return None
    rounded = round(100 * part / whole)
    if 0 < part < whole:
        return min(max(rounded, 1), 99)
    return rounded
