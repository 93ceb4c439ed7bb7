"""The bounds of a group as residents give them: corners one after another. Pure."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _
from shapely.geometry import Polygon, mapping

from opencity.foundation.geography import Point
from opencity.foundation.refusals import NotUnderstood

FEWEST, MOST = 3, 60
WIDEST_KM2 = 25.0
_KM_PER_DEGREE = 111.2
_CORNER = re.compile(r"\s*(-?\d{1,3}[.]\d+)\s*[,;\s]\s*(-?\d{1,3}[.]\d+)\s*")


def read_corners(said: str) -> tuple[Point, ...]:
    """One corner a line, latitude first. Refuses what is no point, naming the line."""
    corners = []
    for number, line in enumerate(one for one in said.splitlines() if one.strip()):
        found = _CORNER.fullmatch(line)
        if found is None:
            raise NotUnderstood(
                _("Line %(number)s is no point.") % {"number": number + 1},
                _("Write latitude and longitude, such as 46.97512, 31.99481."),
                field="corners",
            )
        corners.append(Point(float(found[1]), float(found[2])))
    return tuple(corners)


def outline_of(corners: tuple[Point, ...]) -> dict[str, Any]:
    """The GeoJSON Polygon. Refuses too few or too many corners, crossing sides and bounds as wide as a town."""
    if not FEWEST <= len(corners) <= MOST:
        raise NotUnderstood(
            _("Bounds have from %(fewest)s to %(most)s corners.") % {"fewest": FEWEST, "most": MOST},
            _("Mark the corners of your streets one after another, going round."),
            field="corners",
        )
    if not all(abs(one.lat) <= 85 and abs(one.lon) <= 180 for one in corners):
        raise NotUnderstood(
            _("One of the corners is not on Earth."), _("Latitude comes first, then longitude."), field="corners"
        )
    shape = Polygon([(one.lon, one.lat) for one in corners])
    if not shape.is_valid or shape.area == 0:
        raise NotUnderstood(
            _("The sides of the bounds cross each other."),
            _("Mark the corners one after another, going round."),
            field="corners",
        )
    if _km2(shape, corners) > WIDEST_KM2:
        raise NotUnderstood(
            _("These bounds are as wide as a whole district."),
            _("Mark only the streets of your group, or choose a district from the list."),
            field="corners",
        )
    return dict(mapping(shape))


def _km2(shape: Polygon, corners: tuple[Point, ...]) -> float:
    from math import cos, radians

    middle = sum(one.lat for one in corners) / len(corners)
    return float(shape.area) * _KM_PER_DEGREE**2 * cos(radians(middle))
