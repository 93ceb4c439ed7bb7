"""Whether what was said to be done is so, and whether answers come in time. Shares, each with its number of cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, TypeVar

from django.db.models import Count, F, Max, Min, Q, QuerySet

from opencity.problems.queries.filters import silent
from opencity.problems.states import SET_ASIDE_STATES, State
from opencity.statistics.queries.chief.scope import Grouping, Scope


@dataclass(frozen=True)
class Checked:
    """Cases whose last claim was made in the days and is older than the time for checking, by what they are now.

    Younger claims are left out altogether: those verified early would make the share look better than it is.
    `otherwise`: contested, opened again, or not decided yet.
    """

    n: int = 0
    verified: int = 0
    by_reporter_alone: int = 0
    closed_unverified: int = 0

    @property
    def otherwise(self) -> int:
        return self.n - self.verified - self.by_reporter_alone - self.closed_unverified


@dataclass(frozen=True)
class CameBack:
    """Cases that ended in the days, verified or not, and how many of them were opened again since."""

    n: int = 0
    reopened: int = 0


@dataclass(frozen=True)
class Answering:
    """`overdue`: silent past the deadline at this moment. `n`: cases whose answer was due in the days and by now.

    Left out of `n` is what was taken back or not accepted before anybody answered: nobody owed an answer any more.
    """

    overdue: int = 0
    n: int = 0
    in_time: int = 0


T = TypeVar("T", Checked, CameBack, Answering)


@dataclass(frozen=True)
class Shares(Generic[T]):
    """`groups` in the order of the grouping, never by rank."""

    whole: T
    groups: Sequence[tuple[str, T]]


def checked(scope: Scope, by: Grouping) -> Shares[Checked]:
    """One query."""
    ended = scope.now - timedelta(days=scope.community.charter.verify_days)
    rows = scope.cases().filter(scope.within("claimed_at"), claimed_at__lte=ended)
    verified = Q(state=State.VERIFIED)
    return _counted(
        rows,
        by,
        Checked,
        n=Count("pk"),
        verified=Count("pk", filter=verified & Q(by_reporter_alone=False)),
        by_reporter_alone=Count("pk", filter=verified & Q(by_reporter_alone=True)),
        closed_unverified=Count("pk", filter=Q(state=State.CLOSED_UNVERIFIED)),
    )


def answering(scope: Scope, by: Grouping) -> Shares[Answering]:
    """One query."""
    never_owed = Q(answered_at=None, state__in=SET_ASIDE_STATES)
    due = scope.within("answer_due") & Q(answer_due__lt=scope.now) & ~never_owed
    late = silent(scope.now)
    return _counted(
        scope.cases().filter(due | late),
        by,
        Answering,
        overdue=Count("pk", filter=late),
        n=Count("pk", filter=due),
        in_time=Count("pk", filter=due & Q(answered_at__lte=F("answer_due"))),
    )


def _counted(rows: QuerySet[Any], by: Grouping, make: type[T], **counts: Count) -> Shares[T]:
    sums: dict[int | None, Counter[str]] = {}
    for row in rows.order_by().annotate(told_by=by.field).values("told_by").annotate(**counts):
        sums.setdefault(by.group(row["told_by"]), Counter()).update({name: row[name] for name in counts})
    return _shares(sums, by, make)


def came_back(scope: Scope, by: Grouping) -> Shares[CameBack]:
    """Two queries. Within a case the order of events decides, so that one moment may hold both."""
    ended = scope.events("verified", "closed_unverified").order_by()
    told = (
        ended.annotate(told_by=by.field_of_event).values_list("problem_id", "told_by").annotate(first=Min("position"))
    )
    again = dict(scope.later_events("reopened").order_by().values_list("problem_id").annotate(last=Max("position")))
    sums: dict[int | None, Counter[str]] = {}
    for problem, value, first in told:
        back = int(again.get(problem, 0) > first)
        sums.setdefault(by.group(value), Counter()).update({"n": 1, "reopened": back})
    return _shares(sums, by, CameBack)


def _shares(sums: Mapping[int | None, Mapping[str, int]], by: Grouping, make: type[T]) -> Shares[T]:
    whole: Counter[str] = Counter()
    for one in sums.values():
        whole.update(one)
    return Shares(make(**whole), [(name, make(**sums[key])) for key, name in by.ordered(sums)])
