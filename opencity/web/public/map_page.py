"""The map beside its list, and the card that opens over it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from opencity.catalogue.lookup import categories
from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community
from opencity.maps.ground import lived_in
from opencity.maps.tiles_file import base_map_of
from opencity.problems.models import Problem
from opencity.problems.queries.filters import read_filters
from opencity.problems.queries.listing import with_photos
from opencity.web.public import reading
from opencity.web.public.home import legend
from opencity.web.public.listing import choices, found
from opencity.web.public.rows import card

CLOSE_UP = 16
"""The zoom at which a single problem's surroundings are seen."""


@dataclass(frozen=True)
class MapBox:
    """What the map's script reads from its element; addresses of tiles and cards hold placeholders in braces."""

    tiles: str
    cards: str
    basemap: str
    spheres: str
    center: str
    zoom: str
    bounds: str
    selected: str


@require_safe
def map_page(request: CommunityRequest, community: str) -> HttpResponse:
    stamp = reading.stamp_of(request, "map", now=now())
    kept = reading.unchanged(request, stamp)
    if kept is not None:
        return kept
    filters = read_filters(request.community, request.GET)
    context = found(request, filters) | choices(request.community)
    context |= {"legend": legend(), "box": box_of(request.community, _asked(request))}
    return reading.page(request, "public/map.html", context, stamp=stamp)


def _asked(request: CommunityRequest) -> Problem | None:
    """The problem somebody comes from, `?at=1204`."""
    number = request.GET.get("at", "")
    if not number.isascii() or not number.isdecimal() or len(number) > 12:
        return None
    return Problem.everywhere.filter(community=request.community, number=number, cell__isnull=False).public().first()


def box_of(community: Community, chosen: Problem | None = None) -> MapBox:
    spot = (chosen.lat, chosen.lon, CLOSE_UP) if chosen else (community.lat, community.lon, community.zoom)
    icons: dict[str, str] = {}
    for one in categories(community).values():
        icons.setdefault(one.sphere, one.icon)
    return MapBox(
        tiles=reverse("tile", args=[community.slug, 0, 0, 0]).replace("0/0/0", "{z}/{x}/{y}"),
        cards=reverse("map_card", args=[community.slug, 0]).replace("/0/", "/{number}/"),
        basemap=base_map_of(community),
        spheres=json.dumps(icons),
        center=f"{spot[0]},{spot[1]}",
        zoom=str(spot[2]),
        bounds="" if chosen else _bounds(community),
        selected=str(chosen.number) if chosen else "",
    )


def _bounds(community: Community) -> str:
    """West, south, east, north of where people live."""
    town = lived_in(community)
    return ",".join(f"{side:.5f}" for side in town.bounds) if town else ""


@require_safe
def map_card(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    rows = Problem.everywhere.filter(community=request.community, number=number).public().for_list()
    problem = rows.first()
    if problem is None:
        raise Http404
    shown = card(with_photos([problem])[0], request.community, now=now(), sizes="340px")
    stamp = reading.stamp_of(request, problem.pk, problem.head, now=now())
    return reading.page(request, "public/map_card.html", {"card": shown}, stamp=stamp)
