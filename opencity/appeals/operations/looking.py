"""Somebody of the body reads an appeal: each look is a line of the audit."""

from __future__ import annotations

from datetime import datetime

from opencity.appeals.models import Appeal
from opencity.casework.operations.auditing import note_line
from opencity.people.acting import Actor


def look_at(appeal: Appeal, actor: Actor, *, now: datetime) -> None:
    note_line(
        appeal.community,
        actor,
        "appeal_seen",
        problem=appeal.problem,
        organisation=appeal.organisation,
        facts={"appeal": str(appeal.uuid)},
        now=now,
    )
