"""Who did the work, and so may neither verify it nor decide about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from django.db.models import Q

from opencity.people.models import Membership, Organisation
from opencity.problems.history import facts_of
from opencity.problems.models import ActorKey, Event, Problem

Source = Callable[[Problem], Iterable[int]]
WORK = ("accepted", "began", "claimed")


def doers(problem: Problem) -> frozenset[int]:
    """Ids of everybody who did this problem's work or belonged then to the body that did. Rooms above add sources."""
    return frozenset(person for source in SOURCES for person in source(problem))


def _who_claimed_or_worked(problem: Problem) -> set[int]:
    """Whoever spoke for a body that took the work up, also without a lasting membership."""
    events = _work(problem)
    keys = {event.actor for event in events if event.actor and facts_of(event).get("organisation")}
    return set(ActorKey.everywhere.filter(problem=problem, key__in=keys).values_list("person_id", flat=True))


def _members_of_the_owner(problem: Problem) -> set[int]:
    """Membership counts at the time of the work. The owner is the body named, not whoever founded it."""
    bodies = {problem.owner_id} if problem.owner_id else set()
    named = {str(facts_of(event).get("organisation", "")) for event in _work(problem)} - {""}
    bodies |= set(Organisation.objects.filter(uuid__in=[UUID(one) for one in named]).values_list("pk", flat=True))
    begun = problem.taken_up_at or problem.clock_started_at or problem.created_at
    still = Q(until=None) | Q(until__gte=begun)
    rows = Membership.objects.filter(
        still, organisation_id__in=bodies, since__lte=problem.claimed_at or problem.updated_at
    )
    return set(rows.values_list("person_id", flat=True))


def _work(problem: Problem) -> list[Event]:
    return list(Event.everywhere.filter(problem=problem, kind__in=WORK).prefetch_related("texts"))


SOURCES: list[Source] = [_who_claimed_or_worked, _members_of_the_owner]
