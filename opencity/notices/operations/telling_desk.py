"""Colleagues who were named in an internal note, and whoever was given a case, hear of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from opencity.casework.models import Assignment, Mention
from opencity.communities.models import Community
from opencity.notices.operations.owing import owe

LATELY = timedelta(days=2)


def tell_of_mentions(community: Community, *, now: datetime) -> None:
    since = now - LATELY
    mentions = Mention.everywhere.filter(community=community, at__gt=since)
    for one in mentions.select_related("person", "note__problem"):
        owe(
            community,
            "mentioned",
            person=one.person,
            problem=one.note.problem,
            once=f"mentioned:{one.pk}",
            facts={"as": "colleague"},
            at=now,
        )
    given = Assignment.everywhere.filter(community=community, since__gt=since, until=None, person__isnull=False)
    for row in given.select_related("person", "problem"):
        if row.person is not None and row.person_id != row.assigned_by_id:
            owe(
                community,
                "given",
                person=row.person,
                problem=row.problem,
                once=f"given:{row.pk}",
                facts={"as": "colleague"},
                at=now,
            )
