"""The databases themselves refuse to rewrite history. Fails too if a later migration drops the triggers."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from opencity.problems.models import Event
from tests.town import Town, report


def test_an_event_cannot_be_changed(town: Town) -> None:
    report(town)
    with pytest.raises(DatabaseError, match="an event cannot be"), transaction.atomic():
        Event.everywhere.update(kind="verified")
    assert Event.everywhere.get().kind == "reported"


def test_an_event_cannot_be_removed(town: Town) -> None:
    report(town)
    with pytest.raises(DatabaseError, match="an event cannot be"), transaction.atomic():
        Event.everywhere.all()._raw_delete(using="default")
    assert Event.everywhere.count() == 1


def test_raw_sql_is_refused_as_well(town: Town) -> None:
    report(town)
    for statement in ("UPDATE problems_event SET facts = '{}'", "DELETE FROM problems_event"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
