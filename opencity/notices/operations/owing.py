"""Somebody is owed a notice. Owing the same one again changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Min

from opencity.communities.models import Community
from opencity.notices.kinds import NEWS, first_try
from opencity.notices.models import Delivery
from opencity.people.models import Organisation, Person
from opencity.problems.models import Event, Problem


def owe(
    community: Community,
    kind: str,
    *,
    person: Person | None = None,
    organisation: Organisation | None = None,
    event: Event | None = None,
    problem: Problem | None = None,
    once: str,
    facts: Mapping[str, Any] | None = None,
    critical: bool = False,
    at: datetime,
    not_before: datetime | None = None,
) -> None:
    """Owe one reader a notice; `once` says what makes it the same notice in this community."""
    if (person is None) == (organisation is None):
        raise ValueError("a notice has exactly one reader")
    waiting = _waiting(community, [person.pk], at).get(person.pk) if person else None
    first = not_before or first_try(kind, community, critical=critical, waiting=waiting, now=at)
    _write(
        [
            Delivery(
                community=community,
                kind=kind,
                person=person,
                organisation=organisation,
                event=event,
                problem=problem,
                once=once,
                facts=dict(facts or {}),
                critical=critical,
                owed_at=at,
                next_try=first,
            )
        ]
    )


def owe_each(
    community: Community,
    kind: str,
    people: Collection[int],
    *,
    event: Event | None = None,
    problem: Problem | None = None,
    once: str,
    facts: Mapping[str, Any] | None = None,
    critical: bool = False,
    at: datetime,
    not_before: datetime | None = None,
) -> None:
    """The same notice for many people, in two statements; `once` is made theirs by adding their id."""
    waiting = _waiting(community, people, at) if kind in NEWS and not critical else {}
    _write(
        [
            Delivery(
                community=community,
                kind=kind,
                person_id=pk,
                event=event,
                problem=problem,
                once=f"{once}:{pk}",
                facts=dict(facts or {}),
                critical=critical,
                owed_at=at,
                next_try=not_before or first_try(kind, community, critical=critical, waiting=waiting.get(pk), now=at),
            )
            for pk in sorted(people)
        ]
    )


def _write(deliveries: list[Delivery]) -> None:
    # Conflicts are notices that were owed before: the unique key is the memory of what was told.
    Delivery.everywhere.bulk_create(deliveries, ignore_conflicts=True, batch_size=500)


def _waiting(community: Community, people: Collection[int], now: datetime) -> dict[int, datetime]:
    """When the next letter of news is due to each of these people."""
    rows = Delivery.everywhere.filter(
        community=community, person__in=people, status=Delivery.Status.WAITING, kind__in=NEWS, next_try__gt=now
    )
    return dict(rows.values_list("person").annotate(first=Min("next_try")).values_list("person", "first"))
