"""Who looks after which place, what is due, and who counted as a steward at a time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import F, Q, QuerySet

from opencity.communities.models import Community
from opencity.people.models import Membership, Organisation
from opencity.problems.models import Problem
from opencity.problems.states import Visibility
from opencity.stewardship.models import Stewardship


def running_in(community: Community) -> QuerySet[Stewardship]:
    """Every place that is looked after and may be shown, the longest waiting first."""
    rows = Stewardship.everywhere.filter(
        community=community, ended_at=None, problem__visibility=Visibility.PUBLIC
    ).select_related("problem__area", "problem__category", "problem__community", "organisation", "person")
    return rows.order_by("next_due", "pk")


def running_for(community: Community, organisation: Organisation) -> list[Stewardship]:
    """The places a body looks after."""
    return list(running_in(community).filter(organisation=organisation))


def past_grace(community: Community, *, now: datetime) -> QuerySet[Stewardship]:
    """Places nobody looked at in time, of which the history does not say so yet."""
    last = community.calendar.today(now) - timedelta(days=community.charter.steward_grace_days)
    rows = Stewardship.everywhere.filter(community=community, ended_at=None, next_due__lt=last)
    return rows.exclude(overdue_told_for=F("next_due")).select_related("problem__community")


def due_on(community: Community, day: date) -> QuerySet[Stewardship]:
    rows = Stewardship.everywhere.filter(community=community, ended_at=None, next_due=day)
    return rows.select_related("problem", "person", "organisation")


def stewards_of(problem: Problem, before: datetime) -> set[int]:
    """Ids of whoever looked after the place before a moment, and of the members their bodies had then."""
    rows = Stewardship.everywhere.filter(Q(ended_at=None) | Q(ended_at__gte=before), problem=problem, since__lt=before)
    people: set[int] = set()
    bodies: set[int] = set()
    for person, body in rows.values_list("person_id", "organisation_id"):
        if body is not None:
            bodies.add(body)
        elif person is not None:
            people.add(person)
    held = Membership.objects.filter(Q(until=None) | Q(until__gte=before), organisation__in=bodies, since__lt=before)
    return people | set(held.values_list("person_id", flat=True))
