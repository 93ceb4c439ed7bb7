from __future__ import annotations

import pytest
from django.test import Client

from tests.town import Town
from tests.web.leaks import SECRETS, Case, addresses, build


@pytest.fixture
def case(town: Town, settings: object, tmp_path: object) -> Case:
    settings.MEDIA = tmp_path  # type: ignore[attr-defined]
    return build(town)


def _seen(client: Client, address: str) -> str:
    answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return body.decode(errors="replace") + str(answer.headers)


def test_a_stranger_who_walks_every_address_reads_nothing_that_is_not_public(client: Client, case: Case) -> None:
    for address in addresses(case):
        seen = _seen(client, address)
        assert not [word for word in SECRETS if word in seen], address


def test_vasyl_of_another_community_reads_no_more_than_a_stranger(client: Client, case: Case, elsewhere: Town) -> None:
    client.force_login(elsewhere.people["vasyl"])
    for address in addresses(case):
        if "/me/" in address:
            continue
        seen = _seen(client, address)
        assert not [word for word in SECRETS if word in seen], address


@pytest.mark.parametrize("which", ["held", "private"])
def test_what_is_not_public_is_not_there_for_strangers(client: Client, case: Case, which: str) -> None:
    number = getattr(case, which).number
    for page in ("", "photos/", "qr.svg", "endorse/", "follow/", "update/", "flag/", "verify/", "reopen/", "done/"):
        assert client.get(f"/mykolaiv/problems/{number}/{page}").status_code == 404, page


def test_words_search_and_counts_know_only_what_is_public(client: Client, case: Case) -> None:
    for words in ("Утримане", "Приватне", "Приховане"):
        assert (
            "/problems/" + str(case.public.number)
            not in client.get("/mykolaiv/problems/", {"q": words}).content.decode()
        )
    page = client.get("/mykolaiv/problems/", headers={"accept-language": "en"}).content.decode()
    assert "2 problems" in page or "2&nbsp;problems" in page or "0 problems" in page
    assert page.count('class="card"') == 2


def test_the_exact_place_of_a_coarsened_problem_is_nowhere(client: Client, case: Case) -> None:
    for address in addresses(case):
        seen = _seen(client, address)
        assert "46.9611" not in seen and "32.0033" not in seen, address


def test_a_hidden_problem_shows_its_number_and_the_published_reason_alone(client: Client, case: Case) -> None:
    answer = client.get(f"/mykolaiv/problems/{case.hidden.number}/")
    assert answer.status_code == 410
    page = answer.content.decode()
    assert "Обличчя дитини на фото." in page
    assert f"№&nbsp;{case.hidden.number}" in page
    assert case.hidden.title not in page and "вул. Знаменська" not in page


def test_reporter_officer_and_coordinator_see_a_private_problem_with_a_lock(client: Client, case: Case) -> None:
    for name in ("olena", "iryna", "svitlana"):
        client.force_login(case.town.people[name])
        answer = client.get(f"/mykolaiv/problems/{case.private.number}/")
        assert answer.status_code == 200, name
        assert "Приватне слово" in answer.content.decode()
        assert "i-lock" in answer.content.decode()
        assert answer["Cache-Control"] == "private, no-store"
    for name in ("petro", "taras", "roman"):
        client.force_login(case.town.people[name])
        assert client.get(f"/mykolaiv/problems/{case.private.number}/").status_code == 404, name
