"""Reading pages of joint actions: the list, one action, and who may see what."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from opencity.actions.access import arrival_token, calendar_token, sign_up_token
from opencity.actions.models import Action
from opencity.actions.operations.calling import NewRole, call_action
from opencity.actions.operations.deciding import cancel_action
from opencity.actions.operations.reporting import report_action
from opencity.places.cells import tile_of
from opencity.plans.models import Plan
from opencity.problems.models import Problem
from opencity.problems.operations.reviewing import hide
from opencity.web.public.actions_list import cards_of
from tests.actions.making import ANYONE, again, arrives, called, came, crowd, joins, new_action
from tests.plans.making import hands, published
from tests.town import CENTRE, Town, photo_row, said

EN = {"accept-language": "en"}
PAGES = ("", "join/", "mine/", "leave/", "change/", "decide/", "run/", "report/", "action.ics")


@pytest.fixture
def start() -> datetime:
    return now() + timedelta(days=5)


@pytest.fixture
def action(town: Town, start: datetime) -> Action:
    return upcoming(town, start)


def upcoming(town: Town, start: datetime, plan: Plan | None = None, **more) -> Action:
    moment = now() - timedelta(days=2)
    return called(
        town,
        *more.pop("roles", ()),
        plan=plan or published(town, hands(), now=moment),
        now=moment,
        starts=start,
        **more,
    )


def page_of(action: Action, name: str = "") -> str:
    return f"/mykolaiv/problems/{action.problem.number}/actions/{action.position}/{name}"


def read(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query, headers=EN)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_page_says_when_where_who_and_the_next_step(client: Client, town: Town, action: Action) -> None:
    page = read(client, page_of(action))
    for words in (
        action.title,
        "3 places are free",
        "Where people meet",
        "вул. Знаменська",
        "Led by Оксана",
        "Adults only",
    ):
        assert words.lower() in page.lower(), words
    assert page.count("btn wide sun") == 1
    assert "<svg" in page and "action.ics" in page


def test_nobodys_name_but_the_leads_stands_in_public(client: Client, town: Town, action: Action) -> None:
    joins(town, "petro", action)
    arrives_later = joins(town, "halyna", action)
    assert arrives_later.state == "confirmed"
    for address in (page_of(action), "/mykolaiv/actions/", "/mykolaiv/actions.ics", page_of(action, "join/")):
        page = client.get(address, headers=EN).content.decode()
        assert "Петро" not in page and "Галина" not in page, address


def test_the_public_page_may_be_cached_and_holds_no_cookie(client: Client, action: Action) -> None:
    first = client.get(page_of(action))
    assert first["Cache-Control"].startswith("public") and not first.cookies
    assert "csrfmiddlewaretoken" not in first.content.decode()
    assert client.get(page_of(action), headers={"if-none-match": first["ETag"]}).status_code == 304


def test_a_sign_up_makes_the_page_anew(client: Client, town: Town, action: Action) -> None:
    before = client.get(page_of(action))["ETag"]
    joins(town, "petro", action)
    assert client.get(page_of(action))["ETag"] != before


def test_vasyl_from_elsewhere_finds_nothing_at_his_own_towns_address(
    client: Client, town: Town, elsewhere: Town, action: Action
) -> None:
    client.force_login(elsewhere.people["vasyl"])
    for name in PAGES:
        address = page_of(action, name).replace("/mykolaiv/", "/voznesensk/")
        assert client.get(address).status_code == 404, name
    assert client.get(f"/voznesensk/actions/mine/{calendar_token(town.olena, town.community)}.ics").status_code == 404
    for name in ("change/", "decide/", "run/", "report/"):
        assert client.get(page_of(action, name)).status_code == 403, name


@pytest.mark.parametrize("who", ["petro", "iryna", "bohdan", "mykhailo"])
def test_the_leads_pages_are_for_the_lead_and_the_library(client: Client, town: Town, action: Action, who: str) -> None:
    joins(town, "halyna", action)
    client.force_login(town.people[who])
    for name in ("change/", "decide/", "run/", "report/"):
        answer = client.get(page_of(action, name), headers=EN)
        assert answer.status_code == 403 and "Галина" not in answer.content.decode(), name
    for lead in ("oksana", "taras", "svitlana"):
        client.force_login(town.people[lead])
        assert "Галина" in client.get(page_of(action, "run/"), headers=EN).content.decode()


def test_what_is_not_public_has_no_actions(client: Client, town: Town, action: Action) -> None:
    token = arrival_token(joins(town, "halyna", action))
    hide(action.problem, town.actor("svitlana"), said(), now=now())
    client.force_login(town.oksana)
    for name in (*PAGES, f"here/{token}/"):
        assert client.get(page_of(action, name)).status_code == 404, name
    assert action.title not in read(client, "/mykolaiv/actions/")
    assert action.title not in client.get("/mykolaiv/actions.ics").content.decode()


def test_the_list_tells_what_comes_and_what_came_of_it(
    client: Client, town: Town, action: Action, start: datetime
) -> None:
    done = upcoming(town, now() + timedelta(minutes=1), plan=action.plan, title="Садимо клени")
    later = done.ends_at + timedelta(minutes=1)
    came(town, joins(town, "olena", done), "2.5", now=later)
    report_action(done, town.actor("oksana"), said("Двадцять кленів."), (photo_row(town),), now=later)
    coming, past = read(client, "/mykolaiv/actions/"), read(client, "/mykolaiv/actions/", past="1")
    assert action.title in coming and done.title not in coming
    assert done.title in past and action.title not in past
    assert "1 person came, 2.5 hours of work" in past
    page = read(client, page_of(done))
    assert "Двадцять кленів." in page and "/photos/" in page


def test_the_list_is_filtered_by_part_of_town_and_by_skill(client: Client, town: Town, start: datetime) -> None:
    roles = (ANYONE, NewRole(words="Водій", capacity=1, skill="права B"))
    action = upcoming(town, start, roles=roles)
    assert action.title in read(client, "/mykolaiv/actions/", area="centre")
    assert action.title not in read(client, "/mykolaiv/actions/", area="south")
    assert action.title in read(client, "/mykolaiv/actions/", skill="права B")
    assert action.title not in read(client, "/mykolaiv/actions/", skill="тесляр")
    assert action.title in read(client, "/mykolaiv/actions/", area="nowhere", page="nine")


def test_called_off_is_told_with_its_reason(client: Client, town: Town, action: Action) -> None:
    cancel_action(action, town.actor("oksana"), said("Оголосили шторм."), now=now())
    page = read(client, page_of(action))
    assert "called off" in page.lower() and "Оголосили шторм." in page and "join/" not in page


def test_a_problem_knows_its_actions(town: Town, action: Action) -> None:
    (card,) = cards_of(action.problem, now=now())
    page = render_to_string(
        "public/actions/of_problem.html",
        {"actions": [card], "may_call": True, "community": town.community, "problem": action.problem},
    )
    assert action.title in page and "actions/new/" in page and card.url == page_of(action)


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_one_and_thirty_actions_cost_the_same_queries(client: Client, town: Town, start: datetime) -> None:
    action = upcoming(town, start)
    assert action.plan is not None
    pages = ("/mykolaiv/actions/", "/mykolaiv/actions.ics")
    for address in pages:
        client.get(address)
    one = [queries(client, address) for address in pages]
    moment = now()
    for n in range(29):
        call_action(action.problem, town.actor("oksana"), new_action(starts=start + timedelta(hours=n)), now=moment)
    assert [queries(client, address) for address in pages] == one
    assert one[0] <= 12


def test_one_and_thirty_people_cost_the_same_queries(client: Client, town: Town, start: datetime) -> None:
    action = upcoming(town, start, roles=(NewRole(words="Усі охочі", capacity=40),))
    names = crowd(town, 30)
    joins(town, names[0], action, now=now())
    client.force_login(town.oksana)
    pages = [page_of(action), page_of(action, "run/"), page_of(action, "report/")]
    for address in pages:
        client.get(address)
    one = [queries(client, address) for address in pages]
    for name in names[1:]:
        joins(town, name, action, now=now())
    assert [queries(client, address) for address in pages] == one


def test_links_of_letters_open_ones_own_sign_up_and_nobody_elses(client: Client, town: Town, action: Action) -> None:
    petro, halyna = joins(town, "petro", action), joins(town, "halyna", action)
    page = client.get(page_of(action, "mine/"), {"t": sign_up_token(petro)}, headers=EN).content.decode()
    assert petro.code[:3] in page and "Галина" not in page and "Петро" in page
    assert client.get(page_of(action, "mine/"), {"t": arrival_token(halyna)}).status_code == 302
    assert client.get(page_of(action, "mine/")).status_code == 302
    assert again(action).revision == 0
    arrives(town, action, petro, now=action.starts_at)


def test_what_comes_is_on_the_map_and_opens_there(client: Client, town: Town) -> None:
    action = upcoming(town, now() + timedelta(days=3))
    number = action.problem.number
    assert action.title in client.get("/mykolaiv/actions/map/").content.decode()
    card = client.get(f"/mykolaiv/actions/{number}/card/").content.decode()
    assert action.title in card and "Оксана" not in card
    x, y = tile_of(CENTRE, 14)
    tile = client.get(f"/mykolaiv/actions/tiles/14/{x}/{y}.mvt")
    assert tile.status_code == 200 and len(tile.content) > 40
    elsewhere_tile = client.get(f"/mykolaiv/actions/tiles/14/{x}/{y}.mvt?skill=welding")
    assert len(elsewhere_tile.content) < len(tile.content)
    Problem.everywhere.filter(number=number).update(visibility="private")
    assert client.get(f"/mykolaiv/actions/{number}/card/").status_code == 404
    assert client.get(f"/voznesensk/actions/{number}/card/").status_code == 404
