"""What a list, a map or a feed is narrowed to, as its address says it. What makes no sense is left out and named."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import cos, isfinite, radians
from typing import Any

from django.db.models import F, Q
from django.db.models.expressions import CombinedExpression
from django.db.models.lookups import LessThanOrEqual

from opencity.catalogue.lookup import categories, category_by_code, in_sphere
from opencity.catalogue.models import Category
from opencity.communities.models import Community
from opencity.people.models import Organisation
from opencity.people.present import body_here
from opencity.places.cells import Box, Point, box_around, box_ranges
from opencity.places.models import Area
from opencity.places.tree import areas
from opencity.problems.models import Problem
from opencity.problems.models.problem import ProblemRows
from opencity.problems.queries.search import matching
from opencity.problems.states import SET_ASIDE_STATES, UNDER_WAY, State, StateGroup, Visibility, states_in

SORTS = ("newest", "updated", "affected", "due")
_METRES_A_DEGREE = 111_195
_LONGEST_WORDS = 200
_FARTHEST_M = 50_000


@dataclass(frozen=True)
class Circle:
    middle: Point
    radius_m: int


@dataclass(frozen=True, kw_only=True)
class Filters:
    """`since` is a month such as 202611; `after` is the key of the page before; `ignored` names what made no sense."""

    group: str = ""
    category: Category | None = None
    sphere: str = ""
    area: Area | None = None
    owner: Organisation | None = None
    since: int = 0
    words: str = ""
    box: Box | None = None
    near: Circle | None = None
    overdue: bool = False
    sort: str = "newest"
    after: str = ""
    ignored: tuple[str, ...] = field(default=(), compare=False)

    @property
    def narrows(self) -> bool:
        """Whether anything at all is left out."""
        blank = Filters(sort=self.sort, after=self.after)
        return self != blank


def read_filters(community: Community, query: Mapping[str, str]) -> Filters:
    """From the address: state, category, sphere, area, owner, since=2026-03, q, box=south,west,north,east,
    near=lat,lon,metres, overdue=1 (the longest silent first), sort, after. `query` may be a QueryDict: the last value
    of each name counts.
    """
    found: dict[str, Any] = {}
    ignored: list[str] = []
    for name, (to, read) in _READERS.items():
        given = query.get(name, "").strip()
        if not given:
            continue
        value = read(community, given)
        if value is None:
            ignored.append(name)
        else:
            found[to] = value
    if "overdue" in found:
        found.setdefault("sort", "due")
    return Filters(**found, ignored=tuple(ignored))


def narrowed(community: Community, filters: Filters, *, now: datetime) -> ProblemRows:
    """The public problems that fit, in no order. Merged ones are reached by their own number alone."""
    rows = Problem.everywhere.filter(community=community, visibility=Visibility.PUBLIC)
    rows = _of_group(rows, filters.group).filter(_about(community, filters))
    if filters.owner is not None:
        rows = rows.filter(owner=filters.owner)
    if filters.since:
        rows = rows.filter(created_at__gte=month_begins(community, filters.since))
    if filters.overdue:
        rows = rows.filter(silent(now))
    if filters.words:
        rows = rows.filter(matching(community, filters.words))
    if filters.box is not None:
        rows = rows.filter(in_box(filters.box))
    if filters.near is not None:
        rows = rows.filter(within(filters.near))
    return rows


def month_begins(community: Community, month: int) -> datetime:
    return datetime(month // 100, month % 100, 1, tzinfo=community.calendar.timezone)


def silent(now: datetime) -> Q:
    """Nobody answered, and the day by which they owed it has passed."""
    return Q(answered_at=None, answer_due__lt=now, state__in=UNDER_WAY)


def within(circle: Circle) -> Q:
    """In the circle, on a flat Earth: at these distances the difference is centimetres."""
    north, east = from_middle(circle.middle)
    return in_box(box_around(circle.middle, circle.radius_m)) & Q(
        LessThanOrEqual(north * north + east * east, float(circle.radius_m**2))
    )


def from_middle(middle: Point, problem: str = "") -> tuple[CombinedExpression, CombinedExpression]:
    """Metres to the north and the east; `problem` is the way from a row to its problem, such as `plan__problem__`."""
    north = (F(f"{problem}lat") - middle.lat) * _METRES_A_DEGREE
    east = (F(f"{problem}lon") - middle.lon) * (_METRES_A_DEGREE * cos(radians(middle.lat)))
    return north, east


def in_box(box: Box) -> Q:
    """Whose public place lies in the box; without a place none does."""
    ranges = Q()
    for one in box_ranges(box):
        ranges |= Q(cell__gte=one.first, cell__lt=one.end)
    return ranges & Q(lat__gte=box.south, lat__lte=box.north, lon__gte=box.west, lon__lte=box.east)


def _of_group(rows: ProblemRows, group: str) -> ProblemRows:
    if group:
        return rows.filter(state__in=[state for state in states_in(group) if state != State.MERGED])
    # Leaving out keeps the order by number on its index, where naming the others would make the database sort.
    return rows.exclude(state__in=[State.MERGED, *sorted(SET_ASIDE_STATES)])


def _about(community: Community, filters: Filters) -> Q:
    wanted = Q()
    if filters.category is not None:
        wanted &= Q(category=filters.category)
    if filters.sphere:
        wanted &= Q(category__in=[category.pk for category in in_sphere(community, filters.sphere)])
    if filters.area is not None:
        wanted &= Q(area__in=areas(community).with_children(filters.area))
    return wanted


def _one_of(known: Mapping[str, str] | tuple[str, ...] | list[str]) -> Callable[[Community, str], str | None]:
    return lambda community, given: given if given in known else None


def _sphere(community: Community, given: str) -> str | None:
    return given if any(one.sphere == given for one in categories(community).values()) else None


def _owner(community: Community, given: str) -> Organisation | None:
    return body_here(community, given)


def _since(community: Community, given: str) -> int | None:
    parts = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", given)
    return int(parts[1]) * 100 + int(parts[2]) if parts else None


def _numbers(given: str, many: int) -> list[float] | None:
    try:
        numbers = [float(part) for part in given.split(",")]
    except ValueError:
        return None
    return numbers if len(numbers) == many and all(isfinite(number) for number in numbers) else None


def read_box(given: str) -> Box | None:
    """From south,west,north,east; None for what is no box on the Earth."""
    sides = _numbers(given, 4)
    if sides is None:
        return None
    south, west, north, east = sides
    sound = -90 <= south < north <= 90 and -180 <= west < east <= 180
    return Box(south, west, north, east) if sound else None


def _near(community: Community, given: str) -> Circle | None:
    numbers = _numbers(given, 3)
    if numbers is None:
        return None
    lat, lon, metres = numbers
    sound = -85 <= lat <= 85 and -180 <= lon <= 180 and 0 < metres <= _FARTHEST_M
    return Circle(Point(lat, lon), round(metres)) if sound and round(metres) else None


_READERS: Mapping[str, tuple[str, Callable[[Community, str], Any]]] = {
    "state": ("group", _one_of(StateGroup.values)),
    "category": ("category", category_by_code),
    "sphere": ("sphere", _sphere),
    "area": ("area", lambda community, given: areas(community).by_code(given)),
    "owner": ("owner", _owner),
    "since": ("since", _since),
    "q": ("words", lambda community, given: given[:_LONGEST_WORDS]),
    "box": ("box", lambda community, given: read_box(given)),
    "near": ("near", _near),
    "overdue": ("overdue", lambda community, given: True if given == "1" else None),
    "sort": ("sort", _one_of(SORTS)),
    "after": ("after", lambda community, given: given if re.fullmatch(r"\d{1,16}(-\d{1,12})?", given) else None),
}
