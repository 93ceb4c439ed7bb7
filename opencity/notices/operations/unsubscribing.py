"""A person wants fewer letters, or wants them again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opencity.communities.models import Community
from opencity.notices.models import Mute, UnwantedKind
from opencity.people.models import Person
from opencity.problems.models import Problem


@transaction.atomic
def mute(community: Community, person: Person, problem: Problem | None, *, now: datetime) -> None:
    """No more letters about one problem, or about the whole community. What the person must know still comes."""
    Mute.everywhere.get_or_create(community=community, person=person, problem=problem, defaults={"created_at": now})


@transaction.atomic
def unmute(community: Community, person: Person, problem: Problem | None) -> None:
    Mute.everywhere.filter(community=community, person=person, problem=problem).delete()


@transaction.atomic
def mute_kind(community: Community, person: Person, kind: str, *, now: datetime) -> None:
    """No more letters of one kind; all others still come."""
    UnwantedKind.everywhere.get_or_create(community=community, person=person, kind=kind, defaults={"created_at": now})


@transaction.atomic
def unmute_kind(community: Community, person: Person, kind: str) -> None:
    UnwantedKind.everywhere.filter(community=community, person=person, kind=kind).delete()
