"""The reporter's own view: the receipt, a correction, taking it back, finding it again by the secret word."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from opencity.people.operations.introducing import Stranger
from opencity.problems.access import receipt_token
from opencity.problems.models import Flag, Problem, Report
from opencity.problems.operations.filing import Filed
from tests.town import MONDAY, Town, report, upload
from tests.web.reporting import Resident, text


@pytest.fixture
def filed(town: Town) -> Filed:
    return report(town, Stranger(), now=now())


@pytest.fixture
def link(filed: Filed) -> str:
    return f"/mykolaiv/receipt/{receipt_token(filed.report)}/"


def test_the_secret_link_shows_the_report_while_nobody_else_sees_it(filed: Filed, link: str, client: Client) -> None:
    answer = client.get(link)
    page = text(answer)
    assert filed.report.words in page
    assert "вул. Знаменська, двір 33" in page
    assert filed.secret_word not in page
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert client.get(f"/mykolaiv/report/done/{receipt_token(filed.report)}/").status_code == 200


def test_the_receipt_tells_the_deadline_and_who_was_told(town: Town, client: Client) -> None:
    filed = report(town, "olena", now=now())
    page = text(client.get(f"/mykolaiv/receipt/{receipt_token(filed.report)}/"))
    assert "Парки Миколаєва" in page or "Parks" in page
    assert f"/mykolaiv/problems/{filed.problem.number}/" in page


def test_the_receipt_says_when_the_owner_is_unknown(town: Town, client: Client) -> None:
    filed = report(town, "olena", category="manhole.open", now=now())
    assert filed.problem.owner is None
    assert client.get(f"/mykolaiv/receipt/{receipt_token(filed.report)}/").status_code == 200


def test_words_are_corrected_for_half_an_hour(filed: Filed, link: str, client: Client) -> None:
    assert filed.report.words in text(client.get(link + "edit/"))
    assert client.post(link + "edit/", {"words": "Верба впала"})["Location"] == link
    assert Report.everywhere.get().words == "Верба впала"
    Report.everywhere.update(created_at=now() - timedelta(minutes=31))
    late = client.post(link + "edit/", {"words": "Ще раз"})
    assert late.status_code == 409
    assert "Ще раз" in text(late)
    assert Report.everywhere.get().words == "Верба впала"


@pytest.mark.parametrize("words", ["", "  ", "я" * 4001])
def test_a_correction_to_nothing_or_too_much_is_refused(link: str, client: Client, words: str) -> None:
    assert client.post(link + "edit/", {"words": words}).status_code == 422


def test_a_report_is_taken_back(link: str, client: Client) -> None:
    assert client.get(link + "withdraw/").status_code == 200
    assert client.post(link + "withdraw/", {"words": "Помилка"})["Location"] == link
    assert Problem.everywhere.get().state == "withdrawn"
    again = client.post(link + "withdraw/", {"words": ""})
    assert again.status_code == 409
    page = text(client.get(link))
    assert "/withdraw/" not in page
    assert "/edit/" not in page


def test_it_is_gone_already_asks_a_coordinator_to_look(link: str, client: Client) -> None:
    assert client.get(link + "gone/").status_code == 200
    client.post(link + "gone/", {"words": "Прибрали вчора"})
    assert (Flag.everywhere.get().reason, Flag.everywhere.get().words) == ("gone", "Прибрали вчора")


def test_a_reporter_sees_own_photos_before_they_are_public(town: Town, client: Client) -> None:
    olena = Resident(client)
    olena.add_photo(upload())
    page = text(olena.filed())
    token = receipt_token(Report.everywhere.get()).split(":")[0]
    assert f"/mykolaiv/receipt/{token}" in page
    url = next(part.split('"')[0] for part in page.split('src="') if part.startswith("/mykolaiv/receipt/"))
    assert client.get(url).getvalue().startswith(b"\xff\xd8")
    assert client.get(url.replace("-480.jpg", "-481.jpg")).status_code == 404


def test_a_wrong_or_foreign_token_finds_nothing(elsewhere: Town, link: str, client: Client) -> None:
    client.force_login(elsewhere.people["vasyl"])
    for path in ("", "edit/", "withdraw/", "gone/", "photos/1-480.jpg"):
        assert client.get(link[:-3] + "x/" + path).status_code == 404
        assert client.get(link.replace("mykolaiv", "voznesensk") + path).status_code == 404


def test_number_and_word_find_the_report_again(filed: Filed, client: Client) -> None:
    assert client.get("/mykolaiv/report/find/").status_code == 200
    word = filed.secret_word.lower().replace(" ", "  ")
    answer = client.post("/mykolaiv/report/find/", {"number": f"№ {filed.problem.number}", "word": word})
    assert answer["Location"].startswith("/mykolaiv/receipt/")
    assert filed.report.words in text(client.get(answer["Location"]))


@pytest.mark.parametrize("number", ["1", "777", "", "x", "9" * 40])
def test_a_wrong_pair_never_says_which_half_is_wrong(filed: Filed, client: Client, number: str) -> None:
    answer = client.post("/mykolaiv/report/find/", {"number": number, "word": "ВЕРБА 00000"})
    assert answer.status_code == 422


def test_guessing_is_stopped(filed: Filed, client: Client) -> None:
    tries = [client.post("/mykolaiv/report/find/", {"number": "1", "word": str(n)}).status_code for n in range(11)]
    assert tries == [422] * 10 + [429]
    assert client.post("/mykolaiv/report/find/", {"number": "1", "word": filed.secret_word}).status_code == 429


def test_a_word_works_in_its_own_community_alone(elsewhere: Town, filed: Filed, client: Client) -> None:
    given = {"number": str(filed.problem.number), "word": filed.secret_word}
    assert client.post("/voznesensk/report/find/", given).status_code == 422


def test_an_old_receipt_still_opens(town: Town, client: Client) -> None:
    filed = report(town, "olena", now=MONDAY - timedelta(days=300))
    assert client.get(f"/mykolaiv/receipt/{receipt_token(filed.report)}/").status_code == 200
