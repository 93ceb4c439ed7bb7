"""Coordinates of other systems turned into degrees of WGS 84."""

from __future__ import annotations

from collections.abc import Callable

from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError

WGS84 = "EPSG:4326"
IN_DEGREES = frozenset({WGS84, "OGC:CRS84", "CRS84"})
Turn = Callable[[float, float], tuple[float, float]]
"""From (x, y), easting first, to (longitude, latitude)."""


def turn_from(system: str) -> Turn | None:
    """None where they are degrees already. Raises ValueError for a system that nobody knows."""
    if system.upper() in IN_DEGREES:
        return None
    try:
        known = CRS.from_user_input(system)
        if known.to_epsg() == 4326:
            return None
        return Transformer.from_crs(known, WGS84, always_xy=True).transform
    except ProjError as error:
        raise ValueError(str(error)) from error
