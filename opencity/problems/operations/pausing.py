"""A deadline pauses for a published reason, within what the community allows, and runs on by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencity.catalogue.pauses import pause_reasons
from opencity.foundation.chains import Fact
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.foundation.workdays import Calendar
from opencity.people.acting import Actor
from opencity.people.rights import Right
from opencity.problems.history import Words, locked, record
from opencity.problems.models import Event, Problem
from opencity.problems.models.pause import Pause
from opencity.problems.queries.pauses import running_pause, used_days
from opencity.problems.rules.pausing import latest_until, moved, planned_days, taken_days
from opencity.problems.states import UNDER_WAY


@dataclass(frozen=True)
class NewPause:
    """`until` is the last day of it; `reason` a code of the country's list."""

    reason: str
    until: date
    words: Words


@transaction.atomic
def pause_clock(problem: Problem, actor: Actor, new: NewPause, *, now: datetime) -> Event:
    """The deadline moves by the working days of the pause. Its old day stays in the history and on the page.

    Raises NotNow where no deadline runs or the allowed days are used up.
    """
    problem = locked(problem)
    _must_have_the_duty(problem, actor)
    due = _running_deadline(problem, now)
    if new.reason not in pause_reasons(problem.community):
        raise NotUnderstood(_("It is not said why."), _("Choose a reason from the list."), field="reason")
    if not new.words.text.strip():
        raise NotUnderstood(
            _("A reason is owed here."), _("Write it in a sentence: everybody will read it."), field="words"
        )
    days = _days(problem, new.until, now)
    Pause.everywhere.create(
        community=problem.community,
        problem=problem,
        organisation=problem.owner,
        reason=new.reason,
        since=now,
        until=new.until,
        due_before=due,
        days=days,
    )
    calendar = problem.community.calendar
    return record(
        problem,
        "clock_paused",
        actor=actor.person,
        at=now,
        changes={"answer_due": moved(due, days, calendar), "paused_until": new.until},
        facts={**_whose(problem), "reason": new.reason, "days": days, "before": calendar.today(due).isoformat()},
        texts={"words": new.words},
    )


@transaction.atomic
def resume_clock(problem: Problem, actor: Actor | None, *, now: datetime) -> Event | None:
    """It runs on: by the body's word, or by the calendar (no actor) when the last day has passed. None if it runs."""
    problem = locked(problem)
    pause, calendar = running_pause(problem), problem.community.calendar
    if pause is None:
        return None
    if actor is None and calendar.today(now) <= pause.until:
        return None
    if actor is not None:
        _must_have_the_duty(problem, actor)
    pause.days = taken_days(pause.since, now, pause.days, calendar)
    pause.ended_at = now
    pause.save(update_fields=["days", "ended_at"])
    if problem.paused_until is None:
        # The clock began anew meanwhile: another deadline runs, and this pause has nothing to do with it.
        return None
    return record(
        problem,
        "clock_resumed",
        actor=actor.person if actor else None,
        at=now,
        changes=_running_on(pause, calendar, by_hand=actor is not None),
        facts={**(_whose(problem) if actor else {}), "days": pause.days},
    )


def _running_on(pause: Pause, calendar: Calendar, *, by_hand: bool) -> dict[str, Any]:
    """A pause that took its whole time has moved the deadline already."""
    due = {"answer_due": moved(pause.due_before, pause.days, calendar)} if by_hand else {}
    return due | {"paused_until": None}


def _must_have_the_duty(problem: Problem, actor: Actor) -> None:
    if actor.coordinates or actor.may(Right.ANSWER, problem.owner_id, problem.category.code):
        return
    raise NotAllowed(
        _("This is not yours to do."),
        _("Only the body that has the duty can do it. Are you from there? Sign in with its address."),
    )


def _running_deadline(problem: Problem, now: datetime) -> datetime:
    if problem.answer_due is None or problem.answered_at is not None or problem.state not in UNDER_WAY:
        raise NotNow(_("No deadline runs here."), _("An answer was given, or nobody owes one."))
    if problem.paused_until is not None:
        raise NotNow(_("It is paused already."), _("Let it run on first, then pause it anew."))
    if now > problem.answer_due:
        raise NotNow(_("The deadline has passed: it cannot be paused afterwards."), _("Answer now, please."))
    return problem.answer_due


def _days(problem: Problem, until: date, now: datetime) -> int:
    calendar, most = problem.community.calendar, problem.community.charter.pause_days_most
    days = planned_days(now, until, calendar)
    if days < 1:
        raise NotUnderstood(_("No working day lies until then."), _("Choose a working day after today."), field="until")
    left = most - used_days(problem)
    if left < 1:
        raise NotNow(_("All the days of pausing are used up here."), _("Answer with what you know now."))
    if days > left:
        why = ngettext(
            "Only %(n)s working day may still be paused.", "Only %(n)s working days may still be paused.", left
        )
        latest = date_format(latest_until(now, left, calendar), "DATE_FORMAT")
        raise NotUnderstood(why % {"n": left}, _("Choose a day until %(day)s.") % {"day": latest}, field="until")
    return days


def _whose(problem: Problem) -> dict[str, Fact]:
    return {"organisation": str(problem.owner.uuid)} if problem.owner else {}
