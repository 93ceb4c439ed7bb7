"""Bring in problems from the records of another system.

Rows that are right are imported, wrong ones are all named, and importing again makes no doubles. Imported problems
start no deadline and send no notices. docs/guides/import.md explains the mapping file; examples/ holds two.
"""

from __future__ import annotations

import argparse
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from opencity.command.progress import Progress
from opencity.command.surroundings import Failed, add_community, prepare, the_community

if TYPE_CHECKING:
    from opencity.command.mapping import SourceMapping
    from opencity.communities.models import Community
    from opencity.problems.operations.importing import CheckedRecord

NAME, SAYS = "problems", "import problems from another system's records"
BATCH = 2000
"""Records in one transaction."""


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(title="what to do", metavar="VERB", required=True)
    one = verbs.add_parser("import", help="import a CSV file", description=__doc__)
    one.add_argument("file", type=Path, metavar="FILE", help="the CSV file")
    add_community(one)
    one.add_argument("--mapping", type=Path, metavar="MAPPING.json", required=True, help="how its columns are read")
    one.add_argument("--all-or-nothing", action="store_true", help="import nothing when any row is wrong")
    one.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    prepare()
    from opencity.catalogue.models import Category
    from opencity.catalogue.operations.stocking import add_missing
    from opencity.command.mapping import read_mapping
    from opencity.command.records import read_records
    from opencity.command.wrong import Wrong
    from opencity.communities.operations.founding import brought_forward
    from opencity.problems.operations.importing import taken_over

    community, mapping = the_community(args.community), read_mapping(args.mapping)
    _must_know_categories(mapping, community, args.mapping)
    add_missing(community, mapping.categories)
    categories = {one.code: one for one in Category.everywhere.filter(community=community)}
    known = taken_over(community, mapping.source)
    wrong, imported, seen, total = Wrong(args.file, "line"), 0, 0, _lines(args.file)
    if args.all_or_nothing:
        for _ in read_records(args.file, mapping, community, categories, known, wrong):
            pass
        wrong.must_be_none()
    with Progress("Importing", total) as progress:
        rows = read_records(args.file, mapping, community, categories, known, wrong)
        while batch := list(islice(rows, BATCH)):
            fresh = [one for one in batch if one is not None]
            imported += _import(community, mapping.source, fresh)
            seen += len(batch)
            progress(seen)
    if imported:
        brought_forward(community)
        _find_the_middle(community)
    there = seen - imported - len(wrong.rows)
    print(f"{args.file.name}: {imported:,} imported, {there:,} were here already, {len(wrong.rows):,} wrong.")
    return wrong.exit_status(imported=imported)


def _import(community: Community, source: str, records: list[CheckedRecord]) -> int:
    """Take over a batch, count it and make it searchable: all of it or, cut off in the middle, nothing."""
    from django.db import transaction
    from django.utils.timezone import now

    from opencity.problems.operations.importing import take_over
    from opencity.problems.operations.indexing import index
    from opencity.statistics.operations.counting import recount

    if not records:
        return 0
    moment = now()
    with transaction.atomic():
        fresh = [problem.pk for problem in take_over(community, source, records, now=moment)]
        recount(fresh, now=moment)
        index(fresh)
    return len(fresh)


def _find_the_middle(community: Community) -> None:
    """A community without an outline and a named middle is looked at where its problems are."""
    from django.db.models import Avg

    from opencity.communities.operations.founding import look_at
    from opencity.problems.models import Problem

    if community.outline is not None or community.lat or community.lon:
        return
    middle = Problem.everywhere.filter(community=community).aggregate(lat=Avg("lat"), lon=Avg("lon"))
    if middle["lat"] is not None:
        look_at(community, middle["lat"], middle["lon"])


def _must_know_categories(mapping: SourceMapping, community: Community, path: Path) -> None:
    from opencity.catalogue.models import Category

    known = set(Category.everywhere.filter(community=community).values_list("code", flat=True))
    known |= {one.code for one in mapping.categories}
    for code in (*mapping.category.values.values(), mapping.category.otherwise):
        if code not in known:
            raise Failed(
                f"{path}, category: {community.slug} has no category {code!r}. Declare it under categories, or choose "
                f"one of {', '.join(sorted(known))}."
            )


def _lines(path: Path) -> int:
    """About how many records the file holds: its lines without the first."""
    ends, last = 0, b"\n"
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            ends, last = ends + block.count(b"\n"), block[-1:]
    return max(0, ends + (last != b"\n") - 1)
