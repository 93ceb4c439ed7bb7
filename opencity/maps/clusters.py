"""What a tile shows: clusters from the counts, single problems, or clusters of problems where filters are free."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import floor
from typing import Any

from django.db.models import Avg, Count, F, Q, QuerySet, Sum

from opencity.catalogue.lookup import categories, in_sphere
from opencity.communities.models import Community
from opencity.foundation.patience import at_most
from opencity.places.cells import ZOOM, Point, Range, fraction
from opencity.problems.models.problem import ProblemRows
from opencity.problems.queries.filters import Filters, narrowed
from opencity.problems.states import GROUP_OF, Precision, StateGroup
from opencity.statistics.levels import CLUSTER_LEVELS, CLUSTERED, FILTER_LEVELS, GRID, level_for
from opencity.statistics.models import SET_ASIDE, CellCount, ClusterCount

MOST_POINTS = 300
"""More single problems than that are drawn as clusters."""
SINGLE_FROM = 18
"""From this zoom on everything is drawn singly, so that no cluster stays closed for ever."""
MOST_AT_ALL = 2_000
TILE_PX = 512
"""A tile is drawn at least so wide."""
RINGS_PX = ((1000, 41), (100, 35), (10, 29), (0, 24))
"""The radius of a ring of so many members or more, with a hair of air: as frontend/src/map/images.ts draws it."""
PATIENCE_MS = 2_000


@dataclass
class Cluster:
    """`x` and `y` are the mean position on the map, from 0 to 1."""

    x: float = 0
    y: float = 0
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def n(self) -> int:
        return sum(self.counts.values())

    def add(self, group: str, n: int, x: float, y: float) -> None:
        """`n` more members, whose mean lies at x, y."""
        all_of_them = self.n + n
        self.x += (x - self.x) * n / all_of_them
        self.y += (y - self.y) * n / all_of_them
        self.counts[group] = self.counts.get(group, 0) + n


@dataclass(frozen=True)
class Single:
    x: float
    y: float
    properties: Mapping[str, Any]


def contents(
    community: Community, filters: Filters, zoom: int, cells: Range, *, now: datetime
) -> list[Cluster] | list[Single]:
    """Raises TookTooLong where a free filter would keep the database busy."""
    if zoom <= CLUSTERED:
        counts = _counts(community, filters, zoom, cells)
        if counts is not None:
            return counts
    return drawn(community, _rows(community, filters, cells, now), zoom)


def drawn(community: Community, rows: ProblemRows, zoom: int) -> list[Cluster] | list[Single]:
    """These problems of one tile, close by each for itself. Raises TookTooLong."""
    with at_most(PATIENCE_MS):
        if zoom > CLUSTERED:
            singles = _singles(community, rows, MOST_AT_ALL if zoom >= SINGLE_FROM else MOST_POINTS)
            if singles is not None:
                return singles
        return _gathered(rows, zoom)


def _counts(community: Community, filters: Filters, zoom: int, cells: Range) -> list[Cluster] | None:
    """Clusters out of the counts, or None where the counts do not know of what is asked."""
    beside = replace(filters, group="", category=None, sphere="", since=0)
    if beside != Filters():
        return None
    rows: QuerySet[CellCount] | QuerySet[ClusterCount]
    if filters.category or filters.sphere or filters.since:
        level = level_for(zoom, FILTER_LEVELS)
        rows = CellCount.everywhere.filter(_of_category(community, filters), month__gte=filters.since)
    else:
        level = level_for(zoom, CLUSTER_LEVELS)
        rows = ClusterCount.everywhere.all()
    shift = 2 * (ZOOM - level)
    rows = rows.filter(community=community, level=level, cell__gte=cells.first >> shift, cell__lt=cells.end >> shift)
    return _summed(rows.filter(group__in=_groups(filters)), 2 * (level - zoom - GRID))


def _of_category(community: Community, filters: Filters) -> Q:
    wanted = Q()
    if filters.category:
        wanted &= Q(category=filters.category)
    if filters.sphere:
        wanted &= Q(category__in=[one.pk for one in in_sphere(community, filters.sphere)])
    return wanted


def _groups(filters: Filters) -> list[str]:
    if filters.group == StateGroup.QUIET:
        return [StateGroup.QUIET, SET_ASIDE]
    return [filters.group] if filters.group else list(StateGroup.values)


def _summed(rows: QuerySet[Any], shift: int) -> list[Cluster]:
    grouped = rows.annotate(square=F("cell").bitrightshift(shift)).values_list("square", "group")
    found: dict[int, Cluster] = {}
    side = 1 << ZOOM
    for square, group, n, x, y in grouped.annotate(Sum("n"), Sum("sum_x"), Sum("sum_y")).order_by():
        shown = StateGroup.QUIET.value if group == SET_ASIDE else group
        found.setdefault(square, Cluster()).add(shown, n, (x / n + 0.5) / side, (y / n + 0.5) / side)
    return list(found.values())


def _rows(community: Community, filters: Filters, cells: Range, now: datetime) -> ProblemRows:
    return narrowed(community, filters, now=now).filter(cell__gte=cells.first, cell__lt=cells.end).order_by()


def _singles(community: Community, rows: ProblemRows, most: int) -> list[Single] | None:
    """Every problem for itself, or None when there are more than `most`."""
    fields = rows.values_list("number", "title", "state", "category_id", "precision", "lat", "lon")
    found = list(fields[: most + 1])
    if len(found) > most:
        return None
    known = categories(community)
    return [_single(row, known[row[3]].sphere, known[row[3]].icon) for row in found]


def _single(row: tuple[Any, ...], sphere: str, icon: str) -> Single:
    number, title, state, _category, precision, lat, lon = row
    x, y = fraction(Point(lat, lon))
    properties = {
        "number": number,
        "title": title,
        "state_group": GROUP_OF[state].value,
        "sphere": sphere,
        "icon": icon,
        "exact": precision != Precision.AREA,
    }
    return Single(x, y, properties)


def _gathered(rows: ProblemRows, zoom: int) -> list[Cluster]:
    squares = rows.annotate(square=F("cell").bitrightshift(2 * (ZOOM - zoom - GRID))).values_list("square", "state")
    found: dict[int, Cluster] = {}
    for square, state, n, lat, lon in squares.annotate(Count("pk"), Avg("lat"), Avg("lon")):
        found.setdefault(square, Cluster()).add(GROUP_OF[state].value, n, *fraction(Point(lat, lon)))
    return list(found.values())


def features(found: Iterable[Cluster | Single], zoom: int, x: int, y: int, extent: int) -> Iterator[dict[str, Any]]:
    """As the encoder of vector tiles takes them, in the tile's own coordinates with y growing downwards."""
    scale = (1 << zoom) * extent
    for one in found:
        column, row = one.x * scale - x * extent, one.y * scale - y * extent
        if isinstance(one, Cluster):
            column, row = _apart((column, row), one.n, extent)
        properties = _told(one) if isinstance(one, Cluster) else one.properties
        yield {"geometry": {"type": "Point", "coordinates": (round(column), round(row))}, "properties": properties}


def _apart(place: tuple[float, float], n: int, extent: int) -> tuple[float, float]:
    """As near to the mean as the ring stays within its square: so the rings of two squares never overlap."""
    side = extent / (1 << GRID)
    reach = next(radius for least, radius in RINGS_PX if n >= least) * extent / TILE_PX
    column, row = (floor(one / side) * side for one in place)
    return _within(place[0], column, side, reach), _within(place[1], row, side, reach)


def _within(at: float, start: float, side: float, reach: float) -> float:
    return min(max(at, start + reach), start + side - reach)


def _told(cluster: Cluster) -> dict[str, int]:
    return {"count": cluster.n} | {group: cluster.counts.get(group, 0) for group in StateGroup.values}
