"""Areas and streets are drawn: checked one by one, then written together with the tree they form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from shapely import STRtree
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from opencity.communities.models import Community
from opencity.communities.operations.founding import restructured
from opencity.foundation.lemmas import lemmatise
from opencity.foundation.outlines import LINES, WrongOutline, as_geojson, read_shape
from opencity.foundation.refusals import NotUnderstood
from opencity.places.models import Area, Street

INSIDE = 0.9
"""An area lies in another when so much of it does: outlines from two sources never fit exactly."""
TOUCHES = 0.01
"""An area with less than this of itself inside the community is somewhere else."""


@dataclass(frozen=True, kw_only=True)
class NewArea:
    """`parent` is the code of the area above; empty leaves it to the geometry. `outline` is a GeoJSON geometry."""

    code: str
    kind: str
    names: Mapping[str, str]
    outline: Mapping[str, Any] | None = None
    parent: str = ""
    label: tuple[float, float] | None = None
    """Latitude and longitude where its name is written."""


@dataclass(frozen=True, kw_only=True)
class NewStreet:
    """`area` is the code of the area the name belongs to; `rank` 0 is for streets everybody knows."""

    names: Mapping[str, str]
    aliases: Sequence[str] = ()
    area: str = ""
    line: Mapping[str, Any] | None = None
    rank: int = 3


@dataclass(frozen=True)
class CheckedArea:
    new: NewArea
    shape: BaseGeometry | None


@dataclass
class Drawn:
    made: int = 0
    changed: int = 0
    parents: dict[str, str] = field(default_factory=dict)
    """Code of each area that got a parent, with the parent's code."""


def check_area(community: Community, new: NewArea) -> CheckedArea:
    """Raises NotUnderstood naming the field that cannot be used."""
    if not new.code or len(new.code) > 40 or "/" in new.code or new.code != new.code.strip():
        raise NotUnderstood(
            _("“%(code)s” cannot be the code of an area.") % {"code": new.code},
            _("Name the property that holds it: 1 to 40 characters, no slash."),
            field="code",
        )
    if not any(name.strip() for name in new.names.values()):
        raise NotUnderstood(_("The area has no name."), _("Name the property that holds it."), field="name")
    if new.outline is None:
        return CheckedArea(new, None)
    try:
        made = read_shape(new.outline)
    except WrongOutline as error:
        raise NotUnderstood(
            _("The outline cannot be used: %(why)s.") % {"why": error}, _("Correct it and try again."), field="geometry"
        ) from error
    if community.outline and shape(community.outline).intersection(made).area < TOUCHES * made.area:
        raise NotUnderstood(
            _("The area lies outside %(community)s.") % {"community": community.name},
            _("Check the community's outline and the file."),
            field="geometry",
        )
    return CheckedArea(new, made)


@transaction.atomic
def draw_areas(community: Community, areas: Sequence[CheckedArea]) -> Drawn:
    """Write areas, known ones anew, and put everything without a parent under the smallest area that holds it."""
    drawn = Drawn()
    last = Area.everywhere.filter(community=community).aggregate(last=Max("position"))["last"]
    known = {area.code: area for area in Area.everywhere.filter(community=community)}
    for place, one in enumerate(areas, start=-1 if last is None else last):
        area = known.get(one.new.code) or Area(community=community, code=one.new.code, position=place + 1)
        drawn.made, drawn.changed = drawn.made + (area.pk is None), drawn.changed + (area.pk is not None)
        _lay(area, one)
        known[area.code] = area
    _connect(known, [one.new for one in areas], drawn)
    restructured(community)
    return drawn


def _lay(area: Area, one: CheckedArea) -> None:
    area.kind, area.names = one.new.kind, {**area.names, **one.new.names}
    if one.shape is not None:
        area.outline = as_geojson(one.shape)
    if one.new.label is not None:
        area.lat, area.lon = one.new.label
    elif one.shape is not None:
        spot = one.shape.representative_point()
        area.lat, area.lon = spot.y, spot.x
    area.save()


def _connect(known: Mapping[str, Area], new: Iterable[NewArea], drawn: Drawn) -> None:
    """Parents as named, else by geometry; then the depth of every area."""
    named = {one.code: one.parent for one in new if one.parent}
    drawn_areas = [area for area in known.values() if area.outline]
    shapes = [shape(area.outline) for area in drawn_areas if area.outline]
    tree = STRtree(shapes)
    by_id = {area.pk: area for area in known.values()}
    for area in known.values():
        # The same objects everywhere: a parent that was read by itself would keep its old parent.
        area.parent = by_id.get(area.parent_id) if area.parent_id else None
    for area in known.values():
        if area.code in named:
            area.parent = _named_parent(area, named[area.code], known)
        elif area.parent_id is None and area.outline:
            area.parent = _smallest_around(drawn_areas.index(area), drawn_areas, shapes, tree)
        if area.parent is not None:
            drawn.parents[area.code] = area.parent.code
    for area in known.values():
        area.depth = _depth(area)
    Area.everywhere.bulk_update(known.values(), ["parent", "depth"], batch_size=200)


def _named_parent(area: Area, code: str, known: Mapping[str, Area]) -> Area:
    if code not in known or code == area.code:
        raise NotUnderstood(
            _("Area %(code)s names a parent that is not known: %(parent)s.") % {"code": area.code, "parent": code},
            _("Import the larger areas first."),
            field="parent",
        )
    return known[code]


def _smallest_around(n: int, areas: Sequence[Area], shapes: Sequence[BaseGeometry], tree: STRtree) -> Area | None:
    mine = shapes[n]
    around = [
        int(other)
        for other in tree.query(mine, predicate="intersects")
        if shapes[other].area > mine.area and shapes[other].intersection(mine).area >= INSIDE * mine.area
    ]
    return areas[min(around, key=lambda other: shapes[other].area)] if around else None


def _depth(area: Area) -> int:
    depth, above = 0, area.parent
    while above is not None:
        depth, above = depth + 1, above.parent
        if depth > 20:
            raise NotUnderstood(
                _("Area %(code)s lies in itself.") % {"code": area.code}, _("Correct the parents."), field="parent"
            )
    return depth


def check_street(new: NewStreet) -> NewStreet:
    """Raises NotUnderstood naming the field that cannot be used."""
    if not any(name.strip() for name in new.names.values()):
        raise NotUnderstood(_("The street has no name."), _("Name the property that holds it."), field="name")
    if new.line is not None:
        try:
            read_shape(new.line, LINES)
        except WrongOutline as error:
            raise NotUnderstood(
                _("The line cannot be used: %(why)s.") % {"why": error},
                _("Correct it and try again."),
                field="geometry",
            ) from error
    return new


@transaction.atomic
def draw_streets(community: Community, streets: Iterable[NewStreet]) -> Drawn:
    """Write streets; the same name in the same area is the same street. Without an area the line decides."""
    drawn = Drawn()
    areas = list(Area.everywhere.filter(community=community).order_by("-depth", "position"))
    shapes = {area.pk: shape(area.outline) for area in areas if area.outline}
    codes = {area.code: area for area in areas}
    known = {
        _identity(street.names, street.area_id): street for street in Street.everywhere.filter(community=community)
    }
    for new in streets:
        area = _area_of(new, codes, areas, shapes)
        street = known.get(_identity(new.names, area.pk if area else None)) or Street(community=community, area=area)
        drawn.made, drawn.changed = drawn.made + (street.pk is None), drawn.changed + (street.pk is not None)
        street.names, street.aliases = dict(new.names), list(new.aliases)
        street.line = dict(new.line) if new.line else street.line
        street.rank, street.lemmas = new.rank, _lemmas(new)
        street.save()
        known[_identity(street.names, street.area_id)] = street
    restructured(community)
    return drawn


def _lemmas(new: NewStreet) -> str:
    said = [lemmatise(name, language) for language, name in new.names.items()] + [lemmatise(one) for one in new.aliases]
    return " ".join(dict.fromkeys(" ".join(said).split()))[:400]


def _identity(names: Mapping[str, str], area_id: int | None) -> tuple[str, int | None]:
    return next((name for name in names.values() if name), ""), area_id


def _area_of(
    new: NewStreet, codes: Mapping[str, Area], areas: Sequence[Area], shapes: Mapping[int, BaseGeometry]
) -> Area | None:
    if new.area:
        if new.area not in codes:
            raise NotUnderstood(
                _("The street names an area that is not known: %(area)s.") % {"area": new.area},
                _("Import the areas first."),
                field="area",
            )
        return codes[new.area]
    if new.line is None:
        return None
    line = shape(dict(new.line))
    inside = [
        area for area in areas if area.pk in shapes and shapes[area.pk].intersection(line).length > line.length / 2
    ]
    return inside[0] if inside else None
