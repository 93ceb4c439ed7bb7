"""A place in words: what a draft says of it, the parts of town to choose from, streets by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from opencity.communities.models import Community
from opencity.foundation.refusals import NotUnderstood
from opencity.maps.locator import draw
from opencity.places.cells import Point
from opencity.places.lookup import atlas, with_parents
from opencity.places.models import Area, Street
from opencity.places.streets import find_streets
from opencity.places.tree import Tree, areas
from opencity.problems.models import Problem
from opencity.problems.states import Precision
from opencity.web.public.reporting import forms
from opencity.web.public.reporting.forms import Fields

MOST_WORDS = 6


@dataclass(frozen=True)
class Told:
    """`words` is what somebody typed, `areas` what we add; `source` is how the point was come by, if there is one.

    `picture` is a drawing of the surroundings with the pin, for a point inside the community.
    """

    words: str
    areas: str
    source: str
    point: Point | None
    outside: bool = False
    picture: str = ""


def told(community: Community, fields: Fields) -> Told | None:
    """None while nothing is known of the place."""
    try:
        place = forms.place_of(community, fields)
    except NotUnderstood:
        return None
    if place.point is None and place.area is None:
        return None
    around = areas_of(community, place.point, place.area)
    names, point = ", ".join(area.name for area in around), place.point
    if point is None or not atlas(community).covers(point):
        return Told(place.words, names, place.source, point, outside=point is not None)
    return Told(place.words, names, place.source, point, picture=picture(community, point, around, place.words))


def picture(community: Community, point: Point, around: tuple[Area, ...], words: str) -> str:
    """Drawn as the problem will be, which is not there yet."""
    coming = Problem(
        community=community,
        lat=point.lat,
        lon=point.lon,
        precision=Precision.EXACT,
        area=around[0] if around else None,
        place_words=words,
    )
    return render_to_string("pieces/locator.html", {"drawing": draw(coming)})


def areas_of(community: Community, point: Point | None, area: Area | None) -> tuple[Area, ...]:
    """The areas a place lies in, from the smallest up."""
    found = atlas(community).areas_at(point) if point is not None else ()
    return found or with_parents(area)


@dataclass(frozen=True)
class AreaChoice:
    area: Area
    within: tuple[Area, ...]


def area_choices(community: Community) -> list[AreaChoice]:
    """The uppermost areas, each with everything below it, for a list with groups."""
    tree = areas(community)
    return [AreaChoice(top, tuple(_below(tree, top))) for top in tree.children(None)]


def _below(tree: Tree, top: Area) -> Iterator[Area]:
    for child in tree.children(top):
        yield child
        yield from _below(tree, child)


def streets_like(community: Community, words: str) -> list[Street]:
    """Streets named anywhere in an address: it may go on with a number, a landmark, a part of town."""
    for part in words.split(","):
        said = part.split()[:MOST_WORDS]
        for length in range(len(said), 0, -1):
            found = find_streets(community, " ".join(said[:length]))
            if found:
                return found
    return []


def street_chosen(community: Community, fields: Fields) -> Street | None:
    try:
        return forms.street_of(community, fields)
    except NotUnderstood:
        return None


def street_list(community: Community, fields: Fields, *, found: list[Street] | None) -> dict[str, Any]:
    """What report/streets.html shows: the street chosen before, and those found now; None when none were asked for."""
    chosen = street_chosen(community, fields)
    others = None if found is None else [one for one in found if chosen is None or one.pk != chosen.pk]
    return {"chosen_street": chosen, "streets": others}
