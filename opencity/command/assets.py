"""Bring in a list of assets, with their owner, from GeoJSON, CSV or GeoPackage.

All of it or nothing: every wrong row is named, and nothing is written while one is wrong, unless --skip-wrong. Bringing
the same list in again changes nothing; what left the list is retired, never deleted.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from opencity.command.surroundings import Failed, add_community, prepare, the_community

if TYPE_CHECKING:
    from opencity.communities.models import Community
    from opencity.people.models import Organisation

NAME, SAYS = "assets", "import lamps, trees, stops with their owner"
COLUMNS = ("code", "name", "lat", "lon")


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(title="what to do", metavar="VERB", required=True)
    one = verbs.add_parser("import", help="import a list", description=__doc__)
    one.add_argument("file", type=Path, metavar="FILE", help="GeoJSON, CSV or GeoPackage")
    add_community(one)
    one.add_argument("--kind", required=True, help="what they are: lamp, tree, stop, manhole, …")
    one.add_argument("--source", default="", metavar="NAME", help="whose list it is (OWNER:KIND)")
    one.add_argument("--owner", default="", metavar="SLUG", help="the organisation that owns them; else nobody knows")
    one.add_argument("--claimed", action="store_true", help="the owner is said, not known for certain")
    for column in COLUMNS:
        one.add_argument(f"--{column}-column", default="", metavar="COLUMN", help=f"the column with the {column}")
    one.add_argument("--layer", default="", help="which layer of a GeoPackage")
    one.add_argument("--system", default="", help="the coordinate system, such as EPSG:5566 (as the file says)")
    one.add_argument("--partial", action="store_true", help="a part of the source: retire nothing")
    one.add_argument("--skip-wrong", action="store_true", help="leave wrong rows out; retires nothing")
    one.add_argument("--dry-run", action="store_true", help="only say what would be done")
    one.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    prepare()
    from django.utils.timezone import now

    from opencity.assets.checking import check
    from opencity.assets.operations.importing import List, bring_in, clashes, foresee, source_of
    from opencity.assets.operations.stocking import kind_of
    from opencity.assets.reading import read_sheet
    from opencity.command.wrong import Wrong

    community = the_community(args.community)
    kind, owner = kind_of(community, args.kind), _owner(community, args.owner)
    which = List(
        kind=kind,
        source=args.source or source_of(kind, owner),
        owner=owner,
        sure=not args.claimed,
        partial=args.partial,
        skip_wrong=args.skip_wrong,
    )
    sheet = read_sheet(args.file.name, args.file.read_bytes(), layer=args.layer)
    columns = {name: said for name in COLUMNS if (said := getattr(args, f"{name}_column"))}
    checked = check(community, sheet, columns, system=args.system)
    wrong = Wrong(args.file, checked.unit)
    for fault in (*checked.wrong, *clashes(community, checked, which)):
        wrong.tell(fault.number, fault.field, fault.why)
    if wrong.rows and not args.skip_wrong and not args.dry_run:
        raise Failed(f"{len(wrong.rows):,} wrong rows in {args.file}; nothing was changed (see --skip-wrong).")
    did = foresee if args.dry_run else bring_in
    outcome = did(community, checked, which, now=now())
    print(
        f"{which.source}: {outcome.made:,} new, {outcome.changed:,} changed, {outcome.same:,} as before, "
        f"{outcome.retired:,} retired, {len(wrong.rows):,} wrong.{' Nothing was written.' if args.dry_run else ''}"
    )
    return 1 if wrong.rows else 0


def _owner(community: Community, slug: str) -> Organisation | None:
    from opencity.people.present import bodies_here, body_here

    if not slug:
        return None
    found = body_here(community, slug)
    if found is None:
        known = ", ".join(bodies_here(community).order_by("slug").values_list("slug", flat=True)) or "none yet"
        raise Failed(f"there is no organisation {slug!r} in {community.slug}. Known: {known}.")
    return found
