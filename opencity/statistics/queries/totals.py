"""How many problems a list or a map would show, read from the counts wherever they can tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet, Sum

from opencity.catalogue.lookup import in_sphere
from opencity.communities.models import Community
from opencity.places.tree import areas
from opencity.problems.queries.filters import Filters
from opencity.problems.queries.listing import capped_count, fitting
from opencity.problems.states import StateGroup
from opencity.statistics.models import SET_ASIDE, TOTAL_LEVEL, AreaCount, CellCount

MOST_COUNTED = 1_000


@dataclass(frozen=True)
class Total:
    """`more`: there are more than `n`, and nobody counted how many."""

    n: int
    more: bool = False


def total(community: Community, filters: Filters, *, now: datetime) -> Total:
    groups = by_group(community, filters)
    if groups is not None:
        return Total(sum(groups.values()))
    n = capped_count(fitting(community, filters, now=now), MOST_COUNTED)
    return Total(min(n, MOST_COUNTED), n > MOST_COUNTED)


def by_group(community: Community, filters: Filters) -> Mapping[str, int] | None:
    """The total by state group, or None where the counts cannot tell. What is set aside is quiet, if asked for."""
    rows = _counts(community, filters)
    if rows is None:
        return None
    counted: dict[str, int] = dict(rows.values_list("group").annotate(all=Sum("n")))
    aside = counted.pop(SET_ASIDE, 0)
    if not filters.group:
        return {group: counted.get(group, 0) for group in StateGroup.values}
    return {filters.group: counted.get(filters.group, 0) + (aside if filters.group == StateGroup.QUIET else 0)}


def by_category(community: Community, filters: Filters) -> Mapping[int, int] | None:
    """The total by id of category, or None where the counts cannot tell."""
    return _by("category_id", community, filters)


def by_area(community: Community) -> Mapping[int, Mapping[str, int]]:
    """By id of area and state group, what lies in an area's parts counted with it."""
    rows = AreaCount.everywhere.filter(community=community).exclude(group=SET_ASIDE)
    own: dict[int, dict[str, int]] = {}
    for area, group, n in rows.values_list("area_id", "group").annotate(all=Sum("n")):
        own.setdefault(area, {})[group] = n
    tree = areas(community)
    return {
        area.pk: {
            group: sum(own.get(part, {}).get(group, 0) for part in tree.with_children(area))
            for group in StateGroup.values
        }
        for area in tree.areas
    }


def _by(field: str, community: Community, filters: Filters) -> Mapping[int, int] | None:
    rows = _counts(community, filters)
    if rows is None:
        return None
    wanted = [filters.group] if filters.group else list(StateGroup.values)
    wanted += [SET_ASIDE] if filters.group == StateGroup.QUIET else []
    return dict(rows.filter(group__in=wanted).values_list(field).annotate(all=Sum("n")))


def _counts(community: Community, filters: Filters) -> QuerySet[CellCount] | QuerySet[AreaCount] | None:
    """The rows that count what fits, whatever its group."""
    beside = replace(filters, group="", category=None, sphere="", area=None, since=0, after="")
    if replace(beside, sort="newest") != Filters() or filters.sort == "due" or (filters.area and filters.since):
        return None
    rows: QuerySet[CellCount] | QuerySet[AreaCount]
    if filters.area is not None:
        rows = AreaCount.everywhere.filter(community=community, area__in=areas(community).with_children(filters.area))
    else:
        rows = CellCount.everywhere.filter(community=community, level=TOTAL_LEVEL, month__gte=filters.since)
    if filters.category is not None:
        rows = rows.filter(category=filters.category)
    if filters.sphere:
        rows = rows.filter(category__in=[one.pk for one in in_sphere(community, filters.sphere)])
    return rows
