"""What somebody reserved and borrowed, for their own page: what is open first, then the newest of what is over."""

from __future__ import annotations

from datetime import datetime

from opencity.communities.models import Community
from opencity.lending.queries.shelves import loans_of
from opencity.lending.values import OUT
from opencity.people.models import Person
from opencity.web.public.lending import Own, own

MOST_OVER = 10


def own_loans(person: Person, town: Community, *, now: datetime) -> list[Own]:
    """Two queries."""
    rows = loans_of(person, town)
    still = sorted(rows.filter(state__in=OUT), key=lambda one: (one.due, one.pk))
    return [own(one, town, now) for one in [*still, *rows.exclude(state__in=OUT)[:MOST_OVER]]]
