from __future__ import annotations

import pytest
from django.test import Client

from opencity.problems.models import Problem
from opencity.problems.operations import owning
from opencity.web.public import reading
from tests.town import MONDAY, Town, report, said

READING = (
    "", "problems/", "problems/?q=верба", "problems/1/", "problems/1/photos/", "problems.atom", "map/", "map/1/card/",
    "areas/", "areas/centre/", "areas/centre.atom", "owners/", "owners/mykolaiv-parks/", "owners/mykolaiv-parks.atom",
    "results/", "history/", "how/", "rules/", "access-points/", "problems/999/",
)  # fmt: skip


@pytest.fixture(autouse=True)
def reported(town: Town) -> None:
    report(town)


@pytest.mark.parametrize("page", READING)
@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_reading_page_sets_no_cookie_and_holds_no_token(client: Client, page: str, language: str) -> None:
    answer = client.get(f"/mykolaiv/{page}", headers={"accept-language": language})
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in answer.content.decode()
    assert answer.status_code == (404 if "999" in page else 200)
    assert answer["Content-Language"] == language


@pytest.mark.parametrize("act", ["endorse", "follow", "update", "flag", "verify", "reopen", "withdraw", "done"])
def test_the_small_form_of_an_act_leaves_no_cookie_either(client: Client, act: str) -> None:
    answer = client.get(f"/mykolaiv/problems/1/{act}/")
    assert answer.status_code == 200
    assert not answer.cookies


@pytest.mark.parametrize("page", ["", "problems/", "problems/1/", "problems.atom", "results/", "how/"])
def test_whoever_has_the_page_already_is_told_so(client: Client, page: str) -> None:
    first = client.get(f"/mykolaiv/{page}")
    again = client.get(f"/mykolaiv/{page}", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert not again.content
    assert again["ETag"] == first["ETag"]
    assert "Accept-Language" in again["Vary"]


def test_every_event_gives_the_problem_a_new_stamp(client: Client, town: Town) -> None:
    first = client.get("/mykolaiv/problems/1/")
    problem = report(town).problem
    owning.accept(problem, town.actor("iryna"), said(), promised_for=None, now=MONDAY)
    assert client.get("/mykolaiv/problems/1/")["ETag"] == first["ETag"]
    before = client.get(f"/mykolaiv/problems/{problem.number}/")["ETag"]
    owning.answer(problem, town.actor("iryna"), said(), now=MONDAY)
    assert client.get(f"/mykolaiv/problems/{problem.number}/")["ETag"] != before


def test_languages_have_stamps_of_their_own(client: Client) -> None:
    stamps = {client.get("/mykolaiv/problems/1/", headers={"accept-language": one})["ETag"] for one in ("uk", "en")}
    assert len(stamps) == 2


def test_a_page_for_somebody_signed_in_is_kept_by_nobody(client: Client, town: Town) -> None:
    client.force_login(town.olena)
    assert client.get("/mykolaiv/problems/1/")["Cache-Control"] == "private, no-store"


def test_a_page_is_made_once_for_everybody_until_something_happens(
    client: Client, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PAGE_KEPT_S", 600)
    made = client.get("/mykolaiv/problems/1/").content
    monkeypatch.setattr(reading, "render", None)
    assert client.get("/mykolaiv/problems/1/").content == made
    monkeypatch.undo()
    problem = Problem.objects.get()
    owning.answer(problem, town.actor("iryna"), said("Приїдемо в п’ятницю."), now=MONDAY)
    assert "п’ятницю" in client.get("/mykolaiv/problems/1/").content.decode()


@pytest.mark.parametrize("address", ["/%00/", "/mykolaiv/%00/", "/mykolaiv/problems/?q=%00", "/api/v1/%00/problems"])
def test_an_address_with_a_zero_byte_is_refused_in_words(client: Client, address: str) -> None:
    assert client.get(address).status_code in {400, 404}
