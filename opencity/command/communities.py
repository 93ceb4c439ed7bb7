"""Create a community: a town with its own address, time zone, languages and catalogue."""

from __future__ import annotations

import argparse
import json
import re
import shutil
from pathlib import Path
from typing import Any

from opencity.command.surroundings import Failed, prepare

NAME, SAYS = "community", "create a community, choose its base map"
_NAMED = re.compile(r"([a-z]{2,3}(?:-[A-Z]{2})?)=(.*)", re.DOTALL)


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(title="what to do", metavar="VERB", required=True)
    one = verbs.add_parser("create", help="create a community", description=__doc__)
    one.add_argument("slug", metavar="SLUG", help="its address: small Latin letters, digits, hyphens")
    one.add_argument(
        "--name", action="append", required=True, help="its name, for example uk=Миколаїв; once for each language"
    )
    one.add_argument("--timezone", required=True, help="for example Europe/Kyiv")
    one.add_argument(
        "--language", action="append", required=True, metavar="CODE", help="a language spoken there, the first first"
    )
    one.add_argument(
        "--outline", type=Path, metavar="FILE", help="GeoJSON with its outline; else every place is inside"
    )
    one.add_argument("--katottg", default="", metavar="CODE", help="its code in Ukraine's register of territories")
    one.add_argument("--centre", metavar="LAT,LON", help="the middle of its map, when there is no outline")
    one.add_argument("--pack", default="ua", help="the categories it begins with (ua); none leaves it empty")
    one.set_defaults(run=run)
    ground = verbs.add_parser("map", help="choose what lies under its map", description=lay.__doc__)
    ground.add_argument("slug", metavar="SLUG", help="the community")
    ground.add_argument("kind", choices=["none", "raster", "vector", "pmtiles"], help="none: its own outlines alone")
    ground.add_argument("--url", default="", help="address of the tiles, such as https://tiles.example/{z}/{x}/{y}.png")
    ground.add_argument("--file", type=Path, metavar="FILE", help="a PMTiles file; it is copied into the data folder")
    ground.add_argument("--attribution", default="", help="whom the map's data come from, shown on it")
    ground.set_defaults(run=lay)


def run(args: argparse.Namespace) -> int:
    prepare()
    from django.utils.timezone import now

    from opencity.assets.operations.stocking import stock_kinds
    from opencity.catalogue.operations.stocking import pack, stock
    from opencity.communities.operations.founding import NewCommunity, found

    categories = [] if args.pack == "none" else pack(args.pack)
    community = found(
        NewCommunity(
            slug=args.slug,
            names=_names(args.name, args.language[0]),
            timezone=args.timezone,
            languages=tuple(args.language),
            katottg=args.katottg,
            outline=read_geojson(args.outline) if args.outline else None,
            centre=_centre(args.centre) if args.centre else None,
        ),
        now=now(),
    )
    stock(community, categories)
    stock_kinds(community)
    print(f"Community {community.slug} is made, with {len(categories)} categories. Its address is /{community.slug}/.")
    return 0


def lay(args: argparse.Namespace) -> int:
    """Choose what lies under a community's own outlines: nothing, tiles from an address, or a local PMTiles file.

    Name the host of tiles from elsewhere in OPENCITY_TILE_HOSTS, or browsers will not fetch them.
    """
    prepare()
    from opencity import settings
    from opencity.communities.models import Community
    from opencity.communities.operations.founding import lay_base_map

    community = Community.objects.filter(slug=args.slug).first()
    if community is None:
        raise Failed(f"There is no community “{args.slug}”.")
    if args.file is not None and not args.file.read_bytes()[:7] == b"PMTiles":
        raise Failed(f"{args.file}: this is no PMTiles file.")
    file = f"{args.slug}.pmtiles" if args.file else ""
    lay_base_map(community, args.kind, address=args.url, file=file, attribution=args.attribution)
    if args.file is not None:
        (settings.HOME / "tiles").mkdir(exist_ok=True)
        shutil.copyfile(args.file, settings.HOME / "tiles" / file)
    print(f"The map of {args.slug} now lies on: {args.kind}.")
    return 0


def read_geojson(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise Failed(f"{path}: this is no GeoJSON file ({error}).") from error
    if not isinstance(data, dict):
        raise Failed(f"{path}: this is no GeoJSON file.")
    return data


def _names(given: list[str], first_language: str) -> dict[str, str]:
    named = [_NAMED.fullmatch(one) for one in given]
    return {
        found.group(1) if found else first_language: found.group(2) if found else one
        for found, one in zip(named, given, strict=True)
    }


def _centre(text: str) -> tuple[float, float]:
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError:
        raise Failed(f"--centre {text}: two numbers are wanted, such as 46.97,31.99.") from None
    if not (-85 <= lat <= 85 and -180 <= lon <= 180):
        raise Failed(f"--centre {text}: this is no place on the map. The latitude comes first.")
    return lat, lon
