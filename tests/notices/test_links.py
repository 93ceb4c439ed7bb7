"""The links of letters, followed: opening one changes nothing, its button does, and a changed one does nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from opencity.foundation.tokens import seal
from opencity.jobs.worker import work_through
from opencity.notices.models import Mute
from opencity.people.operations.introducing import Stranger
from opencity.problems.models import Problem, Report
from opencity.problems.operations import following, owning
from opencity.problems.states import Visibility
from opencity.web.public import letters
from tests.notices.conftest import letters_to
from tests.town import MONDAY, Town, fresh, person, report, said

HOUR = timedelta(hours=1)
NOVA = "nova@example.org"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "now", lambda: MONDAY + HOUR)


def path_in(address: str, part: str) -> str:
    """The first link of the newest letter to an address that leads to a page, as a path."""
    text = str(letters_to(address)[-1].body)
    links: list[str] = re.findall(r"https?://[^/]+(/\S+)", text)
    return next(one for one in links if part in one)


@pytest.fixture
def filed(town: Town) -> Report:
    filed = report(town, Stranger(email=NOVA)).report
    work_through(MONDAY)
    return filed


def test_opening_the_link_changes_nothing_and_sets_no_cookie(client: Client, filed: Report) -> None:
    answer = client.get(path_in(NOVA, "/confirm/"))
    assert answer.status_code == 200 and not answer.cookies
    assert NOVA not in answer.content.decode()
    assert fresh(filed.problem).visibility == Visibility.HELD
    assert not EmailAddress.objects.get(email=NOVA).verified


def test_pressing_the_button_publishes_the_report_and_signs_its_reporter_in(client: Client, filed: Report) -> None:
    answer = client.post(path_in(NOVA, "/confirm/"))
    assert answer.status_code == 302 and f"/problems/{filed.problem.number}/" in answer["Location"]
    assert fresh(filed.problem).visibility == Visibility.PUBLIC
    assert client.session["_auth_user_id"] == str(filed.reporter_id)


def test_the_link_signs_in_once(client: Client, filed: Report) -> None:
    path = path_in(NOVA, "/confirm/")
    client.post(path)
    other = Client()
    assert other.post(path).status_code == 302
    assert "_auth_user_id" not in other.session


def test_another_site_cannot_press_the_button(client: Client, filed: Report) -> None:
    answer = client.post(path_in(NOVA, "/confirm/"), headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert fresh(filed.problem).visibility == Visibility.HELD


def test_a_report_joins_the_account_whose_address_it_was(client: Client, town: Town, filed: Report) -> None:
    known = person("Нова", email=NOVA.replace("nova", "stara"))
    EmailAddress.objects.filter(user=known).update(email=NOVA.upper())
    client.post(path_in(NOVA, "/confirm/"))
    filed.refresh_from_db()
    assert filed.reporter == known
    assert client.session["_auth_user_id"] == str(known.pk)


def test_whoever_asks_for_a_second_proof_is_not_signed_in_by_a_letter(client: Client, filed: Report) -> None:
    Authenticator.objects.create(user=filed.reporter, type=Authenticator.Type.TOTP, data={})
    client.post(path_in(NOVA, "/confirm/"))
    assert fresh(filed.problem).visibility == Visibility.PUBLIC
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-2] + ("AA" if token[-2:] != "AA" else "BB"),
        lambda token: "x" + token,
        lambda token: seal("unsubscribe", [1, NOVA]),
        lambda token: seal("confirm", 1),
        lambda token: seal("confirm", [10_000_000, NOVA]),
    ],
    ids=["changed", "longer", "other purpose", "other shape", "nobody"],
)
def test_a_link_that_was_changed_confirms_nothing_and_shows_the_next_step(
    client: Client, filed: Report, spoil: Callable[[str], str]
) -> None:
    path = path_in(NOVA, "/confirm/")
    token = path.split("/confirm/")[1].rstrip("/")
    answer = client.post(path.replace(token, spoil(token)))
    assert answer.status_code == 403 and b"/account/login/" in answer.content
    assert fresh(filed.problem).visibility == Visibility.HELD


def test_a_link_does_not_confirm_another_address(client: Client, town: Town, filed: Report) -> None:
    path = f"/mykolaiv/confirm/{seal('confirm', [filed.reporter_id, 'vasyl@voznesensk.example.org'])}/"
    assert client.post(path).status_code == 403


@pytest.fixture
def news(town: Town) -> Problem:
    problem = report(town).problem
    following.follow(problem, town.petro, now=MONDAY)
    owning.answer(problem, town.actor("iryna"), said(), now=MONDAY)
    work_through(MONDAY)
    work_through(MONDAY + HOUR)
    return problem


PETRO = "petro@mykolaiv.example.org"


def test_letters_are_stopped_by_the_button_and_wanted_again_by_another(client: Client, news: Problem) -> None:
    path = path_in(PETRO, "/unsubscribe/")
    assert client.get(path).status_code == 200
    assert not Mute.everywhere.exists()
    client.post(path, {"what": "problem"})
    assert Mute.everywhere.get().problem == news
    client.post(path, {"again": "1"})
    client.post(path, {"what": "all"})
    assert Mute.everywhere.get().problem is None
    assert f"№ {news.number}" not in client.get(path).content.decode()


def test_a_mail_program_stops_everything_with_one_request(news: Problem, town: Town) -> None:
    header = letters_to(PETRO)[-1].extra_headers["List-Unsubscribe"].strip("<>")
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/" + header.split("/", 3)[3], {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200 and not answer.cookies
    assert (Mute.everywhere.get().person, Mute.everywhere.get().problem) == (town.petro, None)


def test_a_changed_link_stops_nothing(client: Client, news: Problem) -> None:
    assert client.post(path_in(PETRO, "/unsubscribe/").rstrip("/") + "x/").status_code == 403
    assert not Mute.everywhere.exists()


def test_every_link_of_every_letter_leads_somewhere(client: Client, town: Town, news: Problem, filed: Report) -> None:
    paths = {
        path.split("#")[0] for letter in mail.outbox for path in re.findall(r"https?://[^/\s]+(/\S*)", str(letter.body))
    }
    assert len(paths) >= 6
    for path in paths:
        assert client.get(path).status_code == 200, path
