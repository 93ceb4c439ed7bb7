"""In which order to walk to places. Pure.

Two orders are tried, the one given and the one of the nearest next place; each is untangled by turning round whatever
stretch makes it shorter (2-opt), and the shorter one wins. So the answer is never longer than the order given.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from opencity.foundation.geography import Point
from opencity.places.cells import distance_m

_A_STEP_M = 0.5
"""What is shorter by less than a step is not worth another order."""
Order = list[int]
_Metres = list[list[float]]


def in_walking_order(places: Sequence[Point | None], start: Point | None = None) -> Order:
    """The places by their indices. From `start`; without one the first place stays first.

    Whatever has no place comes last, in the order given.
    """
    known = [n for n, place in enumerate(places) if place is not None]
    lost = [n for n, place in enumerate(places) if place is None]
    points = [place for place in places if place is not None]
    if start is not None:
        points.insert(0, start)
    if len(points) < 3:
        return known + lost
    metres = [[distance_m(one, other) for other in points] for one in points]
    found = _shortest(metres)
    # With a start of its own, index 0 is where somebody stands and no place to go to.
    return ([known[n - 1] for n in found[1:]] if start is not None else [known[n] for n in found]) + lost


def walk_m(places: Sequence[Point], start: Point | None = None) -> float:
    """How long the walk is in this order."""
    whole = [start, *places] if start is not None else list(places)
    return sum(distance_m(one, other) for one, other in pairwise(whole))


def _shortest(metres: _Metres) -> Order:
    given = list(range(len(metres)))
    tried = [given, _untangled(given, metres), _untangled(_nearest_next(metres), metres)]
    return min(tried, key=lambda order: _length(order, metres))


def _length(order: Order, metres: _Metres) -> float:
    return sum(metres[one][other] for one, other in pairwise(order))


def _nearest_next(metres: _Metres) -> Order:
    order, left = [0], set(range(1, len(metres)))
    while left:
        here = metres[order[-1]]
        nearest = min(left, key=lambda n: (here[n], n))
        left.remove(nearest)
        order.append(nearest)
    return order


def _untangled(order: Order, metres: _Metres) -> Order:
    """Turn stretches round while that shortens the walk. The first place stays; the end is free."""
    order, shorter = list(order), True
    while shorter:
        shorter = False
        for first in range(1, len(order) - 1):
            for last in range(first + 1, len(order)):
                if _gain(order, metres, first, last) > _A_STEP_M:
                    order[first : last + 1] = reversed(order[first : last + 1])
                    shorter = True
    return order


def _gain(order: Order, metres: _Metres, first: int, last: int) -> float:
    """By how much the walk shortens when the stretch from `first` to `last` is turned round."""
    into, begin, end = order[first - 1], order[first], order[last]
    gain = metres[into][begin] - metres[into][end]
    if last + 1 < len(order):
        after = order[last + 1]
        gain += metres[end][after] - metres[begin][after]
    return gain
