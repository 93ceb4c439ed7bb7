"""The reference pages of moves, events and addresses, made from the tables themselves: `make reference` writes them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from opencity.foundation import refusals
from opencity.plans.rules.moves import PLAN_MOVES, PLEDGE_MOVES, Move
from opencity.problems.events import KINDS
from opencity.problems.rules.moves import MOVES, Who

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"
MADE = "This page is made from the program: `make reference`."


def moves() -> str:
    head = f"""# The table of moves

Only these moves change the state of a problem; `problems/rules/moves.py` is the table, and each move writes one event.
*rule* is the rule of verification, reached by people's verdicts; *calendar* is the worker, when time is over. {MADE}

| move | from | to | who may | owed | event |
| --- | --- | --- | --- | --- | --- |
"""
    rows = []
    for name, move in MOVES.items():
        origins = ", ".join(sorted(origin.value for origin in move.origins))
        who = ", ".join(one.value for one in Who if one in move.who)
        owed = ", ".join(
            word for word, is_owed in (("reason", move.reason_owed), ("photo", move.evidence_owed)) if is_owed
        )
        to = move.to.value if move.to else "what it was before"
        rows.append(f"| {name} | {origins} | {to} | {who} | {owed} | `{move.event}` |")
    return head + "\n".join(rows) + "\n" + _table("plans", PLAN_MOVES) + _table("pledges", PLEDGE_MOVES)


def _table(what: str, table: Mapping[str, Move]) -> str:
    """Moves that hang on a problem's plan; `plans/rules/moves.py` holds them."""
    head = f"""
## Moves of {what}

| move | from | to | who may | owed | event |
| --- | --- | --- | --- | --- | --- |
"""
    rows = [
        f"| {name} | {', '.join(sorted(move.origins))} | {move.to} | {', '.join(sorted(move.who))}"
        f" | {'reason' if move.reason_owed else ''} | `{move.event}` |"
        for name, move in table.items()
    ]
    return head + "\n".join(rows) + "\n"


def events() -> str:
    head = f"""# Events

Every change of a problem is one line of its history. Besides what stands here, an event holds the changed fields of the
problem and a commitment for each text. The public story tells those marked. {MADE}

| event | what it says | facts | texts | told |
| --- | --- | --- | --- | --- |
"""
    rows = [
        f"| `{name}` | {kind.says} | {', '.join(kind.facts)} | {', '.join(kind.texts)} | {'yes' if kind.told else ''} |"
        for name, kind in KINDS.items()
    ]
    return head + "\n".join(rows) + "\n"


def addresses() -> str:
    head = f"""# Addresses and refusals

What is below `<slug:community>/` belongs to one community. {MADE}

| address | name |
| --- | --- |
| `/health` | answers before anything else is looked at |
"""
    rows = [f"| `/{path}` | {name} |" for path, name in _patterns(get_resolver().url_patterns)]
    tree = (refusals.__doc__ or "").strip()
    return head + "\n".join(rows) + f"\n\n## Refusals\n\n```text\n{tree}\n```\n"


def _patterns(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, str]]:
    for one in patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            # Pages of the account library are documented by it.
            if one.urlconf_name == "allauth.urls" or getattr(one.urlconf_name, "__name__", "") == "allauth.urls":
                yield path, "signing in, passwords, passkeys: django-allauth"
            else:
                yield from _patterns(one.url_patterns, path)
        else:
            yield path, one.name or ""


PAGES: Mapping[str, Callable[[], str]] = {"moves.md": moves, "events.md": events, "addresses.md": addresses}


def main() -> int:
    from opencity.command.surroundings import prepare

    prepare()
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
