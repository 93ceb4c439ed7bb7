"""Where a problem is, as a drawing that needs no script and no tiles: the surroundings with a pin or a soft disc."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from shapely.geometry import Point as Spot
from shapely.geometry.base import BaseGeometry

from opencity.communities.models import Community
from opencity.foundation.languages import current
from opencity.maps.ground import ground
from opencity.maps.sketch import Label, Names, Path, View, along, paths, seen
from opencity.places.cells import Point
from opencity.problems.models import Problem
from opencity.problems.states import Precision

WIDTH, HEIGHT = 480, 300
NEAR, WIDE = 13.6, 12.4
"""Zoom of the drawing for an exact place, and for one that is told by a disc."""
_DISC_M = 600
_CIRCUMFERENCE_M = 40_075_016.7
_KEPT_SECONDS = 3600
_SMALL = 0.8


@dataclass(frozen=True)
class Drawing:
    """Everything the template draws, in the picture's units; `disc` is a radius, 0 for a pin."""

    name: str
    width: int
    height: int
    paths: list[Path]
    labels: list[Label]
    x: int
    y: int
    disc: int
    group: str


def locator(problem: Problem) -> SafeString:
    """The drawing for a problem's public place; empty where the place is told by an area alone."""
    if problem.lat is None or problem.lon is None:
        return mark_safe("")
    community = problem.community
    key = f"locator:{community.uuid}:{community.structure_version}:{problem.pk}:{problem.head}:{current()}"
    kept = cache.get(key)
    if kept is None:
        kept = str(render_to_string("pieces/locator.html", {"drawing": draw(problem)}))
        cache.set(key, kept, _KEPT_SECONDS)
    return mark_safe(str(kept))


def draw(problem: Problem) -> Drawing:
    assert problem.lat is not None and problem.lon is not None
    point = Point(problem.lat, problem.lon)
    coarse = problem.precision == Precision.AREA
    view = View.around(point, WIDE if coarse else NEAR, WIDTH, HEIGHT)
    x, y = view.place(point)
    names = Names(view)
    names.keep_free(x, y - 20, 34)
    found = seen(ground(problem.community), view)
    return Drawing(
        name=_sentence(problem),
        width=WIDTH,
        height=HEIGHT,
        paths=list(paths(found)),
        labels=written(problem.community, view, names),
        x=round(x),
        y=round(y),
        disc=round(_DISC_M * view.scale / _CIRCUMFERENCE_M / cos(radians(point.lat))) if coarse else 0,
        group=problem.group.value,
    )


def _sentence(problem: Problem) -> str:
    area = problem.area.name if problem.area else problem.community.name
    if problem.precision == Precision.AREA:
        return _("Map: somewhere here in %(area)s") % {"area": area}
    if problem.place_words:
        return _("Map: %(place)s, %(area)s") % {"place": problem.place_words, "area": area}
    return _("Map: the place in %(area)s") % {"area": area}


def written(community: Community, view: View, names: Names, *, streets: bool = True) -> list[Label]:
    """Names of areas, water, places and streets, the widely known first; none lies on another."""
    labels: list[Label | None] = []
    for piece, shape in sorted(seen(ground(community), view), key=lambda one: (one[0].rank, one[0].kind)):
        if isinstance(shape, Spot) and piece.kind in {"area", "place"}:
            css, size = ("m-d", 1.3) if piece.kind == "area" and piece.rank == 0 else ("m-t", 1.0)
            labels.append(names.write(css, piece.name, shape.x, shape.y, size=size))
        elif piece.kind == "water":
            labels.append(_on_line("m-w", piece.name, shape, names, 1.0))
        elif piece.kind == "street" and streets and piece.rank <= 2:
            labels.append(_on_line("m-s", piece.name, shape, names, _SMALL))
    return [label for label in labels if label is not None]


def _on_line(css: str, name: str, shape: BaseGeometry, names: Names, size: float) -> Label | None:
    x, y, turn = along(shape)
    return names.write(css, name, x, y, turn=turn, size=size)
