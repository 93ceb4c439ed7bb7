"""What an organisation really gave in a year: received by somebody else, on problems that residents verified."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from opencity.communities.models import Community
from opencity.people.models import Organisation
from opencity.plans.models import Contribution
from opencity.problems.states import State, Visibility


@dataclass(frozen=True)
class Total:
    kind: str
    unit: str
    quantity: Decimal
    hours: Decimal | None


@dataclass(frozen=True)
class YearSheet:
    """`problems` is on how many; quiet gifts are nowhere in it."""

    rows: tuple[Contribution, ...]
    totals: tuple[Total, ...]
    problems: int


def year_sheet(community: Community, organisation: Organisation, year: int) -> YearSheet:
    """One query. The day on which it was given decides the year; it appears once the problem is verified."""
    rows = Contribution.everywhere.filter(
        community=community,
        organisation=organisation,
        quiet=False,
        given_on__year=year,
        problem__visibility=Visibility.PUBLIC,
        problem__state=State.VERIFIED,
    )
    found = tuple(rows.select_related("need__plan__organisation", "problem").order_by("given_on", "pk"))
    return YearSheet(found, _totals(found), len({one.problem_id for one in found}))


def years_of(community: Community, organisation: Organisation) -> list[int]:
    """The years in which there is something to show, the latest first."""
    rows = Contribution.everywhere.filter(
        community=community,
        organisation=organisation,
        quiet=False,
        problem__visibility=Visibility.PUBLIC,
        problem__state=State.VERIFIED,
    )
    return sorted({day.year for day in rows.dates("given_on", "year")}, reverse=True)


def _totals(rows: Sequence[Contribution]) -> tuple[Total, ...]:
    sums: dict[tuple[str, str], tuple[Decimal, Decimal]] = {}
    for one in rows:
        key = (one.need.kind, one.need.unit)
        quantity, hours = sums.get(key, (Decimal(0), Decimal(0)))
        sums[key] = (quantity + one.quantity, hours + (one.hours or Decimal(0)))
    return tuple(Total(*key, quantity, hours or None) for key, (quantity, hours) in sums.items())
