"""In whose name somebody acts: one's own, an organisation's, or a role of the community."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from opencity.communities.models import Community
from opencity.people.models import Membership, Organisation, Person, Role
from opencity.people.rights import Duty, Right


@dataclass(frozen=True)
class Actor:
    """A person with what they are now: `roles` in this community, `offices` as ids of every body they belong to.

    What they may do in a body's name is asked with `may`.
    """

    person: Person
    roles: frozenset[str] = frozenset()
    offices: frozenset[int] = frozenset()
    duties: tuple[Duty, ...] = ()

    def may(self, right: Right, organisation: int | None, category: str = "") -> bool:
        """Whether they have a right in an organisation, for a category where it is about a case."""
        return organisation is not None and any(
            duty.organisation == organisation and duty.gives(right, category) for duty in self.duties
        )

    def bodies_where(self, right: Right) -> frozenset[int]:
        """Ids of the organisations in which they have a right, for some categories at least."""
        return frozenset(duty.organisation for duty in self.duties if duty.gives(right))

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
    duties = duties_of(person, now=now)
    return Actor(person, frozenset(roles), frozenset(duty.organisation for duty in duties), duties)


def duties_of(person: Person, *, now: datetime) -> tuple[Duty, ...]:
    rows = Membership.objects.filter(holding(now), person=person).order_by("pk")
    return tuple(
        Duty(body, kind, frozenset(categories))
        for body, kind, categories in rows.values_list("organisation_id", "kind", "categories")
    )


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
