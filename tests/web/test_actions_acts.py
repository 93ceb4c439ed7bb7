"""What one does with joint actions through pages: call, sign up, leave, check in, decide, report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils.timezone import now

from opencity.actions.access import arrival_token, sign_up_token
from opencity.actions.models import Action, Participation
from opencity.actions.operations.calling import NewRole
from opencity.actions.values import Minors
from opencity.problems.models import Evidence
from tests.actions.making import again, called, joins, role_of, row
from tests.plans.making import hands, published
from tests.town import Town, upload

EN = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def photographs_lie_elsewhere(settings: object, tmp_path: Path) -> None:
    settings.MEDIA = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def plan(town: Town) -> Any:
    return published(town, hands(), now=now() - timedelta(days=2))


def calls(town: Town, plan: Any, *roles: NewRole, starts: datetime | None = None, **more: Any) -> Action:
    moment = now() - timedelta(days=1)
    return called(town, *roles, plan=plan, now=moment, starts=starts or now() + timedelta(days=5), **more)


@pytest.fixture
def going_on(town: Town, plan: Any) -> Action:
    """An action that began an hour ago."""
    return calls(town, plan, starts=now() - timedelta(minutes=30))


def page_of(action: Action, name: str = "") -> str:
    return f"/mykolaiv/problems/{action.problem.number}/actions/{action.position}/{name}"


def act(client: Client, address: str, **fields: object) -> tuple[int, str]:
    """The status of the answer, and what was said after it: the message, else the page."""
    answer = client.post(address, fields, headers=EN)
    if answer.status_code == 302:
        return 302, str(next(iter(get_messages(answer.wsgi_request))))
    return answer.status_code, answer.content.decode()


def fields(**changes: str) -> dict[str, str]:
    day = (now() + timedelta(days=4)).date().isoformat()
    sound = {
        "title": "Фарбуємо зупинку",
        "day": day,
        "starts": "10:00",
        "ends": "13:00",
        "place_words": "Біля лавки",
        "minors": "adults",
        "role_1": "Усі охочі",
        "places_1": "12",
        "opens": "1",
    }
    return {**sound, **changes}


def test_the_lead_calls_people_with_one_form(client: Client, town: Town, plan: Any) -> None:
    client.force_login(town.oksana)
    address = f"/mykolaiv/problems/{plan.problem.number}/actions/new/"
    form = client.get(address, headers=EN).content.decode()
    for words in ("air-raid", "half an hour after the all-clear", "Руки", "mykolaiv-ngo"):
        assert words.lower() in form.lower(), words
    status, told = act(client, address, **fields(need_1="1", skill_1="малювати", organisation="mykolaiv-ngo"))
    assert status == 302, told
    action = Action.everywhere.get()
    role = role_of(action)
    assert (role.capacity, role.skill, role.need) == (12, "малювати", plan.needs.model.everywhere.get(plan=plan))
    assert action.organisation == town.organisations["ngo"] and action.place_words == "Біля лавки"
    kyiv = action.starts_at.astimezone(town.community.calendar.timezone)
    assert (kyiv.hour, kyiv.minute) == (10, 0)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"day": "2020-01-01"}, "This time has passed"),
        ({"day": "9999-12-31"}, "too far away"),
        ({"day": "soon"}, "read this day"),
        ({"starts": "ten"}, "read this hour"),
        ({"ends": "09:00"}, "end before it begins"),
        ({"places_1": "0"}, "cannot be right"),
        ({"places_1": "10000"}, "cannot be right"),
        ({"places_1": "-3"}, "how many places"),
        ({"places_1": ""}, "how many places"),
        ({"role_1": "", "places_1": ""}, "whom you need"),
        ({"need_1": "77"}, "cannot be covered"),
        ({"lat": "50.45", "lon": "30.52"}, "outside"),
        ({"lat": "north", "lon": "30"}, "no point"),
        ({"host": "nobody"}, "do not know this organisation"),
        ({"minors": "all"}, "do not know this rule"),
        ({"title": ""}, "no name"),
    ],
)
def test_what_makes_no_sense_comes_back_with_everything_typed(
    client: Client, town: Town, plan: Any, wrong: dict[str, str], words: str
) -> None:
    client.force_login(town.oksana)
    sent = fields(bring="Свої пензлі", **wrong)
    status, page = act(client, f"/mykolaiv/problems/{plan.problem.number}/actions/new/", **sent)
    assert status == 422, page
    assert words in page and "Свої пензлі" in page
    assert not Action.everywhere.exists()


@pytest.mark.parametrize(("who", "status"), [("petro", 403), ("", 403)])
def test_who_may_not_call_is_told_the_next_step_before_writing(
    client: Client, town: Town, plan: Any, who: str, status: int
) -> None:
    if who:
        client.force_login(town.people[who])
    answer = client.get(f"/mykolaiv/problems/{plan.problem.number}/actions/new/", headers=EN)
    assert answer.status_code == status and "role_1" not in answer.content.decode()


def test_one_tap_signs_up_and_a_second_one_says_so(client: Client, town: Town, plan: Any) -> None:
    action = calls(town, plan)
    client.force_login(town.petro)
    assert f'action="{page_of(action, "join/")}"' in client.get(page_of(action)).content.decode()
    status, told = act(client, page_of(action, "join/"), role="1")
    assert status == 302 and "You have a place" in told
    status, page = act(client, page_of(action, "join/"), role="1")
    assert status == 409 and "signed up already" in page and page_of(action, "mine/") in page
    mine = client.get(page_of(action, "mine/"), headers=EN).content.decode()
    one = Participation.everywhere.get()
    assert f"{one.code[:3]} {one.code[3:]}" in mine and '<svg role="img"' in mine


def test_the_second_at_the_last_place_waits_and_moves_up(client: Client, town: Town, plan: Any) -> None:
    action = calls(town, plan, NewRole(words="Усі охочі", capacity=1))
    first = joins(town, "olena", action, now=now())
    client.force_login(town.petro)
    status, told = act(client, page_of(action, "join/"), role="1")
    assert status == 302 and "waiting list" in told
    assert "waiting list" in client.get(page_of(action), headers=EN).content.decode()
    letter = Client()
    status, told = act(letter, page_of(action, "leave/"), t=sign_up_token(first), words="Захворіла")
    assert status == 302 and "whoever waits" in told
    assert Participation.everywhere.get(person=town.petro).state == "confirmed"
    assert "Захворіла" not in client.get(page_of(action)).content.decode()


def test_opening_the_link_of_a_letter_changes_nothing(client: Client, town: Town, plan: Any) -> None:
    action = calls(town, plan)
    one = joins(town, "olena", action, now=now())
    for name in ("leave/", "mine/"):
        assert client.get(page_of(action, name), {"t": sign_up_token(one)}).status_code == 200
    assert row(one).state == "confirmed"
    assert act(client, page_of(action, "leave/"), t="wrong")[0] == 403 or row(one).state == "confirmed"


def test_a_stranger_is_led_to_sign_in(client: Client, town: Town, plan: Any) -> None:
    action = calls(town, plan)
    status, page = act(client, page_of(action, "join/"), role="1")
    assert status == 403 and "/account/login/" in page
    assert not Participation.everywhere.exists()


def test_whoever_is_under_18_owes_a_parents_word(client: Client, town: Town, plan: Any) -> None:
    action = calls(town, plan, minors=Minors.CONSENT)
    client.force_login(town.danylo)
    status, page = act(client, page_of(action, "join/"), role="1", age="minor")
    assert status == 422 and "parent" in page
    status, page = act(client, page_of(action, "join/"), role="1", age="minor", consent_by="Ганна")
    assert status == 422 and "Ганна" in page
    status, _told = act(client, page_of(action, "join/"), role="1", age="minor", consent_by="Ганна", consent="1")
    assert status == 302 and Participation.everywhere.get().consent_by == "Ганна"


def test_staff_of_a_company_are_told_what_is_missing(client: Client, town: Town, plan: Any) -> None:
    action = calls(town, plan)
    client.force_login(town.bohdan)
    status, page = act(client, page_of(action, "join/"), role="1", organisation="mykolaiv-telecom")
    assert status == 409 and "non-profit" in page and "host" in page


@pytest.mark.parametrize("sent", [{}, {"role": "9"}, {"role": "x"}, {"role": "1", "organisation": "nobody"}])
def test_a_form_that_says_nothing_signs_nobody_up(
    client: Client, town: Town, plan: Any, sent: dict[str, object]
) -> None:
    action = calls(town, plan)
    client.force_login(town.petro)
    assert act(client, page_of(action, "join/"), **sent)[0] == 422
    assert not Participation.everywhere.exists()


def test_what_is_over_takes_nobody(client: Client, town: Town, plan: Any) -> None:
    action = calls(town, plan, starts=now() - timedelta(hours=9))
    client.force_login(town.petro)
    status, page = act(client, page_of(action, "join/"), role="1")
    assert status == 409 and "is over" in page and "/mykolaiv/actions/" in page
    assert "join/" not in client.get(page_of(action)).content.decode()


def test_another_sites_page_signs_nobody_up(client: Client, town: Town, plan: Any) -> None:
    action = calls(town, plan)
    client.force_login(town.petro)
    answer = client.post(page_of(action, "join/"), {"role": "1"}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403 and not Participation.everywhere.exists()


def send(client: Client, action: Action, *rows: Mapping[str, object]) -> tuple[int, dict[str, Any]]:
    answer = client.post(
        page_of(action, "arrivals/"), json.dumps({"arrivals": rows}), content_type="application/json", headers=EN
    )
    return answer.status_code, answer.json()


def test_a_batch_from_a_phone_is_kept_once(client: Client, town: Town, going_on: Action) -> None:
    one = joins(town, "petro", going_on, now=now())
    at = (now() - timedelta(minutes=3)).isoformat()
    batch = [
        {"uuid": str(uuid4()), "at": at, "participation": str(one.uuid)},
        {"uuid": str(uuid4()), "at": at, "name": "Пан Степан"},
    ]
    client.force_login(town.oksana)
    for _ in range(2):
        status, told = send(client, going_on, *batch)
        assert (status, sorted(told["kept"]), told["refused"]) == (200, sorted(str(one["uuid"]) for one in batch), [])
    assert Participation.everywhere.filter(state="attended").count() == 2


def test_a_wrong_line_is_told_with_its_reason_and_keeps_no_other(client: Client, town: Town, going_on: Action) -> None:
    one = joins(town, "petro", going_on, now=now())
    at = now().isoformat()
    client.force_login(town.oksana)
    status, told = send(
        client,
        going_on,
        {"uuid": str(uuid4()), "at": (now() + timedelta(hours=3)).isoformat(), "name": "Завтра"},
        {"uuid": str(uuid4()), "at": (now() - timedelta(days=3)).isoformat(), "name": "Вчора"},
        {"uuid": str(uuid4()), "at": at, "participation": str(uuid4())},
        {"uuid": "x", "at": at, "name": "Хтось"},
        {"uuid": str(uuid4()), "at": "2026-13-40", "name": "Хтось"},
        {"uuid": str(uuid4()), "at": at, "participation": str(one.uuid)},
    )
    assert status == 200 and len(told["kept"]) == 1 and len(told["refused"]) == 5
    assert all(line["why"] and line["next_step"] for line in told["refused"])
    assert Participation.everywhere.count() == 1


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"arrivals": 7}', '{"arrivals": [1]}', '{"arrivals": null}', "\0"])
def test_what_is_no_batch_is_refused(client: Client, town: Town, going_on: Action, body: str) -> None:
    client.force_login(town.oksana)
    answer = client.post(page_of(going_on, "arrivals/"), body, content_type="application/json")
    assert answer.status_code == 422 and answer.json()["next_step"]


def test_nobody_else_sends_batches(client: Client, town: Town, going_on: Action, elsewhere: Town) -> None:
    row = {"uuid": str(uuid4()), "at": now().isoformat(), "name": "Хтось"}
    assert send(client, going_on, row)[0] == 403
    for person in (town.petro, elsewhere.people["vasyl"]):
        client.force_login(person)
        assert send(client, going_on, row)[0] == 403
    assert not Participation.everywhere.exists()


def test_without_a_script_each_check_in_is_a_form(client: Client, town: Town, going_on: Action) -> None:
    petro, halyna = joins(town, "petro", going_on, now=now()), joins(town, "halyna", going_on, now=now())
    client.force_login(town.oksana)
    assert act(client, page_of(going_on, "run/"), participation=str(petro.uuid))[0] == 302
    assert act(client, page_of(going_on, "run/"), code=f"{halyna.code[:3]} {halyna.code[3:]}")[0] == 302
    once = str(uuid4())
    for _ in range(2):
        assert act(client, page_of(going_on, "run/"), name="Пан Степан", arrival=once)[0] == 302
    assert act(client, page_of(going_on, "run/"), code="000")[0] == 422
    assert act(client, page_of(going_on, "run/"), name=" ")[0] == 422
    assert Participation.everywhere.filter(state="attended").count() == 3


def test_somebodys_code_opens_a_button_for_the_lead_and_nothing_for_others(
    client: Client, town: Town, going_on: Action
) -> None:
    petro = joins(town, "petro", going_on, now=now())
    address = page_of(going_on, f"here/{arrival_token(petro)}/")
    assert "Петро" not in client.get(address, headers=EN).content.decode()
    client.force_login(town.halyna)
    assert "Петро" not in client.get(address, headers=EN).content.decode()
    assert client.post(address).status_code == 200 and row(petro).state == "confirmed"
    client.force_login(town.oksana)
    assert "Петро" in client.get(address, headers=EN).content.decode()
    assert act(client, address)[0] == 302 and row(petro).state == "attended"
    assert client.get(page_of(going_on, "here/nonsense/")).status_code == 404


def test_go_no_go_and_the_reason(client: Client, town: Town, plan: Any) -> None:
    action = calls(town, plan)
    client.force_login(town.oksana)
    assert act(client, page_of(action, "decide/"), what="go")[0] == 302
    assert again(action).state == "confirmed"
    assert act(client, page_of(action, "decide/"), what="go")[0] == 409
    assert act(client, page_of(action, "decide/"), what="cancel", words="")[0] == 422
    assert act(client, page_of(action, "decide/"), what="")[0] == 422
    assert act(client, page_of(action, "decide/"), what="cancel", words="Оголосили шторм.")[0] == 302
    assert again(action).state == "cancelled"


def test_the_lead_changes_what_was_called(client: Client, town: Town, plan: Any) -> None:
    action = calls(town, plan)
    client.force_login(town.oksana)
    form = client.get(page_of(action, "change/"), headers=EN).content.decode()
    assert action.title in form and "Усі охочі" in form
    status, _told = act(client, page_of(action, "change/"), **fields(title="Фарбуємо дві зупинки", places_1="20"))
    assert status == 302
    assert (again(action).title, role_of(action).capacity) == ("Фарбуємо дві зупинки", 20)
    status, page = act(client, page_of(action, "change/"), **fields(places_1="0", bring="Пензлі"))
    assert status == 422 and "Пензлі" in page


def test_the_report_keeps_the_list_then_tells_what_came(client: Client, town: Town, going_on: Action) -> None:
    petro, halyna = joins(town, "petro", going_on, now=now()), joins(town, "halyna", going_on, now=now())
    client.force_login(town.oksana)
    address = page_of(going_on, "report/")
    marks = {f"state_{petro.pk}": "attended", f"hours_{petro.pk}": "2,5", f"state_{halyna.pk}": "no_show"}
    status, page = act(client, address, keep="1", **{**marks, f"hours_{petro.pk}": "many"})
    assert status == 422 and "not a number" in page
    assert act(client, address, keep="1", **marks)[0] == 200
    assert (row(petro).state, str(row(petro).hours), row(halyna).state) == ("attended", "2.50", "no_show")
    status, page = act(client, address, send="1", words="", photo=upload())
    assert status == 422 and 'name="kept"' in page
    status, _told = act(client, address, send="1", words="Пофарбували все.", photo=upload())
    assert status == 302 and again(going_on).state == "reported"
    assert Evidence.everywhere.get().stage == "during"
    page = client.get(page_of(going_on), headers=EN).content.decode()
    assert "1 person came, 2.5 hours of work" in page and "1 person did not come" in page


def test_the_list_may_be_closed_before_the_report_is_written(client: Client, town: Town, going_on: Action) -> None:
    petro = joins(town, "petro", going_on, now=now())
    client.force_login(town.oksana)
    assert act(client, page_of(going_on, "decide/"), what="held")[0] == 409
    assert act(client, page_of(going_on, "run/"), participation=str(petro.uuid))[0] == 302
    assert "close the list" in client.get(page_of(going_on, "run/"), headers=EN).content.decode()
    assert act(client, page_of(going_on, "decide/"), what="held")[0] == 302
    assert again(going_on).state == "held"


def test_what_has_not_begun_has_no_report(client: Client, town: Town, plan: Any) -> None:
    action = calls(town, plan)
    joins(town, "petro", action, now=now())
    client.force_login(town.oksana)
    assert act(client, page_of(action, "report/"), send="1", words="Уже все.")[0] == 409
    assert again(action).state == "open"
