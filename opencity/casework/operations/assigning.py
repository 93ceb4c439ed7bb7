"""Cases are given to people and teams of the owner."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.casework.access import may_have, must_sort
from opencity.casework.models import Assignment, Team
from opencity.casework.operations.auditing import note_line
from opencity.foundation.refusals import NotNow, NotUnderstood
from opencity.people.acting import Actor
from opencity.people.models import Person
from opencity.problems.history import locked
from opencity.problems.models import Problem
from opencity.problems.states import FINAL

MOST_FILTERS, MOST_STOPS = 20, 60
_NAMED = re.compile(r"@([\w’'ʼ-]+(?: [\w’'ʼ-]+)?)")


@transaction.atomic
def assign(
    problem: Problem, actor: Actor, *, person: Person | None = None, team: Team | None = None, now: datetime
) -> Assignment | None:
    """Give the case to a colleague or a team of its owner; to neither takes it back from everybody."""
    problem = locked(problem)
    must_sort(problem, actor)
    if problem.state in FINAL:
        raise NotNow(_("The case is closed."), _("It needs nobody any more."))
    assert problem.owner is not None
    if person is not None and not may_have(problem, person, now=now):
        raise NotUnderstood(
            _("%(name)s does not handle cases of this kind.") % {"name": person},
            _("Choose somebody from the list, or change their duty first."),
            field="to",
        )
    if team is not None and (team.organisation_id != problem.owner_id or team.ended_at is not None):
        raise NotUnderstood(_("This team is not yours."), _("Choose one from the list."), field="to")
    held = Assignment.everywhere.select_for_update().filter(problem=problem, until=None).first()
    if held is not None and held.person == person and held.team == team:
        return held
    if held is not None:
        held.until = now
        held.save(update_fields=["until"])
    note_line(
        problem.community,
        actor,
        "assigned",
        problem=problem,
        facts={"to": "team" if team else "person" if person else "nobody"},
        now=now,
    )
    if person is None and team is None:
        return None
    return Assignment.everywhere.create(
        community=problem.community,
        problem=problem,
        organisation=problem.owner,
        person=person,
        team=team,
        assigned_by=actor.person,
        since=now,
    )
