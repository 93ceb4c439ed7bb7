from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import mapbox_vector_tile
import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencity.communities.models import Community
from opencity.foundation.patience import TookTooLong, at_most
from opencity.maps import clusters
from opencity.maps.tiles import EXTENT, draw
from opencity.places.cells import ZOOM, Point, fraction, tile_of, tile_range
from opencity.problems.models import Problem
from opencity.problems.operations import merging, owning, reviewing, updating
from opencity.problems.operations.indexing import index
from opencity.problems.queries.filters import Filters
from opencity.statistics.operations.counting import recount
from tests.town import CENTRE, MONDAY, SOUTH, Town, report, said

Drawn = list[dict[str, Any]]


def bring_forward(town: Town) -> None:
    ids = list(Problem.everywhere.values_list("pk", flat=True))
    recount(ids, now=MONDAY)
    index(ids)
    Community.objects.filter(pk=town.community.pk).update(
        version=Community.objects.get(pk=town.community.pk).version + 1
    )


def address(point: Point, zoom: int) -> str:
    x, y = tile_of(point, zoom)
    return f"/mykolaiv/tiles/{zoom}/{x}/{y}.mvt"


def read(client: Client, point: Point, zoom: int, query: str = "") -> Drawn:
    answer = client.get(f"{address(point, zoom)}?{query}")
    if answer.status_code == 204:
        return []
    assert answer.status_code == 200, answer.status_code
    assert answer["Content-Type"] == "application/vnd.mapbox-vector-tile"
    drawn = mapbox_vector_tile.decode(answer.content, default_options={"y_coord_down": True})["problems"]
    assert drawn["extent"] == EXTENT
    return list(drawn["features"])


def counted(drawn: Drawn) -> int:
    return sum(one["properties"].get("count", 1) for one in drawn)


def where(feature: dict[str, Any], point: Point, zoom: int) -> tuple[float, float]:
    """The feature's place on the map, from 0 to 1, when the tile is the point's."""
    x, y = tile_of(point, zoom)
    column, row = feature["geometry"]["coordinates"]
    return (x + column / EXTENT) / (1 << zoom), (y + row / EXTENT) / (1 << zoom)


@pytest.fixture
def busy(town: Town) -> Town:
    tree = report(town).problem
    report(town, category="road.pothole", words="Яма біля школи", at=Point(46.9701, 32.0002), now=MONDAY)
    report(town, category="road.pothole", words="Яма", at=SOUTH, now=MONDAY + timedelta(days=20))
    owning.accept(tree, town.actor("iryna"), said(), promised_for=None, now=MONDAY)
    bring_forward(town)
    return town


@pytest.mark.parametrize("zoom", range(14))
def test_wide_tiles_hold_clusters_with_their_groups(busy: Town, client: Client, zoom: int) -> None:
    drawn = read(client, CENTRE, zoom)
    near = [one for one in drawn if one["properties"]["doing"]]
    assert len(near) == 1
    assert set(near[0]["properties"]) == {"count", "open", "doing", "claimed", "verified", "quiet"}
    assert near[0]["properties"]["count"] == sum(n for name, n in near[0]["properties"].items() if name != "count")
    if zoom < 9:
        assert counted(drawn) == 3


def test_a_cluster_lies_at_the_mean_of_its_members(busy: Town, client: Client) -> None:
    (cluster,) = read(client, CENTRE, 13)
    one, other = fraction(CENTRE), fraction(Point(46.9701, 32.0002))
    x, y = where(cluster, CENTRE, 13)
    assert x == pytest.approx((one[0] + other[0]) / 2, abs=1 / (1 << 13) / EXTENT)
    assert y == pytest.approx((one[1] + other[1]) / 2, abs=1 / (1 << 13) / EXTENT)


@pytest.mark.parametrize("zoom", [14, 16, 18, 22])
def test_near_tiles_hold_each_problem_at_its_place(busy: Town, client: Client, zoom: int) -> None:
    drawn = [one for one in read(client, CENTRE, zoom) if one["properties"]["number"] == 1]
    assert len(drawn) == 1
    told = drawn[0]["properties"]
    assert told == {
        "number": 1,
        "title": "Суха верба нахилилася над гойдалкою",
        "state_group": "doing",
        "sphere": "greenery",
        "icon": "",
        "exact": True,
    }
    assert where(drawn[0], CENTRE, zoom) == pytest.approx(fraction(CENTRE), abs=1 / (1 << zoom) / EXTENT)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=doing", 1),
        ("state=open", 2),
        ("state=quiet", 0),
        ("category=road.pothole", 2),
        ("sphere=roads&state=open", 2),
        ("since=2026-12", 1),
        ("area=south", 1),
        ("owner=mykolaiv-parks", 1),
        ("q=ями", 2),
        ("q=ями&sphere=greenery", 0),
        ("overdue=1", 0),
        ("near=1,2,3&box=1,2,3,4&after=1&sort=due", 3),
        ("category=unknown", 3),
    ],
)
@pytest.mark.parametrize("zoom", [5, 8])
def test_filters_count_the_same_on_every_path(busy: Town, client: Client, zoom: int, query: str, expected: int) -> None:
    assert counted(read(client, CENTRE, zoom, query)) == expected


def test_what_nobody_had_to_solve_is_drawn_only_when_asked_for(busy: Town, client: Client) -> None:
    one, two, three = Problem.everywhere.order_by("number")
    updating.withdraw(two, busy.actor("olena"), said("Вже ні."), now=MONDAY)
    merging.merge(one, three, busy.actor("svitlana"), said("Те саме."), now=MONDAY)
    bring_forward(busy)
    for zoom in (8, 14):
        assert counted(read(client, CENTRE, zoom)) == (1 if zoom == 8 else 0)
        assert counted(read(client, CENTRE, zoom, "state=quiet")) == 1


def test_nothing_that_is_not_public_is_drawn(town: Town, client: Client) -> None:
    report(town, category="social.person_in_need")
    report(town, category="war.damage")
    hidden = report(town).problem
    reviewing.hide(hidden, town.actor("svitlana"), said("Причина."), now=MONDAY)
    bring_forward(town)
    assert [read(client, CENTRE, zoom) for zoom in (0, 8, 13, 14, 18)] == [[]] * 5


def test_a_coarsened_place_is_not_exact_and_tells_nothing_nearer(town: Town, client: Client) -> None:
    problem = report(town, category="war.damage").problem
    reviewing.publish(problem, town.actor("svitlana"), now=MONDAY)
    bring_forward(town)
    (drawn,) = read(client, CENTRE, 14)
    assert drawn["properties"]["exact"] is False
    problem.refresh_from_db()
    assert problem.lat is not None and problem.lon is not None
    shown = fraction(Point(problem.lat, problem.lon))
    assert where(drawn, CENTRE, 14) == pytest.approx(shown, abs=1 / (1 << 14) / EXTENT)
    assert shown != pytest.approx(fraction(CENTRE), abs=1e-9)


def test_too_many_single_problems_become_clusters(busy: Town, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "MOST_POINTS", 1)
    drawn = read(client, CENTRE, 14)
    assert counted(drawn) == 2
    assert "count" in drawn[0]["properties"]
    assert "number" in read(client, CENTRE, 18)[0]["properties"]


def test_another_community_stays_out(busy: Town, elsewhere: Town, client: Client) -> None:
    there = Point(47.56, 31.33)
    filed = report(elsewhere, "vasyl", words="Яма", at=there).problem
    recount([filed.pk], now=MONDAY)
    assert read(client, there, 14) == []
    assert client.get(address(there, 14).replace("mykolaiv", "voznesensk")).status_code == 200


@pytest.mark.parametrize("tile", ["3/8/0", "3/0/8", "23/0/0", "99/0/0", "3/-1/0", "3/x/0"])
def test_there_is_no_tile_beyond_the_world(town: Town, client: Client, tile: str) -> None:
    assert client.get(f"/mykolaiv/tiles/{tile}.mvt").status_code == 404


def test_a_tile_is_kept_until_something_changes(
    busy: Town, client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    first = client.get(address(CENTRE, 8))
    assert "public" in first["Cache-Control"] and not first.cookies
    with django_assert_max_num_queries(1):
        assert client.get(address(CENTRE, 8)).content == first.content
    with django_assert_max_num_queries(1):
        assert client.get(address(CENTRE, 8), headers={"If-None-Match": first["ETag"]}).status_code == 304
    report(busy)
    bring_forward(busy)
    again = client.get(address(CENTRE, 8), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]


def test_filters_that_mean_the_same_share_a_tile(busy: Town, client: Client) -> None:
    plain = client.get(address(CENTRE, 8))["ETag"]
    assert client.get(address(CENTRE, 8) + "?sort=due&x=1&category=")["ETag"] == plain
    assert client.get(address(CENTRE, 8) + "?state=open")["ETag"] != plain


@pytest.mark.parametrize("many", [1, 30])
@pytest.mark.parametrize("zoom", [8, 14])
def test_queries_do_not_grow_with_the_problems(
    town: Town, client: Client, zoom: int, many: int, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for n in range(many):
        report(town, words=f"Верба {n}", at=Point(46.97 + n / 100_000, 32.0))
    bring_forward(town)
    with django_assert_max_num_queries(5 if connection.vendor == "postgresql" else 3):
        assert counted(read(client, CENTRE, zoom)) == many


def test_a_filter_that_takes_too_long_says_so(busy: Town, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*args: object, **more: object) -> bytes:
        raise TookTooLong

    monkeypatch.setattr("opencity.maps.tiles.draw", never)
    answer = client.get(address(CENTRE, 8) + "?q=яма")
    assert answer.status_code == 503
    assert answer["Retry-After"] and answer["Cache-Control"] == "no-store"


def test_the_database_stops_when_patience_ends(town: Town) -> None:
    endless = (
        "SELECT pg_sleep(20)"
        if connection.vendor == "postgresql"
        else "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    )
    with pytest.raises(TookTooLong), at_most(100), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(endless)
    assert Problem.everywhere.count() == 0


PLACES = st.lists(st.builds(Point, st.floats(46.81, 47.04), st.floats(31.86, 32.14)), min_size=1, max_size=8)


@given(places=PLACES, zoom=st.integers(0, 16))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_every_problem_is_drawn_in_exactly_one_tile(town: Town, places: list[Point], zoom: int) -> None:
    for place in places:
        report(town, at=place)
    recount(list(Problem.everywhere.values_list("pk", flat=True)), now=MONDAY)
    cells = Problem.everywhere.values_list("lat", "lon")
    tiles = {tile_of(Point(lat, lon), zoom) for lat, lon in cells if lat is not None and lon is not None}
    drawn = 0
    for x, y in tiles:
        found = clusters.contents(town.community, Filters(), zoom, tile_range(zoom, x, y), now=MONDAY)
        assert draw(town.community, Filters(), (zoom, x, y), now=MONDAY)
        drawn += sum(one.n if isinstance(one, clusters.Cluster) else 1 for one in found)
        for feature in clusters.features(found, zoom, x, y, EXTENT):
            assert all(0 <= value <= EXTENT for value in feature["geometry"]["coordinates"])
    assert drawn == Problem.everywhere.count()
    assert zoom <= ZOOM
