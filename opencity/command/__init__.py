"""The command line: `opencity COMMAND`. Each command is a small module that names its arguments and runs.

Nothing here imports Django before a command runs, so that help is instant and asks for no data folder.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from opencity import __version__
from opencity.command import (
    areas,
    assets,
    backup,
    check,
    communities,
    demo,
    manage,
    migrate,
    problems,
    rebuild,
    restore,
    roles,
    run,
    serve,
    worker,
)
from opencity.command.surroundings import Failed, explained

COMMANDS = (
    run,
    serve,
    worker,
    migrate,
    demo,
    communities,
    roles,
    areas,
    assets,
    problems,
    check,
    rebuild,
    backup,
    restore,
    manage,
)


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(
        prog="opencity",
        description="«Відкрите місто»: local problems solved together, from report to verification by residents.",
        epilog="`opencity COMMAND --help` tells more. Settings come from the environment: docs/reference/settings.md.",
    )
    whole.add_argument("--version", action="version", version=f"opencity {__version__}")
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        one = commands.add_parser(command.NAME, help=command.SAYS, description=command.__doc__)
        command.arguments(one)
    return whole


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 when all went well, 1 when not, 2 for a command that makes no sense."""
    args = parser().parse_args(argv)
    try:
        with explained():
            return int(args.run(args) or 0)
    except Failed as failed:
        print(f"opencity: {failed}", file=sys.stderr)
    except BrokenPipeError:
        sys.stderr.close()
    except KeyboardInterrupt:
        print("opencity: stopped.", file=sys.stderr)
    return 1
