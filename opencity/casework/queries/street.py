"""Where somebody who works on the spot goes today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from opencity.casework.models import Assignment, Stop
from opencity.casework.operations.arranging import MOST_STOPS
from opencity.casework.queries.inbox import stops_of
from opencity.communities.models import Community
from opencity.people.acting import Actor
from opencity.people.rights import Right
from opencity.places.cells import Point
from opencity.problems.access import handles
from opencity.problems.models import Evidence, ExactPlace, Problem
from opencity.problems.queries.queues import theirs
from opencity.problems.states import UNDER_WAY, Stage

MOST_NEAR = 200
"""So many open cases of the body, those due first, are looked at for the nearest."""
NEAREST = 12


@dataclass(frozen=True)
class Round:
    """The cases of the day in their order. `planned` are today's stops; without a plan it is what one has in work;
    `given` is false where nothing is given to anybody and the body's own cases stand in."""

    problems: Sequence[Problem]
    done: frozenset[int]
    planned: bool
    given: bool


def round_of(community: Community, actor: Actor, *, now: datetime) -> Round:
    """What is planned for today; else what is given to somebody or their teams; else what waits in their bodies."""
    stops = stops_of(community, actor.person, now=now)
    planned = [stop for stop in stops if works_on(stop.problem, actor)]
    if planned:
        done = frozenset(stop.problem_id for stop in planned if stop.done_at is not None)
        return Round([stop.problem for stop in planned], done, planned=True, given=True)
    mine = _under_way(community, actor, mine=True)
    if mine:
        return Round(mine, frozenset(), planned=False, given=True)
    return Round(_under_way(community, actor)[:NEAREST], frozenset(), planned=False, given=False)


def of_bodies(community: Community, actor: Actor) -> list[Problem]:
    """What waits in the bodies somebody works for, those due first: the nearest are chosen from these."""
    return _under_way(community, actor)


def works_on(problem: Problem, actor: Actor) -> bool:
    return handles(problem, actor) and actor.may(Right.WORK, problem.owner_id, problem.category.code)


def _under_way(community: Community, actor: Actor, *, mine: bool = False) -> list[Problem]:
    rows = Problem.everywhere.filter(theirs(actor), community=community, state__in=UNDER_WAY)
    if mine:
        held = Assignment.everywhere.filter(problem=OuterRef("pk"), until=None)
        team = Q(team__members__person=actor.person, team__ended_at=None)
        rows = rows.filter(Exists(held.filter(Q(person=actor.person) | team)))
    rows = rows.for_list().select_related("community").order_by("answer_due", "number")
    found = [one for one in rows[:MOST_NEAR] if works_on(one, actor)]
    return found[:MOST_STOPS] if mine else found


def exact_places(problems: Iterable[Problem]) -> Mapping[int, ExactPlace]:
    """Those who work on the spot see exactly where."""
    return {one.problem_id: one for one in ExactPlace.everywhere.filter(problem__in=[row.pk for row in problems])}


def point_of(problem: Problem, exact: Mapping[int, ExactPlace]) -> Point | None:
    known = exact.get(problem.pk)
    if known is not None and known.lat is not None and known.lon is not None:
        return Point(known.lat, known.lon)
    return Point(problem.lat, problem.lon) if problem.lat is not None and problem.lon is not None else None


def first_photos(problems: Iterable[Problem]) -> Mapping[int, Evidence]:
    """One small photograph of each: how it was when it was reported."""
    rows = Evidence.everywhere.filter(problem__in=[one.pk for one in problems], stage=Stage.BEFORE)
    found: dict[int, Evidence] = {}
    for one in rows.select_related("photo").order_by("created_at", "pk"):
        found.setdefault(one.problem_id, one)
    return found


@dataclass(frozen=True)
class Pair:
    """The last photograph before and the last after the work, where they are."""

    before: Evidence | None
    after: Evidence | None


def pair_of(evidence: Sequence[Evidence]) -> Pair:
    """A result belongs to what is there now: photographs of earlier rounds stay in the story."""
    last_round = max((one.claim_round for one in evidence), default=0)
    after = [one for one in evidence if one.stage == Stage.AFTER and one.claim_round == last_round]
    before = [one for one in evidence if one.stage == Stage.BEFORE and one.claim_round == 0]
    return Pair(before[-1] if before else None, after[-1] if after else None)


def stop_of(problem: Problem, actor: Actor, *, now: datetime) -> Stop | None:
    day = problem.community.calendar.today(now)
    return Stop.everywhere.filter(community=problem.community, person=actor.person, day=day, problem=problem).first()
