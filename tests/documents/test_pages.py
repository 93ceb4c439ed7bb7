from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from opencity.access_points.models import Visit
from opencity.documents.codes import grouped
from opencity.documents.models import Certificate
from opencity.documents.operations.certifying import withdraw_certificate
from opencity.notices.operations.erasing import erase_person
from opencity.people.models import Presence, Role
from tests.actions.making import STARTS
from tests.documents.reading import size_of, text_of
from tests.documents.test_certificates import LATE, issued, worked
from tests.plans.making import LATER, hands, published
from tests.town import Town

ME = "/mykolaiv/me/"
ASK = "/mykolaiv/me/certificate/"
FOUND = "/mykolaiv/certificates/"


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()


def enter(town: Town, who: str) -> Client:
    client = Client()
    client.force_login(town.people[who])
    return client


def test_from_my_page_to_the_paper_in_hand(town: Town, client: Client) -> None:
    worked(town, "2.5")
    olena = enter(town, "olena")
    page = olena.get(ME).content.decode()
    assert "Сертифікат годин" in page and f'<option value="{STARTS.year}">' in page
    answer = olena.post(ASK, {"year": str(STARTS.year), "name": "Олена Ґудзь"})
    made = Certificate.everywhere.get()
    assert answer["Location"] == f"{FOUND}{grouped(made.code)}/"
    own = olena.get(answer["Location"]).content.decode()
    file = re.search(rf'href="({FOUND}[^"]+\.pdf[^"]*)"', own)
    assert file
    paper = olena.get(file.group(1))
    assert paper["Content-Type"] == "application/pdf" and paper["Cache-Control"] == "private, no-store"
    assert "Олена Ґудзь" in text_of(paper.content) and "2,5 години" in text_of(paper.content)
    assert "Certificate of hours" in text_of(olena.get(file.group(1).partition("?")[0] + "?language=en").content)
    again = olena.get(olena.post(ASK, {"year": "", "name": "Олена Ґудзь"})["Location"]).content.decode()
    assert Certificate.everywhere.count() == 1
    assert "відтоді нічого не додалося" in again
    assert f"{FOUND}{grouped(made.code)}/" in olena.get(ME).content.decode()


def test_a_stranger_with_the_paper_reads_the_proof_and_no_more(town: Town, client: Client) -> None:
    worked(town)
    made = issued(town)
    answer = client.get(f"{FOUND}{grouped(made.code)}/")
    page = answer.content.decode()
    assert "Сертифікат справжній" in page and "Олена Ґудзь" in page and "Миколаїв" in page
    assert "noindex" in page and answer["X-Robots-Tag"] == "noindex" and not answer.cookies
    assert ".pdf" not in page and "csrf" not in page and "Відкликати" not in page
    looked = client.get(FOUND, {"code": grouped(made.code).lower().replace("-", " ")})
    assert looked["Location"] == f"{FOUND}{grouped(made.code)}/"
    assert client.get(f"{FOUND}{made.code.lower()}/")["Location"] == f"{FOUND}{grouped(made.code)}/"


def test_a_wrong_code_is_told_in_plain_words_with_the_next_step(town: Town, elsewhere: Town, client: Client) -> None:
    worked(town)
    made = issued(town)
    for address in (f"{FOUND}2222-2222-2222/", f"{FOUND}x/", f"/voznesensk/certificates/{grouped(made.code)}/"):
        answer = client.get(address)
        assert answer.status_code == 404
        page = answer.content.decode()
        assert "Такого сертифіката не знаємо" in page and 'name="code"' in page and "Олена" not in page
    assert client.get(FOUND, {"code": "<script>"}).status_code == 404
    assert client.get(FOUND).status_code == 200


def test_a_withdrawn_one_says_so_and_names_nobody(town: Town, client: Client) -> None:
    worked(town)
    made = issued(town)
    olena, petro = enter(town, "olena"), enter(town, "petro")
    address = f"{FOUND}{grouped(made.code)}/"
    assert petro.post(f"{address}withdraw/").status_code == 404
    assert client.post(f"{address}withdraw/")["Location"].startswith("/account/login/")
    assert olena.post(f"{address}withdraw/")["Location"] == address
    page = client.get(address).content.decode()
    assert "відкликано" in page and "Олена" not in page and "Фарбуємо" not in page
    refused = olena.get(f"{FOUND}{grouped(made.code)}.pdf")
    assert refused.status_code == 409 and "/mykolaiv/me/certificate/" in refused.content.decode()


def test_after_erasure_the_paper_still_gets_an_answer(town: Town, client: Client) -> None:
    worked(town)
    made = issued(town)
    erase_person(town.olena, now=LATE)
    page = client.get(f"{FOUND}{grouped(made.code)}/")
    assert page.status_code == 200 and "Олена" not in page.content.decode()


def test_the_paper_is_for_its_holder_alone(town: Town, elsewhere: Town, client: Client) -> None:
    worked(town)
    made = issued(town)
    paper = f"{FOUND}{grouped(made.code)}.pdf"
    assert client.get(paper)["Location"].startswith("/account/login/")
    for who in ("petro", "oksana", "svitlana", "taras"):
        assert enter(town, who).get(paper).status_code == 404
    assert enter(elsewhere, "vasyl").get(paper).status_code == 404
    assert enter(town, "olena").get(paper.replace("mykolaiv", "voznesensk")).status_code == 404


def test_a_session_of_somebody_erased_meanwhile_gets_no_paper(town: Town) -> None:
    worked(town)
    made = issued(town)
    olena = enter(town, "olena")
    erase_person(town.olena, now=LATE)
    assert olena.get(f"{FOUND}{grouped(made.code)}.pdf")["Location"].startswith("/account/login/")
    assert olena.post(ASK, {"name": "Олена"})["Location"].startswith("/account/login/")


def test_refusals_come_back_with_the_form(town: Town) -> None:
    petro = enter(town, "petro")
    none = petro.post(ASK, {"name": "Петро"})
    assert none.status_code == 409 and "/mykolaiv/actions/" in none.content.decode()
    assert "certificate_name" not in petro.get(ME).content.decode()
    worked(town, who="petro")
    wrong = petro.post(ASK, {"name": "П", "year": "20x6"})
    page = wrong.content.decode()
    assert wrong.status_code == 422 and 'value="П"' in page and 'aria-invalid="true"' in page


def test_codes_are_not_guessed_by_trying(town: Town, client: Client, settings: Any) -> None:
    settings.RATE_LIMITS = True
    statuses = {client.get(f"{FOUND}2222-2222-{n:04d}/").status_code for n in range(1111, 1180)}
    assert statuses == {404, 429}


def test_the_proof_costs_as_much_for_one_line_as_for_many(
    town: Town, client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    plan = published(town, hands("200"), now=LATER)
    worked(town, plan=plan)
    small = issued(town)
    for day in range(1, 7):
        worked(town, "1", starts=STARTS + timedelta(days=day), plan=plan)
    large = issued(town)
    client.get(FOUND)
    for one in (small, large):
        with django_assert_max_num_queries(3):
            assert client.get(f"{FOUND}{grouped(one.code)}/").status_code == 200


FIELDS = {
    "category": "road.pothole",
    "words": "Яма перед сходами, не пройти з візком.",
    "place_words": "вул. Знаменська, 33",
    "area": "centre",
    "name": "Ганна Петрівна",
    "phone": "050 123 45 67",
    "consent": "1",
}


@pytest.fixture
def taras(town: Town) -> Client:
    branch = town.organisations["library"]
    Role.everywhere.filter(person=town.taras).update(access_point=branch)
    Presence.everywhere.filter(organisation=branch).update(address="вул. Морська, 1")
    return enter(town, "taras")


def receipt_of(client: Client) -> str:
    assert client.post("/mykolaiv/library/report/", {**FIELDS, "visit": str(uuid4())}).status_code == 302
    return f"/mykolaiv/library/visits/{Visit.everywhere.get().uuid}/receipt.pdf"


@pytest.mark.parametrize(("size", "paper"), [("a5", (148, 210)), ("80", (80, None))])
def test_the_receipt_says_what_its_page_says(taras: Client, size: str, paper: tuple[int, int | None]) -> None:
    address = receipt_of(taras)
    page = taras.get(f"/mykolaiv/library/receipt/{Visit.everywhere.get().uuid}/").content.decode()
    word = re.search(r'class="word">([^<]+)<', page)
    answer = taras.get(address, {"size": size})
    assert word and answer["Content-Type"] == "application/pdf" and answer["Cache-Control"] == "private, no-store"
    text, (width, height) = text_of(answer.content), size_of(answer.content)
    assert width == paper[0] and paper[1] in {None, height}
    for said in (word.group(1), "№ 1", "Яма на дорозі", "вул. Знаменська, 33", "Бібліотека № 5", "вул. Морська, 1"):
        assert said in text
    assert "Ганна" not in text and "050" not in text
    assert f"{address}?size=a5" in page


def test_the_secret_word_is_printed_only_while_the_session_keeps_it(town: Town, taras: Client) -> None:
    address = receipt_of(taras)
    assert "таємне слово" in text_of(taras.get(address).content)
    assert "таємне слово" not in text_of(enter(town, "taras").get(address).content)


def test_a_receipt_is_for_the_branch_that_wrote_it(town: Town, elsewhere: Town, taras: Client, client: Client) -> None:
    address = receipt_of(taras)
    assert client.get(address)["Location"].startswith("/account/login/")
    assert enter(town, "olena").get(address).status_code == 404
    assert enter(elsewhere, "vasyl").get(address).status_code == 404
    assert taras.get(address, {"size": "a0"}).status_code == 404
    assert taras.get(f"/mykolaiv/library/visits/{uuid4()}/receipt.pdf").status_code == 404


def test_a_certificate_withdrawn_by_hand_is_on_my_page_as_such(town: Town) -> None:
    worked(town)
    withdraw_certificate(issued(town), town.actor("olena"), now=LATE)
    assert "відкликано" in enter(town, "olena").get(ME).content.decode()
