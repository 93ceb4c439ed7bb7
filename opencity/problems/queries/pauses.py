"""Pauses of a deadline: the one that runs, and how much of what is allowed was used."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet, Sum

from opencity.communities.models import Community
from opencity.problems.models import Problem
from opencity.problems.models.pause import Pause


def running_pause(problem: Problem) -> Pause | None:
    return Pause.everywhere.filter(problem=problem, ended_at=None).first()


def used_days(problem: Problem) -> int:
    """Working days, those of a pause that runs as it is planned."""
    return Pause.everywhere.filter(problem=problem).aggregate(n=Sum("days"))["n"] or 0


def over(community: Community, *, today: date) -> QuerySet[Pause]:
    """Pauses whose last day has passed and that nobody ended."""
    rows = Pause.everywhere.filter(community=community, ended_at=None, until__lt=today)
    return rows.select_related("problem__community").order_by("until", "pk")
