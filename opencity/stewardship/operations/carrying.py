"""Stewardships when problems are joined and when people are erased."""

from __future__ import annotations

from datetime import datetime

from opencity.people.models import Person
from opencity.problems.history import locked, record
from opencity.problems.models import Problem
from opencity.stewardship.models import Check, Stewardship
from opencity.stewardship.operations.looking_after import facts_of


def carry_stewardships(problem: Problem, into: Problem, now: datetime) -> None:
    """A place that is looked after stays so; where both are, the older steward of the other place goes on."""
    both = Stewardship.everywhere.filter(problem=into, ended_at=None).exists()
    for one in Stewardship.everywhere.filter(problem=problem).select_related("organisation").order_by("pk"):
        running = one.ended_at is None
        if running and both:
            one.ended_at = now
        one.problem = into
        one.save(update_fields=["problem", "ended_at"])
        if running and not both:
            record(into, "adopted", actor=one.person, at=now, facts={**facts_of(one), "every_days": one.every_days})


def forget_stewardships(person: Person, *, now: datetime) -> None:
    """Call it inside the transaction of the erasure. What was done in an organisation's name stays its own."""
    mine = Stewardship.everywhere.filter(person=person, organisation=None, ended_at=None)
    for one in mine.select_related("problem__community"):
        one.ended_at = now
        one.save(update_fields=["ended_at"])
        record(locked(one.problem), "stewardship_ended", actor=None, at=now, facts=facts_of(one))
    Stewardship.everywhere.filter(person=person).update(person=None)
    Check.everywhere.filter(person=person).update(person=None)
