from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils.timezone import now

from opencity.people.models import Person
from opencity.problems.models import Endorsement, Event, Evidence, Flag, Photo, Problem, Subscription
from opencity.problems.operations import owning
from opencity.verification.models import Claim
from opencity.verification.operations.claiming import claim
from opencity.verification.operations.judging import NewVerdict, give_verdict
from tests.town import CENTRE, Town, fresh, jpeg, photo_row, report, said, upload

EN = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def photographs_lie_elsewhere(settings: object, tmp_path: Path) -> None:
    settings.MEDIA = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def problem(town: Town) -> Problem:
    return report(town, now=now() - timedelta(days=3)).problem


def act(client: Client, problem: Problem, name: str, **fields: object) -> tuple[int, str]:
    """The status of the answer, and what was said after it: the message, else the page."""
    answer = client.post(f"/mykolaiv/problems/{problem.number}/{name}/", fields, headers=EN)
    if answer.status_code == 302:
        assert answer["Location"] == f"/mykolaiv/problems/{problem.number}/"
        return 302, str(next(iter(get_messages(answer.wsgi_request))))
    return answer.status_code, answer.content.decode()


def done(town: Town, problem: Problem) -> None:
    owning.accept(problem, town.actor("iryna"), said(), promised_for=None, now=now() - timedelta(days=2))
    taken = now() - timedelta(days=1)
    claim(problem, town.actor("iryna"), said(), (photo_row(town, taken_at=taken, now=taken),), now=taken)
    give_verdict(problem, town.olena, NewVerdict(value="yes"), now=now() - timedelta(hours=2))


def test_somebody_signed_in_joins_with_one_tap_and_leaves_with_another(
    client: Client, town: Town, problem: Problem
) -> None:
    client.force_login(town.petro)
    assert act(client, problem, "endorse")[0] == 302
    assert fresh(problem).endorsed == 1
    assert "counted already" in client.get(f"/mykolaiv/problems/{problem.number}/endorse/", headers=EN).content.decode()
    assert act(client, problem, "endorse", leave="1")[0] == 302
    assert fresh(problem).endorsed == 0


def test_a_stranger_is_counted_only_after_the_address_is_confirmed(client: Client, problem: Problem) -> None:
    status, told = act(client, problem, "endorse", email="new@example.org", words="І в нашому дворі.")
    assert (status, "new@example.org" in told) == (302, True)
    assert fresh(problem).endorsed == 0
    row = Endorsement.everywhere.get(problem=problem)
    assert row.confirmed_at is None and row.words == "І в нашому дворі."


def test_a_stranger_without_an_address_is_told_the_next_step_and_keeps_the_words(
    client: Client, problem: Problem
) -> None:
    status, page = act(client, problem, "endorse", words="І в нашому дворі.", photo=upload())
    assert status == 422
    assert "we need an address" in page and "І в нашому дворі." in page
    assert not Endorsement.everywhere.exists()


def test_a_photograph_of_a_refused_form_need_not_be_chosen_again(client: Client, town: Town, problem: Problem) -> None:
    done(town, problem)
    client.force_login(town.olena)
    status, page = act(client, problem, "reopen", photo=upload(jpeg(CENTRE, now() - timedelta(minutes=5))))
    assert status == 422
    token = page.split('name="kept" value="')[1].split('"')[0]
    assert act(client, problem, "reopen", kept=token, words="Знову нахилилася.")[0] == 302
    assert fresh(problem).state == "open"
    assert Photo.everywhere.filter(evidence__problem=problem).count() == 2


def test_following_asks_who_it_is_and_leads_back(client: Client, town: Town, problem: Problem) -> None:
    status, page = act(client, problem, "follow")
    assert status == 403
    assert f"next=/mykolaiv/problems/{problem.number}/follow/" in page
    client.force_login(town.petro)
    assert act(client, problem, "follow")[0] == 302
    assert Subscription.everywhere.filter(problem=problem, person=town.petro).exists()
    assert act(client, problem, "follow", leave="1")[0] == 302
    assert not Subscription.everywhere.filter(problem=problem, person=town.petro).exists()


@pytest.mark.parametrize("kind", ["fact", "question", "offer"])
def test_an_update_is_typed_and_stands_in_the_story(client: Client, town: Town, problem: Problem, kind: str) -> None:
    client.force_login(town.petro)
    assert act(client, problem, "update", kind=kind, words="Стовбур тріснув.", photo=upload())[0] == 302
    event = Event.everywhere.filter(problem=problem).order_by("-position").first()
    assert event is not None and event.facts["update"] == kind
    assert Evidence.everywhere.filter(problem=problem, author=town.petro).count() == 1


def test_an_update_without_a_word_or_of_no_kind_is_refused(client: Client, town: Town, problem: Problem) -> None:
    client.force_login(town.petro)
    assert act(client, problem, "update", kind="fact")[0] == 422
    assert act(client, problem, "update", kind="gossip", words="Кажуть…")[0] == 422
    assert "phone number" in act(client, problem, "update", kind="gossip", words="050 123 45 67")[1]


def test_anybody_may_ask_a_coordinator_to_look_but_not_without_end(client: Client, problem: Problem) -> None:
    assert act(client, problem, "flag", reason="personal_data", words="Номер авто")[0] == 302
    assert Flag.everywhere.get(problem=problem).person is None
    assert act(client, problem, "flag", reason="links")[0] == 422
    codes = [act(client, problem, "flag", reason="other")[0] for _ in range(12)]
    assert codes[-1] == 429


def test_a_neighbour_shows_that_it_is_done_already(client: Client, town: Town, problem: Problem) -> None:
    assert act(client, problem, "done", words="Прибрали")[0] == 403
    client.force_login(town.petro)
    assert act(client, problem, "done", words="Прибрали")[0] == 422
    shot = upload(jpeg(CENTRE, now() - timedelta(minutes=5)))
    assert act(client, problem, "done", words="Прибрали", photo=shot)[0] == 302
    assert fresh(problem).state == "claimed_done"
    assert not Claim.everywhere.get(problem=problem).by_doer


def test_of_neighbours_it_takes_two_to_reopen(client: Client, town: Town, problem: Problem) -> None:
    done(town, problem)
    for name, state in (("petro", "verified"), ("halyna", "open")):
        client.force_login(town.people[name])
        shot = upload(jpeg(CENTRE, now() - timedelta(minutes=5)))
        assert act(client, problem, "reopen", words="Знову.", photo=shot)[0] == 302
        assert fresh(problem).state == state


def test_only_the_reporter_takes_the_report_back(client: Client, town: Town, problem: Problem) -> None:
    client.force_login(town.petro)
    assert act(client, problem, "withdraw")[0] == 403
    client.force_login(town.olena)
    assert act(client, problem, "withdraw", words="Прибрали самі.")[0] == 302
    assert fresh(problem).state == "withdrawn"


def test_a_script_gets_the_form_alone(client: Client, problem: Problem) -> None:
    address = f"/mykolaiv/problems/{problem.number}/endorse/"
    fragment = client.get(address, headers={**EN, "hx-request": "true"})
    assert fragment.content.decode().lstrip().startswith("<form")
    assert "HX-Request" in fragment["Vary"]


def test_another_site_cannot_act_in_a_readers_name(client: Client, town: Town, problem: Problem) -> None:
    client.force_login(town.petro)
    answer = client.post(f"/mykolaiv/problems/{problem.number}/endorse/", {}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert fresh(problem).endorsed == 0


def test_nobody_is_made_up_by_looking_at_a_form(client: Client, problem: Problem) -> None:
    before = Person.objects.count()
    for name in ("endorse", "follow", "update", "flag", "verify", "reopen", "withdraw", "done", "objection"):
        assert client.get(f"/mykolaiv/problems/{problem.number}/{name}/").status_code == 200
    assert Person.objects.count() == before
