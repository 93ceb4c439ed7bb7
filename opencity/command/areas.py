"""Bring in areas, or streets, from GeoJSON.

Each feature with an outline becomes an area; what lies inside what is found from the outlines. Features that are
right are imported, wrong ones are all named, and a code that is known already is drawn anew. With --kind street,
features with a line become streets. Points are labels and are passed over.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from opencity.command.progress import Progress
from opencity.command.surroundings import Failed, add_community, prepare, the_community

if TYPE_CHECKING:
    from opencity.command.wrong import Wrong
    from opencity.places.operations.drawing import NewArea, NewStreet

NAME, SAYS = "areas", "import areas or streets"
CODE_FIELDS = ("code", "katottg", "katotth", "ref", "id", "@id")
NAME_FIELDS = ("uk=name:uk", "uk=name_uk", "en=name:en", "en=name_en", "name")
T = TypeVar("T")
Feature = Mapping[str, Any]


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(title="what to do", metavar="VERB", required=True)
    one = verbs.add_parser("import", help="import a GeoJSON file", description=__doc__)
    one.add_argument("file", type=Path, metavar="FILE", help="a GeoJSON FeatureCollection in degrees (WGS 84)")
    add_community(one)
    one.add_argument("--kind", default="district", help="what they are: district, microdistrict, street, … (district)")
    one.add_argument(
        "--code-field", metavar="PROPERTY", help=f"the property with the code (the first of {', '.join(CODE_FIELDS)})"
    )
    one.add_argument(
        "--name-field",
        action="append",
        metavar="LANGUAGE=PROPERTY",
        help=f"a property with a name; once for each language (as they are found: {', '.join(NAME_FIELDS)})",
    )
    one.add_argument("--all-or-nothing", action="store_true", help="import nothing when any feature is wrong")
    one.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    prepare()
    from opencity.command.communities import read_geojson
    from opencity.command.wrong import Wrong
    from opencity.places.operations.drawing import check_area, check_street, draw_areas, draw_streets

    community = the_community(args.community)
    features = read_geojson(args.file).get("features")
    if not isinstance(features, list):
        raise Failed(f"{args.file}: a FeatureCollection is wanted.")
    wrong = Wrong(args.file, "feature")
    names = tuple(_with_language(one, community.languages[0]) for one in args.name_field or NAME_FIELDS)
    with Progress("Checking", len(features)) as progress:
        if args.kind == "street":
            streets = list(_checked(features, lambda one: check_street(_street(one, names)), wrong, progress))
        else:
            codes = (args.code_field,) if args.code_field else CODE_FIELDS
            areas = list(
                _checked(
                    features, lambda one: check_area(community, _area(one, args.kind, codes, names)), wrong, progress
                )
            )
    if args.all_or_nothing:
        wrong.must_be_none()
    drawn = draw_streets(community, streets) if args.kind == "street" else draw_areas(community, areas)
    print(f"{args.file.name}: {drawn.made} new, {drawn.changed} drawn anew, {len(wrong.rows)} wrong.")
    for code, parent in sorted(drawn.parents.items()):
        print(f"  {code} lies in {parent}")
    return wrong.exit_status(imported=drawn.made + drawn.changed)


def _checked(features: list[Any], check: Callable[[Feature], T], wrong: Wrong, progress: Progress) -> Iterator[T]:
    """What `check` makes of every feature that is no label; wrong ones are told, with the number from 1."""
    from opencity.foundation.refusals import NotUnderstood

    for number, feature in enumerate(features, start=1):
        progress(number)
        if not isinstance(feature, Mapping) or not isinstance(feature.get("properties") or {}, Mapping):
            wrong.tell(number, "the whole feature", "this is no GeoJSON feature")
            continue
        geometry = feature.get("geometry")
        if isinstance(geometry, Mapping) and geometry.get("type") in {"Point", "MultiPoint"}:
            continue
        try:
            yield check(feature)
        except NotUnderstood as refusal:
            wrong.tell(number, refusal.field, f"{refusal.why} {refusal.next_step}")


def _area(feature: Feature, kind: str, codes: tuple[str, ...], names: tuple[str, ...]) -> NewArea:
    from opencity.places.operations.drawing import NewArea

    said = feature.get("properties") or {}
    code = next((str(said[one]).strip() for one in codes if said.get(one)), "")
    # An area without any outline is known by name alone; here it is a slip of whoever made the file.
    outline = feature.get("geometry") or {}
    return NewArea(code=code.replace("/", "-"), kind=kind, names=_names(said, names), outline=outline)


def _street(feature: Feature, names: tuple[str, ...]) -> NewStreet:
    from opencity.places.operations.drawing import NewStreet

    return NewStreet(names=_names(feature.get("properties") or {}, names), line=feature.get("geometry"))


def _names(said: Mapping[str, Any], fields: tuple[str, ...]) -> dict[str, str]:
    """Names by language, each from LANGUAGE=PROPERTY; the first that is filled wins."""
    found: dict[str, str] = {}
    for one in fields:
        language, _, name = one.partition("=")
        value = said.get(name)
        if value and str(value).strip():
            found.setdefault(language, str(value).strip())
    return found


def _with_language(name_field: str, language: str) -> str:
    """A field that names no language speaks the community's first."""
    return name_field if "=" in name_field else f"{language}={name_field}"
