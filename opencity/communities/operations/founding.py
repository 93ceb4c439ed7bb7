"""A community begins: its slug, names, time zone, languages and outline."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import floor, log2
from typing import Any
from zoneinfo import available_timezones

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from opencity.communities.charter import WrongCharter, read
from opencity.communities.models import RESERVED_SLUGS, Community, NumberCounter
from opencity.foundation.outlines import WrongOutline, as_geojson, read_outline
from opencity.foundation.refusals import NotUnderstood

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?")
KATOTTG = re.compile(r"UA\d{17}")
WIDEST_ZOOM, NEAREST_ZOOM = 8, 14


@dataclass(frozen=True, kw_only=True)
class NewCommunity:
    """`outline` is GeoJSON: a geometry, a feature or a collection. Without it every point lies inside."""

    slug: str
    names: Mapping[str, str]
    timezone: str
    languages: tuple[str, ...]
    katottg: str = ""
    outline: Mapping[str, Any] | None = None
    centre: tuple[float, float] | None = None
    """Latitude and longitude of the first view; the middle of the outline when nothing is said."""
    zoom: int | None = None
    choices: Mapping[str, Any] = field(default_factory=dict)
    base_map: Mapping[str, Any] = field(default_factory=dict)
    drawing: Mapping[str, Any] | None = None


@transaction.atomic
def found(new: NewCommunity, *, now: datetime) -> Community:
    """Raises NotUnderstood with the field that cannot be used."""
    _check(new)
    made = _outline(new)
    west, south, east, north = made.bounds if made is not None else (0.0, 0.0, 0.0, 0.0)
    lat, lon = new.centre or ((south + north) / 2, (west + east) / 2)
    community = Community.objects.create(
        slug=new.slug,
        names=dict(new.names),
        katottg=new.katottg,
        languages=list(new.languages),
        timezone=new.timezone,
        choices=dict(new.choices),
        outline=as_geojson(made) if made is not None else None,
        lat=lat,
        lon=lon,
        zoom=new.zoom or _zoom(east - west),
        base_map=dict(new.base_map),
        drawing=new.drawing,
        created_at=now,
    )
    NumberCounter.objects.create(community=community)
    return community


def restructured(community: Community) -> None:
    """Areas, categories or rules have changed: what processes keep of them in memory is read anew."""
    Community.objects.filter(pk=community.pk).update(structure_version=F("structure_version") + 1)
    community.refresh_from_db(fields=["structure_version"])


def brought_forward(community: Community) -> None:
    """Counts and search texts have changed: pages that were kept are made anew."""
    Community.objects.filter(pk=community.pk).update(version=F("version") + 1)


def look_at(community: Community, lat: float, lon: float) -> None:
    """Where the map of a community without an outline begins."""
    Community.objects.filter(pk=community.pk).update(lat=lat, lon=lon)


def _check(new: NewCommunity) -> None:
    if not _SLUG.fullmatch(new.slug) or len(new.slug) > 40:
        raise NotUnderstood(
            _("“%(slug)s” cannot be an address.") % {"slug": new.slug},
            _("Use small Latin letters, digits and single hyphens, 40 at most."),
            field="slug",
        )
    if new.slug in RESERVED_SLUGS:
        raise NotUnderstood(
            _("“%(slug)s” is used by the platform itself.") % {"slug": new.slug}, _("Choose another."), field="slug"
        )
    if Community.objects.filter(slug=new.slug).exists():
        raise NotUnderstood(
            _("There is a community “%(slug)s” already.") % {"slug": new.slug}, _("Choose another."), field="slug"
        )
    if not new.languages or not all(_LANGUAGE.fullmatch(one) for one in new.languages):
        raise NotUnderstood(
            _("A language is a code such as uk or en."), _("Name at least one, the first first."), field="language"
        )
    if not any(name.strip() for name in new.names.values()) or not all(_LANGUAGE.fullmatch(one) for one in new.names):
        raise NotUnderstood(_("A community needs a name."), _("Write it, for example uk=Миколаїв."), field="name")
    if new.timezone not in available_timezones():
        raise NotUnderstood(
            _("There is no time zone “%(zone)s”.") % {"zone": new.timezone},
            _("Use a name such as Europe/Kyiv."),
            field="timezone",
        )
    if new.katottg and not KATOTTG.fullmatch(new.katottg):
        raise NotUnderstood(
            _("“%(code)s” is no KATOTTG code.") % {"code": new.katottg},
            _("It is UA and seventeen digits."),
            field="katottg",
        )
    try:
        read(new.choices)
    except WrongCharter as error:
        raise NotUnderstood(str(error), _("Leave it out to take the default."), field="choices") from error


def _outline(new: NewCommunity) -> BaseGeometry | None:
    if new.outline is None:
        return None
    try:
        return read_outline(new.outline)
    except WrongOutline as error:
        raise NotUnderstood(
            _("The outline cannot be used: %(why)s.") % {"why": error},
            _("Correct the file and try again."),
            field="outline",
        ) from error


def _zoom(degrees_wide: float) -> int:
    """The zoom at which something so wide fills a screen of about 1,000 pixels."""
    if degrees_wide <= 0:
        return 11
    return max(WIDEST_ZOOM, min(NEAREST_ZOOM, floor(log2(360 / degrees_wide * 1000 / 512))))


def lay_base_map(community: Community, kind: str, *, address: str = "", file: str = "", attribution: str = "") -> None:
    """What lies under the community's own outlines: an address, or a PMTiles file of the data folder by its name."""
    whole = {"none": True, "raster": bool(address), "vector": bool(address), "pmtiles": bool(address) != bool(file)}
    if not whole.get(kind):
        raise NotUnderstood(
            _("A base map is raster or vector with an address, or pmtiles with an address or a file."),
            _("Write none to go without."),
            field="kind",
        )
    if address and not address.startswith(("https://", "http://127.0.0.1", "/")):
        raise NotUnderstood(
            _("“%(address)s” is no address of tiles.") % {"address": address},
            _("It begins with https://."),
            field="url",
        )
    told = {"kind": kind, "url": address, "file": file, "attribution": attribution}
    chosen = {} if kind == "none" else {name: value for name, value in told.items() if value}
    Community.objects.filter(pk=community.pk).update(base_map=chosen, structure_version=F("structure_version") + 1)
