"""A report is sent: with an account, with an address, with neither; once, and never too often."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opencity.people.models import Person
from opencity.problems.models import Draft, Flag, Problem, Report
from opencity.problems.operations.confirming import confirm
from tests.town import MONDAY, OUTSIDE, Town
from tests.web.reporting import PIN, TREE, WORDS, Resident, take_time, text

WHOLE = {"category": "road.pothole", "words": "Яма на всю смугу", "lat": "46.97", "lon": "32.0", "source": "gps"}


@pytest.fixture
def olena(town: Town, client: Client) -> Resident:
    """Signed in."""
    client.force_login(town.people["olena"])
    return Resident(client)


@pytest.fixture
def stranger(town: Town, client: Client) -> Resident:
    return Resident(client)


def test_a_resident_with_an_account_files_a_public_report(town: Town, olena: Resident) -> None:
    page = text(olena.filed())
    problem = Problem.everywhere.get()
    assert problem.visibility == "public"
    assert problem.owner == town.organisations["parks"]
    assert f"№\xa0{problem.number}" in page or f"№&nbsp;{problem.number}" in page
    assert f"/mykolaiv/problems/{problem.number}/" in page
    report = Report.everywhere.get()
    assert (report.words, report.reporter, report.show_name) == (WORDS, town.people["olena"], False)


def test_an_unconfirmed_address_is_held_and_becomes_public_when_confirmed(stranger: Resident) -> None:
    page = text(stranger.filed(email="olena@example.org", name="Олена", show_name="on"))
    report = Report.everywhere.get()
    assert Problem.everywhere.get().visibility == "held"
    assert report.awaits_confirmation
    assert "ol…@example.org" in page
    confirm(report.reporter, "olena@example.org", now=MONDAY)
    assert Problem.everywhere.get().visibility == "public"


def test_somebody_without_an_address_gets_a_secret_word_that_stands_in_no_address(stranger: Resident) -> None:
    stranger.where()
    stranger.what()
    answer = stranger.send()
    page = text(stranger.client.get(answer["Location"]))
    word = page.split('class="code text-[30px]"')[1].split(">")[1].split("<")[0]
    assert len(word.split()) == 2
    assert word.split()[1] not in answer["Location"]
    assert Problem.everywhere.get().visibility == "held"
    assert Report.everywhere.get().secret_digest
    again = Client()
    assert word not in text(again.get(answer["Location"]))


def test_a_phone_is_kept_for_calling_back(stranger: Resident) -> None:
    stranger.filed(phone="050 123 45 67")
    assert Report.everywhere.get().reporter.contact_points.get().value == "050 123 45 67"


@pytest.mark.parametrize("fields", [{"email": "olena@"}, {"phone": "12"}, {"phone": "call me"}, {"name": "x" * 200}])
def test_a_wrong_contact_is_refused_beside_its_field(stranger: Resident, fields: dict[str, str]) -> None:
    stranger.where()
    stranger.what()
    answer = stranger.send(**fields)
    name = next(iter(fields))
    assert answer.status_code == 422
    assert f'id="e-{name}"' in text(answer)
    assert fields[name] in text(answer)
    assert not Problem.everywhere.exists()


def test_a_kind_that_needs_a_contact_says_so(stranger: Resident) -> None:
    stranger.where()
    stranger.what(category="social.person_in_need", asked="social.person_in_need")
    answer = stranger.send()
    assert answer.status_code == 422
    assert 'id="e-email"' in text(answer)
    assert stranger.send(phone="0501234567").status_code == 302
    assert Problem.everywhere.get().visibility == "private"


def test_sending_twice_files_once_and_shows_the_same_receipt(olena: Resident) -> None:
    olena.where()
    olena.what()
    first, second = olena.send(), olena.send()
    assert first["Location"].split(":")[0] == second["Location"].split(":")[0]
    assert Problem.everywhere.count() == 1
    assert "Крок 1" in olena.page() or "Step 1" in olena.page()
    assert WORDS not in olena.page("what/")


def test_a_program_files_in_one_request_without_cookies(town: Town, stranger: Resident) -> None:
    answer = stranger.post("send/", **WHOLE, email="program@example.org", lang="en", title="Яма\nна Садовій")
    problem = Problem.everywhere.get()
    assert (answer.status_code, problem.category.code, problem.title) == (302, "road.pothole", "Яма на Садовій")
    assert problem.language == "en"
    assert not Draft.everywhere.exists()
    assert not stranger.client.cookies


def test_a_program_that_forgets_something_is_told_what_and_loses_nothing(stranger: Resident) -> None:
    answer = stranger.post("send/", words="Яма на всю смугу")
    assert answer.status_code == 422
    assert Draft.everywhere.get().fields["words"] == "Яма на всю смугу"


@pytest.mark.parametrize(
    "wrong",
    [
        {"lat": "0", "lon": "0"},
        {"lat": "nan"},
        {"lat": str(OUTSIDE.lat), "lon": str(OUTSIDE.lon)},
        {"category": "no.such"},
        {"lat": "", "lon": "", "area": "nowhere"},
        {"words": "я" * 5000},
        {"words": "", "title": ""},
    ],
)
def test_wrong_input_is_refused(stranger: Resident, wrong: dict[str, str]) -> None:
    assert stranger.post("send/", **{**WHOLE, **wrong}).status_code == 422
    assert not Problem.everywhere.exists()


def test_a_category_or_area_of_another_community_is_refused(elsewhere: Town, stranger: Resident) -> None:
    category, area = elsewhere.categories["road.pothole"], elsewhere.areas["south"]
    category.code, area.code = "only.there", "only-there"
    category.save()
    area.save()
    assert stranger.post("send/", **{**WHOLE, "category": "only.there"}).status_code == 422
    assert stranger.post("send/", **{**WHOLE, "lat": "", "lon": "", "area": "only-there"}).status_code == 422


def test_a_program_in_a_persons_clothes_is_held_and_flagged_but_not_lost(town: Town, olena: Resident) -> None:
    olena.filed(website="https://spam.example")
    assert Problem.everywhere.get().visibility == "held"
    assert Flag.everywhere.get().reason == "spam"


def test_three_steps_in_no_time_are_held(town: Town, olena: Resident) -> None:
    olena.where()
    olena.what()
    olena.post("send/")
    assert Problem.everywhere.get().visibility == "held"


def test_a_held_suspect_stays_held_when_its_address_is_confirmed(stranger: Resident) -> None:
    stranger.filed(website="x", email="spam@example.org")
    confirm(Person.objects.get(pk=Report.everywhere.get().reporter_id), "spam@example.org", now=MONDAY)
    assert Problem.everywhere.get().visibility == "held"


def test_too_many_reports_from_one_address_wait_and_lose_nothing(town: Town, olena: Resident) -> None:
    town.community.choices = {"reports_per_hour": 1}
    town.community.save()
    assert olena.post("send/", **WHOLE).status_code == 302
    olena.where()
    olena.what()
    answer = olena.send()
    assert answer.status_code == 429
    assert Draft.everywhere.get(filed_report=None).fields["words"] == WORDS
    assert Problem.everywhere.count() == 1


def test_limits_can_be_switched_off_for_load_tests(town: Town, olena: Resident, settings: Any) -> None:
    settings.RATE_LIMITS = False
    town.community.choices = {"reports_per_hour": 1}
    town.community.save()
    for _ in range(3):
        assert olena.post("send/", **WHOLE).status_code == 302


def test_the_limit_counts_what_a_proxy_tells_and_nothing_made_up(town: Town, olena: Resident, settings: Any) -> None:
    town.community.choices = {"reports_per_hour": 1}
    town.community.save()

    def send(forwarded: str) -> int:
        return olena.client.post("/mykolaiv/report/send/", WHOLE, headers={"X-Forwarded-For": forwarded}).status_code

    assert [send("1.1.1.1"), send("2.2.2.2")] == [302, 429]
    settings.PROXY_HOPS = 1
    assert [send("9.9.9.9, 3.3.3.3"), send("8.8.8.8, 3.3.3.3"), send("4.4.4.4")] == [302, 429, 302]


@pytest.mark.parametrize("who", ["olena", "stranger"])
def test_sending_asks_the_database_at_most_25_times(
    town: Town, client: Client, who: str, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    resident = Resident(client)
    if who == "olena":
        client.force_login(town.people["olena"])
    resident.post("send/", **WHOLE)
    resident.where()
    resident.what()
    take_time()
    with CaptureQueriesContext(connection) as asked:
        resident.post("send/", email="" if who == "olena" else "o@example.org")
    assert len(asked) <= 25, "\n".join(query["sql"] for query in asked)


def test_the_preview_says_what_everybody_will_see(town: Town, olena: Resident) -> None:
    olena.where()
    olena.what(category="war.damage", asked="war.damage", words="Вибито вікна")
    page = olena.page("known/")
    assert "Вибито вікна" in page
    assert PIN["place_words"] not in page.split("preview-title")[1].split("</section>")[0]


def test_the_emergency_is_stopped_at_sending_too(stranger: Resident) -> None:
    answer = stranger.post("send/", **{**WHOLE, "category": TREE, "answer_hazard": "now"})
    assert 'href="tel:112"' in text(answer)
    assert not Problem.everywhere.exists()
