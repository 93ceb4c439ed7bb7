"""The one door through which a problem's state changes: the table of moves, an event, the projection."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from opencity.foundation.chains import Fact
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.people.acting import Actor
from opencity.problems.access import capacities
from opencity.problems.history import Words, record
from opencity.problems.models import Event, Problem
from opencity.problems.rules.moves import MOVES, Who, destination
from opencity.problems.states import State


def move(
    problem: Problem,
    name: str,
    *,
    actor: Actor | None,
    who: Who | None = None,
    now: datetime,
    words: Words | None = None,
    changes: Mapping[str, Any] | None = None,
    facts: Mapping[str, Fact] | None = None,
) -> Event:
    """Make a move of the table on a locked problem. `who` is given only by rules and the calendar.

    Raises NotNow where the state forbids it, NotAllowed for the wrong person, NotUnderstood without an owed reason.
    """
    known = MOVES[name]
    check_state(problem, name)
    acting = {who} if who else set(capacities(problem, actor)) if actor else set()
    if not acting & known.who:
        raise NotAllowed(_("This is not yours to do."), _next_step_for(known.who))
    if known.reason_owed and not (words and words.text.strip()):
        raise NotUnderstood(
            _("A reason is owed here."), _("Write it in a sentence: everybody will read it."), field="words"
        )
    return record(
        problem,
        known.event,
        actor=actor.person if actor else None,
        at=now,
        changes={"state": destination(name, problem.before_block), **(changes or {})},
        facts=facts,
        texts={"words": words} if words else None,
    )


def check_state(problem: Problem, name: str) -> None:
    if problem.state in MOVES[name].origins:
        return
    raise NotNow(
        _("The problem is already somewhere else: “%(state)s”.") % {"state": State(problem.state).label},
        _("Open its page again: it shows what can be done now."),
        link=f"problems/{problem.number}/",
    )


def _next_step_for(who: frozenset[Who]) -> str:
    if Who.OFFICER in who:
        return _("Only the body that has the duty can do it. Are you from there? Sign in with its address.")
    if Who.REPORTER in who:
        return _("Only whoever reported it can do it. You can say what you know in an update.")
    return _("A coordinator of the community can do it. Flag the problem and say why.")
