"""The board of what is due, and pausing a deadline at the desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from opencity.people.models import MembershipKind as Kind
from opencity.problems.models import Problem
from opencity.problems.operations import owning
from tests.casework.test_casework import colleague
from tests.town import Town, fresh, report, said
from tests.web.desk.test_work import as_one, seen, send


@pytest.fixture
def problem(town: Town) -> Problem:
    return fresh(report(town, now=now() - timedelta(minutes=5)).problem)


def pile(page: str, name: str) -> str:
    begin = page.index(f'id="pile-{name}"')
    return page[begin : page.index("</section>", begin)]


def test_each_case_stands_in_its_pile(town: Town, problem: Problem) -> None:
    late = fresh(report(town, now=now() - timedelta(days=40)).problem)
    promised = fresh(report(town, now=now() - timedelta(minutes=5)).problem)
    tomorrow = (now() + timedelta(days=2)).date()
    owning.accept(promised, town.actor("iryna", now()), said("Так."), promised_for=tomorrow, now=now())
    Problem.everywhere.filter(pk=problem.pk).update(answer_due=now() + timedelta(minutes=1))
    page = seen(as_one(town, "iryna"), "desk/due/")
    assert f"№ {late.number}<" in pile(page, "overdue")
    assert f"№ {promised.number}<" in pile(page, "promised")
    assert f"№ {problem.number}<" in pile(page, "today") + pile(page, "next")
    assert "No deadline is paused." in pile(page, "paused")


def test_a_pause_is_set_and_ended_at_the_desk_and_everybody_reads_it(town: Town, problem: Problem) -> None:
    iryna = as_one(town, "iryna")
    until = (now() + timedelta(days=4)).date()
    page = send(iryna, f"desk/{problem.number}/pause/", 422, reason="weather", until=until, words="")
    assert "This field is required" in page or "required" in page
    send(iryna, f"desk/{problem.number}/pause/", reason="weather", until=until, words="Мороз.")
    public = seen(Client(), f"problems/{problem.number}/")
    assert "the weather forbids the work" in public and "Мороз." in public and "paused until" in public
    assert f"№ {problem.number}<" in pile(seen(iryna, "desk/due/"), "paused")
    send(iryna, f"desk/{problem.number}/resume/")
    assert "lets the deadline run on" in seen(Client(), f"problems/{problem.number}/")
    assert fresh(problem).paused_until is None


def test_the_board_is_for_those_who_handle_cases(town: Town, problem: Problem, elsewhere: Town) -> None:
    assert Client().get("/mykolaiv/desk/due/").status_code == 302
    assert as_one(town, "olena").get("/mykolaiv/desk/due/").status_code == 403
    colleague(town, "petro", Kind.READER)
    seen(as_one(town, "petro"), "desk/due/")
    send(as_one(town, "petro"), f"desk/{problem.number}/pause/", 403, reason="weather", until="2030-01-01", words="Ні.")
    vasyl = Client()
    vasyl.force_login(elsewhere.people["vasyl"])
    assert vasyl.get("/mykolaiv/desk/due/").status_code in (403, 404)


@pytest.mark.parametrize("many", [1, 30])
def test_the_board_costs_the_same_with_one_case_and_with_thirty(town: Town, problem: Problem, many: int) -> None:
    for _more in range(many - 1):
        report(town, now=now() - timedelta(days=40))
    iryna = as_one(town, "iryna")
    seen(iryna, "desk/due/")
    with CaptureQueriesContext(connection) as asked:
        seen(iryna, "desk/due/")
    assert len(asked) == 13
