"""Who is concerned by a problem and may hear of it: ids of people. What is not public reaches its reporters alone."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from opencity.places.cells import Point, box_around, box_ranges, distance_m
from opencity.places.lookup import with_parents
from opencity.problems.models import Problem, Report, Subscription
from opencity.problems.operations.following import WIDEST_M
from opencity.problems.states import Visibility


def reporters(problem: Problem) -> set[int]:
    """Those with a confirmed address; also of reports that were joined to another problem since."""
    rows = Report.everywhere.filter(Q(problem=problem) | Q(filed_under=problem), confirmed_at__isnull=False)
    return set(rows.values_list("reporter_id", flat=True))


def followers(problem: Problem) -> set[int]:
    if problem.visibility != Visibility.PUBLIC:
        return set()
    rows = Subscription.everywhere.filter(problem=problem)
    return set(rows.values_list("person_id", flat=True))


def neighbours(problem: Problem) -> set[int]:
    """Those who follow the area or a place around it. Only the public place is looked at, which may be coarse."""
    if problem.visibility != Visibility.PUBLIC:
        return set()
    rows = Subscription.everywhere.filter(community=problem.community)
    areas = [area.pk for area in with_parents(problem.area)]
    found = set(rows.filter(area__in=areas).values_list("person_id", flat=True))
    if problem.lat is not None and problem.lon is not None:
        found |= _around(rows, Point(problem.lat, problem.lon))
    return found


def _around(rows: QuerySet[Subscription], there: Point) -> set[int]:
    near = Q()
    for one in box_ranges(box_around(there, WIDEST_M)):
        near |= Q(cell__gte=one.first, cell__lt=one.end)
    return {
        row.person_id
        for row in rows.filter(near)
        if row.lat is not None
        and row.lon is not None
        and distance_m(there, Point(row.lat, row.lon)) <= (row.radius_m or 0)
    }
