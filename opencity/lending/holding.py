"""A tool locked with everything that is open of it: how every change of it begins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from opencity.communities.models import Community
from opencity.lending.models import Loan, Tool
from opencity.lending.rules import Taken
from opencity.lending.values import OUT, LoanState


@dataclass
class Held:
    """A locked tool; `loans` are its reservations and what is out, by their ids."""

    tool: Tool
    today: date
    loans: dict[int, Loan] = field(default_factory=dict)

    @property
    def community(self) -> Community:
        return self.tool.community

    def taken(self, *, without: Loan | None = None) -> list[Taken]:
        rows = [one for one in self.loans.values() if without is None or one.pk != without.pk]
        return takings(rows)


def hold(tool: Tool, *, now: datetime) -> Held:
    """Call it once and late: after the problem is locked, before anything is checked."""
    rows = Tool.everywhere.select_related("community", "access_point").select_for_update(of=("self",))
    fresh = rows.get(pk=tool.pk)
    loans = Loan.everywhere.filter(tool=fresh, state__in=OUT).order_by("pk")
    held = Held(fresh, fresh.community.calendar.today(now))
    for one in loans.select_related("person"):
        one.tool, one.community = fresh, fresh.community
        held.loans[one.pk] = one
    return held


def takings(loans: Iterable[Loan]) -> list[Taken]:
    """Open loans as the rules see them."""
    return [
        Taken(quantity=one.quantity, first=one.from_day, last=one.due, lent=one.state == LoanState.LENT)
        for one in loans
        if one.state in OUT
    ]
