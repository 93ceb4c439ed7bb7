"""The rows of a list become assets that may be kept, or complaints that name row and column. Nothing is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from django.utils.translation import gettext as _

from opencity.assets.reading import Row, Sheet
from opencity.communities.models import Community
from opencity.foundation.coordinates import Turn, turn_from
from opencity.foundation.refusals import NotUnderstood
from opencity.places.cells import Point
from opencity.places.lookup import atlas

GUESSES: Mapping[str, tuple[str, ...]] = {
    "code": ("code", "ref", "number", "inventory", "номер", "код", "інвентарний номер", "id", "fid"),
    "name": ("name", "name:uk", "name_uk", "title", "назва"),
    "lat": ("lat", "latitude", "y", "широта"),
    "lon": ("lon", "lng", "longitude", "x", "довгота"),
}
"""Columns that are taken for what they are called, when nobody names others."""
LONGEST: Mapping[str, int] = {"code": 60, "name": 160}
MOST_ATTRIBUTES, LONGEST_ATTRIBUTE = 40, 200


@dataclass(frozen=True)
class NewAsset:
    """`number` is the row it stands in."""

    number: int
    code: str
    name: str
    point: Point
    attributes: Mapping[str, Any]


@dataclass(frozen=True)
class Wrong:
    """One complaint: which row, which column, and why, as a clause."""

    number: int
    field: str
    why: str


@dataclass(frozen=True)
class Checked:
    unit: str
    assets: tuple[NewAsset, ...]
    wrong: tuple[Wrong, ...]
    columns: Mapping[str, str]
    """Which column was read as code, name, lat and lon."""


class _BadRow(Exception):
    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field, self.why = field, why


def read_columns(said: str) -> dict[str, str]:
    """«code=REF, name=TITLE» as a mapping. Raises NotUnderstood for anything else."""
    found: dict[str, str] = {}
    for part in filter(None, (one.strip() for one in said.split(","))):
        name, sign, column = (piece.strip() for piece in part.partition("="))
        if not sign or not column or name not in GUESSES:
            raise NotUnderstood(
                _("“%(part)s” names no column.") % {"part": part},
                _("Write code=COLUMN, name=COLUMN, lat=COLUMN or lon=COLUMN, with commas between."),
                field="columns",
            )
        found[name] = column
    return found


def check(community: Community, sheet: Sheet, columns: Mapping[str, str], *, system: str = "") -> Checked:
    """Raises NotUnderstood where columns or the coordinate system are not there at all."""
    chosen = _chosen(sheet, columns)
    turn = _turn(system or sheet.system)
    assets: list[NewAsset] = []
    wrong: list[Wrong] = []
    seen: dict[str, int] = {}
    for row in sheet.rows:
        try:
            new = _asset(community, row, chosen, turn)
            if new.code in seen:
                told = {"code": new.code, "unit": words_of_unit(sheet.unit), "n": seen[new.code]}
                raise _BadRow(chosen["code"], _("code %(code)s stands in %(unit)s %(n)s already") % told)
            seen[new.code] = row.number
            assets.append(new)
        except _BadRow as bad:
            wrong.append(Wrong(row.number, bad.field, bad.why))
    return Checked(sheet.unit, tuple(assets), tuple(wrong), chosen)


def words_of_unit(unit: str) -> str:
    return {"line": _("line"), "feature": _("feature")}.get(unit) or _("row")


def _chosen(sheet: Sheet, columns: Mapping[str, str]) -> dict[str, str]:
    for column in columns.values():
        if column not in sheet.columns:
            raise NotUnderstood(
                _("There is no column “%(column)s”.") % {"column": column},
                _("The columns are: %(columns)s.") % {"columns": ", ".join(sheet.columns)},
                field="columns",
            )
    by_name = {column.casefold(): column for column in reversed(sheet.columns)}
    guessed = {name: next((by_name[one] for one in guesses if one in by_name), "") for name, guesses in GUESSES.items()}
    chosen = {**guessed, **columns}
    places = ("lat", "lon") if sheet.unit == "line" else ()
    missing = [name for name in ("code", *places) if not chosen[name]]
    if missing:
        raise NotUnderstood(
            _("It is not clear which column holds: %(missing)s.") % {"missing": ", ".join(missing)},
            _("Name them, as in %(example)s. The columns are: %(columns)s.")
            % {"example": f"{missing[0]}=COLUMN", "columns": ", ".join(sheet.columns)},
            field="columns",
        )
    return chosen if sheet.unit == "line" else {**chosen, "lat": "", "lon": ""}


def _turn(system: str) -> Turn | None:
    """How coordinates become degrees; None where they are degrees already."""
    try:
        return turn_from(system) if system else None
    except ValueError as error:
        raise NotUnderstood(
            _("The coordinate system “%(system)s” is not known.") % {"system": system[:80]},
            _("Name it by its number, such as EPSG:4326 or EPSG:5566."),
            field="system",
        ) from error


def _asset(community: Community, row: Row, columns: Mapping[str, str], turn: Turn | None) -> NewAsset:
    if row.wrong:
        raise _BadRow(_("geometry") if row.values else _("the whole row"), row.wrong)
    texts = {name: _text(row.values.get(columns[name], "")) for name in LONGEST}
    if not texts["code"]:
        raise _BadRow(columns["code"], _("the code is missing"))
    for name, most in LONGEST.items():
        if len(texts[name]) > most:
            raise _BadRow(columns[name], _("longer than %(most)s characters") % {"most": most})
    point = _place(community, row, columns, turn)
    return NewAsset(row.number, texts["code"], texts["name"], point, dict(_attributes(row.values, columns)))


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str("" if value is None else value).replace("\x00", "").split())


def _place(community: Community, row: Row, columns: Mapping[str, str], turn: Turn | None) -> Point:
    where = _("geometry") if row.shape is not None else f"{columns['lat']}, {columns['lon']}"
    lon, lat = _pair(row, columns)
    if turn is not None:
        lon, lat = turn(lon, lat)
    if not (isfinite(lat) and isfinite(lon) and abs(lat) <= 85 and abs(lon) <= 180):
        raise _BadRow(
            where, _("these are no degrees: name the coordinate system, such as EPSG:5566, or export in WGS 84")
        )
    point = Point(lat, lon)
    if atlas(community).covers(point):
        return point
    told = {"lat": f"{lat:.5f}", "lon": f"{lon:.5f}", "community": community.name}
    if abs(lon) <= 85 and atlas(community).covers(Point(lon, lat)):
        raise _BadRow(where, _("latitude and longitude look swapped: %(lat)s, %(lon)s") % told)
    raise _BadRow(where, _("%(lat)s, %(lon)s lies outside %(community)s") % told)


def _pair(row: Row, columns: Mapping[str, str]) -> tuple[float, float]:
    """Longitude and latitude, or easting and northing, as they stand. A wide thing is known by a point inside it."""
    if row.shape is not None:
        # Of a point this is the point itself.
        spot = row.shape.representative_point()
        return float(spot.x), float(spot.y)
    return _number(row, columns["lon"]), _number(row, columns["lat"])


def _number(row: Row, column: str) -> float:
    said = str(row.values.get(column, "")).strip()
    try:
        # A comma for the decimal point is how spreadsheets write here.
        return float(re.sub(r"(?<=\d),(?=\d)", ".", said))
    except ValueError:
        raise _BadRow(column, _("“%(value)s” is no number") % {"value": said[:40]}) from None


def _attributes(values: Mapping[str, Any], columns: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """Everything else that was told, as plain values; long texts are cut."""
    left = [name for name in values if name not in set(columns.values())]
    for name in left[:MOST_ATTRIBUTES]:
        value = values[name]
        if isinstance(value, bool | int) or (isinstance(value, float) and isfinite(value)):
            yield name[:60], value
        elif isinstance(value, str) and value.strip():
            yield name[:60], value.replace("\x00", "").strip()[:LONGEST_ATTRIBUTE]
