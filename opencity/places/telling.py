"""A place as somebody tells it: a point, a street, an area, or words."""

from __future__ import annotations

from dataclasses import dataclass

from opencity.places.cells import Point
from opencity.places.models import Area


@dataclass(frozen=True, kw_only=True)
class ToldPlace:
    """`source` is map, gps, photo, street, area, address or import: how the point, if any, was come by."""

    point: Point | None = None
    words: str = ""
    area: Area | None = None
    source: str = "map"
    accuracy_m: int | None = None
