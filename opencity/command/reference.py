"""The reference page of the command line, made from the commands themselves: `make reference` writes it."""

from __future__ import annotations

import argparse
import inspect
import sys
from collections.abc import Iterator

from opencity.command import COMMANDS, parser

HEAD = """# The command line

`opencity COMMAND` works in the data folder that `OPENCITY_HOME` names ([settings](settings.md)). In a checkout it is
`.venv/bin/opencity`. The exit status is 0 when all went well, 1 when not, 2 for a command that makes no sense. Long
work tells how far it has come on the standard error. This page is made from the program: `make reference`.
"""


def page() -> str:
    whole = parser()
    commands = _choices(whole)
    parts = [HEAD]
    for command in COMMANDS:
        parts.append(f"## opencity {command.NAME}\n\n{_paragraphs(command.__doc__)}\n")
        verbs = _choices(commands[command.NAME])
        for verb, one in verbs.items():
            parts.append(f"### opencity {command.NAME} {verb}\n\n{_arguments(one)}")
        if not verbs:
            parts.append(_arguments(commands[command.NAME]))
    return "\n".join(part for part in parts if part).rstrip() + "\n"


def _choices(one: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    found: dict[str, argparse.ArgumentParser] = {}
    for action in one._actions:
        if isinstance(action, argparse._SubParsersAction):
            found |= action.choices
    return found


def _paragraphs(text: str | None) -> str:
    return inspect.cleandoc(text or "")


def _arguments(one: argparse.ArgumentParser) -> str:
    rows = list(_rows(one))
    if not rows:
        return ""
    return "\n".join(["| argument | what it says |", "| --- | --- |", *rows]) + "\n"


def _rows(one: argparse.ArgumentParser) -> Iterator[str]:
    for action in one._actions:
        if isinstance(action, argparse._HelpAction | argparse._SubParsersAction):
            continue
        value = "" if action.nargs == 0 else f" {action.metavar or action.dest.upper()}"
        name = f"{action.option_strings[0]}{value}" if action.option_strings else str(action.metavar or action.dest)
        owed = " Required." if action.option_strings and action.required else ""
        yield f"| `{name}` | {action.help}.{owed} |".replace("..", ".")


if __name__ == "__main__":
    sys.stdout.write(page())
