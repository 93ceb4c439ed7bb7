"""A piece of the ground as SVG paths: clipped to the view, in its own units, without any style of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import atan2, cos, degrees, radians, sin

import numpy
from numpy.typing import NDArray
from shapely import box, clip_by_rect, transform
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from opencity.maps.ground import Piece
from opencity.places.cells import Point, fraction, from_fraction

ROADS = {0: 9, 1: 8, 2: 5, 3: 3}
STREAMS = {0: 34, 1: 16, 2: 8, 3: 4}
_MARGIN = 24
"""Cut edges lie outside of the picture, where their strokes are not seen."""
_LETTER, _LINE = 8.0, 26.0
"""Roughly how wide a letter and how high a line of the small names is, to keep names apart."""


@dataclass(frozen=True)
class Path:
    """`width` is the stroke's, 0 for a shape that is filled."""

    css: str
    d: str
    width: int = 0


@dataclass(frozen=True)
class Label:
    css: str
    text: str
    x: int
    y: int
    turn: int = 0


@dataclass(frozen=True)
class View:
    """A picture of `width` × `height` units whose upper left corner lies at `left`, `top` of the map (0 to 1)."""

    left: float
    top: float
    scale: float
    """Units for the whole width of the world."""
    width: int
    height: int

    @classmethod
    def around(cls, middle: Point, zoom: float, width: int, height: int) -> View:
        """As a web map of 256-pixel tiles shows it at this zoom."""
        scale = 256 * 2.0**zoom
        x, y = fraction(middle)
        return cls(x - width / 2 / scale, y - height / 2 / scale, scale, width, height)

    @classmethod
    def of(cls, shape: BaseGeometry, width: int, height: int, *, air: float) -> View:
        """The whole shape with so many units of air around it."""
        west, south, east, north = shape.bounds
        left, bottom = fraction(Point(south, west))
        right, top = fraction(Point(north, east))
        scale = min((width - 2 * air) / max(right - left, 1e-9), (height - 2 * air) / max(bottom - top, 1e-9))
        middle = (left + right) / 2, (top + bottom) / 2
        return cls(middle[0] - width / 2 / scale, middle[1] - height / 2 / scale, scale, width, height)

    def place(self, point: Point) -> tuple[float, float]:
        x, y = fraction(point)
        return (x - self.left) * self.scale, (y - self.top) * self.scale

    def holds(self, x: float, y: float, margin: float = 0) -> bool:
        return margin <= x <= self.width - margin and margin <= y <= self.height - margin

    def frame(self) -> BaseGeometry:
        """What of the Earth is seen, in degrees."""
        north_west = from_fraction(self.left, self.top)
        south_east = from_fraction(self.left + self.width / self.scale, self.top + self.height / self.scale)
        return box(north_west.lon, south_east.lat, south_east.lon, north_west.lat).buffer(0.002)

    def draw(self, shape: BaseGeometry) -> BaseGeometry:
        """The shape in the picture's units, cut off a little beyond its edges."""
        flat = transform(shape, self._flat).simplify(0.7)
        return clip_by_rect(flat, -_MARGIN, -_MARGIN, self.width + _MARGIN, self.height + _MARGIN)

    def _flat(self, degrees_: NDArray[numpy.float64]) -> NDArray[numpy.float64]:
        x = (degrees_[:, 0] + 180) / 360
        y = (1 - numpy.arcsinh(numpy.tan(numpy.radians(degrees_[:, 1]))) / numpy.pi) / 2
        return numpy.column_stack([(x - self.left) * self.scale, (y - self.top) * self.scale])


def seen(pieces: tuple[Piece, ...], view: View) -> list[tuple[Piece, BaseGeometry]]:
    """What lies in the view, in its units."""
    frame = view.frame()
    drawn = ((piece, view.draw(piece.shape)) for piece in pieces if piece.shape.intersects(frame))
    return [(piece, shape) for piece, shape in drawn if not shape.is_empty]


def paths(found: list[tuple[Piece, BaseGeometry]]) -> Iterator[Path]:
    """From the ground up: every second area in a deeper tone, water, streets from the small to the wide, borders."""
    areas = [shape for piece, shape in found if piece.kind == "area" and shape.area and piece.rank == 0]
    yield from (Path("m-land2", path_of(shape)) for shape in areas[1::2])
    for piece, shape in found:
        if piece.kind == "water":
            yield _water(piece, shape)
    streets = [(piece, shape) for piece, shape in found if piece.kind == "street"]
    for piece, shape in sorted(streets, key=lambda one: -one[0].rank):
        yield Path("m-road", path_of(shape), ROADS[min(3, max(0, piece.rank))])
    yield from (Path("m-area", path_of(shape.boundary)) for shape in areas)


def _water(piece: Piece, shape: BaseGeometry) -> Path:
    if shape.area:
        return Path("m-waterarea", path_of(shape))
    return Path("m-water", path_of(shape), STREAMS[min(3, max(0, piece.rank))])


def path_of(shape: BaseGeometry) -> str:
    """The `d` of a path. Points draw nothing."""
    if hasattr(shape, "geoms"):
        return "".join(path_of(part) for part in shape.geoms)
    if isinstance(shape, Polygon):
        rings = (shape.exterior, *shape.interiors)
        return "".join(f"M{_run(ring.coords[:-1])}z" for ring in rings)
    return f"M{_run(shape.coords)}" if isinstance(shape, LineString) else ""


def _run(coordinates: Iterable[tuple[float, ...]]) -> str:
    return " ".join(f"{round(x)} {round(y)}" for x, y in coordinates)


class Names:
    """Names are written one after the other; what would lie on another is left out."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.taken: list[BaseGeometry] = []

    def write(self, css: str, text: str, x: float, y: float, *, turn: float = 0, size: float = 1) -> Label | None:
        """`x`, `y` is the middle of the name; `size` tells how much larger than the small names it is."""
        half = len(text) * _LETTER * size / 2
        lean = radians(turn)
        ends = [(x + side * half * cos(lean), y + side * half * sin(lean)) for side in (-1, 1)]
        ground = LineString(ends).buffer(_LINE * size / 2)
        if not text or not all(self.view.holds(*end, margin=4) for end in ends):
            return None
        if any(ground.intersects(other) for other in self.taken):
            return None
        self.taken.append(ground)
        return Label(css, text, round(x), round(y + 5 * size), round(turn))

    def keep_free(self, x: float, y: float, radius: float) -> None:
        self.taken.append(LineString([(x, y), (x, y - 1)]).buffer(radius))


def along(shape: BaseGeometry) -> tuple[float, float, float]:
    """The middle of the longest part of a line and the angle at which a name lies there, never upside down.

    A name on a surface, or where a cut left but a point of a line, lies level.
    """
    lines = [part for part in getattr(shape, "geoms", [shape]) if isinstance(part, LineString)]
    if not lines:
        spot = shape.representative_point()
        return spot.x, spot.y, 0
    line = max(lines, key=lambda part: part.length)
    middle, before, after = (line.interpolate(share, normalized=True) for share in (0.5, 0.42, 0.58))
    turn = degrees(atan2(after.y - before.y, after.x - before.x))
    return middle.x, middle.y, turn - 180 if turn > 90 else turn + 180 if turn < -90 else turn
