"""A branch's day as a list, and its month as figures."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Count, QuerySet

from opencity.access_points.models import Service, Visit
from opencity.communities.models import Community
from opencity.people.models import Organisation


def day_list(community: Community, branch: Organisation, day: date) -> list[Visit]:
    """Everything served on a day of the community, the latest first. One query."""
    begin = datetime.combine(day, time(), tzinfo=community.calendar.timezone)
    return list(
        _visits(community, branch, begin, begin + timedelta(days=1))
        .select_related("problem", "librarian")
        .order_by("-served_at", "-pk")
    )


def month_figures(community: Community, branch: Organisation, day: date) -> dict[Service, int]:
    """How often each service was given in the month of `day`, in the order of the services. One query."""
    begin = datetime(day.year, day.month, 1, tzinfo=community.calendar.timezone)
    end = datetime(day.year + day.month // 12, day.month % 12 + 1, 1, tzinfo=community.calendar.timezone)
    counted = dict(_visits(community, branch, begin, end).values_list("service").annotate(n=Count("pk")))
    return {service: counted.get(service.value, 0) for service in Service}


def _visits(community: Community, branch: Organisation, begin: datetime, end: datetime) -> QuerySet[Visit]:
    return Visit.everywhere.filter(community=community, access_point=branch, served_at__gte=begin, served_at__lt=end)
