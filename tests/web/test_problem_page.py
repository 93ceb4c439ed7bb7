from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opencity.problems.models import Evidence, Problem
from opencity.problems.operations import endorsing, merging, owning, photographing, reviewing, updating
from opencity.problems.operations.endorsing import Joining
from opencity.problems.operations.updating import UpdateKind
from opencity.problems.states import Stage
from opencity.verification.operations.claiming import claim
from opencity.verification.operations.judging import NewVerdict, give_verdict
from tests.town import MONDAY, Town, person, photo_row, report, said
from tests.web.moments import after

EN = {"accept-language": "en"}


def page(client: Client, problem: Problem) -> str:
    answer = client.get(f"/mykolaiv/problems/{problem.number}/", headers=EN)
    assert answer.status_code == 200
    return answer.content.decode()


def claimed(town: Town) -> Problem:
    problem = report(town).problem
    owning.accept(problem, town.actor("iryna"), said(), promised_for=None, now=after(1))
    photo = photo_row(town, taken_at=after(2), now=after(2))
    claim(problem, town.actor("iryna"), said("Прибрали."), (photo,), now=after(2))
    return problem


def test_the_page_names_what_where_who_and_the_one_next_step(client: Client, town: Town) -> None:
    problem = report(town).problem
    text = page(client, problem)
    for wanted in (problem.title, "вул. Знаменська", "Tsentralnyi", "Dangerous tree", "Parks", "It affects me too"):
        assert wanted in text, wanted
    assert text.count("btn wide sun") == 1
    assert "geo:46.97000,32.00000" in text
    assert '<meta property="og:title"' in text
    assert "<style" not in text and "style=" not in text and "onclick" not in text


def test_there_is_exactly_one_sun_whatever_the_state(client: Client, town: Town) -> None:
    problem = claimed(town)
    assert "/verify/" in page(client, problem).split("btn wide sun")[1].split(">")[0]
    give_verdict(problem, town.olena, NewVerdict(value="yes"), now=after(3))
    text = page(client, problem)
    assert text.count("btn wide sun") == 1


def test_while_a_round_runs_only_the_number_of_missing_answers_is_told(client: Client, town: Town) -> None:
    problem = report(town).problem
    endorsing.endorse(problem, town.petro, Joining(), now=after(0, 1))
    owning.accept(problem, town.actor("iryna"), said(), promised_for=None, now=after(1))
    photo = photo_row(town, taken_at=after(2), now=after(2))
    claim(problem, town.actor("iryna"), said("Прибрали."), (photo,), now=after(2))
    assert "2 more answers are needed" in page(client, problem)
    give_verdict(problem, town.petro, NewVerdict(value="yes", words="Чисто."), now=after(3))
    text = page(client, problem)
    assert "One more answer is needed" in text
    assert "Чисто." not in text
    client.force_login(town.petro)
    assert "Чисто." in page(client, problem)


def test_a_joined_problem_says_where_it_went(client: Client, town: Town) -> None:
    kept, gone = report(town).problem, report(town, "petro").problem
    merging.merge(gone, kept, town.actor("svitlana"), said("Те саме."), now=after(1))
    text = page(client, gone)
    assert f"Open № {kept.number}" in text
    assert f'href="/mykolaiv/problems/{kept.number}/"' in text


def test_hidden_photographs_are_not_on_the_page(client: Client, town: Town) -> None:
    problem = report(town, photos=(photo_row(town),)).problem
    assert "/photos/" in page(client, problem)
    evidence = Evidence.everywhere.get(problem=problem)
    reviewing.show_photo(evidence, town.actor("svitlana"), shown=False, words=said("Обличчя."), now=after(1))
    text = page(client, problem)
    assert f"{evidence.photo.digest}" not in text
    assert "No photo yet" in text


def test_a_coarsened_problem_has_no_way_to_it(client: Client, town: Town) -> None:
    problem = report(town, category="war.damage").problem
    reviewing.publish(problem, town.actor("svitlana"), now=after(0, 1))
    text = page(client, problem)
    assert "geo:" not in text and "Знаменська" not in text
    assert "exact place is not shown" in text


def test_the_reader_finds_what_they_said_already(client: Client, town: Town) -> None:
    problem = report(town).problem
    client.force_login(town.olena)
    assert "You reported it." in page(client, problem)
    endorsing.endorse(problem, town.petro, Joining(), now=after(0, 1))
    client.force_login(town.petro)
    assert "You are counted" in page(client, problem)
    client.force_login(town.iryna)
    assert "/mykolaiv/desk/" in page(client, problem)


def test_the_code_for_paper_leads_to_the_page(client: Client, town: Town) -> None:
    problem = report(town).problem
    answer = client.get(f"/mykolaiv/problems/{problem.number}/qr.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg xmlns=")


def test_photographs_stand_one_under_the_other_with_their_days(client: Client, town: Town) -> None:
    problem = report(town, photos=(photo_row(town, taken_at=MONDAY),)).problem
    photographing.attach(photo_row(town), problem, stage=Stage.DURING, author=town.petro, now=after(1))
    text = client.get(f"/mykolaiv/problems/{problem.number}/photos/", headers=EN).content.decode()
    assert text.count("<figcaption>") == 2
    assert text.index("Before, 16") < text.index("Added on 17")


def test_a_long_life_asks_as_many_queries_as_a_short_one(client: Client, town: Town) -> None:
    def asked(problem: Problem) -> int:
        page(client, problem)
        with CaptureQueriesContext(connection) as queries:
            page(client, problem)
        return len(queries)

    short, long = report(town).problem, report(town, photos=tuple(photo_row(town) for _ in range(6))).problem
    owning.answer(short, town.actor("iryna"), said(), now=after(0, 1))
    for n in range(10):
        owning.answer(long, town.actor("iryna"), said(f"Відповідь {n}"), now=after(0, 2 * n + 1))
        updating.add_update(long, town.petro, UpdateKind.FACT, said(f"Факт {n}"), now=after(0, 2 * n + 2))
        endorsing.endorse(long, person(f"Сусід {n}"), Joining(words="І я"), now=after(1, n))
    assert asked(short) == asked(long) <= 12


def test_a_claimed_problem_stays_within_twelve_queries_once_it_is_weighed(client: Client, town: Town) -> None:
    problem = claimed(town)
    page(client, problem)
    with CaptureQueriesContext(connection) as queries:
        page(client, problem)
    assert len(queries) <= 12


@pytest.mark.parametrize("language", ["uk", "en"])
def test_both_languages_tell_it(client: Client, town: Town, language: str) -> None:
    problem = report(town).problem
    answer = client.get(f"/mykolaiv/problems/{problem.number}/", headers={"accept-language": language})
    assert f'<html lang="{language}">' in answer.content.decode()
    assert f'<h1 lang="uk">{problem.title}</h1>' in answer.content.decode()
