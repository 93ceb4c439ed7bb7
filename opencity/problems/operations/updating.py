"""What reporters and neighbours add later: a correction, a new fact, a question, an offer, a flag, a withdrawal."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.foundation.chains import Fact, commit, new_salt
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.people.acting import Actor
from opencity.people.models import Assurance, Person
from opencity.problems.history import Words, locked, record
from opencity.problems.models import Event, Flag, Photo, Problem, Report, Subscription
from opencity.problems.operations.moving import move
from opencity.problems.operations.photographing import attach
from opencity.problems.rules.moves import Who
from opencity.problems.rules.wording import title_of
from opencity.problems.states import FINAL, Stage, Visibility


class UpdateKind(StrEnum):
    FACT = "fact"
    QUESTION = "question"
    OFFER = "offer"


@transaction.atomic
def edit(report: Report, words: str, *, now: datetime) -> Report:
    """The reporter corrects their own words shortly after filing; the title follows while it is theirs."""
    problem = locked(report.problem)
    if now - report.created_at > timedelta(minutes=problem.community.charter.edit_minutes):
        raise NotNow(
            _("The time to edit is over: others may have read it already."),
            _("Add what is new as an update: it will stand in the story."),
        )
    if not words.strip():
        raise NotUnderstood(_("Nothing is left of the report."), _("Write a sentence, or withdraw it."), field="words")
    old_title, report.words, report.salt = title_of(report.words), words.strip(), new_salt()
    report.save(update_fields=["words", "salt"])
    facts: dict[str, Fact] = {"words": commit(report.salt, report.words), "report": report.pk}
    if problem.title == old_title and title_of(report.words):
        problem.title, problem.title_salt = title_of(report.words), new_salt()
        problem.save(update_fields=["title", "title_salt"])
        facts["title"] = commit(problem.title_salt, problem.title)
    record(problem, "edited", actor=report.reporter, at=now, facts=facts)
    return report


@transaction.atomic
def withdraw(problem: Problem, actor: Actor, words: Words, *, now: datetime) -> Event:
    """«Вже не потрібно»: the only reporter takes the problem back while nobody else is affected."""
    problem = locked(problem)
    if problem.endorsed:
        raise NotNow(
            _("It affects others too, so it stays."),
            _("If it is solved, say that it is done and add a photo: the neighbours will check."),
        )
    return move(problem, "withdraw", actor=actor, now=now, words=words)


@transaction.atomic
def add_update(
    problem: Problem, person: Person, kind: UpdateKind, words: Words, *, photos: tuple[Photo, ...] = (), now: datetime
) -> Event:
    """A typed update: a new fact or photo, a question to the owner, an offer of help. There are no free comments."""
    problem = locked(problem)
    if problem.visibility == Visibility.HIDDEN or problem.state in FINAL:
        raise NotNow(_("This problem is closed."), _("If it is there again, reopen it or report it anew."))
    if person.assurance < Assurance.CONTACT:
        raise NotAllowed(_("Please confirm your e-mail first."), _("Open the link we sent you, then come back."))
    if not words.text.strip() and not photos:
        raise NotUnderstood(_("There is nothing to add yet."), _("Write a sentence or add a photo."), field="words")
    event = record(
        problem,
        "updated",
        actor=person,
        at=now,
        facts={"update": kind.value, "photos": len(photos)},
        texts={"words": words},
    )
    for photo in photos:
        attach(photo, problem, stage=Stage.DURING, author=person, now=now)
    Subscription.everywhere.get_or_create(
        community=problem.community, problem=problem, person=person, defaults={"created_at": now}
    )
    return event


@transaction.atomic
def flag(problem: Problem, person: Person | None, reason: str, words: str, *, now: datetime) -> Flag:
    """Ask a coordinator to look. The same person flags a problem once until it was looked at."""
    if reason not in Flag.Reason.values:
        raise NotUnderstood(_("We do not know this reason."), _("Choose one from the list."), field="reason")
    if person is not None:
        existing = Flag.everywhere.filter(problem=problem, person=person, resolved_at=None).first()
        if existing is not None:
            return existing
    row = Flag.everywhere.create(
        community=problem.community, problem=problem, person=person, reason=reason, words=words.strip(), created_at=now
    )
    record(locked(problem), "flagged", actor=None, at=now, facts={"reason": reason})
    return row


def may_withdraw(problem: Problem, capacities: frozenset[Who]) -> bool:
    return Who.REPORTER in capacities and not problem.endorsed and problem.state not in FINAL
