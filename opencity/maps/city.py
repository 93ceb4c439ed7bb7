"""The whole town in one drawing, with a ring for each district: what the home page shows without any script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import log2, pi

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from opencity.communities.models import Community
from opencity.foundation.languages import current
from opencity.maps.ground import ground, lived_in
from opencity.maps.locator import written
from opencity.maps.sketch import Label, Names, Path, View, paths, seen
from opencity.places.cells import Point
from opencity.places.tree import areas
from opencity.problems.states import StateGroup
from opencity.statistics.queries.totals import by_area

WIDTH, HEIGHT = 1600, 720
_FITS = 900
"""The town is fitted into so much of the width; a wide screen shows what lies beside it instead of a larger town."""
SHOWN = (StateGroup.OPEN, StateGroup.DOING, StateGroup.CLAIMED, StateGroup.VERIFIED)
_KEPT_SECONDS = 3600
_AIR = 76
"""Around the outermost names: room for a ring and its title."""
_BELOW = 20
"""How far below its own point a ring stands, so that ring and title together lie around it."""
_GAP = 2.5
_BESIDE = 28
"""How far from its ring the name of a district stands."""


@dataclass(frozen=True)
class Arc:
    """A part of a ring: its length, what is left out, and where it begins, all along the ring."""

    group: str
    length: str
    rest: str
    start: str


@dataclass(frozen=True)
class Ring:
    """A district's problems; `outer` and `inner` are radii."""

    x: int
    y: int
    n: int
    outer: str
    inner: int
    arcs: list[Arc]
    url: str
    name: str


@dataclass(frozen=True)
class Town:
    name: str
    width: int
    height: int
    paths: list[Path]
    labels: list[Label]
    rings: list[Ring]


def city(community: Community) -> SafeString:
    """The drawing, kept until problems or the outlines change; empty for a community without any outline."""
    key = f"city:{community.uuid}:{community.structure_version}:{community.version}:{current()}"
    kept = cache.get(key)
    if kept is None:
        town = draw(community)
        kept = str(render_to_string("pieces/city.html", {"town": town, "community": community})) if town else ""
        cache.set(key, kept, _KEPT_SECONDS)
    return mark_safe(str(kept))


def draw(community: Community) -> Town | None:
    town = lived_in(community)
    if town is None:
        return None
    fitted = View.of(town, _FITS, HEIGHT, air=_AIR)
    view = replace(fitted, left=fitted.left - (WIDTH - _FITS) / 2 / fitted.scale, width=WIDTH)
    names = Names(view)
    rings = list(_rings(community, view, names))
    districts = [title for title in (_title(ring, names) for ring in rings) if title is not None]
    found = seen(ground(community), view)
    total = sum(ring.n for ring in rings)
    sentence = ngettext(
        "A drawing of %(name)s with %(n)s problem. The list follows.",
        "A drawing of %(name)s with %(n)s problems. The list follows.",
        total,
    )
    return Town(
        name=sentence % {"name": community.name, "n": total},
        width=WIDTH,
        height=HEIGHT,
        paths=list(paths(found)),
        labels=[*districts, *written(community, view, names, streets=False)],
        rings=rings,
    )


def _rings(community: Community, view: View, names: Names) -> Iterator[Ring]:
    counts = by_area(community)
    for area in areas(community).children(None):
        found = {group.value: counts[area.pk][group.value] for group in SHOWN}
        total = sum(found.values())
        if not total or area.lat is None or area.lon is None:
            continue
        x, y = view.place(Point(area.lat, area.lon))
        radius = round(16 + 3.2 * log2(total + 1))
        y += _BELOW
        names.keep_free(x, y, radius + 8)
        yield Ring(
            x=round(x),
            y=round(y),
            n=total,
            outer=f"{radius + 5.5:.1f}",
            inner=radius,
            arcs=list(_arcs(found, radius)),
            url=f"/{community.slug}/areas/{area.code}/",
            name=area.name,
        )


def _title(ring: Ring, names: Names) -> Label | None:
    """The district's name above its ring, or below where another name is in the way."""
    away = ring.inner + _BESIDE
    above = names.write("m-d", ring.name, ring.x, ring.y - away, size=1.3)
    return above or names.write("m-d", ring.name, ring.x, ring.y + away, size=1.3)


def _arcs(found: Mapping[str, int], radius: int) -> Iterator[Arc]:
    around, total, begun = 2 * pi * radius, sum(found.values()), 0.0
    for group, n in found.items():
        if n:
            part = around * n / total
            drawn = max(1.0, part - (_GAP if n < total else 0))
            yield Arc(group, f"{drawn:.1f}", f"{around - drawn:.1f}", f"{-begun:.1f}")
            begun += part
