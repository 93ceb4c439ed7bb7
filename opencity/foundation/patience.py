"""A query that may take only so long, on both databases. Better no answer than half of one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from django.db import OperationalError, connection

_STEPS = 20_000
"""How many steps of SQLite's machine lie between two looks at the watch: some milliseconds."""


class TookTooLong(Exception):
    """The database was stopped in the middle of a query."""


@contextmanager
def at_most(milliseconds: int) -> Iterator[None]:
    """Stop what runs inside once so much time is over. For reading only, outside transactions."""
    connection.ensure_connection()
    limit = _on_sqlite if connection.vendor == "sqlite" else _on_postgresql
    limit(milliseconds)
    try:
        yield
    except OperationalError as error:
        if "interrupted" in str(error) or "statement timeout" in str(error):
            raise TookTooLong from error
        raise
    finally:
        limit(0)


def _on_sqlite(milliseconds: int) -> None:
    deadline = monotonic() + milliseconds / 1000
    connection.connection.set_progress_handler((lambda: monotonic() > deadline) if milliseconds else None, _STEPS)


def _on_postgresql(milliseconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, false)", [str(milliseconds)])
