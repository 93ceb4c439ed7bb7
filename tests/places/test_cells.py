from __future__ import annotations

from itertools import pairwise
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencity.places.cells import (
    COARSE_ZOOM,
    ZOOM,
    Box,
    Point,
    box_around,
    box_ranges,
    cell_of,
    centre,
    coarse,
    distance_m,
    fraction,
    from_fraction,
    morton,
    tile_of,
    tile_range,
    unmorton,
)

POINTS = st.builds(Point, st.floats(-84.9, 84.9), st.floats(-179.9, 179.9))
MIDLANDS = st.builds(Point, st.floats(-70, 70), st.floats(-170, 170))
COORDINATES = st.integers(0, (1 << ZOOM) - 1)


@given(x=COORDINATES, y=COORDINATES)
def test_two_coordinates_come_back_out_of_one_number(x: int, y: int) -> None:
    assert unmorton(morton(x, y)) == (x, y)
    assert 0 <= morton(x, y) < 1 << 2 * ZOOM


@given(point=POINTS)
def test_the_middle_of_a_cell_lies_in_it_and_near_the_point(point: Point) -> None:
    cell = cell_of(point)
    assert cell_of(centre(cell)) == cell
    assert distance_m(point, centre(cell)) < 0.6


@given(point=POINTS)
def test_a_fraction_of_the_map_leads_back(point: Point) -> None:
    again = from_fraction(*fraction(point))
    assert isclose(again.lat, point.lat, abs_tol=1e-9)
    assert isclose(again.lon, point.lon, abs_tol=1e-9)


@given(point=POINTS, zoom=st.integers(0, ZOOM))
def test_a_tile_is_one_range_that_holds_its_points(point: Point, zoom: int) -> None:
    found = tile_range(zoom, *tile_of(point, zoom))
    assert found.first <= cell_of(point) < found.end


@given(zoom=st.integers(0, 12), data=st.data())
def test_a_tile_is_exactly_its_four_quarters(zoom: int, data: st.DataObject) -> None:
    x, y = (data.draw(st.integers(0, (1 << zoom) - 1)) for _ in range(2))
    whole = tile_range(zoom, x, y)
    quarters = sorted(
        (tile_range(zoom + 1, 2 * x + right, 2 * y + down) for right in (0, 1) for down in (0, 1)),
        key=lambda one: one.first,
    )
    assert (quarters[0].first, quarters[-1].end) == (whole.first, whole.end)
    assert all(one.end == other.first for one, other in pairwise(quarters))


@pytest.mark.parametrize("tile", [(-1, 0, 0), (27, 0, 0), (3, 8, 0), (3, 0, 8), (0, 0, -1)])
def test_there_is_no_tile_beyond_the_world(tile: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="there is no tile"):
        tile_range(*tile)


@given(one=MIDLANDS, other=MIDLANDS, most=st.integers(1, 32), data=st.data())
def test_ranges_cover_the_box_and_do_not_overlap(one: Point, other: Point, most: int, data: st.DataObject) -> None:
    south, north = sorted((one.lat, other.lat))
    west, east = sorted((one.lon, other.lon))
    ranges = box_ranges(Box(south, west, north, east), most=most)
    assert 1 <= len(ranges) <= most
    assert all(before.end < after.first for before, after in pairwise(ranges))
    inside = Point(data.draw(st.floats(south, north)), data.draw(st.floats(west, east)))
    assert any(found.first <= cell_of(inside) < found.end for found in ranges)


@given(middle=MIDLANDS, metres=st.floats(1, 20_000), bearing=st.sampled_from([(0, 1), (1, 0), (0, -1), (-1, 0)]))
def test_the_box_around_reaches_as_far_as_asked(middle: Point, metres: float, bearing: tuple[int, int]) -> None:
    box = box_around(middle, metres)
    edge = Point(
        {1: box.north, -1: box.south, 0: middle.lat}[bearing[0]], {1: box.east, -1: box.west, 0: middle.lon}[bearing[1]]
    )
    assert isclose(distance_m(middle, edge), metres, rel_tol=0.01)


@given(one=POINTS, other=POINTS)
def test_a_distance_is_the_same_both_ways(one: Point, other: Point) -> None:
    assert distance_m(one, one) == 0
    assert isclose(distance_m(one, other), distance_m(other, one), abs_tol=1e-6)
    assert distance_m(one, other) <= 20_015_200


def test_a_known_distance() -> None:
    kyiv, mykolaiv = Point(50.4501, 30.5234), Point(46.9750, 31.9946)
    assert isclose(distance_m(kyiv, mykolaiv), 400_800, rel_tol=0.005)


@given(point=MIDLANDS, data=st.data())
def test_everything_in_a_wide_tile_is_coarsened_to_the_same_point(point: Point, data: st.DataObject) -> None:
    x, y = tile_of(point, COARSE_ZOOM)
    side = 1 << COARSE_ZOOM
    inside = st.floats(0.001, 0.999)
    neighbour = from_fraction((x + data.draw(inside)) / side, (y + data.draw(inside)) / side)
    assert coarse(neighbour) == coarse(point)
    assert coarse(coarse(point)) == coarse(point)
