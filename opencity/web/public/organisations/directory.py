"""Who takes part: organisations of all sectors and groups of residents, and the partners of the network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from opencity.catalogue.spheres import sphere_name, spheres_of
from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community
from opencity.organisations.models import Memorandum
from opencity.organisations.queries.contributions import Deeds
from opencity.organisations.queries.directory import Entry, current_memoranda, directory
from opencity.people.models import Sector
from opencity.places.models import Area
from opencity.places.tree import areas
from opencity.plans.wording import number_words
from opencity.web.public import reading
from opencity.web.public.dates import day_words
from opencity.web.public.reporting.whereabouts import area_choices

KINDS = ("groups", "partners")


@dataclass(frozen=True)
class Row:
    entry: Entry
    did: tuple[str, ...]
    spheres: str
    where: str


@require_safe
def organisations(request: CommunityRequest, community: str) -> HttpResponse:
    moment = now()
    stamp = reading.stamp_of(request, "organisations", now=moment)
    kept = reading.unchanged(request, stamp)
    if kept is not None:
        return kept
    town = request.community
    sector, sphere = request.GET.get("sector", ""), request.GET.get("sphere", "")
    only = request.GET.get("only", "")
    area = areas(town).by_code(request.GET.get("area", ""))
    entries = _narrowed(
        directory(town, today=town.calendar.today(moment)), sector=sector, sphere=sphere, area=area, only=only
    )
    context = {
        "parts": _by_sector(town, entries),
        "total": len(entries),
        "sector": sector,
        "sphere": sphere,
        "area": area,
        "only": only,
        "narrowed": bool(sector or sphere or area or only),
        "sector_choices": Sector.choices,
        "sphere_choices": spheres_of(town),
        "area_choices": area_choices(town),
    }
    return reading.page(request, "public/organisations/list.html", context, stamp=stamp)


def _narrowed(entries: Iterable[Entry], *, sector: str, sphere: str, area: Area | None, only: str) -> list[Entry]:
    def fits(one: Entry) -> bool:
        by_kind = only not in KINDS or (one.group is not None if only == "groups" else one.partner)
        by_area = (
            area is None or not one.areas or area in one.areas or (one.group is not None and one.group.area == area)
        )
        ended = one.group is not None and one.group.ended_at is not None
        return (
            by_kind
            and by_area
            and not ended
            and (not sector or one.organisation.sector == sector)
            and (not sphere or sphere in one.spheres)
        )

    return [one for one in entries if fits(one)]


def _by_sector(town: Community, entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """Groups of residents stand apart from the associations: they are made by anybody and say so."""
    parts = []
    for sector in (Sector.CIVIL, Sector.LIBRARY, Sector.BUSINESS, Sector.AUTHORITY):
        some = [one for one in entries if one.organisation.sector == sector and one.group is None]
        parts.append({"sector": sector, "title": sector.label, "rows": [row_of(one, town) for one in some]})
    groups = [row_of(one, town) for one in entries if one.group is not None]
    parts.insert(1, {"sector": Sector.CIVIL, "title": _("groups of residents"), "rows": groups})
    return [one for one in parts if one["rows"]]


def row_of(entry: Entry, town: Community) -> Row:
    where = ", ".join(area.name for area in entry.areas[:3])
    if entry.group is not None and entry.group.area is not None:
        where = entry.group.area.name
    return Row(
        entry=entry,
        did=tuple(did_words(entry.deeds)),
        spheres=", ".join(sphere_name(town, code) for code in entry.spheres[:3]),
        where=where,
    )


def did_words(deeds: Deeds) -> list[str]:
    """What it really did, in a few words; empty for nothing yet."""
    told = []
    if deeds.led:
        told.append(
            ngettext("%(n)s problem solved under its lead", "%(n)s problems solved under its lead", deeds.led)
            % {"n": deeds.led}
        )
    if deeds.given:
        told.append(
            ngettext("%(n)s verified contribution", "%(n)s verified contributions", deeds.given) % {"n": deeds.given}
        )
    if deeds.hours:
        told.append(_("%(hours)s h of work") % {"hours": number_words(deeds.hours)})
    if deeds.leads:
        told.append(ngettext("leads %(n)s plan now", "leads %(n)s plans now", deeds.leads) % {"n": deeds.leads})
    if deeds.waiting:
        told.append(
            ngettext("%(n)s gift waits for its check", "%(n)s gifts wait for their check", deeds.waiting)
            % {"n": deeds.waiting}
        )
    return told


@require_safe
def partners(request: CommunityRequest, community: str) -> HttpResponse:
    """The network: who agreed to what, with the memorandum."""
    moment = now()
    stamp = reading.stamp_of(request, "partners", now=moment)
    kept = reading.unchanged(request, stamp)
    if kept is not None:
        return kept
    town = request.community
    found = list(current_memoranda(town, today=town.calendar.today(moment)).order_by("signed_on", "pk"))
    parts = [
        {"sector": sector, "title": sector.label, "rows": [_agreed(one, town) for one in found if _is(one, sector)]}
        for sector in (Sector.CIVIL, Sector.BUSINESS, Sector.AUTHORITY, Sector.LIBRARY)
    ]
    context = {"parts": [one for one in parts if one["rows"]], "contact": town.charter.contact}
    return reading.page(request, "public/organisations/partners.html", context, stamp=stamp)


def _is(one: Memorandum, sector: Sector) -> bool:
    return one.organisation.sector == sector


def _agreed(one: Memorandum, town: Community) -> dict[str, Any]:
    moment = now()
    return {
        "memorandum": one,
        "signed": day_words(one.signed_on, town, moment),
        "until": day_words(one.until, town, moment) if one.until else "",
    }
