from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.test import Client

from opencity.problems.operations import owning, reviewing
from tests.town import MONDAY, SOUTH, Town, report, said
from tests.web.moments import after

ATOM, GEORSS = "{http://www.w3.org/2005/Atom}", "{http://www.georss.org/georss}"


def read(client: Client, address: str) -> ElementTree.Element:
    answer = client.get(f"/mykolaiv/{address}", headers={"accept-language": "en"})
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content)


def titles(feed: ElementTree.Element) -> list[str | None]:
    return [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]


@pytest.mark.parametrize("address", ["problems.atom", "areas/centre.atom", "owners/mykolaiv-parks.atom"])
def test_a_feed_has_everything_atom_asks_for(client: Client, town: Town, address: str) -> None:
    problem = report(town).problem
    feed = read(client, address)
    for name in ("id", "title", "updated", "author", "link"):
        assert feed.find(f"{ATOM}{name}") is not None, name
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}id") == problem.uuid.urn
    for name in ("title", "updated", "published", "link", "category", "summary"):
        assert entry.find(f"{ATOM}{name}") is not None, name
    assert entry.findtext(f"{GEORSS}point") == "46.97000 32.00000"


def test_the_latest_news_come_first_and_filters_work_here_too(client: Client, town: Town) -> None:
    tree, pothole = report(town).problem, report(town, category="road.pothole", at=SOUTH).problem
    owning.answer(tree, town.actor("iryna"), said(), now=after(1))
    assert [str(title)[:4] for title in titles(read(client, "problems.atom"))] == [
        f"№ {tree.number}. "[:4],
        f"№ {pothole.number}. "[:4],
    ]
    assert len(titles(read(client, "problems.atom?area=south"))) == 1


def test_identities_do_not_change_when_something_happens(client: Client, town: Town) -> None:
    problem = report(town).problem
    before = read(client, "problems.atom")
    owning.answer(problem, town.actor("iryna"), said(), now=after(1))
    later = read(client, "problems.atom")
    assert before.findtext(f"{ATOM}id") == later.findtext(f"{ATOM}id")
    assert before.findtext(f"{ATOM}updated") != later.findtext(f"{ATOM}updated")


def test_a_coarsened_place_is_no_point(client: Client, town: Town) -> None:
    problem = report(town, category="war.damage").problem
    reviewing.publish(problem, town.actor("svitlana"), now=MONDAY)
    entry = read(client, "problems.atom").find(f"{ATOM}entry")
    assert entry is not None and entry.find(f"{GEORSS}point") is None


def test_no_area_or_owner_of_another_community_has_a_feed_here(client: Client, town: Town, elsewhere: Town) -> None:
    assert client.get("/mykolaiv/areas/nowhere.atom").status_code == 404
    assert client.get("/mykolaiv/owners/voznesensk-parks.atom").status_code == 404
