"""Make the counts and the search texts anew from the problems. Needed after a repair; harmless at any time."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from opencity.command.progress import Progress
from opencity.command.surroundings import add_community, chosen, prepare

if TYPE_CHECKING:
    from opencity.communities.models import Community

NAME, SAYS = "rebuild", "make counts and search texts anew"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_community(parser, or_all=True)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    prepare()
    for community in chosen(args):
        rebuild(community)
        print(f"{community.slug}: counts and search texts are made anew.")
    return 0


def rebuild(community: Community) -> None:
    """Counts, then search texts, of one community, with progress."""
    from opencity.problems.models import Problem
    from opencity.problems.operations import indexing
    from opencity.statistics.operations import counting

    total = Problem.everywhere.filter(community=community).count()
    with Progress(f"{community.slug}: counting", total) as progress:
        counting.rebuild(community, progress)
    with Progress(f"{community.slug}: search texts", total) as progress:
        indexing.rebuild_index(community, progress)
