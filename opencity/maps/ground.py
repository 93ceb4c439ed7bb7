"""What lies on the ground of a community: its outline, areas, water, streets and places, kept until they change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from shapely import union_all
from shapely.geometry import MultiPoint, shape
from shapely.geometry import Point as Spot
from shapely.geometry.base import BaseGeometry

from opencity.communities.models import Community
from opencity.foundation.languages import in_words
from opencity.places.models import Area, Street

DRAWN = frozenset({"water", "street", "place"})
LEAST_SHARE = 5
"""Names that gather in less than a fifth of the outline say nothing of where the town is."""


@dataclass(frozen=True)
class Piece:
    """`kind` is community, area, water, street or place; rank 0 is what everybody knows. Degrees.

    An area is told twice: by its outline, and by the point where its name is written.
    """

    kind: str
    names: Mapping[str, str]
    rank: int
    shape: BaseGeometry

    @property
    def name(self) -> str:
        return in_words(self.names)


def lived_in(community: Community) -> BaseGeometry | None:
    """The box around the parts of town that have a name, else around its outline: outlines reach far into fields."""
    pieces = [piece for piece in ground(community) if piece.kind in {"area", "community"}]
    outlines = [piece.shape for piece in pieces if piece.shape.area]
    if not outlines:
        return None
    whole = union_all(outlines).envelope
    named = MultiPoint([piece.shape for piece in pieces if isinstance(piece.shape, Spot)]).envelope
    return named if named.area * LEAST_SHARE > whole.area else whole


def ground(community: Community) -> tuple[Piece, ...]:
    return _ground(community.uuid, community.structure_version)


@lru_cache(maxsize=32)
def _ground(uuid: UUID, _version: int) -> tuple[Piece, ...]:
    community = Community.objects.get(uuid=uuid)
    return (*_outlines(community), *_drawing(community.drawing), *_streets(community))


def _outlines(community: Community) -> Iterator[Piece]:
    if community.outline:
        yield Piece("community", community.names, 0, shape(community.outline))
    areas = Area.everywhere.filter(community=community).order_by("depth", "position", "pk")
    for area in areas:
        if area.outline:
            yield Piece("area", area.names, area.depth, shape(area.outline))
    for area in areas:
        if area.lat is not None and area.lon is not None:
            yield Piece("area", area.names, area.depth, Spot(area.lon, area.lat))


def _drawing(drawing: Mapping[str, Any] | None) -> Iterator[Piece]:
    for one in (drawing or {}).get("features", []):
        told = one.get("properties") or {}
        if told.get("kind") in DRAWN and one.get("geometry"):
            yield Piece(told["kind"], told.get("name") or {}, int(told.get("rank", 3)), shape(one["geometry"]))


def _streets(community: Community) -> Iterator[Piece]:
    for street in Street.everywhere.filter(community=community, line__isnull=False).order_by("rank", "pk"):
        assert street.line is not None
        yield Piece("street", street.names, street.rank, shape(street.line))
