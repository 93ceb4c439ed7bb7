"""Decisions when problems are joined, and people who are erased."""

from __future__ import annotations

from datetime import datetime

from opencity.organisations.models import (
    Answer,
    Application,
    Decision,
    Group,
    Invitation,
    JoinRequest,
    Memorandum,
    Vetting,
)
from opencity.organisations.operations.grouping import facts_of
from opencity.people.models import Person
from opencity.problems.history import Words, record
from opencity.problems.models import Problem


def carry_decisions(problem: Problem, into: Problem, now: datetime) -> None:
    rows = Decision.everywhere.filter(problem=problem).select_related("group__organisation", "recorded_by")
    for one in rows.order_by("pk"):
        one.problem = into
        one.save(update_fields=["problem"])
        texts = {"words": Words(one.title, one.language)}
        record(into, "decided", actor=one.recorded_by, at=now, facts=facts_of(one), texts=texts)


def forget_in_organisations(person: Person) -> None:
    """Call it inside the transaction of the erasure. What was said in a body's name stays its own."""
    JoinRequest.everywhere.filter(person=person).delete()
    asked = Application.everywhere.filter(person=person)
    asked.filter(state=Answer.ASKED).update(state=Answer.WITHDRAWN)
    asked.update(person=None, words="")
    JoinRequest.everywhere.filter(answered_by=person).update(answered_by=None)
    Application.everywhere.filter(answered_by=person).update(answered_by=None)
    Invitation.everywhere.filter(made_by=person).update(made_by=None)
    Vetting.everywhere.filter(person=person).update(person=None)
    Memorandum.everywhere.filter(kept_by=person).update(kept_by=None)
    Group.everywhere.filter(founded_by=person).update(founded_by=None)
    Decision.everywhere.filter(recorded_by=person).update(recorded_by=None)
