"""What an access point lends and how many are free, what is out, and what somebody has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet

from opencity.communities.models import Community
from opencity.lending.holding import takings
from opencity.lending.models import Loan, Tool
from opencity.lending.rules import at_hand, collect_by, first_free, free, still_taken
from opencity.lending.values import OUT, Ended, LoanState, ToolKind
from opencity.people.models import Organisation, Person


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """A tool today. `free` can be taken now for as long as one may; `from_day` is when one can be had at all."""

    tool: Tool
    free: int
    here: int
    """How many lie in the access point, promised or not."""
    from_day: date | None


def shelves(community: Community, access_point: Organisation, *, now: datetime) -> list[Shelf]:
    """Everything it lends, by kind and name. Two queries."""
    rows = Tool.everywhere.filter(community=community, access_point=access_point, retired_at=None)
    return _with_loans(rows, community.calendar.today(now))


def shelf_of(tool: Tool, *, now: datetime) -> Shelf:
    return _with_loans([tool], tool.community.calendar.today(now))[0]


def lent_where(community: Community) -> dict[int, int]:
    """How many kinds of things each access point lends, by its id. One query."""
    rows = Tool.everywhere.filter(community=community, retired_at=None, owned__gt=0)
    return dict(rows.values("access_point").annotate(n=Count("pk")).values_list("access_point", "n"))


def _with_loans(tools: Iterable[Tool], today: date) -> list[Shelf]:
    order = {kind: place for place, kind in enumerate(ToolKind.values)}
    found = sorted(tools, key=lambda one: (order[one.kind], one.words.casefold(), one.pk))
    loans: dict[int, list[Loan]] = defaultdict(list)
    for one in Loan.everywhere.filter(tool__in=[tool.pk for tool in found], state__in=OUT):
        loans[one.tool_id].append(one)
    return [_shelf(tool, loans[tool.pk], today) for tool in found]


def _shelf(tool: Tool, loans: Iterable[Loan], today: date) -> Shelf:
    taken = list(still_taken(takings(loans), today))
    return Shelf(
        tool=tool,
        free=free(tool.owned, taken, today, today + timedelta(days=tool.days)),
        here=at_hand(tool.owned, taken),
        from_day=first_free(tool.owned, taken, 1, tool.days, today),
    )


def open_loans(community: Community, access_point: Organisation) -> list[Loan]:
    """What waits at the counter, by its day, and what is out, the longest overdue first. One query."""
    rows = Loan.everywhere.filter(community=community, tool__access_point=access_point, state__in=OUT)
    found = list(rows.select_related("tool", "person", "problem"))
    return sorted(found, key=lambda one: (one.due if one.state == LoanState.LENT else one.from_day, one.pk))


def overdue(community: Community, *, now: datetime) -> QuerySet[Loan]:
    """What should be back by now, at any access point."""
    return _lent(community).filter(due__lt=community.calendar.today(now))


def due_on(community: Community, day: date) -> QuerySet[Loan]:
    return _lent(community).filter(due=day)


def _lent(community: Community) -> QuerySet[Loan]:
    rows = Loan.everywhere.filter(community=community, state=LoanState.LENT)
    return rows.select_related("tool__access_point", "person").order_by("due", "pk")


def not_collected(community: Community, *, now: datetime) -> list[Loan]:
    """Reservations nobody came for in time."""
    today = community.calendar.today(now)
    rows = Loan.everywhere.filter(community=community, state=LoanState.RESERVED, from_day__lt=today)
    return [one for one in rows.select_related("tool") if today > collect_by(one.from_day, one.due)]


def called_off_since(community: Community, moment: datetime) -> QuerySet[Loan]:
    """Reservations that came to nothing without their borrower's doing."""
    rows = Loan.everywhere.filter(community=community, state=LoanState.CANCELLED, cancelled_at__gte=moment)
    return rows.exclude(ended=Ended.BY_BORROWER).select_related("tool", "person").order_by("pk")


def loans_of(person: Person, community: Community) -> QuerySet[Loan]:
    """What somebody reserved or borrowed, the newest first."""
    rows = Loan.everywhere.filter(community=community, person=person)
    return rows.select_related("tool__access_point", "problem").order_by("-pk")
