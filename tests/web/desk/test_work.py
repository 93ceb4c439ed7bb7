"""A supervisor's and an officer's list, giving, many at once, the day and the audit, in pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from opencity.casework.models import Assignment, AuditLine, BulkAct, Glance, Stop
from opencity.casework.operations.auditing import note_line
from opencity.jobs.schedule import tell_of_mentions
from opencity.notices.models import Delivery
from opencity.people.models import Membership, MembershipKind, Role
from opencity.problems.models import Problem
from tests.casework.test_casework import colleague
from tests.town import Town, fresh, report

EN = {"accept-language": "en"}
Kind = MembershipKind


@pytest.fixture
def problem(town: Town) -> Problem:
    Membership.objects.filter(person=town.people["iryna"]).update(kind=Kind.SUPERVISOR)
    return fresh(report(town, now=now() - timedelta(days=1)).problem)


def as_one(town: Town, who: str) -> Client:
    client = Client()
    client.force_login(town.people[who])
    return client


def seen(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(f"/mykolaiv/{address}", headers=EN)
    assert answer.status_code == status, address
    return answer.content.decode()


def send(client: Client, address: str, status: int = 302, **fields: object) -> str:
    answer = client.post(f"/mykolaiv/{address}", fields, headers=EN)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


def test_a_case_is_given_and_whoever_has_it_hears(town: Town, problem: Problem) -> None:
    petro = colleague(town, "petro", Kind.INSPECTOR)
    iryna = as_one(town, "iryna")
    assert "Nobody yet." in seen(iryna, f"desk/{problem.number}/")
    send(iryna, f"desk/{problem.number}/give/", to=f"p:{petro.uuid}")
    assert "given by" in seen(iryna, f"desk/{problem.number}/")
    tell_of_mentions(town.community, now())
    assert Delivery.everywhere.get(kind="given").person == petro
    assert problem.title in seen(as_one(town, "petro"), "desk/?had=me")
    assert "Nothing waits here" in seen(iryna, "desk/?had=me")
    send(iryna, f"desk/{problem.number}/give/", to="")
    assert not Assignment.everywhere.filter(until=None).exists()


def test_the_list_is_narrowed_and_kept(town: Town, problem: Problem) -> None:
    iryna = as_one(town, "iryna")
    assert problem.title in seen(iryna, f"desk/?q=№{problem.number}")
    assert problem.title not in seen(iryna, "desk/?q=999999")
    assert problem.title not in seen(iryna, "desk/?category=road.pothole")
    assert problem.title in seen(iryna, "desk/?area=centre&sort=newest&had=nobody")
    seen(iryna, "desk/?page=%D9%A1&sort=x&area=nowhere&category=no&had=no%20team")
    send(iryna, "desk/lists/", name="Центр", list="queue=ours&area=centre")
    page = seen(iryna, "desk/?queue=ours&area=centre")
    assert "Центр" in page and "Forget it" in page


def test_many_are_changed_after_a_look_and_undone(town: Town, problem: Problem) -> None:
    iryna = as_one(town, "iryna")
    fields: dict[str, Any] = {"number": problem.number, "kind": "assign", "to": "me", "list": "queue=ours"}
    preview = send(iryna, "desk/many/", 200, **fields)
    assert "would be done for 1 case" in preview and not Assignment.everywhere.exists()
    send(iryna, "desk/many/", **fields, sure="1")
    assert Assignment.everywhere.get().person == town.people["iryna"]
    assert "Undo" in seen(iryna, "desk/")
    send(iryna, "desk/many/undo/", uuid=BulkAct.everywhere.get().uuid)
    assert not Assignment.everywhere.filter(until=None).exists()
    assert "No case is chosen" in send(iryna, "desk/many/", 422, kind="assign")
    assert "supervisors" in send(as_one(town, "mykhailo"), "desk/many/", 403, **fields)


def test_contacts_are_for_those_with_the_right_and_each_look_is_written_down(town: Town, problem: Problem) -> None:
    colleague(town, "petro", Kind.INSPECTOR)
    assert "olena@" not in seen(as_one(town, "petro"), f"desk/{problem.number}/")
    assert not AuditLine.everywhere.exists()
    assert "olena@" in seen(as_one(town, "iryna"), f"desk/{problem.number}/")
    assert AuditLine.everywhere.get().kind == "contacts_seen"
    assert Glance.everywhere.count() == 2
    assert "Петро has this case open right now" in seen(as_one(town, "iryna"), f"desk/{problem.number}/")


def test_the_audit_is_read_by_those_who_may_and_the_reading_is_a_line(town: Town, problem: Problem) -> None:
    note_line(town.community, town.actor("iryna", now()), "contacts_seen", problem=problem, now=now())
    assert "saw how to reach a reporter" in seen(as_one(town, "iryna"), "desk/audit/")
    assert (
        "saw how to reach"
        in as_one(town, "iryna").get("/mykolaiv/desk/audit/?kind=contacts_seen", headers=EN).content.decode()
    )
    table = as_one(town, "iryna").get("/mykolaiv/desk/audit.csv?since=nonsense").content.decode()
    assert "contacts_seen" in table
    assert AuditLine.everywhere.filter(kind="exported").exists()
    for who in ("roman", "olena", "mykhailo"):
        seen(as_one(town, who), "desk/audit/", 404)
    assert Client().get("/mykolaiv/desk/audit/").status_code == 302


def test_a_data_protection_officer_has_only_the_audit(town: Town, problem: Problem) -> None:
    Role.everywhere.create(
        community=town.community, person=town.people["halyna"], kind=Role.Kind.DATA_PROTECTION, since=problem.created_at
    )
    halyna = as_one(town, "halyna")
    assert halyna.get("/mykolaiv/desk/").headers["Location"].endswith("/desk/audit/")
    seen(halyna, "desk/audit/")
    assert "olena@" not in seen(halyna, f"desk/{problem.number}/")


def test_a_supervisor_forms_teams(town: Town, problem: Problem) -> None:
    petro = colleague(town, "petro", Kind.INSPECTOR)
    iryna = as_one(town, "iryna")
    send(iryna, "desk/teams/", name="Південна бригада", person=str(petro.uuid))
    assert "Південна бригада" in seen(iryna, "desk/teams/")
    send(iryna, f"desk/{problem.number}/give/", to="t:pivdenna-bryhada")
    assert problem.title in seen(as_one(town, "petro"), "desk/?had=me")
    send(iryna, "desk/teams/", 200, name="", person=str(petro.uuid))
    send(iryna, "desk/teams/", end="pivdenna-bryhada")
    seen(as_one(town, "petro"), "desk/teams/", 404)


def test_a_day_is_put_in_order(town: Town, problem: Problem) -> None:
    other = fresh(report(town, now=now() - timedelta(days=1)).problem)
    iryna = as_one(town, "iryna")
    for one in (problem, other):
        send(iryna, f"desk/{one.number}/give/", to="me")
    assert problem.title in seen(iryna, "desk/day/")
    places: dict[str, Any] = {f"place-{problem.number}": "2", f"place-{other.number}": "1"}
    send(iryna, "desk/day/", number=[problem.number, other.number], **places)
    assert [stop.problem for stop in Stop.everywhere.order_by("position")] == [other, problem]


def test_the_charter_asks_for_a_second_step(town: Town, problem: Problem) -> None:
    town.community.choices = {"second_step_for": ["supervisor", "coordinator"]}
    town.community.save()
    for who in ("iryna", "svitlana"):
        assert "second step" in seen(as_one(town, who), "desk/", 403)
    seen(as_one(town, "mykhailo"), "desk/")


def test_vasyl_of_the_other_community_reaches_nothing(town: Town, problem: Problem, elsewhere: Town) -> None:
    vasyl = as_one(elsewhere, "vasyl")
    for address in ("desk/", "desk/day/"):
        seen(vasyl, address, 403)
    seen(vasyl, "desk/audit/", 404)
    for address, fields in ((f"desk/{problem.number}/give/", {"to": "me"}), ("desk/many/", {"kind": "assign"})):
        send(vasyl, address, 403, **fields)
    foreign = as_one(elsewhere, "iryna")
    send(foreign, f"desk/{problem.number}/give/", 404, to="me")


@pytest.mark.parametrize("many", [1, 30])
def test_the_list_costs_the_same_with_one_case_and_with_thirty_given(town: Town, problem: Problem, many: int) -> None:
    for _ in range(many):
        one = fresh(report(town, now=now() - timedelta(days=1)).problem)
        Assignment.everywhere.create(
            community=town.community,
            problem=one,
            organisation=town.organisations["parks"],
            person=town.people["iryna"],
            since=now(),
        )
    iryna = as_one(town, "iryna")
    seen(iryna, "desk/")
    with CaptureQueriesContext(connection) as asked:
        seen(iryna, "desk/")
    assert len(asked) <= 32


def on_the_map(client: Client, address: str = "desk/cases.geojson") -> list[int]:
    return [one["properties"]["number"] for one in client.get(f"/mykolaiv/{address}").json()["features"]]


def test_the_map_holds_the_cases_of_the_list_where_they_are_shown(town: Town, problem: Problem) -> None:
    iryna = as_one(town, "iryna")
    answer = iryna.get("/mykolaiv/desk/cases.geojson?queue=ours").json()
    (point,) = answer["features"]
    assert point["geometry"]["coordinates"] == [problem.lon, problem.lat] and not answer["more"]
    assert point["properties"]["url"] == f"/mykolaiv/desk/{problem.number}/"
    assert on_the_map(iryna, "desk/cases.geojson?category=road.pothole") == []
    nowhere = fresh(report(town, now=now() - timedelta(days=1)).problem)
    Problem.everywhere.filter(pk=nowhere.pk).update(cell=None, lat=None, lon=None)
    assert on_the_map(iryna) == [problem.number]


def test_the_list_and_the_map_are_narrowed_to_what_was_in_view(town: Town, problem: Problem) -> None:
    iryna = as_one(town, "iryna")
    assert problem.lat is not None and problem.lon is not None
    here = f"{problem.lat - 0.01:.4f},{problem.lon - 0.01:.4f},{problem.lat + 0.01:.4f},{problem.lon + 0.01:.4f}"
    page = seen(iryna, f"desk/?box={here}&q=")
    assert problem.title in page and "Only what was in view on the map." in page
    assert on_the_map(iryna, f"desk/cases.geojson?box={here}") == [problem.number]
    there = f"{problem.lat + 0.01:.4f},{problem.lon},{problem.lat + 0.02:.4f},{problem.lon + 0.01:.4f}"
    assert problem.title not in seen(iryna, f"desk/?box={there}")
    assert on_the_map(iryna, f"desk/cases.geojson?box={there}") == []
    assert problem.title in seen(iryna, "desk/?box=north,south"), "what is no box narrows nothing"


def test_the_map_is_for_those_who_have_the_list(town: Town, problem: Problem, elsewhere: Town) -> None:
    assert Client().get("/mykolaiv/desk/cases.geojson").status_code == 302
    assert as_one(town, "olena").get("/mykolaiv/desk/cases.geojson").status_code == 403
    vasyl = Client()
    vasyl.force_login(elsewhere.people["vasyl"])
    assert vasyl.get("/mykolaiv/desk/cases.geojson").status_code in (403, 404)


@pytest.mark.parametrize("many", [1, 30])
def test_the_map_costs_the_same_with_one_case_and_with_thirty(town: Town, problem: Problem, many: int) -> None:
    for _more in range(many - 1):
        report(town, now=now() - timedelta(days=1))
    iryna = as_one(town, "iryna")
    on_the_map(iryna)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(on_the_map(iryna)) == many
    assert len(asked) == 11
