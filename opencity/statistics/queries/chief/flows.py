"""What came in, what was done, and what is open now: counted by the database, by days of the community's own time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from opencity.problems.states import State, Visibility
from opencity.statistics.queries.chief.scope import Scope
from opencity.statistics.queries.spans import BEGAN
from opencity.statistics.rules.measuring import AGE_BANDS, oldest_days
from opencity.statistics.rules.periods import Days, beginning

OPEN_STATES = (State.OPEN, State.TAKEN_UP, State.IN_PROGRESS, State.BLOCKED, State.CLAIMED_DONE)
"""What is open: nothing that has ended, and «they say it is done» until it has."""
"""The start of the clock: when the owner was told. Passing on and joining keep the earliest."""


@dataclass(frozen=True)
class Flow:
    """One day, week or month, or all of them.

    `came_in`: cases, by the moment they were reported. `taken_up`: cases, by the moment the owner accepted or a plan
    was published for the first time. The others count events: a case claimed twice counts twice, one that was closed
    unverified and confirmed late counts with both. `verified` leaves out `by_reporter_alone`, which stands apart.
    """

    days: Days
    came_in: int = 0
    taken_up: int = 0
    done: int = 0
    verified: int = 0
    by_reporter_alone: int = 0
    closed_unverified: int = 0
    reopened: int = 0


# A private problem's facts are sealed: that nobody but the reporter was asked is the rule there.
BY_REPORTER_ALONE = Case(
    When(Q(facts__by_reporter_alone=1) | Q(problem__visibility=Visibility.PRIVATE), then=Value(1)),
    default=Value(0),
    output_field=IntegerField(),
)
_OF_KIND = {"claimed": "done", "verified": "verified", "closed_unverified": "closed_unverified", "reopened": "reopened"}


def flow(scope: Scope) -> tuple[Flow, ...]:
    """One row for each part of the days. Three queries."""
    parts = scope.days.parts()
    sums: list[Counter[str]] = [Counter() for _ in parts]
    for name, field in (("came_in", "created_at"), ("taken_up", "taken_up_at")):
        rows: QuerySet[Any] = scope.cases().filter(scope.within(field)).order_by()
        for part, n in rows.annotate(part=_part(scope, field)).values_list("part").annotate(n=Count("pk")):
            sums[part][name] += n
    events: QuerySet[Any] = scope.events(*_OF_KIND).order_by().annotate(part=_part(scope, "at"))
    events = events.annotate(alone=BY_REPORTER_ALONE)
    for kind, alone, part, n in events.values_list("kind", "alone", "part").annotate(n=Count("pk")):
        sums[part]["by_reporter_alone" if alone and kind == "verified" else _OF_KIND[kind]] += n
    return tuple(Flow(part, **found) for part, found in zip(parts, sums, strict=True))


def _part(scope: Scope, field: str) -> Case:
    """The index of the part of the days in which a moment lies, by the moments at which days begin in this town."""
    zone = scope.community.calendar.timezone
    *earlier, last = enumerate(scope.days.parts())
    ends = [When(**{f"{field}__lt": part.moments(zone)[1]}, then=Value(n)) for n, part in earlier]
    return Case(*ends, default=Value(last[0]), output_field=IntegerField())


def whole(days: Days, flows: Iterable[Flow]) -> Flow:
    names = ("came_in", "taken_up", "by_reporter_alone", *_OF_KIND.values())
    rows = list(flows)
    return Flow(days, **{name: sum(getattr(one, name) for one in rows) for name in names})


@dataclass(frozen=True)
class Band:
    """Open cases of one age in days since the start of the clock, by state in the order of OPEN_STATES."""

    first: int
    last: int | None
    by_state: tuple[int, ...]

    @property
    def n(self) -> int:
        return sum(self.by_state)


def backlog(scope: Scope) -> tuple[Band, ...]:
    """What is open at this moment, whatever days are chosen. One query."""
    zone = scope.community.calendar.timezone
    edges = oldest_days(scope.community.calendar.today(scope.now))
    whens = [When(began__gte=beginning(day, zone), then=Value(n)) for n, day in enumerate(edges)]
    rows: QuerySet[Any] = scope.cases().filter(state__in=OPEN_STATES).order_by().annotate(began=BEGAN)
    rows = rows.annotate(band=Case(*whens, default=Value(len(edges)), output_field=IntegerField()))
    counted = {(band, state): n for band, state, n in rows.values_list("band", "state").annotate(n=Count("pk"))}
    return tuple(
        Band(first, last, tuple(counted.get((n, state.value), 0) for state in OPEN_STATES))
        for n, (first, last) in enumerate(AGE_BANDS)
    )
