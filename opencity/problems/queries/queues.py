"""What waits for whom at the desk."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from opencity.communities.models import Community
from opencity.people.acting import Actor
from opencity.people.rights import Right
from opencity.problems.models import Flag, Problem
from opencity.problems.models.problem import ProblemRows
from opencity.problems.states import UNDER_WAY, State, Visibility

LIBRARY_AFTER = timedelta(hours=48)
AT_WORK = (State.TAKEN_UP, State.IN_PROGRESS)
SHOWN = Q(visibility__in=(Visibility.PUBLIC, Visibility.PRIVATE))
OPEN_FLAG = Exists(Flag.everywhere.filter(problem=OuterRef("pk"), resolved_at=None))
Queues = Mapping[str, Q]


def queues_for(actor: Actor, *, now: datetime) -> Queues:
    """The queues of everything the actor is, by name, in the order in which they are worked."""
    queues: dict[str, Q] = {}
    read = actor.bodies_where(Right.READ)
    if read:
        queues |= _of_owner(read, now)
    if actor.moderates:
        queues |= _of_coordinator(now)
    elif actor.is_librarian:
        queues |= {"held": Q(visibility=Visibility.HELD, created_at__lte=now - LIBRARY_AFTER)}
    if actor.coordinates or actor.is_librarian:
        queues["checking"] = Q(visibility=Visibility.PUBLIC, state=State.CLAIMED_DONE)
    return queues


def _of_owner(offices: Collection[int], now: datetime) -> dict[str, Q]:
    ours = Q(owner_id__in=offices) & SHOWN
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
    """How long each queue is, in one query."""
    counts = {name: Count("pk", filter=condition) for name, condition in queues.items()}
    return Problem.everywhere.filter(community=community).aggregate(**counts) if counts else {}


def queue(community: Community, condition: Q) -> ProblemRows:
    rows = Problem.everywhere.filter(condition, community=community)
    return rows.for_list().select_related("community", "merged_into").order_by("answer_due", "number")
