"""Calendars are read back by the same rules by which programs read them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now
from icalendar import Calendar

from opencity.actions.access import calendar_token
from opencity.actions.models import Action
from opencity.actions.operations.calling import change_action
from opencity.actions.operations.deciding import cancel_action, confirm_action
from opencity.notices.operations.erasing import erase_person
from opencity.problems.history import Words
from tests.actions.making import again, called, joins, new_action, role_of
from tests.plans.making import hands, published
from tests.town import Town, said

LONG = "Зберемося біля лавки; рукавиці, фарба, пензлі — усе є.\nДіти вдома, будь ласка. " * 4


@pytest.fixture
def action(town: Town) -> Action:
    moment = now() - timedelta(days=1)
    plan = published(town, hands(), now=moment)
    return called(town, plan=plan, now=moment, starts=now() + timedelta(days=5), bring="Рукавиці, вода; капелюх")


def read(client: Client, address: str) -> tuple[Any, list[Any]]:
    answer = client.get(f"/mykolaiv/{address}", headers={"accept-language": "en"})
    assert answer.status_code == 200 and answer["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content
    assert b"\r\n" in text and b"\n" not in text.replace(b"\r\n", b"")
    assert max(len(line) for line in text.split(b"\r\n")) <= 75
    calendar = Calendar.from_ical(text)
    assert calendar["VERSION"] == "2.0" and calendar["PRODID"] and calendar["X-WR-CALNAME"]
    return calendar, list(calendar.walk("VEVENT"))


def test_the_towns_calendar_holds_each_action_with_what_rfc_5545_wants(client: Client, action: Action) -> None:
    _calendar, (event,) = read(client, "actions.ics")
    assert str(event["UID"]) == f"{action.uuid}@opencity"
    assert event["SUMMARY"] == action.title
    assert event.decoded("DTSTART") == action.starts_at.replace(microsecond=0)
    assert event.decoded("DTEND") == action.ends_at.replace(microsecond=0)
    assert event["DTSTART"].to_ical().endswith(b"Z")
    assert event["SEQUENCE"] == 0 and event["STATUS"] == "TENTATIVE"
    assert "Рукавиці, вода; капелюх" in event["DESCRIPTION"]
    assert str(event["LOCATION"]).startswith("вул. Знаменська")
    assert [round(one, 4) for one in (event["GEO"].latitude, event["GEO"].longitude)] == [46.97, 32.0]
    assert str(event["URL"]).endswith(f"/mykolaiv/problems/{action.problem.number}/actions/1/")
    assert "DTSTAMP" in event and "ATTENDEE" not in event and "ORGANIZER" not in event


def test_what_is_written_comes_back_as_it_was(client: Client, town: Town, action: Action) -> None:
    title = "А, б; «в» \\ г"
    new = replace(new_action(starts=action.starts_at, title=title), words=Words(LONG, "uk"))
    new = replace(new, roles=(replace(new.roles[0], known=role_of(action)),))
    change_action(action, town.actor("oksana"), new, now=now())
    _calendar, (event,) = read(client, "actions.ics")
    assert event["SUMMARY"] == title
    assert LONG.strip() in event["DESCRIPTION"]


def test_a_change_counts_up_and_calling_off_stays_in_the_calendar(client: Client, town: Town, action: Action) -> None:
    confirm_action(action, town.actor("oksana"), now=now())
    _calendar, (event,) = read(client, "actions.ics")
    assert (event["SEQUENCE"], event["STATUS"]) == (1, "CONFIRMED")
    cancel_action(again(action), town.actor("oksana"), said("Шторм."), now=now())
    _calendar, (event,) = read(client, f"problems/{action.problem.number}/actions/1/action.ics")
    assert (event["SEQUENCE"], event["STATUS"]) == (2, "CANCELLED")
    assert len(read(client, "actions.ics")[1]) == 1


def test_a_part_of_town_has_a_calendar_of_its_own(client: Client, action: Action) -> None:
    calendar, events = read(client, "actions.ics?area=centre")
    assert len(events) == 1 and "Tsentralnyi" in str(calendar["X-WR-CALNAME"])
    assert read(client, "actions.ics?area=south")[1] == []
    assert len(read(client, "actions.ics?area=nowhere")[1]) == 1


def test_ones_own_calendar_opens_by_its_sealed_link_alone(client: Client, town: Town, action: Action) -> None:
    token = calendar_token(town.petro, town.community)
    assert read(client, f"actions/mine/{token}.ics")[1] == []
    joins(town, "petro", action, now=now())
    _calendar, (event,) = read(client, f"actions/mine/{token}.ics")
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("TRIGGER") == timedelta(hours=-24) and alarm["ACTION"] == "DISPLAY"
    lead = calendar_token(town.oksana, town.community)
    assert len(read(client, f"actions/mine/{lead}.ics")[1]) == 1
    answer = client.get(f"/mykolaiv/actions/mine/{token}.ics")
    assert answer["Cache-Control"] == "private, no-store" and answer["X-Robots-Tag"] == "noindex"
    assert client.get(f"/mykolaiv/actions/mine/{token[:-1]}x.ics").status_code == 404
    erase_person(town.petro, now=now())
    assert client.get(f"/mykolaiv/actions/mine/{token}.ics").status_code == 404


def test_the_towns_calendar_is_answered_with_not_modified(client: Client, action: Action) -> None:
    first = client.get("/mykolaiv/actions.ics")
    again_asked = client.get("/mykolaiv/actions.ics", headers={"if-none-match": first["ETag"]})
    assert again_asked.status_code == 304
