"""What is still needed: the list with its filters, its map, its feed, and their cost with one row and with thirty."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import mapbox_vector_tile
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from opencity.places.models import Street
from opencity.plans.operations.lines import NewNeed
from opencity.plans.operations.planning import abandon_plan
from opencity.plans.values import NeedKind, Unit
from opencity.problems.history import Words
from tests.plans.making import hands, need_of, paint, permit, pothole, promise, published
from tests.town import CENTRE, SOUTH, Town, report

EN = {"accept-language": "en"}
List = Callable[..., str]


@pytest.fixture
def listed(client: Client) -> List:
    def get(**query: Any) -> str:
        answer = client.get("/mykolaiv/needs/", query, headers=EN)
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def named(page: str) -> list[str]:
    """The words of the needs, in their order."""
    return re.findall(r'<h[23][^>]* lang="uk">([^<]+)</h[23]>', page.split("<aside", maxsplit=1)[0])


def welder(**more: Any) -> NewNeed:
    return NewNeed(
        kind=NeedKind.SKILL, unit=Unit.HOUR, words="Зварити раму", skill="Зварник", quantity=Decimal(3), **more
    )


def in_days(days: int) -> Any:
    return now().date() + timedelta(days=days)


def test_a_row_says_what_how_much_by_when_where_and_for_which_problem(listed: List, town: Town) -> None:
    plan = published(town, paint("10", minimum=Decimal(8), needed_by=in_days(3)), now=now())
    promise(town, "petro", need_of(plan, "Фарба"), "2.5", now=now())
    page = listed()
    assert named(page) == ["Фарба"]
    assert "Missing: 7.5\xa0l of 10" in page
    assert "the work cannot begin without it" in page
    assert "needed by" in page and "Within a week" in page
    assert "Центральний" in page or "Tsentralnyi" in page
    assert f'href="/mykolaiv/problems/{plan.problem.number}/"' in page
    assert f'href="/mykolaiv/problems/{plan.problem.number}/needs/1/pledge/"' in page
    assert 'aria-label="Promised 2.5 of 10\xa0l"' in page and "hatch-civil" in page


def test_what_is_covered_ended_private_or_of_another_town_is_not_needed(
    listed: List, town: Town, elsewhere: Town, client: Client
) -> None:
    full = published(town, paint("10"), now=now())
    promise(town, "petro", need_of(full, "Фарба"), "10", now=now())
    gone = published(town, hands("5"), now=now())
    abandon_plan(gone, town.actor("oksana", now()), Words("Не вийшло.", "uk"), now=now())
    hidden = published(town, welder(), now=now())
    type(hidden.problem).everywhere.filter(pk=hidden.problem.pk).update(visibility="hidden")
    assert named(listed()) == []
    published(town, welder(), now=now())
    client.force_login(elsewhere.people["vasyl"])
    other = client.get("/voznesensk/needs/").content.decode()
    assert "Зварити раму" not in other
    assert client.get("/voznesensk/needs.atom").content.decode().count("<entry") == 0


def test_sums_that_binary_fractions_cannot_hold_are_covered_all_the_same(listed: List, town: Town) -> None:
    plan = published(town, paint("1"), now=now())
    for who, share in (("petro", "0.7"), ("halyna", "0.1"), ("danylo", "0.2")):
        promise(town, who, need_of(plan, "Фарба"), share, now=now())
    assert named(listed()) == []


def test_filters_narrow_by_kind_skill_area_day_words_and_place(listed: List, town: Town) -> None:
    published(town, paint("10", needed_by=in_days(3)), problem=pothole(town, at=CENTRE), now=now())
    published(town, welder(needed_by=in_days(50)), problem=pothole(town, at=SOUTH), now=now())
    assert named(listed()) == ["Фарба", "Зварити раму"]
    assert named(listed(kind="skill")) == ["Зварити раму"]
    assert named(listed(kind=["skill", "material"])) == ["Фарба", "Зварити раму"]
    assert named(listed(skill="зварник")) == ["Зварити раму"]
    assert named(listed(area="south")) == ["Зварити раму"]
    assert named(listed(by=in_days(7).isoformat())) == ["Фарба"]
    assert named(listed(q="фарби")) == ["Фарба"], "in another form of the word"
    near = f"{SOUTH.lat},{SOUTH.lon + 0.002},700"
    assert named(listed(near=near)) == ["Зварити раму"]
    assert "150 m away" in listed(near=near)
    assert named(listed(sort="newest")) == ["Зварити раму", "Фарба"]
    page = listed(area="south", kind="skill")
    assert 'href="?kind=skill"' in page, "the area can be taken away alone"


def test_a_typed_street_becomes_its_surroundings(client: Client, town: Town) -> None:
    line = {"type": "LineString", "coordinates": [[32.0, 46.97], [32.002, 46.971]]}
    Street.everywhere.create(
        community=town.community, names={"uk": "вулиця Садова"}, lemmas="садова садовий", line=line
    )
    answer = client.get("/mykolaiv/needs/", {"where": "Садова", "kind": "tool"})
    assert answer.status_code == 302
    assert "near=46.97" in answer["Location"] and "kind=tool" in answer["Location"]


def test_the_most_urgent_come_first_and_what_is_late_last(listed: List, town: Town) -> None:
    published(town, paint("1"), now=now())
    published(town, hands("5", needed_by=in_days(20)), now=now())
    published(town, welder(needed_by=in_days(2)), now=now())
    late = published(town, permit(town.organisations["roads"]), now=now())
    late.needs.update(needed_by=in_days(-2))
    page = listed()
    assert named(page) == ["Зварити раму", "Руки", "Фарба", "Дозвіл"]
    assert page.index("Within a month") < page.index("No day is named") < page.index("The day has passed")
    assert "Only Roads can grant it." in page
    assert page.count('class="btn small sun"') == 1


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "gold"}, {"area": "nowhere"}, {"by": "tomorrow"}, {"by": "9999-99-99"}, {"near": "1,2"},
        {"near": "nan,inf,7"}, {"sort": "worst"}, {"page": "-1"}, {"page": "99999999999"}, {"sphere": "stars"},
    ],
)  # fmt: skip
def test_an_address_that_makes_no_sense_says_so_and_shows_the_rest(
    listed: List, town: Town, query: dict[str, str]
) -> None:
    published(town, paint("10"), now=now())
    page = listed(**query)
    assert named(page) == ["Фарба"]
    assert "made no sense" in page


def test_a_page_too_far_is_the_last_one(listed: List, town: Town) -> None:
    published(town, *[paint(str(n + 1)) for n in range(30)], now=now())
    assert len(named(listed())) == 25
    assert len(named(listed(page="2"))) == len(named(listed(page="300"))) == 5
    assert 'rel="next" href="?page=2"' in listed()


@pytest.mark.parametrize("many", [1, 30])
def test_the_page_costs_the_same_for_one_need_and_for_thirty(client: Client, town: Town, many: int) -> None:
    for _ in range(many):
        published(town, paint("10"), now=now())
    client.get("/mykolaiv/needs/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/mykolaiv/needs/", headers=EN)
    assert len(asked) <= 14


def test_nothing_yet_is_told_apart_from_nothing_fits(listed: List, town: Town) -> None:
    assert "Nothing is missing just now" in listed()
    published(town, paint("10"), now=now())
    assert "Nothing fits" in listed(q="кенгуру")


def test_the_feed_tells_the_same_with_places(client: Client, town: Town) -> None:
    plan = published(town, paint("10"), now=now())
    answer = client.get("/mykolaiv/needs.atom?kind=material", headers=EN)
    feed = answer.content.decode()
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert f"Фарба (№ {plan.problem.number})" in feed and "needed: 10\xa0l" in feed
    assert "<georss:point>46.97" in feed
    assert client.get("/mykolaiv/needs.atom?kind=tool").content.decode().count("<entry") == 0


def test_the_map_draws_the_problems_that_need_something_and_lists_them_without_a_script(
    client: Client, town: Town
) -> None:
    plan = published(town, paint("10"), now=now())
    report(town)
    page = client.get("/mykolaiv/needs/map/?kind=material", headers=EN).content.decode()
    assert 'data-tiles-url="/mykolaiv/needs/tiles/{z}/{x}/{y}.mvt"' in page
    assert 'data-filter="kind=material"' in page and "Фарба" in page and "<noscript>" in page
    tile = client.get("/mykolaiv/needs/tiles/0/0/0.mvt")
    drawn = mapbox_vector_tile.decode(tile.content)["problems"]["features"]
    assert sum(one["properties"].get("count", 1) for one in drawn) == 1
    assert client.get("/mykolaiv/needs/tiles/0/0/0.mvt?kind=tool").status_code == 204
    assert client.get("/mykolaiv/needs/tiles/1/7/0.mvt").status_code == 404
    card = client.get(f"/mykolaiv/needs/{plan.problem.number}/card/", headers=EN).content.decode()
    assert "Фарба" in card and "data-close" in card
    assert client.get("/mykolaiv/needs/999/card/").status_code == 404


def test_a_private_problem_is_on_no_tile_and_no_card(client: Client, town: Town) -> None:
    plan = published(town, paint("10"), now=now())
    type(plan.problem).everywhere.filter(pk=plan.problem.pk).update(visibility="private")
    assert client.get("/mykolaiv/needs/tiles/0/0/0.mvt").status_code == 204
    assert client.get(f"/mykolaiv/needs/{plan.problem.number}/card/").status_code == 404


def test_home_and_the_map_of_problems_lead_here(client: Client, town: Town) -> None:
    published(town, paint("10"), now=now())
    home = client.get("/mykolaiv/", headers=EN).content.decode()
    assert "Фарба" in home and 'href="/mykolaiv/needs/"' in home
    assert 'href="/mykolaiv/needs/map/"' in client.get("/mykolaiv/map/", headers=EN).content.decode()


@pytest.mark.parametrize("page", ["needs/", "needs.atom", "needs/map/", "offers/", "offers/new/", "business/"])
def test_a_page_for_everybody_sets_no_cookie_and_holds_no_token(client: Client, town: Town, page: str) -> None:
    published(town, paint("10"), now=now())
    answer = client.get(f"/mykolaiv/{page}", headers=EN)
    assert answer.status_code == 200 and not answer.cookies
    assert "csrfmiddlewaretoken" not in answer.content.decode()
    if answer.has_header("ETag"):
        again = client.get(f"/mykolaiv/{page}", headers={**EN, "if-none-match": answer["ETag"]})
        assert again.status_code == 304
