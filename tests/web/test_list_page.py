from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from opencity.places.models import Street
from opencity.problems.operations import endorsing, owning
from opencity.problems.operations.endorsing import Joining
from tests.town import CENTRE, SOUTH, Town, report, said

EN = {"accept-language": "en"}
List = Callable[..., str]


@pytest.fixture
def listed(client: Client) -> List:
    def get(**query: str | int) -> str:
        answer = client.get("/mykolaiv/problems/", query, headers=EN)
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def numbers(page: str) -> list[int]:
    return [int(one) for one in re.findall(r'class="title"><a href="/mykolaiv/problems/(\d+)/"', page)]


def test_filters_narrow_and_each_can_be_taken_away(listed: List, town: Town) -> None:
    tree, pothole = report(town).problem, report(town, category="road.pothole", at=SOUTH).problem
    assert numbers(listed()) == [pothole.number, tree.number]
    assert numbers(listed(category="road.pothole")) == [pothole.number]
    assert numbers(listed(area="centre")) == [tree.number]
    assert numbers(listed(owner="mykolaiv-parks")) == [tree.number]
    assert numbers(listed(state="verified")) == []
    page = listed(area="south", category="road.pothole")
    chips = page.split('aria-label="What is set"')[1].split("</ul>")[0]
    assert 'href="?category=road.pothole"' in chips and 'href="?area=south"' in chips
    assert "Take all away" in chips


def test_who_is_silent_is_found_and_told_in_days(listed: List, town: Town) -> None:
    late = report(town, now=now() - timedelta(days=40)).problem
    report(town, now=now() - timedelta(days=1))
    answered = report(town, now=now() - timedelta(days=40)).problem
    owning.answer(answered, town.actor("iryna"), said(), now=now() - timedelta(days=30))
    page = listed(overdue="1")
    assert numbers(page) == [late.number]
    assert "past the deadline" in page


def test_the_most_affected_come_first_when_asked(listed: List, town: Town) -> None:
    one, other = report(town, now=now()).problem, report(town, now=now()).problem
    endorsing.endorse(one, town.petro, Joining(), now=now())
    assert numbers(listed(sort="affected")) == [one.number, other.number]
    assert "affects 2 people" in listed()


def test_a_page_ends_where_the_next_begins(listed: List, town: Town) -> None:
    made = [report(town).problem.number for _ in range(31)]
    first = listed()
    assert numbers(first) == made[:0:-1]
    following = re.search(r'rel="next" href="\?after=([\d-]+)"', first)
    assert following is not None
    last = listed(after=following[1])
    assert numbers(last) == made[:1]
    assert 'rel="next"' not in last and "To the beginning" in last


def test_an_address_leads_to_its_street_a_number_to_its_page(client: Client, town: Town) -> None:
    problem = report(town).problem
    line = {"type": "LineString", "coordinates": [[32.0, 46.97], [32.002, 46.971]]}
    Street.everywhere.create(
        community=town.community, names={"uk": "вулиця Садова"}, lemmas="садова садовий", line=line
    )

    def leads(words: str) -> str:
        return str(client.get("/mykolaiv/problems/", {"where": words})["Location"])

    assert leads(f"№ {problem.number}") == f"/mykolaiv/problems/{problem.number}/"
    assert leads("Корабельний") == "/mykolaiv/problems/?area=south"
    assert leads("гойдалка") == "/mykolaiv/problems/?q=%D0%B3%D0%BE%D0%B9%D0%B4%D0%B0%D0%BB%D0%BA%D0%B0"
    assert "999999" in leads("999999")


def test_near_a_place_the_nearest_come_first_with_their_distance(listed: List, town: Town) -> None:
    near_one = report(town).problem
    report(town, at=SOUTH)
    page = listed(near=f"{CENTRE.lat},{CENTRE.lon + 0.002},700", place="Садова")
    assert numbers(page) == [near_one.number]
    assert "150 m away" in page and "near Садова" in page


def test_an_address_that_makes_no_sense_is_said_so_and_shows_the_rest(listed: List, town: Town) -> None:
    problem = report(town).problem
    page = listed(area="nowhere", after="x", sort="worst")
    assert numbers(page) == [problem.number]
    assert "made no sense" in page


def test_empty_is_told_apart_from_nothing_fits(listed: List, town: Town) -> None:
    assert "All quiet here" in listed()
    report(town)
    assert "Nothing fits" in listed(q="кенгуру")


def test_a_script_gets_the_results_alone(client: Client, town: Town) -> None:
    report(town)
    page = client.get("/mykolaiv/problems/", headers={**EN, "hx-request": "true"}).content.decode()
    assert page.lstrip().startswith('<div id="results"')


@pytest.mark.parametrize(
    "address", ["problems/", "map/", "", "areas/centre/", "owners/mykolaiv-parks/", "problems.atom"]
)
def test_thirty_rows_ask_as_many_queries_as_one(client: Client, town: Town, address: str) -> None:
    def asked() -> int:
        client.get(f"/mykolaiv/{address}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/mykolaiv/{address}").status_code == 200
        return len(queries)

    report(town)
    one = asked()
    for _ in range(29):
        report(town)
    assert asked() == one <= 12
