"""On Monday morning those who answer for a body read how its week was."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

from opencity.communities.models import Community
from opencity.notices.models import UnwantedKind
from opencity.notices.operations.owing import owe_each
from opencity.notices.queries import chiefs
from opencity.people.models import Organisation
from opencity.people.rights import RIGHTS, Right
from opencity.statistics.queries.chief.weekly import WEEK, five, week_before
from opencity.statistics.rules.periods import Days

KIND = "figures_weekly"
LATEST_WEEKDAY = 2
"""A worker that stood still on Monday catches up until Wednesday; later nobody needs the letter any more."""


def tell_chiefs(community: Community, *, now: datetime) -> None:
    """One letter for each body and reader, if either of the two weeks says anything."""
    today = community.calendar.today(now)
    if today.weekday() > LATEST_WEEKDAY:
        return
    week = week_before(today)
    readers = _readers(community, now)
    bodies = Organisation.objects.in_bulk(readers)
    for body, people in readers.items():
        this = five(community, bodies[body], week, now=now)
        before = five(community, bodies[body], _earlier(week), now=now)
        if this.says_something or before.says_something:
            owe_each(
                community,
                KIND,
                people,
                once=f"{KIND}:{week.since.isoformat()}:{body}",
                facts={
                    "as": "colleague",
                    "organisation": body,
                    "monday": week.since.isoformat(),
                    "week": asdict(this),
                    "before": asdict(before),
                },
                at=now,
                not_before=now,
            )


def _earlier(week: Days) -> Days:
    return Days(week.since - WEEK, week.since - timedelta(days=1))


def _readers(community: Community, now: datetime) -> dict[int, set[int]]:
    """By body that takes part here: its chiefs who have not switched the letter off."""
    unwanted = UnwantedKind.everywhere.filter(community=community, kind=KIND).values("person")
    rows = chiefs(now).filter(organisation__presences__community=community).exclude(person__in=unwanted)
    found: dict[int, set[int]] = {}
    for body, person, kind in rows.values_list("organisation", "person", "kind"):
        if Right.FIGURES in RIGHTS[kind]:
            found.setdefault(body, set()).add(person)
    return found
