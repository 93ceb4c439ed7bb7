from __future__ import annotations

import json
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opencity.assets.models import Asset, OwnerClaim
from opencity.assets.values import Ownership
from opencity.notices.exporting import everything_about
from opencity.notices.operations.erasing import erase_person
from opencity.people.models import Membership, MembershipKind
from opencity.problems.models import Event, EventText, Problem
from opencity.problems.operations.naming_owners import say_whose
from tests.assets.laying import lay, north
from tests.town import CENTRE, MONDAY, Town, report, said
from tests.web.reporting import TREE, Resident

PAGE = "/mykolaiv/assets/tree/12/"


@pytest.fixture(autouse=True)
def everybody_answers(town: Town) -> None:
    Membership.objects.update(kind=MembershipKind.SUPERVISOR)


def text(answer: Any) -> str:
    return unescape(answer.content.decode())


def test_a_resident_picks_the_tree_and_its_owner_gets_it(client: Client, town: Town) -> None:
    tree = lay(town, owner="roads", at=north(6))
    lay(town, "far", at=north(60))
    lay(town, "manhole", of="manhole", at=north(2))
    resident = Resident(client)
    assert resident.where().status_code == 302
    step = text(client.get("/mykolaiv/report/"))
    assert "Дерево № 12" in step and "Люк № manhole" in step and "№ far" not in step
    found = resident.what(asked="")
    assert found.status_code == 302 and found["Location"].endswith("#questions")
    step = resident.page("what/")
    assert "Дерево № 12" in step and "№ manhole" not in step
    resident.what(asset=str(tree.uuid))
    last = resident.page("known/")
    assert "Дерево № 12" in last and "Дороги Миколаєва" in last
    resident.send(email="olena@example.org")
    problem = Problem.everywhere.get()
    assert (problem.asset, problem.owner) == (tree, town.organisations["roads"])


def test_none_of_these_is_a_choice_and_the_rules_decide(client: Client, town: Town) -> None:
    lay(town, owner="roads")
    resident = Resident(client)
    resident.where()
    resident.what(asset="none")
    assert "checked" in resident.page("what/").split('value="none"')[1][:20]
    resident.send(email="olena@example.org")
    problem = Problem.everywhere.get()
    assert (problem.asset, problem.owner) == (None, town.organisations["parks"])


@pytest.mark.parametrize("asset", ["rubbish", "00000000-0000-4000-8000-000000000000"])
def test_a_thing_nobody_knows_is_passed_over(client: Client, town: Town, asset: str) -> None:
    resident = Resident(client)
    resident.where()
    resident.what(asset=asset)
    resident.send(email="olena@example.org")
    assert Problem.everywhere.get().asset is None


def test_a_thing_left_behind_when_the_pin_moved_is_not_meant(client: Client, town: Town) -> None:
    tree = lay(town, at=north(300))
    resident = Resident(client)
    resident.where()
    resident.what(asset=str(tree.uuid))
    resident.send(email="olena@example.org")
    assert Problem.everywhere.get().asset is None


def test_what_is_open_about_the_same_tree_is_offered_first(client: Client, town: Town) -> None:
    tree = lay(town)
    earlier = report(town, asset=tree, at=north(400), words="Гілка над тротуаром.").problem
    resident = Resident(client)
    resident.where()
    resident.what(asset=str(tree.uuid))
    assert f"№ {earlier.number}" in resident.page("known/").replace("\xa0", " ")


def test_the_pin_fragment_brings_the_things_beside_it(client: Client, town: Town) -> None:
    lay(town)
    answer = client.post("/mykolaiv/report/place/", {"lat": CENTRE.lat, "lon": CENTRE.lon, "source": "map"})
    assert 'hx-swap-oob="true"' in text(answer) and "Дерево № 12" in text(answer)


def test_the_page_of_a_tree_leads_into_a_report_about_it(client: Client, town: Town) -> None:
    tree = lay(town)
    assert "Парки Миколаєва" in text(client.get(PAGE))
    sent = {"lat": str(tree.lat), "lon": str(tree.lon), "source": "map", "asset": str(tree.uuid)}
    assert client.post("/mykolaiv/report/", sent).status_code == 302
    resident = Resident(client)
    resident.post("what/", go="1", category=TREE, asked=TREE, words="Сухе.", answer_hazard="no")
    resident.send(email="olena@example.org")
    assert Problem.everywhere.get().asset == tree


def test_a_problems_page_names_the_thing_and_asks_whose_it_is(client: Client, town: Town) -> None:
    problem = report(town, asset=lay(town, owner=None)).problem
    page = text(client.get(f"/mykolaiv/problems/{problem.number}/"))
    assert PAGE in page and f"{PAGE}whose/" in page


def test_near_gives_the_nearest_of_the_kinds_a_category_is_about(client: Client, town: Town) -> None:
    lay(town, "1", at=north(20))
    lay(town, "2", at=north(5))
    lay(town, "3", at=north(45))
    lay(town, "4", of="manhole")
    where = f"lat={CENTRE.lat}&lon={CENTRE.lon}"
    answer = client.get(f"/mykolaiv/assets/near.json?{where}&category={TREE}")
    assert [one["code"] for one in answer.json()["assets"]] == ["2", "1"]
    assert answer["Cache-Control"] == "public, max-age=60"
    assert len(client.get(f"/mykolaiv/assets/near.json?{where}").json()["assets"]) == 3


@pytest.mark.parametrize("query", ["", "lat=x&lon=1", "lat=nan&lon=32", "lat=999&lon=32", "lat=46.97"])
def test_near_refuses_what_is_no_place(client: Client, town: Town, query: str) -> None:
    answer = client.get(f"/mykolaiv/assets/near.json?{query}")
    assert answer.status_code == 422
    assert answer.json()["next_step"]


def test_near_costs_the_same_for_one_and_for_thirty(client: Client, town: Town) -> None:
    lay(town)
    where = f"/mykolaiv/assets/near.json?lat={CENTRE.lat}&lon={CENTRE.lon}"
    assert _cost(client, where) == _more(client, where, lambda n: lay(town, f"n{n}"))
    assert len(client.get(where).json()["assets"]) == 20


def test_everything_of_a_kind_is_open_data_without_the_lists_other_columns(client: Client, town: Town) -> None:
    tree = lay(town)
    Asset.everywhere.filter(pk=tree.pk).update(attributes={"inspector": "Таємний Майстер"})
    answer = client.get("/mykolaiv/assets/tree.geojson")
    assert json.loads(answer.content)["features"][0]["properties"]["code"] == "12"
    for address in ("/mykolaiv/assets/tree.geojson", PAGE):
        assert "Таємний Майстер" not in text(client.get(address))


def test_the_search_lists_what_somebody_waits_for(client: Client, town: Town) -> None:
    report(town, asset=lay(town, "waits", owner=None))
    lay(town, "nobody-waits", owner=None)
    report(town, asset=lay(town, "known"))
    report(town, category="manhole.open", words="Люк без кришки на стежці.")
    page = text(client.get("/mykolaiv/assets/search/"))
    assert "№ waits" in page and "nobody-waits" not in page and "№ known" not in page
    assert "Люк без кришки" in page


def test_the_search_costs_the_same_for_one_and_for_thirty(client: Client, town: Town) -> None:
    report(town, asset=lay(town, owner=None))
    where = "/mykolaiv/assets/search/"
    assert _cost(client, where) == _more(
        client, where, lambda n: report(town, asset=lay(town, f"n{n}", owner=None)), many=12
    )


def test_the_page_of_a_tree_costs_the_same_for_one_report_and_for_many(client: Client, town: Town) -> None:
    tree = lay(town)
    report(town, asset=tree)
    assert _cost(client, PAGE) == _more(client, PAGE, lambda n: report(town, asset=tree), many=11)


def test_reports_that_are_not_public_are_not_told_by_the_tree(client: Client, town: Town) -> None:
    tree = lay(town)
    problem = report(town, asset=tree, words="Утримане слово.").problem
    Problem.everywhere.filter(pk=problem.pk).update(visibility="held")
    assert "Утримане" not in text(client.get(PAGE))


def test_a_resident_names_the_owner_without_a_script(client: Client, town: Town) -> None:
    tree = lay(town, owner=None)
    problem = report(town, asset=tree).problem
    assert "account" in text(client.get(f"{PAGE}whose/"))
    client.force_login(town.petro)
    refused = client.post(f"{PAGE}whose/", {"owner": "mykolaiv-roads", "words": ""})
    assert refused.status_code == 422
    assert 'value="mykolaiv-roads" selected' in text(refused)
    assert client.post(f"{PAGE}whose/", {"owner": "nobody", "words": "Так."}).status_code == 422
    done = client.post(f"{PAGE}whose/", {"owner": "mykolaiv-roads", "words": "На бирці напис."})
    assert done["Location"] == PAGE
    assert "На бирці напис." in text(client.get(PAGE))
    assert "Дороги Миколаєва" in text(client.get(f"/mykolaiv/problems/{problem.number}/"))


def test_a_body_says_that_it_is_its_own(client: Client, town: Town) -> None:
    lay(town, owner=None)
    client.force_login(town.olena)
    assert client.get(f"{PAGE}ours/").status_code == 403
    client.force_login(town.bohdan)
    assert client.post(f"{PAGE}ours/", {"owner": "mykolaiv-parks"}).status_code == 422
    assert client.post(f"{PAGE}ours/", {"owner": "mykolaiv-telecom"}).status_code == 302
    assert Asset.everywhere.get().ownership == Ownership.CLAIMED


def test_vasyl_of_another_community_finds_nothing(client: Client, town: Town, elsewhere: Town) -> None:
    tree = lay(town)
    client.force_login(elsewhere.vasyl)
    for address in ("tree/12/", "tree/12/ours/", "tree/12/whose/"):
        assert client.get(f"/voznesensk/assets/{address}").status_code == 404
    assert client.get(f"/voznesensk/assets/near.json?lat={CENTRE.lat}&lon={CENTRE.lon}").json()["assets"] == []
    resident = Resident(client, "voznesensk")
    resident.where()
    assert str(tree.uuid) not in text(resident.post("place/", lat=CENTRE.lat, lon=CENTRE.lon, asset=str(tree.uuid)))


def test_what_a_resident_said_of_an_owner_is_exported_and_erased(town: Town) -> None:
    tree = lay(town, owner=None)
    report(town, asset=tree)
    say_whose(tree, town.actor("petro"), town.organisations["roads"], said("Бачив бирку."), now=MONDAY)
    assert everything_about(town.petro)["owners_named"][0]["words"] == "Бачив бирку."
    erase_person(town.petro, now=MONDAY)
    claim = OwnerClaim.everywhere.get()
    assert (claim.words, claim.person) == ("", None)
    named = Event.everywhere.get(kind="owner_named")
    assert not EventText.everywhere.filter(event=named, name="words").exists()


def _cost(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def _more(client: Client, address: str, make: Any, *, many: int = 29) -> int:
    for n in range(many):
        make(n)
    return _cost(client, address)
