"""The desk: who sits there, what they see, what they may do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from opencity.foundation.tokens import seal
from opencity.people.models import Person
from opencity.problems.models import Flag, Problem, Report
from opencity.problems.operations import updating
from opencity.problems.states import State, Visibility
from tests.town import Town, fresh, jpeg, report, upload

pytestmark = pytest.mark.django_db


def as_(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def problem(town: Town) -> Problem:
    return report(town, now=now() - timedelta(days=1)).problem


def do(client: Client, problem: Problem, deed: str, **fields: object):
    return client.post(f"/mykolaiv/desk/{problem.number}/{deed}/", fields)


def test_a_stranger_is_led_to_sign_in_and_a_resident_is_refused(town: Town, problem: Problem) -> None:
    assert Client().get("/mykolaiv/desk/").status_code == 302
    answer = as_(town.olena).get("/mykolaiv/desk/")
    assert answer.status_code == 403


@pytest.mark.parametrize("name", ["iryna", "svitlana", "mykhailo", "taras"])
def test_everybody_with_a_role_or_an_office_has_a_desk(town: Town, problem: Problem, name: str) -> None:
    answer = as_(town.people[name]).get("/mykolaiv/desk/")
    assert answer.status_code == 200


def test_the_officer_takes_a_case_up_and_says_it_is_done(town: Town, problem: Problem) -> None:
    client = as_(town.iryna)
    page = client.get(f"/mykolaiv/desk/{problem.number}/").content.decode()
    assert "Узяти й\u00a0відповісти" in page
    answer = do(client, problem, "accept", words="Приїдемо в четвер.")
    assert answer.status_code == 302
    assert fresh(problem).state == State.TAKEN_UP
    photo = upload(jpeg(taken_at=now() + timedelta(seconds=2)))
    assert do(client, problem, "claim", words="Спиляли.", photo=photo).status_code == 302
    assert fresh(problem).state == State.CLAIMED_DONE


def test_what_was_typed_comes_back_with_the_reason(town: Town, problem: Problem) -> None:
    client = as_(town.iryna)
    do(client, problem, "accept", words="Так")
    answer = do(client, problem, "block", words="Немає автовишки", review_on="2020-01-01")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Немає автовишки" in page and "минув" in page
    assert fresh(problem).state == State.TAKEN_UP


def test_an_officer_of_another_body_may_read_and_not_act(town: Town, problem: Problem) -> None:
    client = as_(town.roman)
    assert client.get(f"/mykolaiv/desk/{problem.number}/").status_code == 200
    assert do(client, problem, "accept", words="Наше").status_code == 403
    assert "olena@" not in client.get(f"/mykolaiv/desk/{problem.number}/").content.decode()


def test_the_mailed_link_opens_a_public_case_and_lets_nobody_act(town: Town, problem: Problem) -> None:
    token = seal("answer", [problem.pk, town.organisations["parks"].pk])
    address = f"/mykolaiv/problems/{problem.number}/answer/"
    assert Client().get(address).status_code == 404
    assert Client().get(f"{address}?t={token}x").status_code == 404
    page = Client().get(f"{address}?t={token}")
    assert page.status_code == 200
    assert "parks@mykolaiv.example.org" in page.content.decode()
    assert Client().post(f"/mykolaiv/desk/{problem.number}/accept/", {"words": "Так"}).status_code == 302
    assert fresh(problem).state == State.OPEN


def test_the_link_of_a_private_case_tells_nothing_before_signing_in(town: Town) -> None:
    problem = report(town, category="social.person_in_need", words="Бабуся Марія сама вдома", now=now()).problem
    token = seal("answer", [problem.pk, town.organisations["parks"].pk])
    page = Client().get(f"/mykolaiv/problems/{problem.number}/answer/?t={token}").content.decode()
    assert "Марія" not in page
    inside = as_(town.iryna).get(f"/mykolaiv/problems/{problem.number}/answer/").content.decode()
    assert "Марія" in inside


def test_a_coordinator_publishes_what_was_held_and_hides_with_a_reason(town: Town) -> None:
    problem = report(town, category="war.damage", now=now()).problem
    client = as_(town.svitlana)
    assert f"№ {problem.number}" in client.get(f"/mykolaiv/desk/{problem.number}/").content.decode()
    do(client, problem, "publish")
    assert fresh(problem).visibility == Visibility.PUBLIC
    assert do(client, problem, "hide", words="").status_code == 422
    do(client, problem, "hide", words="На фото видно укриття.")
    assert fresh(problem).visibility == Visibility.HIDDEN


def test_flags_are_looked_at_and_closed(town: Town, problem: Problem) -> None:
    updating.flag(problem, None, "false", "Такого дерева немає", now=now())
    client = as_(town.mykhailo)
    assert "Такого дерева немає" in client.get(f"/mykolaiv/desk/{problem.number}/").content.decode()
    do(client, problem, "keep")
    assert not Flag.objects.filter(resolved_at=None).exists()


def test_merging_redacting_and_recategorising_by_form(town: Town, problem: Problem) -> None:
    client = as_(town.svitlana)
    second = report(town, "petro", words="Телефон 0501112233, те саме дерево", now=now()).problem
    row = Report.objects.get(problem=second)
    covered = row.words.replace("0501112233", "█" * 10)
    assert do(client, second, "redact", report=row.pk, covered=covered, words="Телефон").status_code == 302
    assert Report.objects.get(pk=row.pk).words == covered
    assert do(client, second, "recategorise", category="road.pothole", words="Це яма").status_code == 302
    assert fresh(second).owner == town.organisations["roads"]
    assert do(client, second, "merge", into=problem.number, words="Те саме").status_code == 302
    assert fresh(second).state == State.MERGED


def test_the_routing_page_shows_why(town: Town) -> None:
    page = as_(town.svitlana).get(
        "/mykolaiv/desk/routing/", {"category": "road.pothole", "lat": "46.97", "lon": "32.0"}
    )
    text = page.content.decode()
    assert "Дороги Миколаєва" in text and "для іншої категорії" in text


def test_vasyl_sees_no_case_of_mykolaiv(town: Town, elsewhere: Town, problem: Problem) -> None:
    client = as_(elsewhere.vasyl)
    for address in ("desk/", f"desk/{problem.number}/", "desk/routing/", "desk/letters/"):
        assert client.get(f"/mykolaiv/{address}").status_code in {403, 404}
    coordinator = as_(elsewhere.svitlana)
    assert coordinator.get(f"/mykolaiv/desk/{problem.number}/").status_code == 403
    assert coordinator.get(f"/voznesensk/desk/{problem.number}/").status_code == 404
    assert coordinator.post(f"/mykolaiv/desk/{problem.number}/hide/", {"words": "Бо"}).status_code == 403


def test_the_queue_costs_the_same_for_one_and_thirty(
    town: Town, problem: Problem, django_assert_max_num_queries
) -> None:
    client = as_(town.svitlana)
    client.get("/mykolaiv/desk/?queue=overdue")

    def cost() -> int:
        with django_assert_max_num_queries(32) as counted:
            client.get("/mykolaiv/desk/?queue=overdue")
        return len(counted)

    Problem.objects.update(answer_due=now() - timedelta(days=3))
    one = cost()
    for _ in range(30):
        report(town, now=now() - timedelta(days=20))
    Problem.objects.update(answer_due=now() - timedelta(days=3))
    assert cost() == one
