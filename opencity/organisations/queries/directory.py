"""The organisations of a community: who is here, what each really did, who waits for an answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from opencity.communities.models import Community
from opencity.organisations.models import (
    Answer,
    Application,
    Group,
    Invitation,
    JoinRequest,
    Memorandum,
    Profile,
    WorkArea,
)
from opencity.organisations.queries.contributions import Deeds, deeds_of_all
from opencity.people.acting import holding
from opencity.people.models import Membership, Organisation, Person, Presence
from opencity.places.models import Area

NOTHING = Deeds()


@dataclass(frozen=True)
class Entry:
    """An organisation as the list shows it."""

    presence: Presence
    deeds: Deeds
    spheres: tuple[str, ...]
    areas: tuple[Area, ...]
    group: Group | None
    partner: bool

    @property
    def organisation(self) -> Organisation:
        return self.presence.organisation


def directory(community: Community, *, today: date) -> list[Entry]:
    """All that are here, in the community's own order. The same few queries however many there are."""
    rows = Presence.everywhere.filter(community=community).select_related("organisation")
    deeds = deeds_of_all(community)
    spheres = dict(Profile.everywhere.filter(community=community).values_list("organisation_id", "spheres"))
    areas = _areas(community)
    groups = {one.organisation_id: one for one in Group.everywhere.filter(community=community).select_related("area")}
    partners = set(current_memoranda(community, today=today).values_list("organisation_id", flat=True))
    return [
        Entry(
            presence=one,
            deeds=deeds.get(one.organisation_id, NOTHING),
            spheres=tuple(spheres.get(one.organisation_id, ())),
            areas=areas.get(one.organisation_id, ()),
            group=groups.get(one.organisation_id),
            partner=one.organisation_id in partners,
        )
        for one in rows.order_by("position", "organisation__slug")
    ]


def _areas(community: Community) -> Mapping[int, tuple[Area, ...]]:
    found: dict[int, tuple[Area, ...]] = defaultdict(tuple)
    rows = WorkArea.everywhere.filter(community=community).select_related("area")
    for one in rows.order_by("area__depth", "area__position"):
        found[one.organisation_id] += (one.area,)
    return found


def profile_of(community: Community, organisation: Organisation) -> Profile | None:
    return Profile.everywhere.filter(community=community, organisation=organisation).select_related("logo").first()


def work_areas_of(community: Community, organisation: Organisation) -> list[Area]:
    rows = WorkArea.everywhere.filter(community=community, organisation=organisation).select_related("area")
    return [one.area for one in rows.order_by("area__depth", "area__position")]


def current_memoranda(community: Community, *, today: date) -> QuerySet[Memorandum]:
    """Signed and neither ended nor over."""
    rows = Memorandum.everywhere.filter(community=community, ended_at=None, signed_on__lte=today)
    return rows.filter(Q(until=None) | Q(until__gte=today)).select_related("organisation")


@dataclass(frozen=True)
class Member:
    """Somebody who acts for a body, with everything they are in it."""

    person: Person
    leads: bool
    kinds: tuple[str, ...]
    categories: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """Their duty apart from leading; a lead without one does what an officer does."""
        apart = [kind for kind in self.kinds if kind != Membership.Kind.LEAD]
        return apart[-1] if apart else Membership.Kind.OFFICER


def members_of(organisation: Organisation, *, now: datetime) -> list[Member]:
    """Everybody who acts for it now, leads first; once each however many memberships they hold."""
    rows = Membership.objects.filter(holding(now), organisation=organisation).select_related("person")
    held: dict[int, list[Membership]] = defaultdict(list)
    for one in rows.order_by("since", "pk"):
        held[one.person_id].append(one)
    found = [
        Member(
            some[0].person,
            any(one.kind == Membership.Kind.LEAD for one in some),
            tuple(one.kind for one in some),
            tuple(code for one in some for code in one.categories),
        )
        for some in held.values()
    ]
    return sorted(found, key=lambda member: not member.leads)


def bodies_of(community: Community, person: Person, *, now: datetime) -> list[tuple[Organisation, bool]]:
    """The organisations here for which somebody acts, each with whether they lead it."""
    here = Presence.everywhere.filter(community=community).values("organisation_id")
    rows = Membership.objects.filter(holding(now), person=person, organisation__in=here)
    found: dict[int, tuple[Organisation, bool]] = {}
    for one in rows.select_related("organisation").order_by("organisation__slug"):
        leads = one.kind == Membership.Kind.LEAD
        before = found.get(one.organisation_id)
        found[one.organisation_id] = (one.organisation, leads or bool(before and before[1]))
    return list(found.values())


def waiting_requests(community: Community, organisation: Organisation) -> list[JoinRequest]:
    rows = JoinRequest.everywhere.filter(community=community, organisation=organisation, state=Answer.ASKED)
    return list(rows.select_related("person").order_by("asked_at"))


def joiners_of(organisations: Iterable[Organisation], community: Community) -> set[int]:
    """Ids of those of the bodies which somebody asks to join."""
    rows = JoinRequest.everywhere.filter(community=community, organisation__in=organisations, state=Answer.ASKED)
    return set(rows.values_list("organisation_id", flat=True))


def waiting_applications(community: Community) -> list[Application]:
    rows = Application.everywhere.filter(community=community, state=Answer.ASKED)
    return list(rows.select_related("person").order_by("asked_at"))


def unverified(community: Community) -> list[Presence]:
    """Those that no coordinator has looked at, groups that ended aside."""
    ended = Group.everywhere.filter(community=community, ended_at__isnull=False).values("organisation_id")
    rows = Presence.everywhere.filter(community=community, verified=False).exclude(organisation__in=ended)
    return list(rows.select_related("organisation").order_by("organisation__created_at", "pk"))


def running_invitation(community: Community, organisation: Organisation, *, now: datetime) -> Invitation | None:
    rows = Invitation.everywhere.filter(community=community, organisation=organisation, ends_at__gt=now)
    return rows.filter(used__lt=F("most")).order_by("-made_at").first()


def asked_by(person: Person, community: Community) -> list[JoinRequest | Application]:
    """What somebody asked for and has not been answered for long, the latest first."""
    mine = Q(community=community, person=person)
    joins = JoinRequest.everywhere.filter(mine).select_related("organisation").order_by("-asked_at")[:20]
    applications = Application.everywhere.filter(mine).select_related("organisation").order_by("-asked_at")[:20]
    return sorted([*joins, *applications], key=lambda one: one.asked_at, reverse=True)
