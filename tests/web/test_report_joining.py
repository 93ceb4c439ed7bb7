"""«Це воно, і мене стосується»: a report joins the problem that is there already."""

from __future__ import annotations

import pytest
from django.test import Client

from opencity.problems.models import Draft, Endorsement, Evidence, Problem, Report
from opencity.problems.operations.confirming import confirm
from opencity.problems.states import Visibility
from tests.town import MONDAY, SOUTH, Town, report, upload
from tests.web.reporting import PIN, Resident, text


@pytest.fixture
def known(town: Town) -> Problem:
    """Olena's report of the same tree, last Monday."""
    return report(town, "olena", now=MONDAY).problem


@pytest.fixture
def petro(town: Town, known: Problem, client: Client) -> Resident:
    """Signed in, with a draft of the same tree from twenty metres away."""
    client.force_login(town.people["petro"])
    resident = Resident(client)
    resident.where(**{**PIN, "lat": "46.97018"})
    resident.what(words="Дерево тріснуло, боїмося")
    return resident


def test_a_similar_problem_stands_beside_ones_own(known: Problem, petro: Resident) -> None:
    page = petro.page("known/")
    assert 'class="twins"' in page
    assert f'name="number" value="{known.number}"' in page
    assert "20" in page.split('class="near"')[1][:20]
    assert "«Дерево тріснуло, боїмося»" in page
    assert "Парки Миколаєва" in page or "Parks" in page


def test_one_far_away_or_unseen_is_not_offered(town: Town, known: Problem, client: Client) -> None:
    far = Resident(client)
    far.where(lat=str(SOUTH.lat), lon=str(SOUTH.lon))
    far.what()
    assert 'class="twins"' not in far.page("known/")
    Problem.everywhere.update(visibility=Visibility.HELD)
    far.where()
    assert 'class="twins"' not in far.page("known/")


def test_joining_counts_once_and_carries_words_and_photos(town: Town, known: Problem, petro: Resident) -> None:
    petro.add_photo(upload())
    answer = petro.post("join/", number=str(known.number))
    assert answer["Location"] == f"/mykolaiv/report/joined/{known.number}/"
    assert petro.post("join/", number=str(known.number))["Location"] == answer["Location"]
    endorsement = Endorsement.everywhere.get()
    assert (endorsement.person, endorsement.words) == (town.people["petro"], "Дерево тріснуло, боїмося")
    assert Evidence.everywhere.get().author == town.people["petro"]
    assert Problem.everywhere.get().endorsed == 1
    assert Report.everywhere.count() == 1
    assert f"/mykolaiv/problems/{known.number}/" in text(petro.client.get(answer["Location"]))


def test_after_joining_a_new_report_begins_empty(known: Problem, petro: Resident) -> None:
    petro.post("join/", number=str(known.number))
    assert "боїмося" not in petro.page("what/")
    assert petro.send()["Location"] == f"/mykolaiv/report/joined/{known.number}/"
    assert Problem.everywhere.count() == 1


def test_a_stranger_is_asked_for_an_address_before_being_counted(known: Problem, client: Client) -> None:
    stranger = Resident(client)
    stranger.where()
    stranger.what()
    asked = stranger.post("join/", number=str(known.number))
    assert asked.status_code == 200
    assert 'name="email"' in text(asked)
    assert not Endorsement.everywhere.exists()
    assert stranger.post("join/", number=str(known.number), email="petro@").status_code == 422
    assert stranger.post("join/", number=str(known.number), email="petro@example.org").status_code == 302
    assert Problem.everywhere.get().endorsed == 0
    row = Endorsement.everywhere.get()
    confirm(row.person, "petro@example.org", now=MONDAY)
    assert Problem.everywhere.get().endorsed == 1


def test_a_stranger_may_add_words_without_being_counted(known: Problem, client: Client) -> None:
    stranger = Resident(client)
    stranger.where()
    stranger.what(words="І я бачу")
    stranger.post("join/", number=str(known.number), uncounted="1")
    assert Endorsement.everywhere.get().words == "І я бачу"
    assert Problem.everywhere.get().endorsed == 0


def test_what_was_closed_meanwhile_is_refused_with_a_next_step(known: Problem, petro: Resident) -> None:
    Problem.everywhere.update(state="withdrawn")
    answer = petro.post("join/", number=str(known.number))
    assert answer.status_code == 409
    assert 'role="alert"' in text(answer)
    assert "боїмося" in Draft.everywhere.get().fields["words"]


@pytest.mark.parametrize("number", ["", "x", "0", "999", "9" * 40])
def test_a_made_up_number_is_not_found(petro: Resident, number: str) -> None:
    assert petro.post("join/", number=number).status_code == 404


def test_a_problem_of_another_community_is_not_found(elsewhere: Town, known: Problem, petro: Resident) -> None:
    assert petro.client.get(f"/mykolaiv/report/joined/{known.number}/").status_code == 200
    assert petro.client.get(f"/voznesensk/report/joined/{known.number}/").status_code == 404
