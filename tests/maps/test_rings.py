"""Rings of neighbouring clusters keep apart, wherever their members gather."""

from __future__ import annotations

from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from opencity.maps.clusters import RINGS_PX, TILE_PX, Cluster, features
from opencity.statistics.levels import GRID

EXTENT = 4096
PX = EXTENT / TILE_PX
within = st.floats(0.001, 0.999)
members = st.integers(1, 20_000)


def _ring(column: float, row: float, n: int) -> tuple[float, float, float]:
    """Where the ring is drawn on the one tile of zoom 0, and its radius, in pixels."""
    squares = 1 << GRID
    (drawn,) = features([Cluster(column / squares, row / squares, {"open": n})], 0, 0, 0, EXTENT)
    x, y = drawn["geometry"]["coordinates"]
    return x / PX, y / PX, next(radius for least, radius in RINGS_PX if n >= least)


@given(within, within, members, within, within, members)
def test_rings_of_neighbouring_squares_never_overlap(
    x: float, y: float, n: int, other_x: float, other_y: float, other_n: int
) -> None:
    one, other = _ring(1 + x, 1 + y, n), _ring(2 + other_x, 1 + other_y, other_n)
    assert hypot(one[0] - other[0], one[1] - other[1]) >= one[2] + other[2] - 0.5


@given(members)
def test_a_ring_with_room_around_stays_at_the_mean(n: int) -> None:
    assert _ring(1.5, 2.5, n)[:2] == (1.5 * 128, 2.5 * 128)
