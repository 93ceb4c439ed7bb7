"""Outlines and lines in GeoJSON: read, checked, said in words when they are wrong. Pure functions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from shapely import is_valid_reason, unary_union
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

POLYGONS = ("Polygon", "MultiPolygon")
LINES = ("LineString", "MultiLineString")


class WrongOutline(ValueError):
    """A geometry that cannot be used; the text says why, in a clause without a capital."""


def read_shape(geometry: object, kinds: tuple[str, ...] = POLYGONS) -> BaseGeometry:
    """A GeoJSON geometry as a valid shape in degrees. Raises WrongOutline."""
    if not isinstance(geometry, Mapping) or geometry.get("type") not in kinds:
        found = geometry.get("type") if isinstance(geometry, Mapping) else geometry
        raise WrongOutline(f"a {' or '.join(kinds)} is wanted, not {found or 'nothing'}")
    try:
        made = shape(dict(geometry))
    except (ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise WrongOutline(f"the coordinates cannot be read ({error})") from error
    if made.is_empty:
        raise WrongOutline("it holds no coordinates")
    west, south, east, north = made.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise WrongOutline("the coordinates are not degrees: GeoJSON wants WGS 84 with the longitude first")
    if not made.is_valid:
        raise WrongOutline(f"the outline is not valid: {is_valid_reason(made)}")
    return made


def read_outline(data: object) -> BaseGeometry:
    """One outline from a geometry, a feature, or everything with an area in a collection of features."""
    if isinstance(data, Mapping) and data.get("type") == "FeatureCollection":
        geometries = [one.get("geometry") for one in data.get("features") or [] if isinstance(one, Mapping)]
        shapes = [read_shape(one) for one in geometries if isinstance(one, Mapping) and one.get("type") in POLYGONS]
        if not shapes:
            raise WrongOutline("there is no Polygon or MultiPolygon in it")
        return unary_union(shapes)
    if isinstance(data, Mapping) and data.get("type") == "Feature":
        return read_shape(data.get("geometry"))
    return read_shape(data)


def as_geojson(made: BaseGeometry) -> dict[str, Any]:
    """The geometry as it is stored: lists and numbers only."""
    stored: dict[str, Any] = json.loads(json.dumps(mapping(made)))
    return stored
