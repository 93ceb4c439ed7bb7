"""The order of walking: nothing is lost, nothing is walked twice, and it is never longer than it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from opencity.casework.rules.walking import in_walking_order, walk_m
from opencity.places.cells import Point

POINTS = st.builds(Point, st.floats(46.8, 47.05), st.floats(31.85, 32.15))
PLACES = st.lists(st.none() | POINTS, max_size=12)
STEP_M = 1e-6


@given(PLACES, st.none() | POINTS)
def test_every_place_is_visited_once(places: list[Point | None], start: Point | None) -> None:
    assert sorted(in_walking_order(places, start)) == list(range(len(places)))


@given(PLACES, st.none() | POINTS)
def test_the_walk_is_never_longer_than_it_was(places: list[Point | None], start: Point | None) -> None:
    order = in_walking_order(places, start)
    given_places = [one for one in places if one is not None]
    walked = [place for place in (places[n] for n in order) if place is not None]
    assert walk_m(walked, start) <= walk_m(given_places, start) + STEP_M


@given(PLACES, st.none() | POINTS)
def test_what_has_no_place_comes_last_in_its_own_order(places: list[Point | None], start: Point | None) -> None:
    order = in_walking_order(places, start)
    lost = [n for n, place in enumerate(places) if place is None]
    assert order[len(order) - len(lost) :] == lost


@given(st.lists(POINTS, min_size=1, max_size=12))
def test_without_a_start_the_first_place_stays_first(places: list[Point]) -> None:
    assert in_walking_order(list(places))[0] == 0


def test_crossed_streets_are_untangled() -> None:
    corners = [Point(46.95, 32.00), Point(46.96, 32.01), Point(46.95, 32.01), Point(46.96, 32.00)]
    assert in_walking_order(list(corners)) in ([0, 2, 1, 3], [0, 3, 1, 2])


def test_the_walk_begins_where_the_phone_is() -> None:
    far, near = Point(46.90, 32.00), Point(46.97, 32.00)
    assert in_walking_order([far, None, near], Point(46.98, 32.00)) == [2, 0, 1]
