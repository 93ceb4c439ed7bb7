"""The API tells what everybody may know, in the same words, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, given, settings

from opencity.api.v1 import api
from opencity.problems.operations import owning, reviewing
from opencity.verification.operations.claiming import claim
from opencity.verification.operations.judging import NewVerdict, give_verdict
from tests.town import MONDAY, Town, photo_row, report, said


def test_a_public_problem_is_told_without_anybodys_name_or_words(town: Town) -> None:
    number = report(town, words="Дерево біля вікна Олени. Телефон 0501112233.", show_name=True).problem.number
    told = Client().get("/api/v1/mykolaiv/problems").json()["items"][0]
    assert told["number"] == number
    assert told["place"]["coordinates"] == [32.0, 46.97]
    assert told["owner"] == "mykolaiv-parks"
    assert "0501112233" not in str(told)


def test_held_private_and_hidden_problems_never_appear(town: Town) -> None:
    report(town, category="social.person_in_need")
    report(town, category="war.damage")
    hidden = report(town).problem
    reviewing.hide(hidden, town.actor("svitlana"), said("Обличчя дитини"), now=MONDAY)
    assert Client().get("/api/v1/mykolaiv/problems").json() == {"items": [], "next": None}
    for number in (1, 2, 3):
        answer = Client().get(f"/api/v1/mykolaiv/problems/{number}")
        assert answer.status_code == 404 and answer.json()["next_step"]


def test_pages_follow_each_other_without_gaps(town: Town, django_assert_num_queries) -> None:
    for _ in range(5):
        report(town)
    seen: list[int] = []
    after = ""
    while True:
        with django_assert_num_queries(2):
            page = Client().get(f"/api/v1/mykolaiv/problems?limit=2{after}").json()
        seen += [one["number"] for one in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert seen == [5, 4, 3, 2, 1]


def test_verdicts_are_told_only_when_the_round_is_over(town: Town) -> None:
    problem = report(town).problem
    owning.accept(problem, town.actor("iryna"), said(), promised_for=None, now=MONDAY)
    done = photo_row(town, taken_at=MONDAY + timedelta(days=1))
    claim(problem, town.actor("iryna"), said(), (done,), now=MONDAY + timedelta(days=2))
    assert Client().get("/api/v1/mykolaiv/verifications").json()[0]["verdicts"] is None
    give_verdict(problem, town.olena, NewVerdict(value="yes"), now=MONDAY + timedelta(days=3))
    told = Client().get("/api/v1/mykolaiv/verifications").json()[0]
    assert (told["outcome"], told["verdicts"]) == ("verified", {"yes": 1})


def test_one_community_does_not_tell_of_another(town: Town, elsewhere: Town) -> None:
    report(town)
    assert Client().get("/api/v1/voznesensk/problems").json()["items"] == []
    assert Client().get("/api/v1/nowhere/problems").status_code == 404


@pytest.mark.parametrize("path", ["areas", "categories", "organisations"])
def test_the_lists_of_a_community(town: Town, path: str, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        rows = Client().get(f"/api/v1/mykolaiv/{path}").json()
    assert rows


def test_what_the_description_allows_and_what_it_does_not(town: Town) -> None:
    report(town)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())

    for operation in schema.get_all_operations():
        _prove(operation.ok())  # type: ignore[union-attr]


def _prove(operation) -> None:
    @given(case=operation.as_strategy())
    @settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def answers(case) -> None:
        if "slug" in case.path_parameters:
            case.path_parameters["slug"] = "mykolaiv"
        response = case.call(headers={"Accept-Encoding": "identity"})
        assert response.status_code < 500
        case.validate_response(response)

    answers()


def test_the_description_names_every_path() -> None:
    described = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    assert set(described) == {
        f"/api/v1/{{slug}}/{path}"
        for path in ("problems", "problems/{number}", "areas", "categories", "organisations", "verifications")
    }
