"""Do what events bring about: notices, counts, search, deadlines. One worker per installation on SQLite."""

from __future__ import annotations

import argparse
import os

from opencity.command.surroundings import prepare

NAME, SAYS = "worker", "start the background worker"

GENTLE = 10


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    prepare()
    from opencity.jobs.worker import run as work

    # Whoever waits in front of a page comes first; what follows from it may take a moment longer.
    os.nice(GENTLE)
    work()
    return 0
