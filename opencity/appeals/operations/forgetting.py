"""What becomes of somebody's appeals when they are erased; docs/guides/appeals.md says why."""

from __future__ import annotations

from datetime import datetime

from opencity.appeals.models import Appeal, AppealStep
from opencity.appeals.operations.filing import end_live
from opencity.people.models import Person
from opencity.problems.history import locked


def forget_appeals(person: Person, *, now: datetime) -> None:
    """Call it inside the transaction of the erasure, while the person still has keys in the histories.

    Live ones are taken back. What was never registered goes; of the rest number, days, codes and result stay.
    """
    rows = Appeal.everywhere.filter(person=person).select_related("community", "organisation", "problem")
    for appeal in rows.order_by("pk"):
        if appeal.is_live:
            appeal.problem = locked(appeal.problem)
            end_live(appeal, now=now)
        if not appeal.registrations(manager="everywhere").exists():
            appeal.delete()
            continue
        AppealStep.everywhere.filter(appeal=appeal).update(words="")
        blank = dict.fromkeys(("text", "full_name", "residence", "email", "postal_address", "phone", "answer"), "")
        Appeal.everywhere.filter(pk=appeal.pk).update(**blank, person=None, erased_at=now)
    AppealStep.everywhere.filter(actor=person).update(actor=None)
