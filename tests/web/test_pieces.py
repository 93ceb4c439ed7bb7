from __future__ import annotations

import pytest
from django.test import Client, override_settings

from opencity.web.templatetags import assets
from tests.town import Town


@pytest.fixture
def built() -> None:
    if not (assets.BUILD / "manifest.json").exists():
        pytest.skip("the front end is not built")


@override_settings(DEMO=True)
@pytest.mark.parametrize(("language", "title"), [("uk", "Стани проблеми"), ("en", "States of a problem")])
def test_every_piece_is_drawn_in_both_languages(
    client: Client, town: Town, built: None, language: str, title: str
) -> None:
    answer = client.get("/mykolaiv/pieces/", headers={"accept-language": language})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert title in page
    for piece in (
        "plate",
        "state",
        "chip",
        "card",
        "story",
        "path",
        "compare",
        "next",
        "errors",
        "pages",
        "sheet empty",
    ):
        assert f'class="{piece}' in page, piece


@override_settings(DEMO=True)
def test_no_piece_brings_a_style_or_a_script_of_its_own(client: Client, town: Town, built: None) -> None:
    page = client.get("/mykolaiv/pieces/").content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert " onclick=" not in page
    assert page.count("<script") == page.count('<script type="module" src="/static/build/')


def test_outside_the_demo_there_is_no_such_page(client: Client, town: Town, built: None) -> None:
    assert client.get("/mykolaiv/pieces/").status_code == 404
