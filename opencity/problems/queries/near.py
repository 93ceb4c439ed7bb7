"""Problems around a place, the nearest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from opencity.communities.models import Community
from opencity.places.cells import Point, distance_m
from opencity.problems.models import Problem
from opencity.problems.queries.filters import Circle, Filters, narrowed

MOST = 300
"""Read at most so many, the newest: in a crowded place a longer list helps nobody."""


@dataclass(frozen=True)
class Near:
    problem: Problem
    distance_m: int


def near(community: Community, point: Point, *, radius_m: int, now: datetime, most: int = 30) -> list[Near]:
    """What is shown within the radius. Coarsened problems lie at the middle of their wide tile."""
    rows = narrowed(community, Filters(near=Circle(point, radius_m)), now=now).for_list()
    found = [Near(row, away(row, point)) for row in rows.order_by("-number")[:MOST]]
    return sorted(found, key=lambda one: (one.distance_m, -one.problem.number))[:most]


def away(problem: Problem, point: Point) -> int:
    """Metres between a problem that has a place and the point."""
    assert problem.lat is not None and problem.lon is not None
    return round(distance_m(point, Point(problem.lat, problem.lon)))
