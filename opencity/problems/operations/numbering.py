"""The order in which readers of feeds and exports see events."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from opencity.communities.models import Community
from opencity.problems.models import Event, FeedEntry


@transaction.atomic
def number(events: Sequence[Event]) -> None:
    """Give the events of one community the next numbers, in their order; those that have one keep it.

    Ids of PostgreSQL become visible out of order and readers would skip rows. These are given by one writer at a time.
    """
    if not events:
        return
    community = Community.objects.select_for_update(no_key=True).get(pk=events[0].community_id)
    rows = FeedEntry.everywhere.filter(community=community)
    numbered = set(rows.filter(event__in=events).values_list("event_id", flat=True))
    last = rows.aggregate(last=Max("number"))["last"] or 0
    fresh = [event for event in events if event.pk not in numbered]
    FeedEntry.everywhere.bulk_create(
        FeedEntry(community=community, event=event, number=last + n) for n, event in enumerate(fresh, start=1)
    )
