"""One page of the list: always the same few queries, however deep the page and however many problems there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db.models import Q

from opencity.communities.models import Community
from opencity.foundation.chains import microseconds
from opencity.problems.models import Evidence, Photo, Problem
from opencity.problems.models.problem import ProblemRows
from opencity.problems.queries.filters import Filters, narrowed
from opencity.problems.states import UNDER_WAY, Stage

PER_PAGE = 30


@dataclass(frozen=True)
class Listed:
    """A problem with the photograph its card shows."""

    problem: Problem
    photo: Photo | None
    alt: str = ""


@dataclass(frozen=True)
class Page:
    """`next` is the key of the page after this one, for `after=`; empty at the end."""

    rows: tuple[Listed, ...]
    next: str


@dataclass(frozen=True)
class Order:
    """How a sort runs through the problems: the fields that order it, the place of a row, and what lies beyond it.

    Each sort walks along an index of its own and begins where the page before ended.
    """

    by: tuple[str, ...]
    key: Callable[[Problem], str]
    beyond: Callable[[int, int], Q]
    only: Q = field(default_factory=Q)


def page(community: Community, filters: Filters, *, now: datetime, per_page: int = PER_PAGE) -> Page:
    order = ORDERS[filters.sort]
    rows = fitting(community, filters, now=now)
    if filters.after:
        first, _, second = filters.after.partition("-")
        rows = rows.filter(order.beyond(int(first), int(second or 0)))
    found = list(rows.for_list().order_by(*order.by)[: per_page + 1])
    more = order.key(found[per_page - 1]) if len(found) > per_page else ""
    return Page(tuple(with_photos(found[:per_page])), more)


def fitting(community: Community, filters: Filters, *, now: datetime) -> ProblemRows:
    """Everything the list has on all its pages, in no order."""
    return narrowed(community, filters, now=now).filter(ORDERS[filters.sort].only)


def with_photos(problems: Iterable[Problem]) -> list[Listed]:
    """Each with its first photograph that anybody may see; what it was before stands first. One query."""
    problems = list(problems)
    shown: dict[int, Evidence] = {}
    rows = Evidence.everywhere.filter(problem__in=problems, hidden=False).select_related("photo")
    for evidence in sorted(rows, key=lambda one: (one.stage != Stage.BEFORE, one.created_at, one.pk)):
        shown.setdefault(evidence.problem_id, evidence)
    return [_listed(problem, shown.get(problem.pk)) for problem in problems]


def _listed(problem: Problem, evidence: Evidence | None) -> Listed:
    return Listed(problem, evidence.photo, evidence.alt) if evidence else Listed(problem, None)


def capped_count(rows: ProblemRows, most: int) -> int:
    """How many there are, at most `most` + 1: more than that nobody waits for."""
    return rows.order_by()[: most + 1].count()


def _updated_beyond(moment: int, number: int) -> Q:
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=moment)
    return Q(updated_at__lte=at) & (Q(updated_at__lt=at) | Q(number__lt=number))


def _due_beyond(moment: int, number: int) -> Q:
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=moment)
    return Q(answer_due__gte=at) & (Q(answer_due__gt=at) | Q(number__gt=number))


def _due_key(problem: Problem) -> str:
    assert problem.answer_due is not None
    return f"{microseconds(problem.answer_due)}-{problem.number}"


ORDERS: Mapping[str, Order] = {
    "newest": Order(("-number",), lambda problem: str(problem.number), lambda number, _: Q(number__lt=number)),
    "updated": Order(
        ("-updated_at", "-number"),
        lambda problem: f"{microseconds(problem.updated_at)}-{problem.number}",
        _updated_beyond,
    ),
    "affected": Order(
        ("-endorsed", "-number"),
        lambda problem: f"{problem.endorsed}-{problem.number}",
        lambda endorsed, number: Q(endorsed__lte=endorsed) & (Q(endorsed__lt=endorsed) | Q(number__lt=number)),
    ),
    "due": Order(
        ("answer_due", "number"),
        _due_key,
        _due_beyond,
        only=Q(answered_at=None, answer_due__isnull=False, state__in=UNDER_WAY),
    ),
}
