"""Groups of residents: their bounds on the ground, and what concerns them."""

from __future__ import annotations

from typing import Any

from shapely.geometry import Point as Spot
from shapely.geometry import shape

from opencity.communities.models import Community
from opencity.organisations.models import Decision, Group
from opencity.people.models import Organisation
from opencity.places.cells import Box, Point
from opencity.places.lookup import middle
from opencity.places.tree import areas
from opencity.plans.access import SHOWN
from opencity.plans.models import Plan, Pledge
from opencity.plans.values import LIVE
from opencity.problems.models import Problem
from opencity.problems.states import UNDER_WAY, Visibility

MOST_LOOKED_AT = 2000
"""So many of the newest open problems in the box around the bounds are looked at."""


def outline_of_group(group: Group) -> dict[str, Any] | None:
    """GeoJSON geometry in degrees, of its own or of its area."""
    return group.bounds or (group.area.outline if group.area is not None else None)


def problems_in_bounds(group: Group, *, most: int) -> list[Problem]:
    """Open public problems inside the bounds, the newest first; nothing for a group without bounds. One query."""
    rows = Problem.everywhere.filter(
        community=group.community, visibility=Visibility.PUBLIC, state__in=UNDER_WAY
    ).for_list()
    if group.area is not None:
        return list(rows.filter(area__in=_inside(group)).order_by("-number")[:most])
    if group.bounds is None:
        return []
    box = _box(group.bounds)
    rows = rows.filter(lat__gte=box.south, lat__lte=box.north, lon__gte=box.west, lon__lte=box.east)
    found: list[Problem] = []
    for problem in rows.order_by("-number")[:MOST_LOOKED_AT]:
        if _lies_in(group.bounds, problem) and len(found) < most:
            found.append(problem)
    return found


def concerns(group: Group, problem: Problem) -> bool:
    """Whether a group may speak about a problem: it lies in its bounds, or the group promised or leads something."""
    body = group.organisation
    if Plan.everywhere.filter(problem=problem, organisation=body).exists():
        return True
    if Pledge.everywhere.filter(need__plan__problem=problem, organisation=body).exists():
        return True
    if group.area is not None:
        return problem.area_id in _inside(group)
    return group.bounds is not None and _lies_in(group.bounds, problem)


def groups_of(community: Community) -> list[Group]:
    """Those that have not ended, the newest first."""
    rows = Group.everywhere.filter(community=community, ended_at=None)
    return list(rows.select_related("organisation", "area").order_by("-founded_at", "-pk"))


def decisions_of(group: Group) -> list[Decision]:
    """All of them, the latest first; a replaced one knows by which."""
    rows = Decision.everywhere.filter(group=group).select_related("problem", "replaces", "replaced_by")
    return list(rows.order_by("-number"))


def decisions_about(problem: Problem) -> list[Decision]:
    rows = Decision.everywhere.filter(problem=problem, replaced_by=None).select_related("group__organisation")
    return list(rows.order_by("-decided_on", "-pk"))


def plans_led_by(community: Community, organisation: Organisation, *, most: int) -> list[Plan]:
    """Public ones, those that run first."""
    rows = Plan.everywhere.filter(
        community=community,
        organisation=organisation,
        state__in=SHOWN,
        problem__visibility=Visibility.PUBLIC,
    ).select_related("problem__category", "problem__area")
    return sorted(rows.order_by("-pk")[: most * 2], key=lambda plan: (plan.state not in LIVE, -plan.pk))[:most]


def middle_of(group: Group) -> Point | None:
    outline = outline_of_group(group)
    return middle(outline) if outline else None


def _inside(group: Group) -> list[int]:
    assert group.area is not None
    return areas(group.community).with_children(group.area)


def _box(outline: dict[str, Any]) -> Box:
    west, south, east, north = shape(outline).bounds
    return Box(south, west, north, east)


def _lies_in(outline: dict[str, Any], problem: Problem) -> bool:
    if problem.lat is None or problem.lon is None:
        return False
    return bool(shape(outline).covers(Spot(problem.lon, problem.lat)))
