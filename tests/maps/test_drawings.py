from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import translation
from shapely.geometry import LineString, shape

from opencity.communities.models import Community
from opencity.maps.base import outlines
from opencity.maps.city import city
from opencity.maps.city import draw as draw_city
from opencity.maps.locator import draw, locator
from opencity.maps.sketch import Names, View, along, path_of
from opencity.places.cells import Point
from opencity.places.models import Area, Street
from opencity.places.telling import ToldPlace
from opencity.problems.models import Problem
from opencity.problems.operations import reviewing
from opencity.statistics.operations.counting import recount
from tests.town import CENTRE, MONDAY, SOUTH, Town, fresh, report, said, square

RIVER = [[31.85, 46.95], [31.95, 46.96], [32.15, 46.94]]


@pytest.fixture
def drawn(town: Town) -> Town:
    Street.everywhere.create(
        community=town.community,
        names={"uk": "вулиця Садова", "en": "Sadova Street"},
        line={"type": "LineString", "coordinates": [[31.98, 46.964], [32.02, 46.965]]},
        rank=1,
    )
    town.community.drawing = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"kind": "water", "name": {"uk": "Інгул", "en": "Inhul"}, "rank": 0},
                "geometry": {"type": "LineString", "coordinates": RIVER},
            },
            {"type": "Feature", "properties": {"kind": "note"}, "geometry": None},
        ],
    }
    town.community.structure_version += 1
    town.community.save()
    return town


def well_formed(svg: str) -> ElementTree.Element:
    assert "style=" not in svg and "<script" not in svg and not re.search(r"\son\w+=", svg)
    return ElementTree.fromstring(svg)


class TestMapBase:
    def test_it_names_everything_in_the_readers_language(self, drawn: Town, client: Client) -> None:
        answer = client.get("/mykolaiv/map/base.geojson", headers={"Accept-Language": "en"})
        assert answer["Content-Type"] == "application/geo+json"
        told = [one["properties"] for one in json.loads(answer.content)["features"]]
        assert {(one["kind"], one["name"], one["rank"]) for one in told} == {
            ("community", "Mykolaiv", 0),
            ("area", "Tsentralnyi", 0),
            ("area", "Korabelnyi", 0),
            ("water", "Inhul", 0),
            ("street", "Sadova Street", 1),
        }
        assert "Інгул" in client.get("/mykolaiv/map/base.geojson?lang=uk").content.decode()

    def test_every_area_has_an_outline_and_a_place_for_its_name(self, drawn: Town) -> None:
        features = outlines(drawn.community)["features"]
        kinds = [one["geometry"]["type"] for one in features if one["properties"]["kind"] == "area"]
        assert sorted(kinds) == ["Point", "Point", "Polygon", "Polygon"]
        assert all(shape(one["geometry"]).is_valid for one in features)

    def test_it_is_sent_once(self, drawn: Town, client: Client) -> None:
        first = client.get("/mykolaiv/map/base.geojson")
        etag = {"If-None-Match": first["ETag"]}
        assert client.get("/mykolaiv/map/base.geojson", headers=etag).status_code == 304
        Community.objects.update(structure_version=drawn.community.structure_version + 1)
        assert client.get("/mykolaiv/map/base.geojson", headers=etag).status_code == 200

    def test_a_community_without_outlines_has_an_empty_one(self, town: Town) -> None:
        bare = Community.objects.create(slug="bare", names={"uk": "Голе"}, created_at=MONDAY)
        assert outlines(bare)["features"] == []


class TestLocator:
    def test_an_exact_place_has_a_pin_and_a_sentence(self, drawn: Town) -> None:
        problem = fresh(report(drawn).problem)
        svg = str(locator(problem))
        assert well_formed(svg).attrib["role"] == "img"
        assert 'class="pin open"' in svg and "softdisc" not in svg
        assert "вул. Знаменська, двір 33, Центральний" in svg
        assert "m-road" in svg and "вулиця Садова" in svg

    def test_a_coarsened_place_has_a_soft_disc_and_no_address(self, drawn: Town) -> None:
        problem = report(drawn, category="war.damage").problem
        reviewing.publish(problem, drawn.actor("svitlana"), now=MONDAY)
        svg = str(locator(fresh(problem)))
        well_formed(svg)
        assert "softdisc" in svg and 'class="pin' not in svg and "Знаменська" not in svg

    def test_a_place_told_by_an_area_has_no_drawing(self, drawn: Town) -> None:
        place = ToldPlace(area=drawn.areas["south"], source="area")
        assert locator(fresh(report(drawn, place=place).problem)) == ""

    def test_it_speaks_the_readers_language(self, drawn: Town) -> None:
        problem = fresh(report(drawn).problem)
        uk = str(locator(problem))
        with translation.override("en"):
            assert "Sadova Street" in str(locator(problem))
        assert "вулиця Садова" in uk

    def test_words_of_residents_cannot_break_out(self, drawn: Town) -> None:
        place = ToldPlace(point=CENTRE, words='"><script>alert(1)</script>')
        svg = str(locator(fresh(report(drawn, place=place).problem)))
        well_formed(svg)

    def test_numbers_are_written_for_machines(self, drawn: Town) -> None:
        drawing = draw(fresh(report(drawn).problem))
        assert all(re.fullmatch(r"[MzL\d\s-]+", path.d) for path in drawing.paths)


class TestCity:
    def test_each_district_has_a_ring_with_everything_in_it(self, drawn: Town) -> None:
        part = Area.everywhere.create(
            community=drawn.community,
            code="part",
            kind="microdistrict",
            names={"uk": "Частина"},
            parent=drawn.areas["centre"],
            outline=square(46.96, 31.99, 46.98, 32.01),
            depth=1,
            lat=46.97,
            lon=32.0,
        )
        drawn.community.structure_version += 1
        for at in (CENTRE, CENTRE, SOUTH):
            report(drawn, at=at)
        hidden = report(drawn).problem
        reviewing.hide(hidden, drawn.actor("svitlana"), said("Причина."), now=MONDAY)
        recount(list(Problem.everywhere.values_list("pk", flat=True)), now=MONDAY)
        assert Problem.everywhere.filter(area=part).count() == 3
        town = draw_city(drawn.community)
        assert town is not None
        assert {ring.name: ring.n for ring in town.rings} == {"Центральний": 2, "Корабельний": 1}
        assert {"Центральний", "Корабельний"} <= {label.text for label in town.labels}
        svg = str(city(drawn.community))
        well_formed(svg)
        assert 'class="a k-open"' in svg

    def test_the_parts_of_a_ring_go_once_around(self, drawn: Town) -> None:
        for _ in range(3):
            report(drawn)
        recount(list(Problem.everywhere.values_list("pk", flat=True)), now=MONDAY)
        town = draw_city(drawn.community)
        assert town is not None
        (ring,) = town.rings
        (arc,) = ring.arcs
        assert float(arc.length) + float(arc.rest) == pytest.approx(2 * 3.14159 * ring.inner, abs=0.2)
        assert float(arc.rest) == 0

    def test_without_any_outline_there_is_nothing(self, town: Town) -> None:
        bare = Community.objects.create(slug="bare", names={"uk": "Голе"}, created_at=MONDAY)
        assert city(bare) == ""


def test_a_view_shows_its_middle_in_the_middle() -> None:
    view = View.around(CENTRE, 14, 400, 300)
    assert view.place(CENTRE) == pytest.approx((200, 150))
    assert view.frame().contains(LineString([(CENTRE.lon, CENTRE.lat), (CENTRE.lon + 0.001, CENTRE.lat)]))
    whole = View.of(shape(square(46.8, 31.85, 47.05, 32.15)), 900, 640, air=20)
    assert all(whole.holds(*whole.place(corner)) for corner in (Point(46.8, 31.85), Point(47.05, 32.15)))


def test_names_do_not_lie_on_each_other_or_hang_over_the_edge() -> None:
    names = Names(View.around(CENTRE, 14, 400, 300))
    assert names.write("m-t", "Центр", 200, 150) is not None
    assert names.write("m-t", "Центр", 210, 155) is None
    assert names.write("m-t", "Центр", 200, 250) is not None
    assert names.write("m-t", "Край", 398, 50) is None
    assert names.write("m-t", "", 100, 50) is None


def test_a_name_along_a_street_is_never_upside_down() -> None:
    assert along(LineString([(100, 0), (0, 0)]))[2] == pytest.approx(0)
    assert -90 <= along(LineString([(100, 0), (0, 30)]))[2] <= 90
    assert path_of(LineString([(0.4, 0.6), (10, 20)])) == "M0 1 10 20"
