"""Borrowers are reminded the day before something is due and while it is overdue, and hear what was called off."""

from __future__ import annotations

from datetime import datetime, timedelta

from opencity.communities.models import Community
from opencity.lending.models import Loan
from opencity.lending.queries.shelves import called_off_since, due_on, overdue
from opencity.notices.operations.owing import owe

NEWS_FOR = timedelta(days=3)
"""What was called off longer ago is told to nobody any more."""


def remind_borrowers(community: Community, *, now: datetime) -> None:
    """The day before, the day after, and once a week from then on."""
    today = community.calendar.today(now)
    for one in due_on(community, today + timedelta(days=1)):
        _tell(community, one, "loan_due", f"{one.due}", now)
    for one in overdue(community, now=now):
        _tell(community, one, "loan_late", f"{one.due}:{((today - one.due).days - 1) // 7}", now)


def tell_called_off(community: Community, *, now: datetime) -> None:
    for one in called_off_since(community, now - NEWS_FOR):
        _tell(community, one, "loan_off", one.ended, now)


def _tell(community: Community, one: Loan, kind: str, which: str, now: datetime) -> None:
    if one.person is None:
        return
    owe(
        community,
        kind,
        person=one.person,
        once=f"{kind}:{one.pk}:{which}",
        facts={"as": "borrower", "loan": one.pk, "due": one.due.isoformat(), "variant": one.ended},
        at=now,
    )
