"""The list of the desk: a queue narrowed by words, place, category and who has it; a page at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from opencity.casework.models import Assignment, Glance, SavedFilter, Stop, Team, Watch
from opencity.casework.operations.talking import AT_IT
from opencity.catalogue.models import Category
from opencity.communities.models import Community
from opencity.people.acting import Actor
from opencity.people.models import Organisation, Person
from opencity.places.cells import Box
from opencity.places.models import Area
from opencity.places.tree import areas
from opencity.problems.models import Problem
from opencity.problems.models.problem import ProblemRows
from opencity.problems.queries.filters import in_box
from opencity.problems.queries.queues import theirs
from opencity.problems.queries.search import matching
from opencity.problems.states import FINAL

PAGE = 60
MOST_ON_A_MAP = 1_000
SORTS = {
    "due": (F("answer_due").asc(nulls_first=True), "number"),
    "newest": ("-number",),
    "updated": ("-updated_at", "-number"),
    "affected": ("-endorsed", "-number"),
}


_DUE = Coalesce("answer_due", Value(datetime(1, 1, 2, tzinfo=UTC)))
"""Cases without a deadline come first on both databases here, as SQLite sorts them."""


@dataclass(frozen=True, kw_only=True)
class InboxFilters:
    """`had` is "me", "nobody", "watched" or the slug of a team."""

    words: str = ""
    area: Area | None = None
    category: Category | None = None
    had: str = ""
    box: Box | None = None
    """Only those whose public place lies in it."""
    sort: str = "due"
    page: int = 1

    @property
    def narrows(self) -> bool:
        return bool(self.words or self.area or self.category or self.had or self.box)


def inbox(
    community: Community, actor: Actor, queue: Q, filters: InboxFilters, *, states: Collection[str] = ()
) -> tuple[list[Problem], bool]:
    """One page of cases, and whether more come after it. `states` names those the queue holds, where it holds few.

    Only the keys are sorted, and only those of the page are read whole: sorting whole rows of a hundred thousand
    cases takes three times as long. By deadline each state is read along its own index and the runs are merged.
    """
    last = filters.page * PAGE + 1
    pks = _keys(community, actor, queue, filters, states=states, last=last)[last - PAGE - 1 :]
    whole = Problem.everywhere.filter(pk__in=pks[:PAGE]).for_list().select_related("community", "merged_into")
    return list(whole.order_by(*_order(filters))), len(pks) > PAGE


def on_the_map(
    community: Community, actor: Actor, queue: Q, filters: InboxFilters, *, states: Collection[str] = ()
) -> tuple[list[Problem], bool]:
    """The first MOST_ON_A_MAP cases of the list that have a place, whatever the page, and whether there are more."""
    placed = queue & Q(cell__isnull=False)
    pks = _keys(community, actor, placed, filters, states=states, last=MOST_ON_A_MAP + 1)
    whole = Problem.everywhere.filter(pk__in=pks[:MOST_ON_A_MAP]).select_related("community", "category")
    return list(whole.order_by(*_order(filters))), len(pks) > MOST_ON_A_MAP


def _keys(
    community: Community, actor: Actor, queue: Q, filters: InboxFilters, *, states: Collection[str], last: int
) -> list[int]:
    """The keys of the first `last` cases in the list's order."""
    rows = _narrowed(Problem.everywhere.filter(queue, community=community), community, actor, filters)
    order = _order(filters)
    if filters.sort == "due" and states:
        runs = (rows.filter(state=state).order_by(*order) for state in states)
        keys = sorted(key for run in runs for key in run.annotate(due=_DUE).values_list("due", "number", "pk")[:last])
        return [pk for _due, _number, pk in keys[:last]]
    return list(rows.order_by(*order).values_list("pk", flat=True)[:last])


def _order(filters: InboxFilters) -> tuple[Any, ...]:
    return SORTS.get(filters.sort, SORTS["due"])


def _narrowed(rows: ProblemRows, community: Community, actor: Actor, filters: InboxFilters) -> ProblemRows:
    if filters.words.strip().lstrip("№#").isdecimal() and len(filters.words) < 14:
        return rows.filter(number=int(filters.words.strip().lstrip("№#")))
    if filters.words:
        rows = rows.filter(matching(community, filters.words))
    if filters.area is not None:
        rows = rows.filter(area__in=areas(community).with_children(filters.area))
    if filters.category is not None:
        rows = rows.filter(category=filters.category)
    if filters.box is not None:
        rows = rows.filter(in_box(filters.box))
    held = Assignment.everywhere.filter(problem=OuterRef("pk"), until=None)
    match filters.had:
        case "":
            return rows
        case "me":
            mine = held.filter(Q(person=actor.person) | Q(team__members__person=actor.person))
            return rows.filter(Exists(mine))
        case "nobody":
            return rows.filter(~Exists(held))
        case "watched":
            return rows.filter(Exists(Watch.everywhere.filter(problem=OuterRef("pk"), person=actor.person)))
    return rows.filter(Exists(held.filter(team__slug=filters.had)))


@dataclass(frozen=True)
class Around:
    """What is known of the cases of a page: who has each, who has it open now, which the reader watches."""

    held: Mapping[int, Assignment]
    at_it: Mapping[int, Sequence[Person]]
    watched: frozenset[int]


def around(problems: Iterable[Problem], actor: Actor, *, now: datetime) -> Around:
    """Three queries, however many cases."""
    pks = [one.pk for one in problems]
    held = Assignment.everywhere.filter(problem__in=pks, until=None).select_related("person", "team")
    lately = Glance.everywhere.filter(problem__in=pks, last_at__gt=now - AT_IT).exclude(person=actor.person)
    at_it: dict[int, list[Person]] = defaultdict(list)
    for one in lately.select_related("person"):
        at_it[one.problem_id].append(one.person)
    watched = Watch.everywhere.filter(problem__in=pks, person=actor.person).values_list("problem", flat=True)
    return Around({one.problem_id: one for one in held}, at_it, frozenset(watched))


def seen_by(problem: Problem) -> list[Glance]:
    """Everybody who ever had the case open, the latest first."""
    return list(Glance.everywhere.filter(problem=problem).select_related("person").order_by("-last_at"))


def assignment_of(problem: Problem) -> Assignment | None:
    rows = Assignment.everywhere.filter(problem=problem, until=None)
    return rows.select_related("person", "team", "assigned_by").first()


def teams_of(community: Community, organisation: Organisation | None) -> list[Team]:
    rows = Team.everywhere.filter(community=community, organisation=organisation, ended_at=None)
    return list(rows.prefetch_related("members__person").order_by("name"))


def kept_filters(community: Community, person: Person) -> list[SavedFilter]:
    return list(SavedFilter.everywhere.filter(community=community, person=person).order_by("name"))


def stops_of(community: Community, person: Person, *, now: datetime) -> list[Stop]:
    """The places of today in the order of walking."""
    rows = Stop.everywhere.filter(community=community, person=person, day=community.calendar.today(now))
    return list(rows.select_related("problem__category", "problem__area", "problem__community").order_by("position"))


def mine_open(community: Community, actor: Actor) -> list[Problem]:
    """Open cases given to somebody themselves, those due first: what a day may be planned from."""
    held = Assignment.everywhere.filter(problem=OuterRef("pk"), until=None, person=actor.person)
    rows = Problem.everywhere.filter(theirs(actor), Exists(held), community=community).exclude(state__in=FINAL)
    return list(rows.for_list().select_related("community").order_by("answer_due", "number")[:PAGE])
