"""A question from the desk is read and answered by the reporter, signed in or by the secret link."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from opencity.problems.access import receipt_token
from opencity.problems.models import Problem, Report
from tests.town import Town, fresh, report
from tests.web.desk.test_work import EN, as_one, seen, send

OURS = {"origin": "http://testserver", **EN}


@pytest.fixture
def problem(town: Town) -> Problem:
    return fresh(report(town, now=now() - timedelta(hours=1)).problem)


@pytest.fixture
def asked(town: Town, problem: Problem) -> Problem:
    send(as_one(town, "iryna"), f"desk/{problem.number}/ask/", words="Який під’їзд?")
    return problem


def post(client: Client, address: str, status: int, words: str) -> str:
    answer = client.post(f"/mykolaiv/{address}", {"words": words}, headers=OURS)
    assert answer.status_code == status, answer.content.decode()[-1500:]
    return answer.content.decode()


def test_the_reporter_reads_the_question_first_and_replies(town: Town, asked: Problem) -> None:
    olena = as_one(town, "olena")
    assert "You are asked" in seen(olena, f"problems/{asked.number}/")
    assert "You are asked" not in seen(as_one(town, "petro"), f"problems/{asked.number}/")
    assert "Який під’їзд?" in seen(olena, f"problems/{asked.number}/reply/")
    assert "Write a sentence" in post(olena, f"problems/{asked.number}/reply/", 422, " ")
    post(olena, f"problems/{asked.number}/reply/", 302, "Другий, біля ліфта.")
    page = seen(Client(), f"problems/{asked.number}/")
    assert "Який під’їзд?" in page and "Другий, біля ліфта." in page
    assert "No question waits" in seen(olena, f"problems/{asked.number}/reply/")
    assert "Waits for a reply" not in seen(as_one(town, "iryna"), f"desk/{asked.number}/")


def test_the_secret_link_is_enough_to_reply(town: Town, asked: Problem) -> None:
    token = receipt_token(Report.everywhere.get(problem=asked))
    assert "You are asked" in seen(Client(), f"receipt/{token}/")
    assert "Який під’їзд?" in seen(Client(), f"receipt/{token}/reply/")
    post(Client(), f"receipt/{token}/reply/", 302, "Другий.")
    assert "Другий." in seen(Client(), f"problems/{asked.number}/")


def test_others_do_not_reply(town: Town, asked: Problem, elsewhere: Town) -> None:
    assert "Sign in" in seen(Client(), f"problems/{asked.number}/reply/")
    post(as_one(town, "petro"), f"problems/{asked.number}/reply/", 403, "Перший.")
    vasyl = Client()
    vasyl.force_login(elsewhere.people["vasyl"])
    post(vasyl, f"problems/{asked.number}/reply/", 403, "Перший.")


def test_the_desk_sees_what_waits_and_takes_it_back(town: Town, asked: Problem) -> None:
    iryna = as_one(town, "iryna")
    assert "Waits for a reply" in seen(iryna, f"desk/{asked.number}/")
    assert "A question waits for its reply already" in send(iryna, f"desk/{asked.number}/ask/", 409, words="Ще?")
    send(iryna, f"desk/{asked.number}/question/back/")
    assert "Waits for a reply" not in seen(iryna, f"desk/{asked.number}/")


def test_a_question_in_a_private_case_stays_there(town: Town) -> None:
    private = fresh(report(town, category="social.person_in_need", now=now() - timedelta(hours=1)).problem)
    if private.owner_id is None:
        Problem.everywhere.filter(pk=private.pk).update(owner=town.organisations["parks"])
    send(as_one(town, "iryna"), f"desk/{private.number}/ask/", words="Яка квартира?")
    assert Client().get(f"/mykolaiv/problems/{private.number}/reply/").status_code == 404
    assert as_one(town, "petro").get(f"/mykolaiv/problems/{private.number}/reply/").status_code == 404
    assert "Яка квартира?" in seen(as_one(town, "olena"), f"problems/{private.number}/reply/")
