from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from opencity.problems.events import KINDS
from opencity.problems.models import Problem
from opencity.problems.operations import endorsing, merging, owning, reviewing, updating
from opencity.problems.operations.endorsing import Joining
from opencity.problems.operations.updating import UpdateKind
from opencity.verification.operations.claiming import claim
from opencity.verification.operations.judging import NewVerdict, give_verdict
from opencity.web.public.photographs import shown_evidence
from opencity.web.public.phrases import PHRASES, phrase_of
from opencity.web.public.planned import planned
from opencity.web.public.story import Line, gather, lines_of
from tests.town import MONDAY, Town, fresh, person, photo_row, report, said
from tests.web.moments import after


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with override("en"):
        yield


def tell(problem: Problem, *, verdicts_shown: bool = False, days: int = 0) -> list[Line]:
    problem = fresh(problem)
    evidence = shown_evidence(problem, verdicts_shown=verdicts_shown)
    return lines_of(gather(problem, evidence, now=after(days)), verdicts_shown=verdicts_shown)


def test_every_told_kind_has_its_phrase() -> None:
    for kind, known in KINDS.items():
        if known.told:
            facts = {"value": "yes", "update": "fact", "owner": "x"}
            assert str(phrase_of(kind, facts)), kind
    assert all(str(phrase) for phrase in PHRASES.values())


def test_the_newest_stands_first_and_an_answer_is_a_quotation(town: Town) -> None:
    problem = report(town).problem
    owning.answer(problem, town.actor("iryna"), said("Приїдемо в четвер."), now=after(1))
    newest, oldest = tell(problem, days=1)
    assert newest.sector == "authority"
    assert newest.quotes[0].words == "Приїдемо в четвер."
    assert newest.quotes[0].source == "Parks"
    assert "working days before the deadline" in newest.text
    assert "reports it" in oldest.text


def test_a_name_is_told_only_where_its_owner_allowed_it(town: Town) -> None:
    quiet = report(town, "olena").problem
    open_ = report(town, "petro", show_name=True).problem
    assert "Олена" not in tell(quiet)[0].text and "Somebody living here" in tell(quiet)[0].text
    assert "<b>Петро</b>" in tell(open_)[0].text


def test_neighbours_who_join_one_after_the_other_stand_in_one_line(town: Town) -> None:
    problem = report(town).problem
    for n in range(6):
        endorsing.endorse(problem, person(f"Сусід {n}"), Joining(words="І в нас." if n == 3 else ""), now=after(1, n))
    owning.answer(problem, town.actor("iryna"), said(), now=after(2))
    endorsing.endorse(problem, town.petro, Joining(show_name=True), now=after(3))
    texts = [str(line.text) for line in tell(problem, days=3)]
    assert "Петро" in texts[0]
    assert "6 more people" in texts[2]
    assert [quote.words for quote in tell(problem, days=3)[2].quotes] == ["І в нас."]


def test_the_first_line_is_not_swallowed_by_those_who_join_at_once(town: Town) -> None:
    problem = report(town).problem
    endorsing.endorse(problem, town.petro, Joining(), now=after(0, 1))
    assert [line.kind for line in tell(problem)] == ["endorsed", "reported"]


def test_verdicts_of_a_running_round_wait_for_ones_own(town: Town) -> None:
    problem = report(town).problem
    endorsing.endorse(problem, town.petro, Joining(), now=after(1))
    owning.accept(problem, town.actor("iryna"), said(), promised_for=None, now=after(1))
    photo = photo_row(town, taken_at=after(2), now=after(2))
    claim(problem, town.actor("iryna"), said("Прибрали."), (photo,), now=after(2))
    no = NewVerdict(value="no", words="Гілка лежить.", photo=photo_row(town, taken_at=after(3), now=after(3)))
    give_verdict(problem, town.petro, no, now=after(3))
    hidden, shown = tell(problem, days=3), tell(problem, verdicts_shown=True, days=3)
    assert "verdict" not in {line.kind for line in hidden}
    assert "Гілка лежить." not in str(hidden)
    assert len(shown_evidence(fresh(problem), verdicts_shown=False)) == 1
    assert len(shown_evidence(fresh(problem), verdicts_shown=True)) == 2
    assert shown[0].quotes[0].words == "Гілка лежить."


def test_what_was_blacked_out_stays_black(town: Town) -> None:
    problem = report(town).problem
    event = owning.answer(problem, town.actor("iryna"), said("Дзвоніть 050"), now=after(1))
    text = event.texts.get(name="words")
    reviewing.redact(text, "Дзвоніть ███", town.actor("svitlana"), said("Телефон."), now=after(1))
    told = str(tell(problem, days=1))
    assert "050" not in told and "███" in told and "Телефон." not in told


def test_a_joined_report_keeps_its_words(town: Town) -> None:
    kept, gone = report(town).problem, report(town, "petro", words="Та сама верба, вже тріщить.").problem
    merging.merge(gone, kept, town.actor("svitlana"), said("Те саме."), now=after(1))
    line = tell(kept, days=1)[0]
    assert f"№\u00a0{gone.number}" in line.text
    assert line.quotes[0].words == "Та сама верба, вже тріщить."
    assert f"№\u00a0{kept.number}" in tell(gone, days=1)[0].text


def test_words_are_escaped_and_links_are_ours(town: Town) -> None:
    problem = report(town, "petro", show_name=True).problem
    town.petro.public_name = "<script>"
    town.petro.save()
    assert "&lt;script&gt;" in tell(problem)[0].text


def test_the_future_stands_above_and_says_when_a_day_has_passed(town: Town) -> None:
    problem = report(town).problem
    due = planned(fresh(problem), now=MONDAY)[0]
    assert "owe an answer" in due.text and not due.late
    late = planned(fresh(problem), now=after(20))[0]
    assert "Silent" in late.text and late.late


def test_thirty_events_ask_as_many_queries_as_one(town: Town) -> None:
    def asked(problem: Problem) -> int:
        problem = fresh(problem)
        with CaptureQueriesContext(connection) as queries:
            lines_of(gather(problem, shown_evidence(problem, verdicts_shown=False), now=after(1)), verdicts_shown=False)
        return len(queries)

    short, long = report(town).problem, report(town).problem
    for n in range(10):
        owning.answer(long, town.actor("iryna"), said(f"Відповідь {n}"), now=after(0, 2 * n + 1))
        updating.add_update(long, town.petro, UpdateKind.FACT, said(f"Факт {n}"), now=after(0, 2 * n + 2))
    for n in range(10):
        endorsing.endorse(long, person(f"Сусід {n}"), Joining(words="І я", show_name=True), now=after(1, n))
    owning.answer(short, town.actor("iryna"), said(), now=after(0, 1))
    assert asked(long) == asked(short) <= 8
