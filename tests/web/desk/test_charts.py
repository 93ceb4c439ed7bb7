from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from opencity.web.desk.charts import Disc, Line, Rect, Text, columns, ranged, stacked, top_of

COUNTS = st.integers(0, 100_000)


def of(value: str) -> float:
    assert value.endswith("%")
    return float(value[:-1])


@given(st.integers(1, 10**7))
def test_a_scale_ends_at_a_round_number_that_is_not_far(most: int) -> None:
    top = top_of(most)
    assert most <= top < 2 * most + 1
    assert len(str(top).rstrip("0")) == 1


@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=60))
def test_columns_stand_on_the_ground_and_inside_the_drawing(values: list[tuple[int, int]]) -> None:
    drawing = columns([one for one, _ in values], [one for _, one in values], [str(n) for n in range(len(values))])
    ground = drawing.height - 24
    for one in drawing.shapes:
        match one:
            case Rect():
                assert one.y >= 24 and one.y + one.height == ground and one.height > 0
                assert of(one.x) >= 0 and of(one.x) + of(one.width) <= 100.1
            case Disc():
                assert 24 <= one.y <= ground and 0 <= of(one.x) <= 100
            case Text():
                assert 0 <= of(one.x) <= 100 and 12 <= one.y <= drawing.height
            case Line():
                assert 0 <= of(one.x1) <= of(one.x2) <= 100
    labels = [one for one in drawing.shapes if isinstance(one, Text)][1:]
    assert 1 <= len(labels) <= 4
    assert labels[-1].words == str(len(values) - 1)


def test_columns_of_nothing_are_an_empty_scale() -> None:
    assert not [one for one in columns([], [], []).shapes if isinstance(one, Rect | Disc)]
    assert not [one for one in columns([0, 0], [0, 0], ["a", "b"]).shapes if isinstance(one, Rect)]


@given(st.lists(COUNTS, min_size=1, max_size=6), COUNTS)
def test_the_parts_of_a_bar_follow_one_another_and_are_all_seen(parts: list[int], more: int) -> None:
    drawing = stacked([(f"s{n}", one) for n, one in enumerate(parts)], sum(parts) + more)
    bars = [one for one in drawing.shapes if isinstance(one, Rect)]
    assert [one.css for one in bars] == [f"s{n}" for n, one in enumerate(parts) if one]
    left = 0.0
    for one in bars:
        assert abs(of(one.x) - left) < 0.05 and of(one.width) > 0
        left = of(one.x) + of(one.width)
    assert left <= 100.1


@given(st.floats(0, 500), st.floats(0, 500), st.floats(0, 500))
def test_the_disc_is_never_behind_the_tick(median: float, longer: float, longest: float) -> None:
    ninetieth = median + longer
    drawing = ranged(median, ninetieth, ninetieth + longest)
    (disc,) = [one for one in drawing.shapes if isinstance(one, Disc)]
    tick = next(one for one in drawing.shapes if isinstance(one, Line) and "tick" in one.css)
    assert 2 <= of(disc.x) <= of(tick.x1) <= 98
