"""The counts are brought to what is true now. Only the worker and the commands call this."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection, models, transaction
from django.db.models import F

from opencity.communities.models import Community
from opencity.places.cells import ZOOM, unmorton
from opencity.problems.models import Problem
from opencity.problems.states import Visibility
from opencity.statistics.levels import CLUSTER_LEVELS, FILTER_LEVELS
from opencity.statistics.models import (
    TOTAL_LEVEL,
    AreaCount,
    CellCount,
    ClusterCount,
    Counted,
    group_to_count,
)

Key = tuple[int | str, ...]
Deltas = dict[Key, list[int]]
CHUNK = 1_000
"""Rows in one statement: nine values each stay well below the 32,766 that SQLite takes."""


class Standing(NamedTuple):
    """Where a problem stands in the counts."""

    community: int
    category: int
    area: int | None
    group: str
    month: int
    cell: int | None


def recount(problems: Sequence[int], *, now: datetime) -> None:
    """Take back what was counted of these problems and count what is true now; unchanged ones write nothing.

    `now` stands here because the worker calls all its operations alike. The worker counts `Community.version` up.
    """
    _recount(problems)


def rebuild(community: Community, progress: Callable[[int], None]) -> None:
    """Forget all counts of the community and count anew; `progress` hears how many problems are done.

    Each chunk is a transaction of its own, so that reports go on arriving; until the end the counts are too low.
    """
    with transaction.atomic():
        _one_writer([community.pk])
        for model in (CellCount, ClusterCount, AreaCount, Counted):
            model.everywhere.filter(community=community).delete()
    done = 0
    for chunk in _chunks(Problem.everywhere.filter(community=community)):
        _recount(chunk)
        done += len(chunk)
        progress(done)
    Community.objects.filter(pk=community.pk).update(version=F("version") + 1)


@transaction.atomic
def _recount(problems: Sequence[int]) -> None:
    _one_writer(Problem.everywhere.filter(pk__in=problems).values_list("community_id", flat=True).distinct())
    before = _counted(problems)
    after = dict(_true_standings(problems))
    changed = [pk for pk in {*before, *after} if before.get(pk) != after.get(pk)]
    _write([before[pk] for pk in changed if pk in before], [after[pk] for pk in changed if pk in after])
    _remember({pk: after.get(pk) for pk in changed})


def _one_writer(communities: Iterable[int]) -> None:
    # A rebuild beside the worker would count twice. NO KEY leaves inserts that point at the community alone.
    rows = Community.objects.filter(pk__in=communities).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def _chunks(rows: models.QuerySet[Problem]) -> Iterator[list[int]]:
    last = 0
    while chunk := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        yield chunk
        last = chunk[-1]


def _counted(problems: Sequence[int]) -> dict[int, Standing]:
    rows = Counted.everywhere.filter(pk__in=problems)
    fields = rows.values_list("pk", "community_id", "category_id", "area_id", "group", "month", "cell")
    return {
        pk: Standing(community, category, area, group, month, cell)
        for pk, community, category, area, group, month, cell in fields
    }


def _true_standings(problems: Sequence[int]) -> Iterator[tuple[int, Standing]]:
    rows = Problem.everywhere.filter(pk__in=problems, visibility=Visibility.PUBLIC)
    fields = rows.values_list(
        "pk", "community_id", "category_id", "area_id", "state", "created_at", "cell", "community__timezone"
    )
    for pk, community, category, area, state, created_at, cell, zone in fields:
        group = group_to_count(state)
        if group:
            yield pk, Standing(community, category, area, group, month_of(created_at, ZoneInfo(zone)), cell)


def month_of(moment: datetime, zone: ZoneInfo) -> int:
    there = moment.astimezone(zone)
    return there.year * 100 + there.month


def _write(less: Iterable[Standing], more: Iterable[Standing]) -> None:
    cells: Deltas = defaultdict(lambda: [0, 0, 0])
    clusters: Deltas = defaultdict(lambda: [0, 0, 0])
    areas: Deltas = defaultdict(lambda: [0])
    for sign, standings in ((-1, less), (1, more)):
        for one in standings:
            _add_to(cells, clusters, areas, one, sign)
    _upsert(CellCount, ("community_id", "level", "cell", "category_id", "group", "month"), cells)
    _upsert(ClusterCount, ("community_id", "level", "cell", "group"), clusters)
    _upsert(AreaCount, ("community_id", "area_id", "category_id", "group"), areas)


def _add_to(cells: Deltas, clusters: Deltas, areas: Deltas, one: Standing, sign: int) -> None:
    _sum(cells[one.community, TOTAL_LEVEL, 0, one.category, one.group, one.month], (sign, 0, 0))
    if one.area is not None:
        _sum(areas[one.community, one.area, one.category, one.group], (sign,))
    if one.cell is None:
        return
    x, y = unmorton(one.cell)
    values = (sign, sign * x, sign * y)
    for level in FILTER_LEVELS:
        _sum(cells[one.community, level, wider(one.cell, level), one.category, one.group, one.month], values)
    for level in CLUSTER_LEVELS:
        _sum(clusters[one.community, level, wider(one.cell, level), one.group], values)


def wider(cell: int, level: int) -> int:
    """The Morton number of the cell of that zoom in which a cell lies."""
    return cell >> 2 * (ZOOM - level)


def _sum(delta: list[int], values: Sequence[int]) -> None:
    for n, value in enumerate(values):
        delta[n] += value


def _upsert(model: type[models.Model], keys: Sequence[str], deltas: Deltas) -> None:
    """Add to the rows, make those that are missing, remove those that came down to nothing."""
    rows = sorted((key, delta) for key, delta in deltas.items() if any(delta))
    sums = ("n", "sum_x", "sum_y")[: len(rows[0][1])] if rows else ()
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        with connection.cursor() as cursor:
            cursor.execute(
                _upsert_sql(model, keys, sums, len(chunk)), [value for key, delta in chunk for value in (*key, *delta)]
            )
            gone = [pk for pk, n in cursor.fetchall() if n == 0]
        if gone:
            model._base_manager.filter(pk__in=gone).delete()


def _upsert_sql(model: type[models.Model], keys: Sequence[str], sums: Sequence[str], many: int) -> str:
    table, quote = model._meta.db_table, connection.ops.quote_name
    columns = ", ".join(quote(name) for name in (*keys, *sums))
    row = f"({', '.join(['%s'] * (len(keys) + len(sums)))})"
    added = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in sums)
    conflict = ", ".join(quote(name) for name in keys)
    # Only names of our own tables and columns are put together here; every value is a parameter.
    return (
        f"INSERT INTO {table} ({columns}) VALUES {', '.join([row] * many)} "  # noqa: S608
        f"ON CONFLICT ({conflict}) DO UPDATE SET {added} RETURNING id, n"
    )


def _remember(standings: dict[int, Standing | None]) -> None:
    Counted.everywhere.filter(pk__in=[pk for pk, standing in standings.items() if standing is None]).delete()
    rows = [
        Counted(
            problem_id=pk,
            community_id=one.community,
            category_id=one.category,
            area_id=one.area,
            group=one.group,
            month=one.month,
            cell=one.cell,
        )
        for pk, one in standings.items()
        if one is not None
    ]
    Counted.everywhere.bulk_create(
        rows,
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=["problem"],
        update_fields=["community", "category", "area", "group", "month", "cell"],
    )
