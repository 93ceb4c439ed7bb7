"""Run one of Django's management commands, for example `opencity manage shell`."""

from __future__ import annotations

import argparse
import os

NAME, SAYS = "manage", "run a management command of Django"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs=argparse.REMAINDER, metavar="…", help="the command and its arguments")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencity.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["opencity manage", *args.words])
    return 0
