"""It came back: a closed problem is open again, within the charter's days and with new evidence."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.people.acting import Actor
from opencity.people.models import Assurance
from opencity.problems.access import capacities
from opencity.problems.history import Words, facts_of, locked, record
from opencity.problems.models import ActorKey, Event, Photo, Problem
from opencity.problems.operations.filing import clock
from opencity.problems.operations.moving import check_state, move
from opencity.problems.operations.photographing import attach
from opencity.problems.rules.moves import Who
from opencity.problems.states import Stage


@transaction.atomic
def reopen(problem: Problem, actor: Actor, words: Words, photos: tuple[Photo, ...], *, now: datetime) -> Event:
    """The reporter or a librarian reopens alone; of others it takes two of assurance 1, each with new evidence.

    The first of those others leaves a «reopen_asked»; the last one reopens. The clock starts anew.
    """
    problem = locked(problem)
    check_state(problem, "reopen")
    days = problem.community.charter.reopen_days
    if problem.ended_at is None or now - problem.ended_at > timedelta(days=days):
        raise NotNow(
            _("More than %(days)s days have passed.") % {"days": days},
            _("Report it anew: we will connect the two."),
            link="report/",
        )
    if actor.person.assurance < Assurance.CONTACT:
        raise NotAllowed(_("Please confirm your e-mail first."), _("Open the link we sent you, then come back."))
    _check_evidence(problem, photos)
    if not words.text.strip():
        raise NotUnderstood(_("A reason is owed here."), _("Write what you saw."), field="words")
    who = capacities(problem, actor)
    alone = bool(who & {Who.REPORTER, Who.LIBRARIAN})
    others = _asked_already(problem) | {actor.person.pk}
    for photo in photos:
        attach(photo, problem, stage=Stage.BEFORE, author=actor.person, now=now)
    facts = {"round": problem.claim_round, "photos": len(photos)}
    if not alone and len(others) < problem.community.charter.reopen_others:
        if actor.person.pk in _asked_already(problem):
            raise NotNow(_("You have already asked."), _("One more neighbour has to say the same, with a photo."))
        return record(problem, "reopen_asked", actor=actor.person, at=now, facts=facts, texts={"words": words})
    return move(
        problem,
        "reopen",
        actor=actor,
        now=now,
        words=words,
        changes={**clock(problem.community, problem.category, now), "promised_for": None, "by_reporter_alone": False},
        facts=facts,
    )


def _check_evidence(problem: Problem, photos: tuple[Photo, ...]) -> None:
    ended = problem.ended_at
    new = [photo for photo in photos if photo.taken_at is None or ended is None or photo.taken_at > ended]
    if not new:
        raise NotUnderstood(
            _("A new photo is owed, taken after it was closed."), _("Go by and take one."), field="photo"
        )


def _asked_already(problem: Problem) -> set[int]:
    rows = Event.everywhere.filter(problem=problem, kind="reopen_asked").prefetch_related("texts")
    keys = [row.actor for row in rows if facts_of(row).get("round") == problem.claim_round]
    return set(ActorKey.everywhere.filter(problem=problem, key__in=keys).values_list("person_id", flat=True))
