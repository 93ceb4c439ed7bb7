"""What is still needed in a community: needs of published plans that promises do not cover yet.

Coverage is summed from the pledges by an index that holds the quantities, only for needs of live plans; the pledges
themselves are read for the rows of one page alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, DecimalField, F, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.expressions import OuterRef
from django.db.models.functions import Coalesce

from opencity.catalogue.lookup import in_sphere
from opencity.communities.models import Community
from opencity.foundation.lemmas import forms, words_of
from opencity.places.cells import Point, distance_m
from opencity.places.tree import areas
from opencity.plans.models import Contribution, Need, Pledge
from opencity.plans.queries.need_filters import NeedFilters
from opencity.plans.queries.needs import coverage_of
from opencity.plans.rules.covering import Coverage
from opencity.plans.values import HOLDING, LIVE
from opencity.problems.models import Problem
from opencity.problems.queries.filters import from_middle, within
from opencity.problems.queries.search import matching
from opencity.problems.states import UNDER_WAY, Visibility

PER_PAGE = 25
MOST_WORDS = 8
MOST_OF_ONE = 4
"""So many needs of one plan are passed over for those of others."""
HAIR = Decimal("0.0005")
"""Sums of SQLite are binary fractions: less than half of the smallest quantity missing is nothing missing."""


@dataclass(frozen=True)
class OpenNeed:
    """A row of the list. `away` is metres from the place that was asked about."""

    need: Need
    coverage: Coverage
    away: int | None = None

    @property
    def short(self) -> bool:
        """Whether the work cannot begin without more of it."""
        return self.coverage.promised < self.need.minimum


@dataclass(frozen=True)
class Page:
    rows: tuple[OpenNeed, ...]
    total: int
    by_kind: Mapping[str, int]
    number: int
    last: int


def lacking(community: Community) -> QuerySet[Need]:
    """The needs anybody can still promise something for, with `promised`, the sum that covers them, in no order."""
    held = Pledge.everywhere.filter(need=OuterRef("pk"), state__in=sorted(HOLDING))
    given = Contribution.everywhere.filter(need=OuterRef("pk"))
    rows = of_live_plans(community).annotate(promised=_sum(held)).filter(promised__lt=F("quantity") - HAIR)
    # What came without a promise fulfils a need too.
    return rows.alias(received=_sum(given)).filter(received__lt=F("quantity") - HAIR)


def _sum(rows: QuerySet[Any]) -> Coalesce:
    nothing = Value(Decimal(0), output_field=DecimalField(max_digits=12, decimal_places=3))
    sums = rows.order_by().values("need").annotate(sum=Sum("quantity")).values("sum")
    return Coalesce(Subquery(sums), nothing)


def of_live_plans(community: Community) -> QuerySet[Need]:
    return Need.everywhere.filter(
        community=community,
        dropped_at=None,
        plan__state__in=sorted(LIVE),
        plan__problem__visibility=Visibility.PUBLIC,
        plan__problem__state__in=sorted(UNDER_WAY),
    )


def narrowed(community: Community, filters: NeedFilters) -> QuerySet[Need]:
    """What fits, but for the kind: that is counted first."""
    rows = lacking(community)
    if filters.skill:
        rows = rows.filter(skill__in=_written(community, filters.skill))
    if filters.areas:
        tree = areas(community)
        rows = rows.filter(plan__problem__area__in=[pk for area in filters.areas for pk in tree.with_children(area)])
    if filters.sphere:
        rows = rows.filter(plan__problem__category__in=[one.pk for one in in_sphere(community, filters.sphere)])
    if filters.by is not None:
        rows = rows.filter(Q(needed_by=None) | Q(needed_by__lte=filters.by))
    if filters.near is not None:
        around = Problem.everywhere.filter(within(filters.near), community=community, visibility=Visibility.PUBLIC)
        rows = rows.filter(plan__problem__in=around.values("pk"))
    if filters.words:
        rows = rows.filter(_said(community, filters.words))
    return rows


def of_kinds(community: Community, filters: NeedFilters) -> QuerySet[Need]:
    """Everything that fits, on all pages."""
    rows = narrowed(community, filters)
    return rows.filter(kind__in=filters.kinds) if filters.kinds else rows


def page_of_needs(community: Community, filters: NeedFilters, *, today: date) -> Page:
    """Seven queries at most, however many needs and pledges there are."""
    rows = narrowed(community, filters)
    by_kind = dict(rows.order_by().values_list("kind").annotate(n=Count("pk")))
    total = sum(n for kind, n in by_kind.items() if not filters.kinds or kind in filters.kinds)
    last = max(1, -(-total // PER_PAGE))
    number = min(filters.page, last)
    if filters.kinds:
        rows = rows.filter(kind__in=filters.kinds)
    ordered = in_order(rows, filters, today)[(number - 1) * PER_PAGE : number * PER_PAGE]
    return Page(shown(ordered, filters.near.middle if filters.near else None), total, by_kind, number, last)


def most_urgent(community: Community, *, today: date, most: int) -> tuple[OpenNeed, ...]:
    """What has to come first, one need of a problem, without what is late: of that only its lead knows more."""
    rows = lacking(community).filter(Q(needed_by=None) | Q(needed_by__gte=today))
    first: dict[int, OpenNeed] = {}
    for row in shown(in_order(rows, NeedFilters(), today)[: most * MOST_OF_ONE]):
        first.setdefault(row.need.plan_id, row)
    return tuple(first.values())[:most]


def needs_of(problem: Problem) -> tuple[OpenNeed, ...]:
    """What one problem still needs, in the order of its plan."""
    return shown(lacking(problem.community).filter(plan__problem=problem).order_by("position"))


def shown(rows: QuerySet[Need], middle: Point | None = None) -> tuple[OpenNeed, ...]:
    """A few rows in their order with all they name. Four queries."""
    # The ids alone are sorted: whole rows would make a deep page three times as slow.
    order = list(rows.values_list("pk", flat=True))
    known = Need.everywhere.filter(pk__in=order)
    known = known.select_related("plan__problem__area", "plan__problem__category", "grantor", "payee")
    found = {one.pk: one for one in known}
    covered = coverage_of(found.values())
    return tuple(OpenNeed(found[pk], covered[pk], _away(found[pk].plan.problem, middle)) for pk in order)


def in_order(rows: QuerySet[Need], filters: NeedFilters, today: date) -> QuerySet[Need]:
    if filters.sort == "near" and filters.near is not None:
        north, east = from_middle(filters.near.middle, "plan__problem__")
        return rows.order_by(north * north + east * east, "pk")
    if filters.sort == "newest":
        return rows.order_by("-plan__published_at", "-pk")
    return rows.order_by(turn(today), "needed_by", _short(), "pk")


def turn(today: date) -> Case:
    """First what is still to come by its day, then what has no day, last what is late: only its lead knows more."""
    return Case(When(needed_by__gte=today, then=0), When(needed_by=None, then=1), default=2)


def _short() -> Case:
    return Case(When(promised__lt=F("minimum") - HAIR, then=0), default=1)


def _away(problem: Problem, middle: Point | None) -> int | None:
    if middle is None or problem.lat is None or problem.lon is None:
        return None
    return round(distance_m(middle, Point(problem.lat, problem.lon)))


def skills_asked(community: Community) -> list[str]:
    """The skills that live plans ask for, each once however it is written."""
    found: dict[str, str] = {}
    for skill in of_live_plans(community).exclude(skill="").order_by().values_list("skill", flat=True).distinct():
        found.setdefault(skill.casefold(), skill)
    return sorted(found.values(), key=str.casefold)


def _written(community: Community, skill: str) -> list[str]:
    """A skill as plans write it: neither database compares Ukrainian letters without their case alike."""
    asked = of_live_plans(community).exclude(skill="").order_by().values_list("skill", flat=True).distinct()
    return [one for one in asked if one.casefold() == skill.casefold()]


def _said(community: Community, words: str) -> Q:
    """In the need's own words, or in what is public of its problem."""
    asked = words_of(words)[:MOST_WORDS]
    if not asked:
        return Q()
    own = Q()
    for word in asked:
        own &= any_lemma(forms(word))
    problems = Problem.everywhere.filter(matching(community, words), community=community)
    return own | Q(plan__problem__in=problems.values("pk"))


def any_lemma(choices: Iterable[str]) -> Q:
    """Needs whose words or skill have one of these dictionary forms; nothing where there are none."""
    found = Q(pk__in=[])
    for one in choices:
        found |= Q(lemmas__contains=f" {one} ")
    return found
