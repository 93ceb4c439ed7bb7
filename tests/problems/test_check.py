"""Every way of tampering with the database below the program is found, and named by problem and event."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from opencity.foundation.chains import new_salt
from opencity.problems.models import Event, EventText, Outbox, Problem, Report, SearchText
from opencity.problems.operations import endorsing, merging, owning, reviewing, updating
from opencity.problems.operations.indexing import index
from opencity.problems.queries import proving
from opencity.problems.queries.guards import missing_guards
from opencity.problems.queries.proving import Fault, prove, strays
from opencity.problems.queries.proving_words import unsearchable, wrong_words
from opencity.statistics.models import AreaCount, CellCount, ClusterCount, Counted
from opencity.statistics.operations.counting import recount
from opencity.statistics.queries.proving import wrong_counts
from tests.town import CENTRE, MONDAY, SOUTH, Town, report, said

DAY = timedelta(days=1)


def faults(town: Town) -> list[Fault]:
    here = town.community
    found = [*missing_guards(), *strays(), *prove(here, lambda done: None), *wrong_words(here)]
    return [*found, *wrong_counts(here), *unsearchable(here)]


@pytest.fixture
def lived(town: Town) -> Town:
    """A town where things happened, seen by the worker."""
    tree = report(town).problem
    endorsing.endorse(tree, town.petro, endorsing.Joining(words="І мені страшно"), now=MONDAY + DAY)
    owning.accept(tree, town.actor("iryna"), said(), promised_for=(MONDAY + 9 * DAY).date(), now=MONDAY + DAY)
    second = report(town, "petro", words="Та сама верба", now=MONDAY + DAY).problem
    merging.merge(second, tree, town.actor("svitlana"), said("Те саме дерево."), now=MONDAY + 2 * DAY)
    report(town, category="social.person_in_need", words="Приватне прохання", at=SOUTH)
    edited = report(town, category="road.pothole", words="Яма").report
    updating.edit(edited, "Глибока яма біля школи", now=MONDAY + timedelta(minutes=5))
    svitlana = town.actor("svitlana")
    reviewing.redact(fresh_report(edited), "Глибока яма біля █████", svitlana, said("Адреса."), now=MONDAY + DAY)
    seen_by_the_worker()
    return town


def fresh_report(row: Report) -> Report:
    return Report.everywhere.select_related("problem").get(pk=row.pk)


def seen_by_the_worker() -> None:
    ids = list(Problem.everywhere.values_list("pk", flat=True))
    recount(ids, now=MONDAY)
    index(ids)
    Outbox.objects.all().delete()


@contextmanager
def unguarded() -> Iterator[Callable[..., None]]:
    """Raw SQL as somebody would use it who owns the database; the triggers are back afterwards."""
    on = "" if connection.vendor == "sqlite" else " ON problems_event"
    with connection.cursor() as cursor:
        if on:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE problems_event DISABLE TRIGGER USER")
            yield cursor.execute
            cursor.execute("ALTER TABLE problems_event ENABLE TRIGGER USER")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'problems_event'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield cursor.execute
        for _name, sql in triggers:
            cursor.execute(sql)


def event(number: int, kind: str) -> Event:
    return Event.everywhere.get(problem__number=number, kind=kind)


def test_an_honest_town_has_no_faults(lived: Town) -> None:
    assert faults(lived) == []


@pytest.mark.parametrize(
    ("change", "value"),
    [
        ("facts", '{"organisation": "somebody else"}'),
        ("kind", "answered"),
        ("at", "2026-01-01 00:00:00+00:00"),
        ("actor", "f" * 32),
        ("hash", "0" * 64),
    ],
)
def test_a_changed_event_is_found_and_named(lived: Town, change: str, value: str) -> None:
    accepted = event(1, "accepted")
    with unguarded() as execute:
        execute(f"UPDATE problems_event SET {change} = %s WHERE id = %s", [value, accepted.pk])
    kind = "answered" if change == "kind" else "accepted"
    assert f"problem 1, event {accepted.position} ({kind})" in {fault.where for fault in faults(lived)}


def test_a_removed_event_is_missed(lived: Town) -> None:
    accepted = event(1, "accepted")
    EventText.everywhere.filter(event=accepted).delete()
    with unguarded() as execute:
        execute("DELETE FROM problems_event WHERE id = %s", [accepted.pk])
    found = [fault for fault in faults(lived) if f"event {accepted.position} is missing" in fault.what]
    assert [fault.where.partition(",")[0] for fault in found] == ["problem 1"]


def test_a_history_that_was_cut_off_is_missed(lived: Town) -> None:
    last = event(1, "absorbed")
    with unguarded() as execute:
        execute("DELETE FROM problems_event WHERE id = %s", [last.pk])
    assert Fault("problem 1", "its history was cut off, or its head was changed") in faults(lived)


def test_a_changed_text_is_found(lived: Town) -> None:
    accepted = event(1, "accepted")
    EventText.everywhere.filter(event=accepted).update(words="Ніколи не приїдемо.")
    (fault,) = faults(lived)
    assert fault.where == f"problem 1, event {accepted.position} (accepted)"
    assert "words" in fault.what


def test_the_sealed_facts_of_a_private_problem_are_proven_too(lived: Town) -> None:
    EventText.everywhere.filter(name="facts").update(words='{"state": "verified"}')
    assert any(fault.where.startswith("problem 3") for fault in faults(lived))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"state": "verified"}, "state"),
        ({"endorsed": 99}, "endorsed"),
        ({"urgent": True}, "urgent"),
        ({"answered_at": None}, "answered_at"),
        ({"promised_for": None}, "promised_for"),
        ({"visibility": "private"}, "visibility"),
        ({"updated_at": MONDAY + 99 * DAY}, "updated_at"),
        ({"title": "Інша назва"}, "title"),
        ({"place_words": "Інше місце"}, "place"),
    ],
)
def test_a_changed_problem_is_found_and_the_field_named(lived: Town, changes: dict[str, Any], named: str) -> None:
    Problem.everywhere.filter(number=1).update(**changes)
    found = [fault for fault in faults(lived) if fault.where == "problem 1" and named in fault.what]
    assert found


def test_another_owner_category_or_area_is_found(lived: Town) -> None:
    Problem.everywhere.filter(number=1).update(
        owner=lived.organisations["telecom"],
        area=lived.areas["south"],
        category=lived.categories["road.pothole"],
    )
    said_of_it = " ".join(fault.what for fault in faults(lived) if fault.where == "problem 1")
    assert all(name in said_of_it for name in ("owner is", "area is", "category is"))


@pytest.mark.parametrize("number", [1, 2, 4])
def test_changed_words_of_a_report_are_found(lived: Town, number: int) -> None:
    row = Report.everywhere.get(filed_under__number=number)
    Report.everywhere.filter(pk=row.pk).update(words="Усе гаразд")
    fault = Fault(f"problem {number}, report with id {row.pk}", "its words are not the ones that were written")
    assert fault in faults(lived)


def test_erased_words_are_no_fault(lived: Town) -> None:
    Report.everywhere.update(words="", salt=None)
    EventText.everywhere.exclude(name="facts").delete()
    assert faults(lived) == []


def test_a_new_salt_alone_is_found(lived: Town) -> None:
    Report.everywhere.filter(filed_under__number=1).update(salt=new_salt())
    assert faults(lived)


def test_a_row_that_points_into_another_community_is_found(lived: Town, elsewhere: Town) -> None:
    Problem.everywhere.filter(number=4).update(area=elsewhere.areas["centre"])
    row = Problem.everywhere.get(number=4, community=lived.community)
    assert Fault(f"problems.Problem {row.pk}", "its area belongs to another community") in faults(lived)


def test_wrong_counts_are_found(lived: Town) -> None:
    for model in (CellCount, ClusterCount, AreaCount):
        row = model.everywhere.order_by("pk").first()
        assert row is not None
        row.n += 1
        row.save()
        assert any(fault.where.startswith(model.__name__) for fault in faults(lived))
        row.n -= 1
        row.save()
    ClusterCount.everywhere.filter(pk=ClusterCount.everywhere.first().pk).update(sum_x=5)  # type: ignore[union-attr]
    assert any("sum of x" in fault.what for fault in faults(lived))


def test_a_problem_that_is_not_counted_is_found(lived: Town) -> None:
    Counted.everywhere.filter(problem__number=4).delete()
    assert any(fault.where == "problem 4" and "counted" in fault.what for fault in faults(lived))


def test_what_search_lacks_and_what_it_leaks_is_found(lived: Town) -> None:
    SearchText.everywhere.filter(problem__number=4).delete()
    private = Problem.everywhere.get(number=3)
    SearchText.everywhere.create(community=lived.community, problem=private, lemmas="прохання")
    assert set(faults(lived)) == {
        Fault("problem 4", "it is public and search does not know it"),
        Fault("problem 3", "search knows it and it is not public"),
    }


def test_what_the_worker_has_not_seen_yet_is_no_fault(lived: Town) -> None:
    report(lived, words="Щойно")
    assert faults(lived) == []


def test_missing_triggers_are_found(lived: Town) -> None:
    drop = "DROP TRIGGER problems_event_keeps"
    with connection.cursor() as cursor:
        cursor.execute(drop if connection.vendor == "sqlite" else f"{drop} ON problems_event")
    assert list(missing_guards()) == [Fault("trigger problems_event_keeps", "it is missing from the database")]


def test_it_goes_through_chunk_by_chunk(
    town: Town, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    monkeypatch.setattr(proving, "CHUNK", 4)
    for n in range(10):
        report(town, words=f"Верба {n}", at=CENTRE)
    done: list[int] = []
    with django_assert_max_num_queries(4 * 3):
        assert list(prove(town.community, done.append)) == []
    assert done == [4, 8, 10]
