"""Not yet."""

from __future__ import annotations

import argparse

NAME, SAYS = "demo", "not yet"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    return 1


def fill_if_empty() -> None:
    return None
