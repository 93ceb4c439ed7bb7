from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils.timezone import now

from opencity.foundation.tokens import seal
from opencity.problems.models import Problem
from opencity.problems.operations import endorsing, owning
from opencity.problems.operations.endorsing import Joining
from opencity.verification.models import Claim, Verdict
from opencity.verification.operations.claiming import claim
from opencity.verification.operations.closing import ask
from opencity.verification.operations.judging import NewVerdict, give_verdict
from tests.town import CENTRE, Town, fresh, jpeg, photo_row, report, said, upload

EN = {"accept-language": "en"}


@pytest.fixture
def problem(town: Town, settings: object, tmp_path: Path) -> Problem:
    """Reported by Olena, joined by Petro, done by Iryna's department; a round runs."""
    settings.MEDIA = tmp_path  # type: ignore[attr-defined]
    begun = now() - timedelta(days=4)
    problem = report(town, photos=(photo_row(town, taken_at=begun, now=begun),), now=begun).problem
    endorsing.endorse(problem, town.petro, Joining(), now=begun + timedelta(hours=1))
    owning.accept(problem, town.actor("iryna"), said(), promised_for=None, now=begun + timedelta(hours=2))
    taken = now() - timedelta(days=1)
    photo = photo_row(town, taken_at=taken, now=taken)
    ask(claim(problem, town.actor("iryna"), said("Вербу прибрали."), (photo,), now=taken), now=taken)
    return problem


def page(client: Client, problem: Problem, **query: str) -> str:
    answer = client.get(f"/mykolaiv/problems/{problem.number}/verify/", query, headers=EN)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, problem: Problem, **fields: object) -> int:
    answer = client.post(f"/mykolaiv/problems/{problem.number}/verify/", fields, headers=EN)
    return answer.status_code


def test_the_page_shows_before_and_after_and_what_those_who_did_it_say(client: Client, problem: Problem) -> None:
    text = page(client, problem)
    for wanted in (
        "data-compare",
        "Вербу прибрали.",
        "0 m from the place",
        "2 more answers are needed",
        "closed unverified",
    ):
        assert wanted in text, wanted


def test_the_four_answers_are_alike_and_none_is_the_sun(client: Client, town: Town, problem: Problem) -> None:
    client.force_login(town.petro)
    text = page(client, problem)
    answers = text.split('<div class="answers">')[1].split("</div>")[0]
    assert answers.count('class="btn line"') == 4
    assert "sun" not in answers


def test_an_answer_is_sent_with_words_and_a_photograph(client: Client, town: Town, problem: Problem) -> None:
    client.force_login(town.petro)
    assert "What did you see?" in page(client, problem, value="no")
    shot = upload(jpeg(CENTRE, now() - timedelta(minutes=9)))
    assert send(client, problem, value="no", words="Пеньок лишився.", photo=shot) == 302
    verdict = Verdict.everywhere.get(person=town.petro)
    assert (verdict.value, verdict.words, verdict.objection) == ("no", "Пеньок лишився.", "open")
    assert "Пеньок лишився." in page(client, problem)


def test_others_words_are_shown_only_after_ones_own(client: Client, town: Town, problem: Problem) -> None:
    give_verdict(problem, town.petro, NewVerdict(value="no", words="Пеньок лишився."), now=now())
    for name in (None, "taras", "vasyl"):
        client.logout()
        if name in town.people:
            client.force_login(town.people[name])
        assert "Пеньок лишився." not in page(client, problem)
    client.force_login(town.taras)
    assert send(client, problem, value="yes") == 302
    assert "Пеньок лишився." in page(client, problem)


@pytest.mark.parametrize(
    ("who", "told"),
    [("iryna", "Others have to look"), ("danylo", "This time others answer"), (None, "Sign in and answer")],
)
def test_whoever_may_not_answer_is_told_why_and_what_to_do(
    client: Client, town: Town, problem: Problem, who: str | None, told: str
) -> None:
    if who:
        client.force_login(town.people[who])
    assert told in page(client, problem)
    assert send(client, problem, value="yes") == 403
    assert not Verdict.everywhere.exists()


def test_the_link_of_a_letter_opens_the_page_and_changes_nothing(client: Client, town: Town, problem: Problem) -> None:
    token = seal("ask", [Claim.everywhere.get(problem=problem).pk, town.petro.pk])
    assert "What did you see?" in page(client, problem, t=token, value="yes")
    assert not Verdict.everywhere.exists()
    assert send(client, problem, t=token, value="yes") == 302
    assert Verdict.everywhere.get().person == town.petro


@pytest.mark.parametrize("purpose", ["receipt", "confirm", "ask"])
def test_a_foreign_or_bent_link_gives_nobodys_word(client: Client, town: Town, problem: Problem, purpose: str) -> None:
    bent: list[int | str] = [Claim.everywhere.get(problem=problem).pk, town.danylo.pk]
    assert send(client, problem, t=seal(purpose, bent), value="yes") == 403
    assert send(client, problem, t="x", value="yes") == 403
    assert not Verdict.everywhere.exists()


def test_the_last_answer_verifies_it_and_says_so(client: Client, town: Town, problem: Problem) -> None:
    client.force_login(town.olena)
    assert send(client, problem, value="yes") == 302
    assert fresh(problem).state == "verified"
    assert "This check is over" in _as_nobody(problem)


def _as_nobody(problem: Problem) -> str:
    return page(Client(), problem)


def test_an_objection_is_taken_back_by_its_author(client: Client, town: Town, problem: Problem) -> None:
    client.force_login(town.petro)
    send(client, problem, value="no", photo=upload(jpeg(CENTRE, now() - timedelta(minutes=9))))
    assert "take the objection back" in page(client, problem)
    answer = client.post(f"/mykolaiv/problems/{problem.number}/objection/")
    assert answer.status_code == 302
    assert Verdict.everywhere.get().objection == "withdrawn"


def test_where_nothing_was_claimed_there_is_nothing_to_look_at(client: Client, town: Town) -> None:
    problem = report(town).problem
    assert "nothing to look at" in page(client, problem)
