"""Stewards are reminded of their looks, and hear when one was missed."""

from __future__ import annotations

from datetime import datetime, timedelta

from opencity.communities.models import Community
from opencity.notices.operations.owing import owe
from opencity.notices.operations.telling import Happening
from opencity.stewardship.models import Stewardship
from opencity.stewardship.operations.looking_after import tell_overdue
from opencity.stewardship.queries.watching import due_on, past_grace


def remind_stewards(community: Community, *, now: datetime) -> None:
    """The day before a look is due."""
    tomorrow = community.calendar.today(now) + timedelta(days=1)
    for one in due_on(community, tomorrow):
        _tell(community, one, "care_due", now)


def note_missed_looks(community: Community, *, now: datetime) -> None:
    """A look that was missed stands in the history; who missed it reads of it (reactions)."""
    for one in list(past_grace(community, now=now)[:200]):
        tell_overdue(one, now=now)


def tell_steward(it: Happening) -> None:
    row = Stewardship.everywhere.filter(uuid=str(it.facts.get("stewardship", ""))).select_related("person", "problem")
    one = row.first()
    if one is not None and one.ended_at is None:
        _tell(it.community, one, "care_late", it.now)


def _tell(community: Community, one: Stewardship, kind: str, now: datetime) -> None:
    """Whoever took the place into their care, for themselves or for a body."""
    if one.person is None:
        return
    owe(
        community,
        kind,
        person=one.person,
        problem=one.problem,
        once=f"{kind}:{one.pk}:{one.next_due}",
        facts={"as": "steward"},
        at=now,
    )
