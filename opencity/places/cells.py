"""One ordered integer as the spatial index.

A cell is the Morton number of the Web Mercator tile at zoom 26 in which a point lies: two 26-bit coordinates
interleaved, x on the even bits. A map tile z/x/y is one contiguous range of cells, so an ordinary B-tree answers
tiles, boxes and "near here". Latitudes beyond ±85.05° are clamped, as Web Mercator does. Pure functions.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, atan, cos, degrees, floor, hypot, log, pi, radians, sin, sinh, sqrt, tan

from opencity.foundation.geography import Point

__all__ = [
    "Box",
    "Point",
    "Range",
    "box_around",
    "box_ranges",
    "cell_of",
    "centre",
    "coarse",
    "distance_m",
    "tile_range",
]

ZOOM = 26
_SIDE = 1 << ZOOM
_MOST_LATITUDE = 85.0511287798066
_EARTH_M = 6_371_008.8
COARSE_ZOOM = 15
"""A coarsened place is the centre of its tile at this zoom: about 830 m wide at 47° north."""


@dataclass(frozen=True)
class Box:
    """Degrees; west may not exceed east."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True)
class Range:
    """Cells from `first` up to, but not including, `end`."""

    first: int
    end: int


def _spread(n: int) -> int:
    n = (n | n << 16) & 0x0000FFFF0000FFFF
    n = (n | n << 8) & 0x00FF00FF00FF00FF
    n = (n | n << 4) & 0x0F0F0F0F0F0F0F0F
    n = (n | n << 2) & 0x3333333333333333
    return (n | n << 1) & 0x5555555555555555


def _gather(n: int) -> int:
    n &= 0x5555555555555555
    n = (n | n >> 1) & 0x3333333333333333
    n = (n | n >> 2) & 0x0F0F0F0F0F0F0F0F
    n = (n | n >> 4) & 0x00FF00FF00FF00FF
    n = (n | n >> 8) & 0x0000FFFF0000FFFF
    return (n | n >> 16) & 0x00000000FFFFFFFF


def fraction(point: Point) -> tuple[float, float]:
    """Web Mercator position, both from 0 to 1, y growing southwards."""
    lat = max(-_MOST_LATITUDE, min(_MOST_LATITUDE, point.lat))
    x = (point.lon + 180) / 360
    y = (1 - log(tan(radians(lat)) + 1 / cos(radians(lat))) / pi) / 2
    return x, y


def from_fraction(x: float, y: float) -> Point:
    return Point(degrees(atan(sinh(pi * (1 - 2 * y)))), x * 360 - 180)


def tile_of(point: Point, zoom: int) -> tuple[int, int]:
    side = 1 << zoom
    x, y = fraction(point)
    return min(side - 1, max(0, floor(x * side))), min(side - 1, max(0, floor(y * side)))


def morton(x: int, y: int) -> int:
    return _spread(x) | _spread(y) << 1


def unmorton(number: int) -> tuple[int, int]:
    return _gather(number), _gather(number >> 1)


def cell_of(point: Point) -> int:
    return morton(*tile_of(point, ZOOM))


def centre(cell: int, zoom: int = ZOOM) -> Point:
    """The middle of a cell, or of a wider cell given as its Morton number at `zoom`."""
    x, y = unmorton(cell)
    side = 1 << zoom
    return from_fraction((x + 0.5) / side, (y + 0.5) / side)


def tile_range(zoom: int, x: int, y: int) -> Range:
    """All cells of a map tile. Raises ValueError for a tile that does not exist."""
    if not 0 <= zoom <= ZOOM or not 0 <= x < 1 << zoom or not 0 <= y < 1 << zoom:
        raise ValueError(f"there is no tile {zoom}/{x}/{y}")
    shift = 2 * (ZOOM - zoom)
    first = morton(x, y) << shift
    return Range(first, first + (1 << shift))


def box_ranges(box: Box, *, most: int = 16) -> list[Range]:
    """A few ranges of cells that cover the box, joined where they touch; they may reach a little beyond it."""
    zoom = ZOOM
    west, south = tile_of(Point(box.south, box.west), zoom)
    east, north = tile_of(Point(box.north, box.east), zoom)
    while (east - west + 1) * (south - north + 1) > most:
        zoom -= 1
        west, east, north, south = west >> 1, east >> 1, north >> 1, south >> 1
    tiles = [(x, y) for x in range(west, east + 1) for y in range(north, south + 1)]
    return _joined(sorted((tile_range(zoom, x, y) for x, y in tiles), key=lambda one: one.first))


def _joined(ranges: list[Range]) -> list[Range]:
    joined: list[Range] = []
    for one in ranges:
        if joined and joined[-1].end == one.first:
            joined[-1] = Range(joined[-1].first, one.end)
        else:
            joined.append(one)
    return joined


def box_around(point: Point, metres: float) -> Box:
    lat = degrees(metres / _EARTH_M)
    lon = lat / max(0.01, cos(radians(point.lat)))
    return Box(
        max(-_MOST_LATITUDE, point.lat - lat),
        max(-180.0, point.lon - lon),
        min(_MOST_LATITUDE, point.lat + lat),
        min(179.9999999, point.lon + lon),
    )


def distance_m(one: Point, other: Point) -> float:
    """Great-circle distance in metres."""
    half_lat, half_lon = radians(other.lat - one.lat) / 2, radians(other.lon - one.lon) / 2
    chord = hypot(sin(half_lat), sqrt(cos(radians(one.lat)) * cos(radians(other.lat))) * sin(half_lon))
    return 2 * _EARTH_M * asin(min(1.0, chord))


def coarse(point: Point) -> Point:
    """The same point for every place in one wide tile. Never jitter: averages of many would reveal the place."""
    return centre(morton(*tile_of(point, COARSE_ZOOM)), COARSE_ZOOM)
