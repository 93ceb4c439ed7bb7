"""The word and the deeds of the body that has the duty."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.foundation.chains import Fact
from opencity.foundation.refusals import NotAllowed, NotUnderstood
from opencity.people.acting import Actor
from opencity.people.models import Organisation, Presence
from opencity.people.rights import Right
from opencity.problems.history import Words, locked, record
from opencity.problems.models import Event, Problem
from opencity.problems.operations.moving import move
from opencity.problems.operations.naming_owners import open_search, settle_owner
from opencity.problems.states import UNDER_WAY


@transaction.atomic
def accept(problem: Problem, actor: Actor, words: Words, *, promised_for: date | None, now: datetime) -> Event:
    """The owner takes the problem up, in its own recorded word, with a date if it can name one."""
    problem = locked(problem)
    _must_not_be_past(problem, promised_for, now)
    changes = {"promised_for": promised_for} if promised_for else {}
    return move(problem, "accept", actor=actor, now=now, words=words, changes=changes, facts=_in_name_of(problem))


@transaction.atomic
def begin(problem: Problem, actor: Actor, words: Words, *, now: datetime) -> Event:
    problem = locked(problem)
    return move(problem, "begin", actor=actor, now=now, words=words, facts=_in_name_of(problem))


@transaction.atomic
def answer(problem: Problem, actor: Actor, words: Words, *, now: datetime) -> Event:
    """A public answer that changes no state."""
    problem = locked(problem)
    _must_own(problem, actor)
    if not words.text.strip():
        raise NotUnderstood(_("The answer is empty."), _("Write what you will do, or why not."), field="words")
    return record(problem, "answered", actor=actor.person, at=now, facts=_in_name_of(problem), texts={"words": words})


@transaction.atomic
def promise(problem: Problem, actor: Actor, day: date, words: Words, *, now: datetime) -> Event:
    """Set or change the day by which it will be done. A changed day stays visible in the story."""
    problem = locked(problem)
    _must_own(problem, actor)
    _must_not_be_past(problem, day, now)
    facts = _in_name_of(problem) | {"before": problem.promised_for.isoformat() if problem.promised_for else ""}
    return record(
        problem,
        "promised",
        actor=actor.person,
        at=now,
        changes={"promised_for": day},
        facts=facts,
        texts={"words": words},
    )


@transaction.atomic
def forward(problem: Problem, actor: Actor, to: Organisation | None, words: Words, *, now: datetime) -> Event:
    """«Not ours, propose X»: back to open with a new owner or none. The clock is not reset.

    The owner's own word on a lamp or tree is also a word on whose that is, and opens the search in public.
    """
    problem = locked(problem)
    if to is not None and to.pk == problem.owner_id:
        raise NotUnderstood(_("That is the body that has it now."), _("Choose another one."), field="to")
    if to is not None and not Presence.everywhere.filter(community=problem.community, organisation=to).exists():
        raise NotUnderstood(
            _("This organisation does not work in this community."), _("Choose one from the list."), field="to"
        )
    before = problem.owner
    event = move(
        problem,
        "forward",
        actor=actor,
        now=now,
        words=words,
        changes={"owner": to, "promised_for": None, "review_on": None},
        facts=_in_name_of(problem) | {"from": str(before.uuid) if before else ""},
    )
    if before is not None and actor.may(Right.SORT, before.pk, problem.category.code):
        open_search(problem, actor, before, words, now=now)
    return event


@transaction.atomic
def block(problem: Problem, actor: Actor, words: Words, *, review_on: date, now: datetime) -> Event:
    """Name the obstacle and the day on which it will be looked at again."""
    problem = locked(problem)
    _must_not_be_past(problem, review_on, now)
    return move(
        problem,
        "block",
        actor=actor,
        now=now,
        words=words,
        changes={"review_on": review_on},
        facts=_in_name_of(problem),
    )


@transaction.atomic
def unblock(problem: Problem, actor: Actor, words: Words, *, now: datetime) -> Event:
    problem = locked(problem)
    return move(
        problem,
        "unblock",
        actor=actor,
        now=now,
        words=words,
        changes={"review_on": None},
        facts=_in_name_of(problem),
    )


@transaction.atomic
def assign_owner(problem: Problem, actor: Actor, to: Organisation, words: Words, *, now: datetime) -> Event:
    """A coordinator names the owner of a problem whose owner is unknown. It is told, never committed."""
    problem = locked(problem)
    if not actor.coordinates:
        raise NotAllowed(_("Only a coordinator can name the owner."), _("Flag the problem and say whose it is."))
    if problem.asset is not None and problem.asset.duty is None and problem.state in UNDER_WAY:
        told = settle_owner(problem.asset, actor, to, words, now=now)
        return next(event for event in told if event.problem_id == problem.pk)
    return record(problem, "routed", actor=actor.person, at=now, changes={"owner": to}, texts={"words": words})


def _in_name_of(problem: Problem) -> dict[str, Fact]:
    return {"organisation": str(problem.owner.uuid)} if problem.owner else {}


def _must_own(problem: Problem, actor: Actor) -> None:
    if not actor.may(Right.ANSWER, problem.owner_id, problem.category.code):
        raise NotAllowed(
            _("Only the body that has the duty can do it."), _("Are you from there? Sign in with its address.")
        )


def _must_not_be_past(problem: Problem, day: date | None, now: datetime) -> None:
    if day is not None and day < problem.community.calendar.today(now):
        raise NotUnderstood(_("This day has passed."), _("Name today or a later day."), field="day")
