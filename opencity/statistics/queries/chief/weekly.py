"""The five figures of a week that its chief reads on Monday."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q

from opencity.communities.models import Community
from opencity.people.models import Organisation
from opencity.statistics.queries.chief.flows import BY_REPORTER_ALONE
from opencity.statistics.queries.chief.scope import Scope
from opencity.statistics.rules.periods import Days

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Five:
    """What happened in the week; `verified` leaves out what the reporter alone confirmed.

    `overdue` is how many were silent past the deadline when the week ended.
    """

    came_in: int = 0
    answered: int = 0
    done: int = 0
    verified: int = 0
    overdue: int = 0

    @property
    def says_something(self) -> bool:
        return any(asdict(self).values())


def week_before(today: date) -> Days:
    """The last whole week, Monday to Sunday, before the week of this day."""
    monday = today - timedelta(days=today.weekday())
    return Days(monday - WEEK, monday - timedelta(days=1))


def five(community: Community, body: Organisation, week: Days, *, now: datetime) -> Five:
    """Of the cases that are the body's now, private ones with them. Two queries."""
    scope = Scope(community=community, body=body, private=True, days=week, now=now)
    counts = scope.cases().aggregate(
        came_in=Count("pk", filter=scope.within("created_at")),
        answered=Count("pk", filter=scope.within("answered_at")),
        overdue=Count("pk", filter=_silent_at(scope.moments[1])),
    )
    told = (
        scope.events("claimed", "verified")
        .annotate(alone=BY_REPORTER_ALONE)
        .aggregate(done=Count("pk", filter=Q(kind="claimed")), verified=Count("pk", filter=Q(kind="verified", alone=0)))
    )
    return Five(**counts, **told)


def _silent_at(moment: datetime) -> Q:
    """Silent past the deadline at an earlier moment, as far as the case tells it now."""
    answered_later = Q(answered_at=None) | Q(answered_at__gte=moment)
    ended_later = Q(ended_at=None) | Q(ended_at__gte=moment)
    return Q(answer_due__lt=moment, created_at__lt=moment) & answered_later & ended_later
