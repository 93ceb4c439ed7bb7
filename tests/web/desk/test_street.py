"""In the street: who may do what on the spot, each deed once, and nothing lost when it is refused."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from opencity.casework.models import AuditLine, Glance, Stop, StreetDeed
from opencity.casework.operations.arranging import plan_day
from opencity.casework.operations.assigning import assign
from opencity.catalogue.models import Rule
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.notices.exporting import everything_about
from opencity.notices.operations.erasing import erase_person
from opencity.people.models import Membership, MembershipKind, Person
from opencity.places.cells import Point, cell_of
from opencity.places.telling import ToldPlace
from opencity.problems.history import Words, facts_of
from opencity.problems.models import Event, Evidence, ExactPlace, Note, Photo, Problem
from opencity.problems.operations import owning
from opencity.problems.operations.placing import correct_place
from opencity.problems.queries.proving import prove
from opencity.verification.models import Claim
from tests.casework.test_casework import colleague
from tests.town import CENTRE, MONDAY, OUTSIDE, SOUTH, Town, fresh, jpeg, report, said, upload

EN = {"accept-language": "en"}
JSON = {**EN, "accept": "application/json"}
Kind = MembershipKind
NEARBY = Point(46.9704, 32.0004)


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA = tmp_path


@pytest.fixture
def petro(town: Town) -> Person:
    Membership.objects.filter(person=town.people["iryna"]).update(kind=Kind.SUPERVISOR)
    return colleague(town, "petro", Kind.INSPECTOR)


@pytest.fixture
def taken(town: Town, petro: Person) -> Problem:
    """A tree that the parks have taken up and given to Petro."""
    moment = now() - timedelta(days=1)
    problem = report(town, now=moment).problem
    iryna = town.actor("iryna", moment)
    owning.accept(problem, iryna, said(), promised_for=None, now=moment)
    assign(fresh(problem), iryna, person=petro, now=moment)
    return fresh(problem)


def as_one(town: Town, who: str) -> Client:
    client = Client()
    client.force_login(town.people[who])
    return client


def seen(client: Client, address: str = "", status: int = 200, *, ahead: bool = False) -> str:
    headers = {**EN, "x-kept-ahead": "1"} if ahead else EN
    answer = client.get(f"/mykolaiv/desk/street/{address}", headers=headers)
    assert answer.status_code == status, address
    return answer.content.decode()


def send(client: Client, problem: Problem, deed: str, status: int = 200, **fields: object) -> dict[str, Any]:
    answer = client.post(
        f"/mykolaiv/desk/street/{problem.number}/{deed}/", {"uuid": str(uuid4()), **fields}, headers=JSON
    )
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return dict(answer.json())


def after_photo() -> Any:
    return upload(jpeg(at=CENTRE, taken_at=now()))


def test_begun_and_done_in_three_taps(town: Town, taken: Problem) -> None:
    petro = as_one(town, "petro")
    assert taken.title in seen(petro)
    page = seen(petro, f"{taken.number}/")
    assert "Begun" in page and "Photograph the result" in page and "Publish the obstacle" not in page
    assert send(petro, taken, "begin")["at"] == f"/mykolaiv/desk/street/{taken.number}/"
    assert fresh(taken).state == "in_progress"
    told = send(petro, taken, "done", photo=after_photo())
    assert told["at"] == "/mykolaiv/desk/street/" and "Neighbours" in told["said"]
    assert fresh(taken).state == "claimed_done"
    assert "The photo you took" not in seen(petro, f"{taken.number}/") and "After" in seen(petro, f"{taken.number}/")


def test_the_same_number_twice_is_done_once(town: Town, taken: Problem) -> None:
    petro, uuid = as_one(town, "petro"), str(uuid4())
    first = send(petro, taken, "done", uuid=uuid, photo=after_photo())
    assert send(petro, taken, "done", uuid=uuid, photo=after_photo()) == first
    assert (Claim.everywhere.count(), StreetDeed.everywhere.count(), Photo.everywhere.count()) == (1, 1, 1)
    refused = send(petro, taken, "note", 422, uuid=uuid, words="Інше.")
    assert "already used" in refused["why"]


def test_a_number_belongs_to_one_person(town: Town, taken: Problem) -> None:
    uuid = str(uuid4())
    send(as_one(town, "petro"), taken, "note", uuid=uuid, words="Гілка висить.")
    refused = send(as_one(town, "iryna"), taken, "note", 422, uuid=uuid, words="Гілка висить.")
    assert "already used" in refused["why"] and Note.everywhere.count() == 1


def test_what_is_refused_leaves_nothing_behind_and_says_why(town: Town, taken: Problem) -> None:
    petro = as_one(town, "petro")
    send(petro, taken, "done", photo=after_photo())
    refused = send(petro, taken, "begin", 409)
    assert "somewhere else" in refused["why"] and refused["next_step"]
    refused = send(petro, taken, "photo", 409, photo=upload())
    assert "over" in refused["why"] and Photo.everywhere.count() == 1
    assert StreetDeed.everywhere.count() == 1
    old = (now() - timedelta(days=20)).isoformat()
    assert "time" in send(petro, taken, "note", 422, words="Пізно.", done_at=old)["why"]
    assert "time" in send(petro, taken, "note", 422, words="Пізно.", done_at="вчора")["why"]
    assert "incomplete" in send(petro, taken, "note", 422, uuid="", words="Без номера.")["why"]


def test_a_case_that_went_to_another_body_says_so(town: Town, taken: Problem) -> None:
    owning.forward(taken, town.actor("iryna", now()), town.organisations["roads"], said("Дорога."), now=now())
    refused = send(as_one(town, "petro"), taken, "done", 403, photo=after_photo())
    assert "now with" in refused["why"] and "office" in refused["next_step"]
    assert not Claim.everywhere.exists() and not Photo.everywhere.exists()
    seen(as_one(town, "petro"), f"{taken.number}/", 404)


def test_what_was_done_before_the_case_went_away_is_answered_as_done(town: Town, taken: Problem) -> None:
    petro, uuid = as_one(town, "petro"), str(uuid4())
    send(petro, taken, "note", uuid=uuid, words="Гілка висить.")
    Problem.everywhere.filter(pk=taken.pk).update(visibility="private", owner=town.organisations["roads"])
    assert send(petro, taken, "note", uuid=uuid, words="Гілка висить.")["at"]
    send(petro, taken, "note", 404, words="Ще одна.")


def test_an_obstacle_is_published_by_officers_and_told_to_the_office_by_inspectors(town: Town, taken: Problem) -> None:
    send(as_one(town, "petro"), taken, "obstacle", words="Машина під деревом.")
    assert fresh(taken).state == "taken_up"
    assert "Машина під деревом." in Note.everywhere.get().words
    assert "Publish the obstacle" in seen(as_one(town, "iryna"), f"{taken.number}/")
    yesterday = (now() - timedelta(days=2)).date().isoformat()
    send(as_one(town, "iryna"), taken, "obstacle", words="Немає автовишки.", review_on=yesterday)
    assert fresh(taken).state == "blocked" and fresh(taken).review_on == taken.community.calendar.today(now())


def test_a_photograph_of_how_it_is_stands_before_the_result(town: Town, taken: Problem) -> None:
    petro = as_one(town, "petro")
    send(petro, taken, "photo", photo=upload(jpeg(at=CENTRE, taken_at=now())))
    before = Evidence.everywhere.get()
    assert before.stage == "before" and before.proof == "near"
    assert before.photo.digest in seen(petro, f"{taken.number}/")
    assert "photographs it" in Client().get(f"/mykolaiv/problems/{taken.number}/", headers=EN).content.decode()


def test_the_pin_is_moved_on_the_spot(town: Town, taken: Problem) -> None:
    petro = as_one(town, "petro")
    send(petro, taken, "place", lat=str(NEARBY.lat), lon=str(NEARBY.lon), source="gps", accuracy="8")
    assert list(prove(town.community, lambda done: None)) == []
    moved, exact = fresh(taken), ExactPlace.everywhere.get(problem=taken)
    assert (moved.lat, moved.lon, moved.cell) == (NEARBY.lat, NEARBY.lon, cell_of(NEARBY))
    assert (exact.lat, exact.source, exact.accuracy_m, exact.words) == (
        NEARBY.lat,
        "gps",
        8,
        "вул. Знаменська, двір 33",
    )
    assert moved.owner == taken.owner and moved.place_words == taken.place_words
    facts = facts_of(Event.everywhere.filter(problem=taken, kind="place_corrected").get())
    assert facts["place_before"] == "46.970000,32.000000" and facts["place_after"] == "46.970400,32.000400"
    assert "puts the place right" in Client().get(f"/mykolaiv/problems/{taken.number}/", headers=EN).content.decode()
    assert "see the place" in send(petro, taken, "place", 422)["why"]
    assert (
        "outside" in send(petro, taken, "place", 422, lat=str(OUTSIDE.lat), lon=str(OUTSIDE.lon), words="Там.")["why"]
    )


def test_a_far_move_needs_a_reason_and_the_owner_stays(town: Town, taken: Problem) -> None:
    there = ToldPlace(point=SOUTH, source="gps")
    actor = town.actor("petro", now())
    with pytest.raises(NotUnderstood):
        correct_place(taken, actor, there, Words("", "uk"), now=now())
    correct_place(taken, actor, there, said("Адресу переплутали."), now=now())
    moved = fresh(taken)
    assert moved.area == town.areas["south"] and moved.owner == taken.owner


def test_when_the_rules_name_another_body_the_desk_says_so_and_moves_nothing(town: Town, taken: Problem) -> None:
    Rule.everywhere.filter(community=town.community).update(area=town.areas["centre"])
    Rule.everywhere.create(
        community=town.community, position=9, sphere="greenery", organisation=town.organisations["roads"]
    )
    type(town.community).objects.filter(pk=town.community.pk).update(structure_version=77)
    problem = fresh(taken)
    correct_place(problem, town.actor("petro", now()), ToldPlace(point=SOUTH), said("Там."), now=now())
    assert fresh(taken).owner == taken.owner
    for address in (f"desk/street/{taken.number}/", f"desk/{taken.number}/"):
        page = as_one(town, "iryna").get(f"/mykolaiv/{address}", headers=EN).content.decode()
        assert "By the rules Roads answers for this place" in page, address
    owning.forward(fresh(taken), town.actor("iryna", now()), town.organisations["roads"], said("Їхнє."), now=now())
    Membership.objects.filter(person=town.people["roman"]).update(kind=Kind.OFFICER)
    page = as_one(town, "roman").get(f"/mykolaiv/desk/{taken.number}/", headers=EN).content.decode()
    assert "for this place" not in page


def test_what_is_shown_only_roughly_stays_rough(town: Town, petro: Person) -> None:
    problem = report(town, category="war.damage", words="Вибиті вікна", now=MONDAY).problem
    Problem.everywhere.filter(pk=problem.pk).update(visibility="public", owner=town.organisations["parks"])
    moved_to = Point(46.9712, 32.0015)
    correct_place(fresh(problem), town.actor("petro"), ToldPlace(point=moved_to), said(""), now=MONDAY)
    shown = fresh(problem)
    assert shown.precision == "area" and shown.place_words == "" and shown.lat != moved_to.lat
    assert ExactPlace.everywhere.get(problem=problem).lat == moved_to.lat


@pytest.mark.parametrize("who", ["olena", "roman", "taras", "svitlana", "mykhailo"])
def test_a_place_is_moved_only_by_those_who_work_there(town: Town, taken: Problem, who: str) -> None:
    with pytest.raises(NotAllowed):
        correct_place(taken, town.actor(who, now()), ToldPlace(point=NEARBY), said("Тут."), now=now())


def test_a_closed_case_keeps_its_place(town: Town, taken: Problem) -> None:
    Problem.everywhere.filter(pk=taken.pk).update(state="verified")
    with pytest.raises(NotNow):
        correct_place(taken, town.actor("petro", now()), ToldPlace(point=NEARBY), said("Тут."), now=now())


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (Kind.INSPECTOR, 200),
        (Kind.OFFICER, 200),
        (Kind.SUPERVISOR, 200),
        (Kind.LEAD, 200),
        (Kind.READER, 403),
        (Kind.INTAKE, 403),
        (Kind.MEMBER, 403),
        (Kind.CONTRACTOR, 403),
    ],
)
def test_the_street_is_for_those_who_work_on_the_spot(town: Town, taken: Problem, kind: str, status: int) -> None:
    colleague(town, "halyna", kind)
    halyna = as_one(town, "halyna")
    seen(halyna, "", status)
    seen(halyna, f"{taken.number}/", status)
    send(halyna, taken, "note", status, words="Бачила.")


def test_roles_of_the_community_have_nothing_to_do_in_the_street(town: Town, taken: Problem) -> None:
    for who in ("svitlana", "mykhailo", "taras", "olena"):
        seen(as_one(town, who), "", 403)
    assert Client().get("/mykolaiv/desk/street/").status_code == 302


def test_an_inspector_of_another_town_or_body_finds_nothing(town: Town, elsewhere: Town, taken: Problem) -> None:
    colleague(elsewhere, "vasyl", Kind.INSPECTOR)
    vasyl = as_one(elsewhere, "vasyl")
    assert taken.title not in seen(vasyl)
    seen(vasyl, f"{taken.number}/", 404)
    private = report(town, category="social.person_in_need", words="Приватне.", now=now()).problem
    assert "why" in send(vasyl, private, "note", 404, words="Ні.")
    assert "why" in send(as_one(town, "petro"), private, "note", 404, words="Ні.")
    assert not Note.everywhere.exists()


def test_duties_limited_to_a_category_end_there(town: Town, taken: Problem) -> None:
    colleague(town, "halyna", Kind.INSPECTOR, "road.pothole")
    halyna = as_one(town, "halyna")
    assert taken.title not in seen(halyna)
    seen(halyna, f"{taken.number}/", 404)


def test_a_private_case_is_seen_by_those_who_may_and_leaves_a_line(town: Town, petro: Person) -> None:
    private = report(town, category="social.person_in_need", words="Приватне.", now=now()).problem
    seen(as_one(town, "petro"), f"{private.number}/", 404)
    seen(as_one(town, "iryna"), f"{private.number}/", ahead=True)
    assert AuditLine.everywhere.get().kind == "private_seen"
    assert not Glance.everywhere.exists(), "the phone fetched it ahead: nobody has it open"
    seen(as_one(town, "iryna"), f"{private.number}/")
    assert Glance.everywhere.count() == 1


def test_a_deed_goes_only_in_the_name_of_whoever_did_it(town: Town, taken: Problem) -> None:
    assert send(as_one(town, "iryna"), taken, "note", 401, by="somebody", words="Чуже.") == {"signed_out": True}
    address = f"/mykolaiv/desk/street/{taken.number}/note/"
    answer = Client().post(address, {"uuid": str(uuid4()), "words": "Хто я?"}, headers=JSON)
    assert answer.status_code == 401
    foreign = as_one(town, "petro").post(address, {}, headers={**JSON, "sec-fetch-site": "cross-site"})
    assert foreign.status_code == 403
    assert not Note.everywhere.exists()


def test_it_works_without_a_script(town: Town, taken: Problem) -> None:
    petro = as_one(town, "petro")
    address = f"/mykolaiv/desk/street/{taken.number}/"
    answer = petro.post(address + "done/", {"uuid": str(uuid4()), "words": "Спиляли."}, headers=EN)
    assert answer.status_code == 422 and "Спиляли." in answer.content.decode()
    fields = {"uuid": str(uuid4()), "words": "Адреса.", "lat": "50.45", "lon": "30.52"}
    page = petro.post(address + "place/", fields, headers=EN).content.decode()
    assert "outside" in page and "50.45" in page
    answer = petro.post(address + "done/", {"uuid": str(uuid4()), "photo": after_photo()}, headers=EN, follow=True)
    assert "Neighbours are asked to look" in answer.content.decode()


def test_a_photo_of_a_refused_form_is_not_asked_for_twice(town: Town, taken: Problem) -> None:
    petro, address = as_one(town, "petro"), f"/mykolaiv/desk/street/{taken.number}/done/"
    long_ago = upload(jpeg(at=CENTRE, taken_at=now() - timedelta(days=9)))
    page = petro.post(address, {"uuid": str(uuid4()), "photo": long_ago}, headers=EN)
    assert page.status_code == 422 and 'name="kept"' in page.content.decode()


def test_the_day_is_put_in_walking_order_and_what_is_visited_goes_last(town: Town, petro: Person) -> None:
    moment = now() - timedelta(hours=5)
    places = [Point(46.99, 32.0), Point(46.95, 32.0), Point(46.97, 32.0)]
    problems = [report(town, at=at, words=f"Місце {n}", now=moment).problem for n, at in enumerate(places)]
    plan_day(town.community, town.actor("petro", moment), [fresh(one) for one in problems], now=now())
    client = as_one(town, "petro")
    answer = client.post("/mykolaiv/desk/street/order/", {"lat": "46.94", "lon": "32.0"}, headers=JSON)
    assert answer.json() == {"at": "/mykolaiv/desk/street/"}
    order = [stop.problem.title for stop in Stop.everywhere.order_by("position")]
    assert order == ["Місце 1", "Місце 2", "Місце 0"]
    Stop.everywhere.filter(position=1).update(done_at=now())
    page = seen(client)
    assert page.index("Місце 2") < page.index("Місце 0") < page.index("Visited today") < page.rindex("Місце 1")
    client.post("/mykolaiv/desk/street/order/", {"lat": "sea", "lon": ""})
    assert Stop.everywhere.filter(done_at=None).count() == 2 and Stop.everywhere.count() == 3


def test_with_nothing_given_the_nearest_of_the_body_are_taken(town: Town, petro: Person) -> None:
    near = report(town, words="Близько.", now=now()).problem
    report(town, at=SOUTH, words="Далеко.", now=now())
    assert "Nothing is given to you today" in seen(as_one(town, "petro"))
    fields = {"lat": str(CENTRE.lat), "lon": str(CENTRE.lon)}
    as_one(town, "petro").post("/mykolaiv/desk/street/order/", fields)
    assert Stop.everywhere.get(position=1).problem_id == near.pk


def test_a_settled_place_is_ticked(town: Town, taken: Problem) -> None:
    plan_day(town.community, town.actor("petro", now()), [taken], now=now())
    send(as_one(town, "petro"), taken, "done", photo=after_photo())
    assert Stop.everywhere.get().done_at is not None
    assert "You have been everywhere today" in seen(as_one(town, "petro"))


def queries(client: Client, address: str = "") -> int:
    with CaptureQueriesContext(connection) as caught:
        seen(client, address)
    return len(caught)


def test_thirty_places_ask_no_more_than_one(town: Town, petro: Person) -> None:
    moment = now() - timedelta(hours=2)
    client, actor = as_one(town, "petro"), town.actor("petro", moment)
    problems = [fresh(report(town, now=moment).problem)]
    plan_day(town.community, actor, problems, now=now())
    seen(client)
    one = queries(client)
    problems += [fresh(report(town, words=f"Ще {n}", now=moment).problem) for n in range(29)]
    plan_day(town.community, actor, problems, now=now())
    assert queries(client) == one
    Stop.everywhere.all().delete()
    for problem in problems:
        assign(problem, town.actor("iryna", moment), person=petro, now=moment)
    given = queries(client)
    assert given <= one + 2


def test_somebody_reads_their_deeds_and_erasing_forgets_them(town: Town, taken: Problem) -> None:
    send(as_one(town, "petro"), taken, "note", words="Гілка.")
    assert [row["kind"] for row in everything_about(town.people["petro"])["deeds_on_the_spot"]] == ["note"]
    erase_person(town.people["petro"], now=now())
    assert not StreetDeed.everywhere.exists()
