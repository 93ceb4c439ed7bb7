"""Writing an appeal from a problem's page, the letter before it goes, and the author's own page of it."""

from __future__ import annotations

import io
import re

import docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from opencity.appeals.models import Appeal
from opencity.people.models import Assurance
from opencity.problems.models import Problem
from tests.appeals.filing import NAME, RESIDENCE, SECRETS, TEXT, answered, filed, registered
from tests.documents.reading import text_of
from tests.town import Town, fresh, person, report

EN = {"accept-language": "en"}


@pytest.fixture
def problem(town: Town) -> Problem:
    return fresh(report(town, now=now()).problem)


def as_one(town: Town, who: str) -> Client:
    client = Client()
    client.force_login(town.people[who])
    return client


def seen(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(f"/mykolaiv/{address}", headers=EN)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def typed(**more: str) -> dict[str, str]:
    fields = {
        "organisation": "mykolaiv-parks",
        "kind": "statement",
        "text": TEXT,
        "full_name": NAME,
        "residence": RESIDENCE,
        "answer_by": "email",
        "email": "olena.tajna@example.org",
        "phone": "+380501112233",
        "uuid": "01900000-0000-7000-8000-000000000001",
    }
    return {**fields, **more}


def send(client: Client, problem: Problem, status: int, **fields: str) -> str:
    answer = client.post(f"/mykolaiv/problems/{problem.number}/appeal/", typed(**fields), headers=EN)
    assert answer.status_code == status, answer.content.decode()[-1500:]
    return answer.content.decode()


def test_the_way_from_the_problem_to_a_sent_appeal(town: Town, problem: Problem) -> None:
    olena = as_one(town, "olena")
    assert f"problems/{problem.number}/appeal/" in seen(olena, f"problems/{problem.number}/")
    form = seen(olena, f"problems/{problem.number}/appeal/")
    assert "Суха верба нахилилася" in form and "olena@mykolaiv.example.org" in form
    assert 'value="mykolaiv-parks" selected' in form
    preview = send(olena, problem, 200)
    assert NAME in preview and "ЗАЯВА" in preview and not Appeal.everywhere.exists()
    changed = send(olena, problem, 200, change="1")
    assert NAME in changed and "<textarea" in changed
    for _ in range(2):
        send(olena, problem, 302, sure="1")
    appeal = Appeal.everywhere.get()
    page = seen(olena, f"me/appeals/{appeal.uuid}/")
    assert "Sent, not registered yet" in page and NAME in page and "Парки Миколаєва" in page
    assert "My formal appeals" in seen(olena, "me/")
    assert "My appeal of" in seen(olena, f"problems/{problem.number}/")


def test_what_was_typed_stays_when_it_is_refused(town: Town, problem: Problem) -> None:
    page = send(as_one(town, "olena"), problem, 422, full_name="Олена")
    assert "full name" in page and RESIDENCE in page and TEXT in page and 'href="#f-full_name"' in page
    assert 'aria-invalid="true"' in page


def test_a_stranger_is_asked_to_sign_in_and_nobody_unconfirmed_sends(town: Town, problem: Problem) -> None:
    stranger = Client()
    assert f"problems/{problem.number}/appeal/" not in seen(stranger, f"problems/{problem.number}/")
    assert "Sign in" in seen(stranger, f"problems/{problem.number}/appeal/")
    send(stranger, problem, 200, sure="1")
    town.people["petro"].assurance = Assurance.NONE
    town.people["petro"].save()
    seen(as_one(town, "petro"), f"problems/{problem.number}/appeal/", 403)
    send(as_one(town, "petro"), problem, 403, sure="1")
    assert not Appeal.everywhere.exists()


def test_the_author_takes_the_letter_as_pdf_and_docx_and_nobody_else_does(town: Town, elsewhere: Town) -> None:
    appeal = filed(town)
    olena = as_one(town, "olena")
    pdf = olena.get(f"/mykolaiv/me/appeals/{appeal.uuid}/appeal.pdf")
    assert pdf["Content-Type"] == "application/pdf" and NAME in text_of(pdf.content)
    assert pdf["Cache-Control"].startswith("private") or "no-store" in pdf["Cache-Control"]
    word = olena.get(f"/mykolaiv/me/appeals/{appeal.uuid}/appeal.docx")
    assert any(NAME in one.text for one in docx.Document(io.BytesIO(word.content)).paragraphs)
    assert "Коваленко" not in word["Content-Disposition"]
    others = [as_one(town, who) for who in ("petro", "iryna", "svitlana", "taras")]
    for client in (*others, as_one(elsewhere, "vasyl")):
        for part in ("", "appeal.pdf", "appeal.docx"):
            assert client.get(f"/mykolaiv/me/appeals/{appeal.uuid}/{part}").status_code == 404
        assert client.post(f"/mykolaiv/me/appeals/{appeal.uuid}/withdraw/").status_code == 404
    for part in ("", "appeal.pdf", "appeal.docx"):
        assert Client().get(f"/mykolaiv/me/appeals/{appeal.uuid}/{part}").status_code == 302


def test_the_author_reads_the_answer_and_takes_another_one_back(town: Town) -> None:
    done, live = answered(town, registered(town, filed(town))), filed(town)
    olena = as_one(town, "olena")
    page = seen(olena, f"me/appeals/{done.uuid}/")
    assert "вербу прибрано" in page and "Granted" in page and "К-12" in page
    olena.post(f"/mykolaiv/me/appeals/{live.uuid}/withdraw/")
    assert "Taken back" in seen(olena, f"me/appeals/{live.uuid}/")


def test_everybody_reads_how_many_there_are_and_by_when_they_are_answered(town: Town) -> None:
    one = registered(town, filed(town))
    number = one.problem.number
    filed(town, fresh(one.problem), "petro")
    stranger = seen(Client(), f"problems/{number}/")
    assert "2 formal appeals: Parks" in stranger and "2 await an answer" in stranger
    answered(town, one)
    stranger = seen(Client(), f"problems/{number}/")
    assert "1 is answered" in stranger and "answers a formal appeal" in stranger


def test_nothing_personal_stands_on_any_page_or_api_that_others_read(town: Town) -> None:
    appeal = answered(town, registered(town, filed(town)))
    number = appeal.problem.number
    places = (f"problems/{number}/", "problems/", "problems.atom", "owners/mykolaiv-parks/", "history/", "")
    secret = re.compile("|".join(re.escape(one) for one in (*SECRETS, "К-12", "вербу прибрано", str(appeal.uuid))))
    for client in (Client(), as_one(town, "petro"), as_one(town, "svitlana")):
        for place in places:
            assert not secret.search(client.get(f"/mykolaiv/{place}").content.decode()), place
    for address in (f"/api/v1/mykolaiv/problems/{number}", "/api/v1/mykolaiv/problems"):
        answer = Client().get(address)
        assert answer.status_code == 200 and not secret.search(answer.content.decode())


@pytest.mark.parametrize("many", [1, 30])
def test_the_problem_page_costs_the_same_with_one_appeal_and_with_thirty(
    town: Town, problem: Problem, many: int
) -> None:
    for n in range(many):
        town.people[f"one{n}"] = person(f"Особа {n}", email=f"one{n}@mykolaiv.example.org")
        filed(town, problem, f"one{n}", now=now())
    Client().get(f"/mykolaiv/problems/{problem.number}/")
    with CaptureQueriesContext(connection) as asked:
        seen(Client(), f"problems/{problem.number}/")
    assert len(asked) <= 32, len(asked)
