"""Lists of assets in GeoJSON, CSV and GeoPackage, read row by row. Knows nothing of communities or of the database.

A GeoPackage is an SQLite file: it is read with nothing but SQLite and Shapely, and never trusted.
"""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from django.utils.translation import gettext as _
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from opencity.foundation.refusals import NotUnderstood

MOST_ROWS = 200_000
MOST_BYTES = 25_000_000
_SQLITE = b"SQLite format 3\x00"
_STEPS, _MOST_STEPS = 100_000, 5_000
"""A file whose reading takes more steps of SQLite than this was made to keep us busy."""
_ENVELOPES = (0, 32, 48, 48, 64)
"""How many bytes of bounds stand before the geometry, by the number in a GeoPackage's flags."""


@dataclass(frozen=True)
class Row:
    """One thing of a list. `wrong` says why its geometry cannot be used; without either it has columns alone."""

    number: int
    values: Mapping[str, Any]
    shape: BaseGeometry | None = None
    wrong: str = ""


@dataclass(frozen=True)
class Sheet:
    """`unit` is what a row is called: line, feature or row. `system` is the coordinate system the file names."""

    unit: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    system: str = ""


def read_sheet(name: str, raw: bytes, *, layer: str = "") -> Sheet:
    """Raises NotUnderstood where the file as a whole cannot be read."""
    if len(raw) > MOST_BYTES:
        raise _wrong(_("The file is larger than %(most)s MB.") % {"most": MOST_BYTES // 1_000_000})
    if raw[: len(_SQLITE)] == _SQLITE:
        sheet = _geopackage(raw, layer)
    elif raw.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"{":
        sheet = _geojson(raw)
    elif name.lower().endswith((".gpkg", ".geojson", ".json")):
        raise _wrong(_("This is neither a GeoPackage nor GeoJSON, whatever its name says."))
    else:
        sheet = _csv(raw)
    if len(sheet.rows) > MOST_ROWS:
        raise _wrong(_("The file has more than %(most)s rows.") % {"most": f"{MOST_ROWS:,}"})
    if not sheet.rows:
        raise _wrong(_("There is nothing in this file."))
    return sheet


def _wrong(why: str) -> NotUnderstood:
    return NotUnderstood(why, _("Choose a GeoJSON, CSV or GeoPackage file."), field="file")


def _columns(rows: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for values in rows for name in values))


def _csv(raw: bytes) -> Sheet:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _wrong(_("This is not UTF-8 text (byte %(n)s).") % {"n": error.start}) from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        head = [name.strip() for name in next(reader, [])]
        rows = tuple(_line(reader.line_num, head, cells) for cells in reader if cells)
    except csv.Error as error:
        raise _wrong(_("Line %(n)s cannot be read: %(why)s.") % {"n": reader.line_num, "why": error}) from error
    return Sheet("line", tuple(head), rows)


def _line(number: int, head: list[str], cells: list[str]) -> Row:
    if len(cells) != len(head):
        wanted = _("%(wanted)s cells are wanted, %(found)s are there") % {"wanted": len(head), "found": len(cells)}
        return Row(number, {}, wrong=wanted)
    return Row(number, dict(zip(head, (cell.strip() for cell in cells), strict=True)))


def _geojson(raw: bytes) -> Sheet:
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _wrong(_("This is no GeoJSON: %(why)s.") % {"why": error}) from error
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list):
        raise _wrong(_("A FeatureCollection is wanted."))
    rows = tuple(_feature(number, one) for number, one in enumerate(features, start=1))
    return Sheet("feature", _columns(row.values for row in rows), rows, _named_system(data.get("crs")))


def _named_system(crs: object) -> str:
    """The old way of naming a system: {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}."""
    about = crs.get("properties") if isinstance(crs, Mapping) else None
    name = str(about.get("name", "")) if isinstance(about, Mapping) else ""
    parts = [part for part in name.replace("urn:ogc:def:crs:", "").split(":") if part]
    return f"{parts[0].upper()}:{parts[-1]}" if len(parts) > 1 else name


def _feature(number: int, feature: object) -> Row:
    if not isinstance(feature, Mapping) or not isinstance(feature.get("properties") or {}, Mapping):
        return Row(number, {}, wrong=_("this is no GeoJSON feature"))
    values = dict(feature.get("properties") or {})
    if "id" in feature and "id" not in values:
        values["id"] = feature["id"]
    geometry = feature.get("geometry")
    if not isinstance(geometry, Mapping):
        return Row(number, values, wrong=_("there is no geometry"))
    try:
        return _row(number, values, shape(dict(geometry)))
    except (ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        return Row(number, values, wrong=_("the geometry cannot be read (%(why)s)") % {"why": error})


def _row(number: int, values: Mapping[str, Any], made: BaseGeometry | None) -> Row:
    if made is None or made.is_empty:
        return Row(number, values, wrong=_("there is no geometry"))
    if not made.is_valid:
        return Row(
            number, values, wrong=_("the geometry is not valid: %(why)s") % {"why": shapely.is_valid_reason(made)}
        )
    return Row(number, values, made)


def _geopackage(raw: bytes, layer: str) -> Sheet:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.gpkg"
        path.write_bytes(raw)
        try:
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as file:
                _distrust(file)
                return _layer(file, layer)
        except sqlite3.Error as error:
            raise _wrong(_("This GeoPackage cannot be read: %(why)s.") % {"why": error}) from error


def _distrust(file: sqlite3.Connection) -> None:
    """Somebody else wrote the schema: nothing in it may act, and reading it may not go on for ever."""
    for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON"):
        file.execute(f"PRAGMA {pragma}")
    left = iter(range(_MOST_STEPS))
    file.set_progress_handler(lambda: int(next(left, None) is None), _STEPS)


def _layer(file: sqlite3.Connection, wanted: str) -> Sheet:
    names = [str(name) for (name,) in file.execute("SELECT table_name FROM gpkg_contents WHERE data_type = 'features'")]
    if wanted and wanted not in names:
        raise _wrong(
            _("There is no layer “%(layer)s”. There are: %(known)s.") % {"layer": wanted, "known": _list(names)}
        )
    if not wanted and len(names) != 1:
        raise NotUnderstood(
            _("The file has %(n)s layers with geometry: %(known)s.") % {"n": len(names), "known": _list(names)},
            _("Name one of them as the layer."),
            field="layer",
        )
    name = wanted or names[0]
    # A view or a virtual table could run what it likes.
    plain = file.execute(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ? AND sql NOT LIKE 'create virtual%'", [name]
    ).fetchone()
    found = file.execute(
        "SELECT column_name, g.srs_id, organization, organization_coordsys_id, definition FROM gpkg_geometry_columns g "
        "LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id WHERE table_name = ?",
        [name],
    ).fetchone()
    if not plain or not found:
        raise _wrong(_("Layer “%(layer)s” is no table with geometry.") % {"layer": name})
    geometry, srs, organisation, number, definition = found
    rows = tuple(_packed_rows(file, name, geometry))
    system = _system(srs, str(organisation or ""), number, str(definition or ""))
    return Sheet("row", _columns(row.values for row in rows), rows, system)


def _list(names: list[str]) -> str:
    return ", ".join(names) or "—"


def _system(srs: object, organisation: str, number: object, definition: str) -> str:
    """Numbers -1 and 0 stand for «undefined»: then the coordinates have to speak for themselves."""
    if srs in {-1, 0} or (not organisation and not definition):
        return ""
    if organisation and organisation.upper() != "NONE" and number:
        return f"{organisation.upper()}:{number}"
    return definition


def _packed_rows(file: sqlite3.Connection, table: str, geometry: str) -> Iterator[Row]:
    quoted = table.replace('"', '""')
    cursor = file.execute(f'SELECT * FROM "{quoted}" LIMIT {MOST_ROWS + 1}')  # noqa: S608 (a quoted name, read only)
    columns = [one[0] for one in cursor.description]
    for number, cells in enumerate(cursor, start=1):
        values = dict(zip(columns, cells, strict=True))
        blob = values.pop(geometry, None)
        kept = {name: value for name, value in values.items() if not isinstance(value, bytes)}
        try:
            yield _row(number, kept, _unpacked(blob))
        except (ShapelyError, ValueError) as error:
            yield Row(number, kept, wrong=_("the geometry cannot be read (%(why)s)") % {"why": error})


def _unpacked(blob: object) -> BaseGeometry | None:
    """A GeoPackage's geometry: «GP», version, flags, the system's number, perhaps bounds, then well-known binary."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or blob[:2] != b"GP" or len(blob) < 8:
        raise ValueError("no GeoPackage geometry")
    flags = blob[3]
    kind = flags >> 1 & 0b111
    if kind >= len(_ENVELOPES) or flags >> 5 & 1:
        raise ValueError("a kind of geometry that is not known")
    made: BaseGeometry = shapely.from_wkb(blob[8 + _ENVELOPES[kind] :])
    return made
