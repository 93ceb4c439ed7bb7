"""Proof that the counts are what the problems give, computed another way than the worker does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from opencity.communities.models import Community
from opencity.foundation.tenancy import TenantModel
from opencity.places.cells import ZOOM, unmorton
from opencity.problems.models import Outbox, Problem
from opencity.problems.queries.proving import Fault
from opencity.problems.states import Visibility
from opencity.statistics.levels import CLUSTER_LEVELS, FILTER_LEVELS
from opencity.statistics.models import TOTAL_LEVEL, AreaCount, CellCount, ClusterCount, Counted, group_to_count

Key = tuple[int | str, ...]
Sums = Mapping[Key, int]
CELL = ("level", "cell", "category_id", "group", "month")
CLUSTER = ("level", "cell", "group")
AREA = ("area_id", "category_id", "group")
STANDING = ("category_id", "area_id", "group", "month", "cell")


def wrong_counts(community: Community) -> Iterator[Fault]:
    """Every count that is wrong. Problems whose last change the worker has not seen yet are left aside."""
    yield from _wrong_standings(community)
    yield from _wrong_sums(community)


def _wrong_standings(community: Community) -> Iterator[Fault]:
    waiting = set(Outbox.objects.filter(event__community=community, dead=False).values_list("problem_id", flat=True))
    counted = {row[0]: row[1:] for row in _rows(Counted, community, ("pk", *STANDING))}
    zone = ZoneInfo(community.timezone)
    rows = Problem.everywhere.filter(community=community, visibility=Visibility.PUBLIC)
    fields = ("pk", "number", "category_id", "area_id", "state", "created_at", "cell")
    for pk, number, category, area, state, created_at, cell in rows.values_list(*fields).iterator(chunk_size=2000):
        there = created_at.astimezone(zone)
        group = group_to_count(state)
        true = (category, area, group, there.year * 100 + there.month, cell) if group else None
        if counted.pop(pk, None) != true and pk not in waiting:
            yield Fault(f"problem {number}", "it is not counted as it stands")
    for pk in sorted(counted.keys() - waiting):
        yield Fault(f"problem with id {pk}", "it is counted and should not be")


def _wrong_sums(community: Community) -> Iterator[Fault]:
    cells: Counter[Key] = Counter()
    clusters: Counter[Key] = Counter()
    areas: Counter[Key] = Counter()
    sums: Counter[Key] = Counter()
    for category, area, group, month, cell in _rows(Counted, community, STANDING):
        cells[TOTAL_LEVEL, 0, category, group, month] += 1
        if area is not None:
            areas[area, category, group] += 1
        if cell is None:
            continue
        for level in FILTER_LEVELS:
            cells[level, cell >> 2 * (ZOOM - level), category, group, month] += 1
        for level in CLUSTER_LEVELS:
            clusters[level, cell >> 2 * (ZOOM - level), group] += 1
        for axis, value in zip("xy", unmorton(cell), strict=True):
            sums[axis, group] += value
    yield from _differences(CellCount, CELL, cells, community)
    yield from _differences(ClusterCount, CLUSTER, clusters, community)
    yield from _differences(AreaCount, AREA, areas, community)
    yield from _wrong_middles(community, sums)


def _differences(model: type[TenantModel], key: tuple[str, ...], true: Sums, community: Community) -> Iterator[Fault]:
    stored = {row[:-1]: row[-1] for row in _rows(model, community, (*key, "n")) if row[-1]}
    for one in sorted(true.keys() | stored.keys(), key=str):
        if true.get(one, 0) != stored.get(one, 0):
            where = ", ".join(f"{name} {value}" for name, value in zip(key, one, strict=True))
            yield Fault(
                f"{model.__name__} {where}", f"it says {stored.get(one, 0)}, the problems give {true.get(one, 0)}"
            )


def _wrong_middles(community: Community, true: Sums) -> Iterator[Fault]:
    """The sums that place the clusters, added up for the whole community at every level."""
    stored: Counter[Key] = Counter()
    for level, group, x, y in _rows(ClusterCount, community, ("level", "group", "sum_x", "sum_y")):
        stored["x", group, level] += x
        stored["y", group, level] += y
    for level in CLUSTER_LEVELS:
        for axis, group in sorted(true, key=str):
            if stored[axis, group, level] != true[axis, group]:
                yield Fault(f"ClusterCount level {level}, group {group}", f"its sum of {axis} is not the problems'")


def _rows(model: type[TenantModel], community: Community, fields: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    return model.everywhere.filter(community=community).values_list(*fields).iterator(chunk_size=5000)
