"""What somebody has done in joint actions, as far as its hours are acknowledged; and the certificates of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from opencity.actions.models import Participation
from opencity.actions.values import ParticipationState
from opencity.communities.models import Community
from opencity.documents.models import Certificate
from opencity.people.models import Organisation, Person
from opencity.problems.models import Problem
from opencity.problems.states import Visibility


@dataclass(frozen=True)
class Worked:
    """One action somebody came to, on a day of the community, with the hours its lead wrote down."""

    row: Participation
    day: date
    hours: Decimal

    @property
    def body(self) -> Organisation | None:
        """Who engaged people for it, or led it."""
        return self.row.action.host or self.row.action.organisation

    @property
    def is_public(self) -> bool:
        return self.row.action.problem.visibility == Visibility.PUBLIC


def worked(community: Community, person: Person, year: int | None = None) -> list[Worked]:
    """The oldest first; of one year of the community's calendar, or of all. One query."""
    rows = Participation.everywhere.filter(
        community=community, person=person, state=ParticipationState.ATTENDED, hours__isnull=False
    ).select_related("action__problem", "action__host", "action__organisation")
    zone = community.calendar.timezone
    found = [
        Worked(row, row.action.starts_at.astimezone(zone).date(), row.hours)
        for row in rows.order_by("action__starts_at", "pk")
        if row.hours is not None
    ]
    return [one for one in found if year is None or one.day.year == year]


def certificates_of(community: Community, person: Person) -> list[Certificate]:
    """The latest first."""
    rows = Certificate.everywhere.filter(community=community, person=person)
    return list(rows.order_by("-issued_at", "-pk"))


@dataclass(frozen=True)
class Line:
    """One line of a certificate as it may be read now."""

    day: date
    hours: Decimal
    number: int | None
    title: str
    language: str
    by: dict[str, str]


def lines_of(certificate: Certificate) -> list[Line]:
    """A problem that was hidden since is named no longer; its hours stay. One query."""
    told: Sequence[dict[str, Any]] = certificate.lines
    numbers = {one["problem"] for one in told if one.get("problem")}
    rows = Problem.everywhere.filter(community_id=certificate.community_id, number__in=numbers)
    shown = set(rows.filter(visibility=Visibility.PUBLIC).values_list("number", flat=True)) if numbers else set()
    return [_line(one, named=one.get("problem") in shown) for one in told]


def _line(told: dict[str, Any], *, named: bool) -> Line:
    return Line(
        day=date.fromisoformat(told["day"]),
        hours=Decimal(told["hours"]),
        number=told["problem"] if named else None,
        title=told["title"] if named else "",
        language=told["language"] if named else "",
        by=told["by"] if named else {},
    )
