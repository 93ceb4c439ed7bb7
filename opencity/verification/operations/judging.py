"""People look and give their verdicts; what follows is the rule's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.foundation.chains import new_salt
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.people.acting import Actor
from opencity.people.models import Person
from opencity.problems.access import must_be_unconcerned
from opencity.problems.history import Words, locked, record
from opencity.problems.models import Photo, Problem
from opencity.problems.operations.moving import move
from opencity.problems.operations.photographing import attach
from opencity.problems.rules.moves import Who
from opencity.problems.states import Stage, State, Visibility
from opencity.verification.models import Claim, Objection, Outcome, Value, Verdict
from opencity.verification.queries.relations import concerned
from opencity.verification.queries.rounds import circumstances, current_claim, tally
from opencity.verification.rules.weighing import Tally, may_complete
from opencity.verification.values import COUNTING, Relation, Standing


@dataclass(frozen=True, kw_only=True)
class NewVerdict:
    value: str
    words: str = ""
    language: str = "uk"
    photo: Photo | None = None


@transaction.atomic
def give_verdict(problem: Problem, person: Person, new: NewVerdict, *, now: datetime) -> Verdict:
    """One person's word in the running round, once. A no with a photograph is an objection.

    In the 90 days after «closed unverified» a yes still counts: confirmed late. Whoever did the work, or was nothing
    to the problem before the claim, is refused with what they can do instead.
    """
    problem = locked(problem)
    claim = _open_round(problem, now)
    if new.value not in Value.values:
        raise NotUnderstood(_("We do not know this answer."), _("Choose one of the four."), field="value")
    known = concerned(claim)
    _check_may(known.relation(person))
    if Verdict.everywhere.filter(claim=claim, person=person).exists():
        raise NotNow(_("You have already answered."), _("If it came back, reopen the problem; thank you."))
    verdict = Verdict(
        community=problem.community,
        claim=claim,
        person=person,
        value=new.value,
        words=new.words.strip(),
        language=new.language,
        salt=new_salt(),
        given_at=now,
    )
    if new.photo is not None:
        verdict.evidence = attach(
            new.photo, problem, stage=Stage.AFTER, author=person, claim_round=claim.round, now=now
        )
        verdict.objection = Objection.OPEN if new.value == Value.NO else Objection.NONE
    verdict.save()
    record(
        problem,
        "verdict",
        actor=person,
        at=now,
        facts={
            "value": new.value,
            "round": claim.round,
            "evidence": int(new.photo is not None),
            "late": int(problem.state == State.CLOSED_UNVERIFIED),
        },
        texts={"words": Words(new.words.strip(), new.language)},
    )
    conclude(problem, claim, now=now)
    return verdict


def _open_round(problem: Problem, now: datetime) -> Claim:
    claim = current_claim(problem)
    late = problem.state == State.CLOSED_UNVERIFIED and _recent(problem, now)
    if claim is None or problem.visibility == Visibility.HIDDEN or not (problem.state == State.CLAIMED_DONE or late):
        raise NotNow(
            _("Nothing is being checked here now."),
            _("Open the problem's page: it shows what can be done."),
            link=f"problems/{problem.number}/",
        )
    return claim


def _recent(problem: Problem, now: datetime) -> bool:
    days = problem.community.charter.reopen_days
    return problem.ended_at is not None and now - problem.ended_at <= timedelta(days=days)


def _check_may(relation: Relation) -> None:
    if relation == Relation.DOER:
        raise NotAllowed(
            _("You did this work or belong to the body that did, so others have to look."),
            _("Share the page with neighbours: they can follow the problem and look next time."),
        )
    if relation not in COUNTING:
        raise NotAllowed(
            _("Only those count who knew of the problem before it was said to be done."),
            _("Follow the place to be asked next time. Is it not done? Add an update with a photo."),
        )


def conclude(problem: Problem, claim: Claim, *, now: datetime) -> Tally:
    """Let the rule act on a locked problem: verified, contested, or nothing yet."""
    counted = tally(claim, now=now)
    running = problem.state == State.CLAIMED_DONE
    if counted.standing == Standing.VERIFIED:
        _verify(problem, claim, counted, now)
    elif counted.standing == Standing.CONTESTED and running:
        why = "weight" if counted.no >= 2 else "objection"
        move(
            problem,
            "contest",
            actor=None,
            who=Who.RULE,
            now=now,
            facts={"round": claim.round, "why": why},
        )
        _end(claim, Outcome.CONTESTED, now)
    return counted


def _verify(
    problem: Problem, claim: Claim, counted: Tally, now: datetime, actor: Actor | None = None, role: str = ""
) -> None:
    late = problem.state == State.CLOSED_UNVERIFIED
    facts: dict[str, int | str] = {"round": claim.round, "weight": counted.yes, "late": int(late)}
    if role:
        facts["completed_by_role"] = role
    move(
        problem,
        "confirm_late" if late else "verify",
        actor=actor,
        who=Who.RULE,
        now=now,
        changes={"by_reporter_alone": counted.by_reporter_alone and not role},
        facts=facts,
    )
    _end(claim, Outcome.VERIFIED, now)


def _end(claim: Claim, outcome: Outcome, now: datetime) -> None:
    claim.outcome, claim.ended_at = outcome, now
    claim.save(update_fields=["outcome", "ended_at"])


@transaction.atomic
def complete(problem: Problem, actor: Actor, photo: Photo | None, *, now: datetime) -> None:
    """A librarian or unconcerned coordinator who looked completes what neighbours alone confirmed, with a photo."""
    problem = locked(problem)
    claim = _open_round(problem, now)
    role = "librarian" if actor.is_librarian else "coordinator" if actor.coordinates else ""
    if not role:
        raise NotAllowed(_("Only a librarian or a coordinator can complete it."), _("Ask in the library near you."))
    must_be_unconcerned(problem, actor)
    counted = tally(claim, now=now)
    if not may_complete(counted, circumstances(claim, now=now)):
        raise NotNow(
            _("It is too early: neighbours may still answer."),
            _("Seven days after the claim, with enough “yes” and no “no”, you can complete it."),
        )
    if photo is None:
        raise NotUnderstood(_("A photo is owed."), _("Go and look, then add what you saw."), field="photo")
    attach(photo, problem, stage=Stage.AFTER, author=actor.person, claim_round=claim.round, now=now)
    _verify(problem, claim, counted, now, actor, role)


@transaction.atomic
def withdraw_objection(problem: Problem, person: Person, *, now: datetime) -> None:
    """The author of an objection takes it back; their no stays in the story and counts no more."""
    problem = locked(problem)
    claim, verdict = _objection(problem, person)
    verdict.objection, verdict.value = Objection.WITHDRAWN, Value.CANNOT_TELL
    verdict.save(update_fields=["objection", "value"])
    record(problem, "objection_withdrawn", actor=person, at=now, facts={"round": claim.round})
    conclude(problem, claim, now=now)


@transaction.atomic
def dismiss_objection(problem: Problem, author: Person, actor: Actor, words: Words, *, now: datetime) -> None:
    """An unconcerned coordinator or librarian dismisses an objection; the reason is published."""
    problem = locked(problem)
    if not (actor.coordinates or actor.is_librarian):
        raise NotAllowed(_("Only a coordinator or a librarian can do this."), _("Ask one of them to look."))
    must_be_unconcerned(problem, actor)
    if not words.text.strip():
        raise NotUnderstood(_("A reason is owed here."), _("Write it in a sentence: it is published."), field="words")
    claim, verdict = _objection(problem, author)
    verdict.objection = Objection.DISMISSED
    verdict.save(update_fields=["objection"])
    record(
        problem,
        "objection_dismissed",
        actor=actor.person,
        at=now,
        facts={"round": claim.round},
        texts={"words": words},
    )
    conclude(problem, claim, now=now)


def _objection(problem: Problem, author: Person) -> tuple[Claim, Verdict]:
    claim = current_claim(problem)
    rows = Verdict.everywhere.filter(claim=claim, person=author, objection=Objection.OPEN)
    verdict = rows.first() if claim else None
    if claim is None or verdict is None or problem.state != State.CLAIMED_DONE:
        raise NotNow(_("There is no open objection."), _("Open the problem's page again."))
    return claim, verdict
