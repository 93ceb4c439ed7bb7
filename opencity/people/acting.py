"""In whose name somebody acts: one's own, an organisation's, or a role of the community."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from opencity.communities.models import Community
from opencity.people.models import Membership, Organisation, Person, Role


@dataclass(frozen=True)
class Actor:
    """A person with what they may do now: `roles` in this community, `offices` as ids of organisations."""

    person: Person
    roles: frozenset[str] = frozenset()
    offices: frozenset[int] = frozenset()

    @property
    def coordinates(self) -> bool:
        return Role.Kind.COORDINATOR in self.roles

    @property
    def moderates(self) -> bool:
        return bool({Role.Kind.COORDINATOR, Role.Kind.MODERATOR} & self.roles)

    @property
    def is_librarian(self) -> bool:
        return Role.Kind.LIBRARIAN in self.roles


def actor_for(person: Person, community: Community, *, now: datetime) -> Actor:
    """Two queries, whoever asks."""
    roles = Role.everywhere.filter(holding(now), community=community, person=person).values_list("kind", flat=True)
    return Actor(person, frozenset(roles), offices_of(person, now=now))


def offices_of(person: Person, *, now: datetime) -> frozenset[int]:
    held = Membership.objects.filter(holding(now), person=person)
    return frozenset(held.values_list("organisation_id", flat=True))


def holders(community: Community, *kinds: str, now: datetime) -> QuerySet[Person]:
    """Everybody who holds one of the roles in the community now."""
    roles = Role.everywhere.filter(holding(now), community=community, kind__in=kinds)
    return Person.objects.filter(pk__in=roles.values("person_id"), is_active=True)


def serves_at(person: Person, community: Community, access_point: Organisation, *, now: datetime) -> bool:
    """Whether somebody is a librarian of this very access point now."""
    held = Role.everywhere.filter(holding(now), community=community, person=person, kind=Role.Kind.LIBRARIAN)
    return held.filter(access_point=access_point).exists()


def holding(now: datetime) -> Q:
    return Q(since__lte=now) & (Q(until=None) | Q(until__gt=now))
