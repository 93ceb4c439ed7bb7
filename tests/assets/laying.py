"""Assets of the small town, laid in a line; files in every form that says the same."""

from __future__ import annotations

import json
import sqlite3
import struct
from pathlib import Path
from typing import Any

from opencity.assets.models import Asset, AssetKind
from opencity.assets.operations.stocking import kind_of, stock_kinds
from opencity.assets.values import Ownership
from opencity.people.models import Organisation
from opencity.places.cells import Point, cell_of
from tests.town import CENTRE, MONDAY, Town

LAT_OF_A_METRE = 1 / 111_195


def north(metres: float, of: Point = CENTRE) -> Point:
    return Point(of.lat + metres * LAT_OF_A_METRE, of.lon)


def kind(town: Town, code: str = "tree") -> AssetKind:
    stock_kinds(town.community)
    return kind_of(town.community, code)


def lay(
    town: Town,
    code: str = "12",
    *,
    of: str = "tree",
    owner: str | None = "parks",
    ownership: str = "",
    at: Point = CENTRE,
) -> Asset:
    body: Organisation | None = town.organisations[owner] if owner else None
    return Asset.everywhere.create(
        community=town.community,
        kind=kind(town, of),
        source="test",
        code=code,
        address=code,
        lat=at.lat,
        lon=at.lon,
        cell=cell_of(at),
        owner=body,
        ownership=ownership or (Ownership.KNOWN if body else Ownership.UNKNOWN),
        created_at=MONDAY,
        updated_at=MONDAY,
    )


Rows = list[tuple[str, float, float]]
"""Code, latitude, longitude."""


def rows(many: int) -> Rows:
    """In a grid of some 200 m."""
    return [(f"Л-{n}", CENTRE.lat + n % 50 * 0.0001, CENTRE.lon + n // 50 * 0.0001) for n in range(many)]


def as_csv(said: Rows, head: str = "code,lat,lon") -> bytes:
    return "\n".join([head, *(f"{code},{lat},{lon}" for code, lat, lon in said)]).encode()


def as_geojson(said: Rows, **more: Any) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {"ref": code},
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
        }
        for code, lat, lon in said
    ]
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def as_geopackage(said: Rows, path: Path, *, srs: int = 4326) -> bytes:
    with sqlite3.connect(path) as file:
        file.executescript(
            "CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT);"
            "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER);"
            "CREATE TABLE gpkg_spatial_ref_sys"
            " (srs_id INTEGER, organization TEXT, organization_coordsys_id INTEGER, definition TEXT);"
            "CREATE TABLE lamps (fid INTEGER PRIMARY KEY, geom BLOB, ref TEXT);"
            "INSERT INTO gpkg_contents VALUES ('lamps', 'features');"
        )
        file.execute("INSERT INTO gpkg_geometry_columns VALUES ('lamps', 'geom', ?)", [srs])
        file.execute("INSERT INTO gpkg_spatial_ref_sys VALUES (?, 'EPSG', ?, '')", [srs, srs])
        for code, lat, lon in said:
            blob = b"GP" + struct.pack("<BBi", 0, 1, srs) + struct.pack("<BIdd", 1, 1, lon, lat)
            file.execute("INSERT INTO lamps (geom, ref) VALUES (?, ?)", [blob, code])
    file.close()
    return path.read_bytes()
