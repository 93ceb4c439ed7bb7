"""Build the demonstration: Mykolaiv with some four hundred problems in every state, and a small second town.

Everything in it is invented but the names of places. Its history is played through the ordinary operations, so it
proves itself like any other, and it sends no letters for what lies in the past.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from datetime import timedelta
from pathlib import Path

from opencity.command.progress import Progress
from opencity.command.surroundings import Failed, prepare

NAME, SAYS = "demo", "build the demonstration town"
FRESH = timedelta(days=1)
"""What is no older brings a few letters."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--problems", type=int, metavar="N", help="only the first N problems")
    parser.add_argument("--fresh", action="store_true", help="throw the old demonstration away first (SQLite only)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    prepare()
    from opencity.command.migrate import migrate
    from opencity.demo.loading import is_there

    if args.fresh:
        _throw_away()
        migrate()
    if is_there():
        raise Failed("the demonstration is here already. --fresh builds it anew.")
    build(args.problems)
    return 0


def fill_if_empty() -> None:
    """Build the demonstration where there is no community at all. Call it after `prepare`."""
    from opencity.communities.models import Community

    if not Community.objects.exists():
        print("Building the demonstration town; this takes about a minute, once.", file=sys.stderr)
        build(None)


def build(most: int | None) -> None:
    from django.utils.timezone import now

    from opencity.command.rebuild import rebuild
    from opencity.communities.models import Community
    from opencity.demo.loading import load
    from opencity.jobs.outbox import put_away

    lines: list[Progress] = []

    def begin(total: int) -> Progress:
        lines.append(Progress("Playing the town's life, deeds", total))
        return lines[-1].__enter__()

    number = load(now=now(), most=most, progress=begin)
    for line in lines:
        line.__exit__(None, None, None)
    for community in Community.objects.order_by("slug"):
        rebuild(community)
        # What is fresh stays in the queue: the worker writes a few letters about it.
        put_away(community, before=now() - FRESH)
    print(f"The demonstration is ready: {number} problems in Mykolaiv.", file=sys.stderr)


def _throw_away() -> None:
    """Events cannot be deleted, so the whole database goes: only when it holds nothing but the demonstration."""
    from django.conf import settings
    from django.db import DatabaseError, connection

    from opencity.communities.models import Community
    from opencity.demo.cast import NEIGHBOUR, TOWN

    if connection.vendor != "sqlite":
        raise Failed("--fresh is for SQLite. On PostgreSQL make an empty database.")
    try:
        others = list(Community.objects.exclude(slug__in=(TOWN, NEIGHBOUR)).values_list("slug", flat=True))
    except DatabaseError:
        others = []
    if others:
        raise Failed(f"the database holds other communities too ({', '.join(others)}); nothing was thrown away.")
    connection.close()
    database = Path(connection.settings_dict["NAME"])
    for path in (database, database.with_name(f"{database.name}-wal"), database.with_name(f"{database.name}-shm")):
        path.unlink(missing_ok=True)
    for folder in (settings.MEDIA, settings.MAIL_FOLDER):
        shutil.rmtree(folder, ignore_errors=True)
