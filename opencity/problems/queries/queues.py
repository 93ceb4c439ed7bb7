"""What waits for whom at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from opencity.communities.models import Community
from opencity.people.acting import Actor
from opencity.people.rights import Right
from opencity.problems.models import Flag, Problem
from opencity.problems.models.problem import ProblemRows
from opencity.problems.states import UNDER_WAY, State, Visibility

LIBRARY_AFTER = timedelta(hours=48)
MANY = 1000
"""Queues are counted no further: beyond it nobody reads a number."""
AT_WORK = (State.TAKEN_UP, State.IN_PROGRESS)
SHOWN = Q(visibility__in=(Visibility.PUBLIC, Visibility.PRIVATE))
OPEN_FLAG = Exists(Flag.everywhere.filter(problem=OuterRef("pk"), resolved_at=None))
Queues = Mapping[str, Q]


def queues_for(actor: Actor, *, now: datetime) -> Queues:
    """The queues of everything the actor is, by name, in the order in which they are worked."""
    queues: dict[str, Q] = {}
    if actor.bodies_where(Right.READ):
        queues |= _of_owner(theirs(actor), now)
    if actor.moderates:
        queues |= _of_coordinator(now)
    elif actor.is_librarian:
        queues |= {"held": Q(visibility=Visibility.HELD, created_at__lte=now - LIBRARY_AFTER)}
    if actor.coordinates or actor.is_librarian:
        queues["checking"] = Q(visibility=Visibility.PUBLIC, state=State.CLAIMED_DONE)
    return queues


def theirs(actor: Actor) -> Q:
    """Cases of the bodies whose cases somebody reads, as far as their duties go."""
    found = Q(pk__in=())
    for duty in actor.duties:
        if not duty.gives(Right.READ):
            continue
        private = [Visibility.PRIVATE] if duty.gives(Right.READ_PRIVATE) else []
        case = Q(owner_id=duty.organisation, visibility__in=[Visibility.PUBLIC, *private])
        found |= case & Q(category__code__in=sorted(duty.categories)) if duty.categories else case
    return found


def _of_owner(ours: Q, now: datetime) -> dict[str, Q]:
    return {
        "ours": ours & Q(state__in=[*UNDER_WAY, State.CLAIMED_DONE]),
        "ours_waiting": ours & Q(state=State.OPEN),
        "ours_overdue": ours & _overdue(now),
        "ours_working": ours & Q(state__in=AT_WORK),
        "ours_blocked": ours & Q(state=State.BLOCKED),
        "ours_checking": ours & Q(state=State.CLAIMED_DONE),
    }


def _of_coordinator(now: datetime) -> dict[str, Q]:
    return {
        "held": Q(visibility=Visibility.HELD, state=State.OPEN),
        "flagged": Q(OPEN_FLAG),
        "unowned": Q(owner=None, state__in=UNDER_WAY) & SHOWN,
        "overdue": SHOWN & _overdue(now),
        "private": Q(visibility=Visibility.PRIVATE, state__in=UNDER_WAY),
        "hidden": Q(visibility=Visibility.HIDDEN),
    }


def _overdue(now: datetime) -> Q:
    return Q(state__in=UNDER_WAY, answered_at=None, answer_due__lt=now)


def sizes(community: Community, queues: Queues) -> dict[str, int]:
    """How long each queue is, at most MANY: one short query for each, however many cases there are."""
    rows = Problem.everywhere.filter(community=community).order_by()
    return {name: rows.filter(condition)[:MANY].count() for name, condition in queues.items()}


def queue(community: Community, condition: Q) -> ProblemRows:
    rows = Problem.everywhere.filter(condition, community=community)
    return rows.for_list().select_related("community", "merged_into").order_by("answer_due", "number")
