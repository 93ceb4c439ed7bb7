from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from opencity.problems.models import Evidence, Photo
from opencity.problems.operations import photographing, reviewing
from tests.town import MONDAY, Town, jpeg, report, said


@pytest.fixture(autouse=True)
def kept_elsewhere(settings: object, tmp_path: Path) -> None:
    settings.MEDIA = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def photo(town: Town) -> Photo:
    return photographing.keep_photo(town.community, jpeg(), now=MONDAY)


def address(photo: Photo, width: int = 480) -> str:
    return f"/mykolaiv/photos/{photo.digest}-{width}.jpg"


def test_a_photograph_of_a_public_problem_may_be_kept_for_an_hour(client: Client, town: Town, photo: Photo) -> None:
    report(town, photos=(photo,))
    answer = client.get(address(photo), headers={"accept-encoding": "gzip"})
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert body[:2] == b"\xff\xd8" and b"Secret Phone" not in body
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Disposition"] == 'inline; filename="480.jpg"'
    again = client.get(address(photo), headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_only_widths_that_were_made_are_given(client: Client, town: Town, photo: Photo) -> None:
    report(town, photos=(photo,))
    assert client.get(address(photo, 777)).status_code == 404
    assert client.get(f"/mykolaiv/photos/{'f' * 64}-480.jpg").status_code == 404


def test_a_photograph_that_is_no_evidence_yet_is_for_nobody(client: Client, photo: Photo) -> None:
    assert client.get(address(photo)).status_code == 404


def test_a_private_problems_photographs_are_for_those_on_the_case(client: Client, town: Town, photo: Photo) -> None:
    report(town, category="social.person_in_need", photos=(photo,))
    assert client.get(address(photo)).status_code == 404
    client.force_login(town.petro)
    assert client.get(address(photo)).status_code == 404
    for name in ("olena", "svitlana"):
        client.force_login(town.people[name])
        answer = client.get(address(photo))
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-store"
        answer.close()


def test_a_photograph_that_was_taken_away_is_gone_for_the_public(client: Client, town: Town, photo: Photo) -> None:
    problem = report(town, photos=(photo,)).problem
    evidence = Evidence.everywhere.get(problem=problem)
    reviewing.show_photo(evidence, town.actor("svitlana"), shown=False, words=said("Обличчя."), now=MONDAY)
    assert client.get(address(photo)).status_code == 404


def test_another_community_does_not_serve_it(client: Client, town: Town, elsewhere: Town, photo: Photo) -> None:
    report(town, photos=(photo,))
    assert client.get(address(photo).replace("mykolaiv", "voznesensk")).status_code == 404
