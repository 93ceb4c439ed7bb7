from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from opencity.demo.cast import TOWN, cast
from tests import town as tests_town
from tests.town import Town

LETTER = (
    "Subject: Дякуємо\nTo: olena@example.org\nDate: Mon, 23 Nov 2026 10:00:00 +0200\n"
    "Content-Type: text/plain; charset=utf-8\n\n<script>alert(1)</script> http://127.0.0.1:8000/x/\n"
)


@pytest.fixture
def demo(town: Town, settings: Settings, tmp_path: Path) -> Client:
    """A client where the demonstration is on; Olena of the cast lives in the town."""
    settings.DEMO, settings.MAIL_FOLDER = True, tmp_path
    (tmp_path / "one.log").write_text(LETTER, encoding="utf-8")
    tests_town.person("Олена", email="olena@example.org")
    return Client()


def test_one_button_signs_somebody_of_the_cast_in(demo: Client) -> None:
    assert "Олена" in demo.get("/demo/").content.decode()
    answer = demo.post("/demo/enter/olena/")
    assert (answer.status_code, answer["Location"]) == (302, f"/{TOWN}/me/")
    assert demo.session["_auth_user_backend"] == "allauth.account.auth_backends.AuthenticationBackend"


def test_a_letter_is_shown_as_text(demo: Client) -> None:
    page = demo.get("/demo/letters/one-0/").content.decode()
    assert "&lt;script&gt;" in page and "<script>alert" not in page
    assert 'href="http://127.0.0.1:8000/x/"' in page
    assert demo.get("/demo/letters/two-0/").status_code == 404


def test_nobody_outside_the_cast_is_signed_in_and_a_link_is_not_enough(demo: Client) -> None:
    assert demo.post("/demo/enter/svitlana-of-elsewhere/").status_code == 404
    assert demo.get("/demo/enter/olena/").status_code == 405


@pytest.mark.parametrize("path", ["/demo/", "/demo/letters/one-0/"])
def test_without_the_demonstration_there_is_no_such_page(demo: Client, settings: Settings, path: str) -> None:
    settings.DEMO = False
    assert demo.get(path).status_code == 404
    assert demo.post("/demo/enter/olena/").status_code == 404


def test_the_cast_has_every_part() -> None:
    assert {"resident", "officer", "coordinator", "librarian"} <= {member.kind for member in cast()}
    assert {"civil", "authority", "business", "library"} <= {member.sector for member in cast()}
    assert {"mykolaiv", "voznesensk"} == {member.community for member in cast()}
