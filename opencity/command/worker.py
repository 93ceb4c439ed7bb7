"""Do what events bring about: notices, counts, search, deadlines. One worker per installation on SQLite."""

from __future__ import annotations

import argparse

from opencity.command.surroundings import prepare

NAME, SAYS = "worker", "start the background worker"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    prepare()
    from opencity.jobs.worker import run as work

    work()
    return 0
