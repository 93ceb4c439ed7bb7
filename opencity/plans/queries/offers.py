"""Standing offers as anybody may read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from opencity.communities.models import Community
from opencity.people.acting import Actor
from opencity.people.models import Sector
from opencity.people.rights import Right
from opencity.places.models import Area
from opencity.places.tree import areas
from opencity.plans.access import may_change_offer
from opencity.plans.models import StandingOffer
from opencity.plans.queries.fitting import CHOSEN_AREAS, open_offers
from opencity.plans.values import PledgeSector

PER_PAGE = 25


@dataclass(frozen=True, kw_only=True)
class OfferFilters:
    kinds: tuple[str, ...] = ()
    sector: str = ""
    areas: tuple[Area, ...] = ()
    page: int = 1

    @property
    def narrows(self) -> bool:
        return bool(self.kinds or self.sector or self.areas)


@dataclass(frozen=True)
class OfferPage:
    rows: tuple[StandingOffer, ...]
    total: int
    number: int
    last: int


def page_of_offers(community: Community, filters: OfferFilters, *, today: date) -> OfferPage:
    """The newest first. Four queries."""
    rows = open_offers(community, today)
    if filters.kinds:
        rows = rows.filter(kind__in=filters.kinds)
    if filters.sector:
        rows = rows.filter(_of_sector(filters.sector))
    if filters.areas:
        rows = rows.filter(_reaching(community, filters.areas))
    total = rows.count()
    last = max(1, -(-total // PER_PAGE))
    number = min(filters.page, last)
    return OfferPage(_page(rows, (number - 1) * PER_PAGE, PER_PAGE), total, number, last)


def newest_offers(community: Community, *, today: date, most: int) -> tuple[StandingOffer, ...]:
    return _page(open_offers(community, today), 0, most)


def _page(rows: QuerySet[StandingOffer], first: int, many: int) -> tuple[StandingOffer, ...]:
    shown = rows.select_related("organisation").prefetch_related(CHOSEN_AREAS).order_by("-created_at", "-pk")
    return tuple(shown[first : first + many])


def _of_sector(sector: str) -> Q:
    if sector == PledgeSector.CIVIL:
        return Q(organisation=None) | Q(organisation__sector=Sector.CIVIL)
    if sector == PledgeSector.BUSINESS:
        return Q(organisation__sector=Sector.BUSINESS)
    return Q(organisation__sector__in=[Sector.AUTHORITY, Sector.LIBRARY])


def _reaching(community: Community, chosen: tuple[Area, ...]) -> Q:
    """Offers for the whole community, for these parts of it, for parts of these, and for what these are parts of."""
    tree = areas(community)
    within = {pk for area in chosen for pk in tree.with_children(area)}
    around = {one.pk for one in tree.areas if {area.pk for area in chosen} & set(tree.with_children(one))}
    through = StandingOffer.areas.through.objects.filter(area__in=within | around)
    named = StandingOffer.areas.through.objects.filter(standingoffer__community=community)
    return Q(pk__in=through.values("standingoffer")) | ~Q(pk__in=named.values("standingoffer"))


def offers_stamp(community: Community) -> tuple[object, ...]:
    """Changes whenever an open offer is made, changed or ended: offers hang on no problem and write no event."""
    rows = StandingOffer.everywhere.filter(community=community, ended_at=None)
    told = rows.aggregate(n=Count("pk"), made=Max("created_at"), changed=Max("changed_at"))
    return (told["n"], told["made"], told["changed"])


def offer_for_public(community: Community, uuid: UUID) -> StandingOffer | None:
    """Open and ended ones; none whose words were erased."""
    rows = StandingOffer.everywhere.filter(community=community, uuid=uuid).exclude(words="")
    return rows.select_related("community", "organisation").prefetch_related(CHOSEN_AREAS).first()


def offer_to_pledge_with(community: Community, uuid: UUID, actor: Actor, *, today: date) -> StandingOffer | None:
    """An open offer that the actor may turn into a promise; None for everybody else's."""
    offer = offer_for_public(community, uuid)
    if offer is None or offer.ended_at is not None or (offer.until is not None and offer.until < today):
        return None
    return offer if may_change_offer(offer, actor) else None


def own_offers(community: Community, actor: Actor) -> list[StandingOffer]:
    """Open offers somebody made for themselves, and those of the bodies they act for."""
    theirs = Q(person=actor.person, organisation=None) | Q(organisation__in=sorted(actor.bodies_where(Right.SPEAK)))
    rows = StandingOffer.everywhere.filter(theirs, community=community, ended_at=None)
    return list(rows.select_related("community", "organisation").prefetch_related(CHOSEN_AREAS).order_by("-created_at"))
