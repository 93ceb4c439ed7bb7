"""Which areas hold a point, and which community. Polygons are matched in this process, with Shapely."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from shapely import STRtree, prepare
from shapely.geometry import Point as Spot
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from opencity.communities.models import Community
from opencity.places.cells import Point
from opencity.places.models import Area


@dataclass(frozen=True)
class Atlas:
    """A community's areas with outlines, ready for questions."""

    areas: tuple[Area, ...]
    shapes: tuple[BaseGeometry, ...]
    tree: STRtree
    outline: BaseGeometry | None

    def covers(self, point: Point) -> bool:
        """Whether the point lies in the community; without any outline every point does."""
        return self.outline is None or bool(self.outline.covers(Spot(point.lon, point.lat)))

    def areas_at(self, point: Point) -> tuple[Area, ...]:
        """The areas that hold the point, the smallest kind first."""
        spot = Spot(point.lon, point.lat)
        found = [self.areas[n] for n in self.tree.query(spot, predicate="intersects")]
        return tuple(sorted(found, key=lambda area: (-area.depth, area.position)))


def atlas(community: Community) -> Atlas:
    return _atlas(community.uuid, community.structure_version)


@lru_cache(maxsize=64)
def _atlas(uuid: UUID, _version: int) -> Atlas:
    community = Community.objects.get(uuid=uuid)
    rows = Area.everywhere.filter(community=community, outline__isnull=False).select_related("parent")
    areas = tuple(rows.order_by("depth", "position"))
    shapes = tuple(shape(area.outline) for area in areas if area.outline)
    prepare(list(shapes))
    outline = shape(community.outline) if community.outline else None
    if outline is not None:
        prepare(outline)
    return Atlas(areas, shapes, STRtree(shapes), outline)


def with_parents(area: Area | None) -> tuple[Area, ...]:
    """The area and everything above it, from the smallest up."""
    chain: list[Area] = []
    while area is not None:
        chain.append(area)
        area = area.parent
    return tuple(chain)


def community_covering(point: Point, *, but: Community) -> Community | None:
    """Another community of the installation whose outline holds the point."""
    others = Community.objects.exclude(pk=but.pk).filter(outline__isnull=False)
    return next((other for other in others if atlas(other).covers(point)), None)


def middle(outline: dict[str, Any]) -> Point:
    """A point inside the outline where its name can be written."""
    spot = shape(outline).representative_point()
    return Point(spot.y, spot.x)
