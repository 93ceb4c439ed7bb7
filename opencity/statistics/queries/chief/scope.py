"""Which cases the figures of a body speak of, and by what they are told apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from opencity.casework.models import Assignment, Team
from opencity.catalogue.lookup import categories
from opencity.catalogue.models import Category
from opencity.communities.models import Community
from opencity.people.models import Organisation, Presence
from opencity.places.models import Area
from opencity.places.tree import areas
from opencity.problems.models import Event, Problem
from opencity.problems.models.problem import ProblemRows
from opencity.problems.states import State, Visibility
from opencity.statistics.rules.periods import Days


class By(StrEnum):
    CATEGORY = "category"
    AREA = "area"
    TEAM = "team"
    BODY = "body"
    """Only for a whole community."""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """The cases whose owner is the body now, or all of the community's: public ones, and private ones where asked for.

    Joined ones count once, with the problem they were joined to. Held and hidden ones do not count. A case that was
    passed on counts with the body that has it now, its whole history with it.
    """

    community: Community
    body: Organisation | None
    private: bool
    days: Days
    now: datetime
    category: Category | None = None
    area: Area | None = None
    team: Team | None = None

    @property
    def minimum(self) -> int:
        return self.community.charter.figures_minimum

    @property
    def moments(self) -> tuple[datetime, datetime]:
        return self.days.moments(self.community.calendar.timezone)

    def within(self, field: str) -> Q:
        """That the moment in this field lies in the days."""
        begins, ends = self.moments
        return Q(**{f"{field}__gte": begins, f"{field}__lt": ends})

    def cases(self) -> ProblemRows:
        rows = Problem.everywhere.filter(self._that(""), community=self.community)
        return rows.filter(pk__in=self._of_team()) if self.team else rows

    def events(self, *kinds: str) -> QuerySet[Event]:
        """Events of these kinds in the days, of the same cases."""
        return self.later_events(*kinds).filter(at__lt=self.moments[1])

    def later_events(self, *kinds: str) -> QuerySet[Event]:
        """The same, and those since."""
        wanted = self._that("problem__") & Q(kind__in=kinds, at__gte=self.moments[0])
        rows = Event.everywhere.filter(wanted, community=self.community)
        return rows.filter(problem__in=self._of_team()) if self.team else rows

    def _that(self, to: str) -> Q:
        seen = [Visibility.PUBLIC, Visibility.PRIVATE] if self.private else [Visibility.PUBLIC]
        wanted = Q(**{f"{to}visibility__in": seen}) & ~Q(**{f"{to}state": State.MERGED})
        if self.body is not None:
            wanted &= Q(**{f"{to}owner": self.body})
        if self.category is not None:
            wanted &= Q(**{f"{to}category": self.category})
        if self.area is not None:
            wanted &= Q(**{f"{to}area__in": areas(self.community).with_children(self.area)})
        return wanted

    def _of_team(self) -> Any:
        given = Assignment.everywhere.filter(community=self.community, organisation=self.body, team__isnull=False)
        return given.annotate(last=team_of("problem_id", self.body)).filter(last=self.team).values("problem_id")


def team_of(problem: str, body: Organisation | None) -> Subquery:
    """The team of this body that has the case, or had it last, also where one person has it now."""
    given = Assignment.everywhere.filter(problem=OuterRef(problem), organisation=body, team__isnull=False)
    return Subquery(given.order_by("-since", "-pk").values("team")[:1])


@dataclass(frozen=True)
class Grouping:
    """`field` is what rows of problems are told apart by; `names` says in which order groups stand: never by rank."""

    by: By
    field: Combinable
    field_of_event: Combinable
    names: Mapping[int | None, str]
    folds: Mapping[int | None, int | None]

    def group(self, value: int | None) -> int | None:
        """The group a value belongs to: a street's district, or the value itself."""
        return self.folds.get(value) if self.by == By.AREA else value

    def ordered(self, found: Iterable[int | None]) -> list[tuple[int | None, str]]:
        """Those of the groups that were found, with their names."""
        known = set(found)
        return [(key, name) for key, name in self.names.items() if key in known]


def grouping(scope: Scope, by: By) -> Grouping:
    """One query at most."""
    match by:
        case By.AREA:
            names, folds = _districts(scope)
            return Grouping(by, F("area_id"), F("problem__area_id"), names, folds)
        case By.TEAM:
            teams = Team.everywhere.filter(community=scope.community, organisation=scope.body).order_by("name", "pk")
            names = {team.pk: team.name for team in teams} | {None: _("no team")}
            return Grouping(by, team_of("pk", scope.body), team_of("problem_id", scope.body), names, {})
        case By.BODY:
            present = Presence.everywhere.filter(community=scope.community).select_related("organisation")
            ordered = present.order_by("position", "organisation__slug")
            names = {row.organisation_id: row.organisation.name for row in ordered} | {None: _("owner unknown")}
            return Grouping(by, F("owner_id"), F("problem__owner_id"), names, {})
    names = {pk: one.name for pk, one in categories(scope.community).items()}
    return Grouping(by, F("category_id"), F("problem__category_id"), names, {})


def _districts(scope: Scope) -> tuple[dict[int | None, str], dict[int | None, int | None]]:
    """The parts of the chosen area, else the widest level with more than one area; what lies deeper belongs to them."""
    tree = areas(scope.community)
    level = tree.children(scope.area)
    while scope.area is None and len(level) == 1 and tree.children(level[0]):
        level = tree.children(level[0])
    level = level or ([scope.area] if scope.area else [])
    folds: dict[int | None, int | None] = {}
    for one in level:
        folds |= dict.fromkeys(tree.with_children(one), one.pk)
    names: dict[int | None, str] = {one.pk: one.name for one in level}
    return names | {None: _("elsewhere")}, folds
