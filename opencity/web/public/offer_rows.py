"""Standing offers in lists. A person who offers is «a resident»: their name is for those whom they help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from opencity.communities.models import Community
from opencity.plans.access import sector_of
from opencity.plans.explaining import rhythm_words
from opencity.plans.models import StandingOffer
from opencity.plans.queries.offers import newest_offers, offers_stamp
from opencity.plans.values import NeedKind
from opencity.web.public.dates import day_words
from opencity.web.public.listing import sphere_words
from opencity.web.public.need_rows import ICONS

BESIDE = 3


@dataclass(frozen=True, kw_only=True)
class OfferRow:
    words: str
    lang: str
    icon: str
    kind: str
    amount: str
    who: str
    sector: str
    where: str
    concerns: str
    skill: str
    until: str
    url: str


def offer_row(offer: StandingOffer, community: Community, *, now: datetime) -> OfferRow:
    """`offer.areas` and its organisation are read already."""
    places = [area.name for area in offer.areas.all()]
    return OfferRow(
        words=offer.words,
        lang=offer.language,
        icon=ICONS[offer.kind],
        kind=str(NeedKind(offer.kind).label),
        amount=rhythm_words(offer),
        who=offer.organisation.name if offer.organisation else _("a resident"),
        sector=offer.organisation.sector if offer.organisation else sector_of(None).value,
        where=", ".join(places) or _("the whole town"),
        concerns=", ".join(sphere_words(community, sphere) for sphere in offer.spheres),
        skill=offer.skill,
        until=_("until %(day)s") % {"day": day_words(offer.until, community, now)} if offer.until else "",
        url=reverse("offer", args=[community.slug, offer.uuid]),
    )


def latest_offers(community: Community, *, now: datetime) -> list[OfferRow]:
    """A few beside the list of needs."""
    rows = newest_offers(community, today=community.calendar.today(now), most=BESIDE)
    return [offer_row(one, community, now=now) for one in rows]


def offers_mark(community: Community) -> tuple[object, ...]:
    """For the stamp of pages that show offers."""
    return offers_stamp(community)
