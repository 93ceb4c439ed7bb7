"""The API tells what everybody may know, in the same words, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, given, settings

from opencity.api.v1 import api
from opencity.plans.operations.planning import draft_plan
from opencity.problems.operations import owning, reviewing
from opencity.verification.operations.claiming import claim
from opencity.verification.operations.judging import NewVerdict, give_verdict
from tests.plans.making import LATER, hands, need_of, new_plan, paint, pothole, promise, published
from tests.town import MONDAY, Town, fresh, photo_row, report, said


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


def test_needs_and_pledges_are_told_without_people(town: Town, django_assert_num_queries) -> None:
    plan = published(town, paint(), hands())
    need = need_of(plan, "Фарба")
    promise(town, "petro", need, "2", words="Телефон 0501112233")
    promise(town, "bohdan", need, "3", organisation=town.organisations["telecom"])
    promise(town, "oksana", need, "1", organisation=town.organisations["ngo"], quiet=True)
    with django_assert_num_queries(4):
        told = Client().get("/api/v1/mykolaiv/needs").json()["items"]
    first = next(one for one in told if one["words"] == "Фарба")
    assert (first["promised"], first["state"]) == ("6.000", "partly_covered")
    assert first["promised_by"] == {"civil": "3.000", "business": "3.000"}
    with django_assert_num_queries(2):
        pledges = Client().get("/api/v1/mykolaiv/pledges").json()["items"]
    assert [one["organisation"] for one in pledges] == [None, "mykolaiv-telecom", None]
    assert "0501112233" not in str(pledges)
    assert "Петро" not in str(pledges)


def test_plans_of_hidden_problems_and_drafts_are_not_told(town: Town, elsewhere: Town) -> None:
    plan = published(town, paint())
    draft_plan(pothole(town), town.actor("oksana"), new_plan(town, hands()), now=LATER)
    assert len(Client().get("/api/v1/mykolaiv/needs").json()["items"]) == 1
    assert Client().get("/api/v1/voznesensk/needs").json()["items"] == []
    promise(town, "petro", need_of(plan, "Фарба"))
    reviewing.hide(fresh(plan.problem), town.actor("svitlana"), said("Обличчя дитини"), now=LATER)
    for path in ("needs", "pledges", "actions"):
        assert Client().get(f"/api/v1/mykolaiv/{path}").json()["items"] == []


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
        for path in (
            "problems",
            "problems/{number}",
            "areas",
            "categories",
            "organisations",
            "verifications",
            "needs",
            "pledges",
            "actions",
        )
    }
