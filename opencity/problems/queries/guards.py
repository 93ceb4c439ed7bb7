"""The triggers that keep history as it is and search in step. SQLite drops them silently with a rebuilt table."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from opencity.problems.queries.proving import Fault

_HISTORY = ("problems_event_keeps", "problems_event_stays")
_SEARCH = ("problems_searchtext_added", "problems_searchtext_removed", "problems_searchtext_changed")


def missing_guards() -> Iterator[Fault]:
    on_sqlite = connection.vendor == "sqlite"
    names = "SELECT name FROM sqlite_master WHERE type = 'trigger'" if on_sqlite else "SELECT tgname FROM pg_trigger"
    with connection.cursor() as cursor:
        cursor.execute(names)
        there = {name for (name,) in cursor.fetchall()}
    for name in (*_HISTORY, *(_SEARCH if on_sqlite else ())):
        if name not in there:
            yield Fault(f"trigger {name}", "it is missing from the database")
