"""What came of it, month by month: every figure counts events of one kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, IntegerField, Q, Value, When

from opencity.communities.models import Community
from opencity.problems.models import Event
from opencity.problems.queries.filters import month_begins
from opencity.problems.states import Visibility
from opencity.statistics.queries.keeping import kept
from opencity.statistics.queries.owners import PRIVATE_FROM

_KINDS = ("verified", "closed_unverified", "reopened")


@dataclass(frozen=True)
class Result:
    """`month` such as 202611, or 0 for a whole year. `verified` leaves out what the reporter alone confirmed."""

    month: int
    verified: int = 0
    by_reporter_alone: int = 0
    closed_unverified: int = 0
    reopened: int = 0


def year_of_results(community: Community, year: int) -> tuple[Result, tuple[Result, ...]]:
    """The year and its twelve months. Private problems count only where ten or more make a figure together.

    So the year may hold more than its months add up to.
    """
    return kept(community, f"results:{year}", lambda: _counted(community, year))


def years(community: Community, *, now: datetime) -> list[int]:
    """The years in which something ended, the newest first, and the present one."""
    first = Event.everywhere.filter(community=community, kind__in=_KINDS).order_by("at").values_list("at", flat=True)
    here = community.calendar.today(now).year
    began = first.first()
    return list(range(here, (began.astimezone(community.calendar.timezone).year if began else here) - 1, -1))


def _counted(community: Community, year: int) -> tuple[Result, tuple[Result, ...]]:
    months = [year * 100 + month for month in range(1, 13)]
    public: Counter[tuple[int, str]] = Counter()
    private: Counter[tuple[int, str]] = Counter()
    for month, kind, alone, visibility, n in _rows(community, months):
        figure = "by_reporter_alone" if kind == "verified" and alone else kind
        (private if visibility == Visibility.PRIVATE else public)[month, figure] += n
    by_month = [_result(month, [month], public, private) for month in months]
    return _result(0, months, public, private), tuple(by_month)


def _rows(community: Community, months: Sequence[int]) -> Sequence[tuple[int, str, bool, str, int]]:
    ends = [month_begins(community, month) for month in months[1:]]
    ends.append(month_begins(community, (months[0] // 100 + 1) * 100 + 1))
    rows = Event.everywhere.filter(
        Q(problem__visibility=Visibility.PUBLIC) | Q(problem__visibility=Visibility.PRIVATE),
        community=community,
        kind__in=_KINDS,
        at__gte=month_begins(community, months[0]),
        at__lt=ends[-1],
    )
    which = Case(
        *[When(at__lt=end, then=Value(month)) for month, end in zip(months, ends, strict=True)],
        output_field=IntegerField(),
    )
    # A private problem's facts are sealed: that nobody but the reporter was asked is the rule there.
    alone = Case(
        When(Q(facts__by_reporter_alone=1) | Q(problem__visibility=Visibility.PRIVATE), then=Value(1)), default=Value(0)
    )
    grouped = rows.order_by().annotate(month=which, alone=alone)
    fields = grouped.values_list("month", "kind", "alone", "problem__visibility")
    return list(fields.annotate(n=Count("pk")))


def _result(
    name: int, months: Sequence[int], public: Counter[tuple[int, str]], private: Counter[tuple[int, str]]
) -> Result:
    def figure(kind: str) -> int:
        hidden = sum(private[month, kind] for month in months)
        return sum(public[month, kind] for month in months) + (hidden if hidden >= PRIVATE_FROM else 0)

    return Result(
        name, figure("verified"), figure("by_reporter_alone"), figure("closed_unverified"), figure("reopened")
    )
