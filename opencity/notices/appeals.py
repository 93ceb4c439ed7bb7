"""What a notice about a formal appeal needs to be said."""

from __future__ import annotations

from datetime import date
from typing import Any

from opencity.appeals.law import law_of
from opencity.appeals.models import Appeal, AppealStep, Registration
from opencity.appeals.rules import UNREGISTERED
from opencity.foundation.languages import in_words
from opencity.notices.models import Delivery


def appeal_of(one: Delivery) -> Appeal | None:
    """None for other notices, and where it was erased since."""
    rows = Appeal.everywhere.select_related("community", "problem__category", "organisation", "person")
    return rows.filter(pk=one.facts.get("appeal", 0)).first()


def step_of(one: Delivery) -> AppealStep | None:
    return AppealStep.everywhere.select_related("organisation", "to").filter(pk=one.facts.get("step", 0)).first()


def values_of(one: Delivery) -> dict[str, Any]:
    """Without the words of days, which whoever writes the letter makes of `due`."""
    appeal, step = appeal_of(one), step_of(one)
    if appeal is None:
        return {"body": "", "to": "", "number": "", "result": "", "due": None}
    body = step.organisation if step is not None and step.organisation is not None else appeal.organisation
    line = Registration.everywhere.filter(appeal=appeal, organisation=body).first()
    due = step.due_on if step is not None else date.fromisoformat(str(one.facts["due"]))
    return {
        "body": body.name if one.kind != "appeal_new" else appeal.organisation.name,
        "to": step.to.name if step is not None and step.to is not None else "",
        "number": line.number if line is not None else "",
        "result": in_words(law_of(appeal.community).classifier.name_of(appeal.result)),
        "due": due,
    }


def is_over(one: Delivery) -> bool:
    """What was erased, ended, done already or passed on needs no letter to the body any more."""
    appeal = appeal_of(one)
    if appeal is None or appeal.erased_at is not None:
        return True
    if one.facts.get("as") == "appellant":
        return False
    if appeal.organisation_id != one.facts.get("organisation") or not appeal.is_live:
        return True
    if one.kind == "appeal_new":
        return appeal.state not in UNREGISTERED
    return one.facts.get("what") == "answer" and appeal.due_on.isoformat() != str(one.facts.get("due"))


def words_of(one: Delivery) -> tuple[str, str]:
    """What the body said with it, for the author alone: words and their language."""
    appeal, step = appeal_of(one), step_of(one)
    if appeal is None or one.facts.get("as") != "appellant":
        return "", ""
    if one.kind == "appeal_answered":
        return appeal.answer, appeal.answer_language
    return (step.words, step.language) if step is not None else ("", "")
