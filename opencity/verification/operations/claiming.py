"""«It is done»: a claim with an after photograph opens a round of verification."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.foundation.refusals import NotAllowed, NotUnderstood
from opencity.people.acting import Actor
from opencity.people.models import Assurance
from opencity.people.rights import Right
from opencity.plans.access import leading_body
from opencity.problems.doers import doers
from opencity.problems.history import Words, locked
from opencity.problems.models import Evidence, Photo, Problem
from opencity.problems.operations.moving import check_state, move
from opencity.problems.operations.photographing import attach, proof_of
from opencity.problems.states import Proof, Stage, State
from opencity.verification.models import Claim, Objection, Outcome, Value, Verdict


@transaction.atomic
def claim(problem: Problem, actor: Actor, words: Words, photos: tuple[Photo, ...], *, now: datetime) -> Claim:
    """Say that it is done. The owner's officers claim as doers; anybody of assurance 1 claims as a neighbour,
    and that is their yes, counting 1.

    At least one photograph is owed, taken later than the work began. A claim on top of a running one needs newer
    evidence and opens a new round: verdicts of the earlier round do not count in it.
    """
    problem = locked(problem)
    check_state(problem, "claim")
    officer = actor.may(Right.WORK, problem.owner_id, problem.category.code)
    if not officer and actor.person.assurance < Assurance.CONTACT:
        raise NotAllowed(_("Please confirm your e-mail first."), _("Open the link we sent you, then come back."))
    _check_evidence(problem, photos)
    by_doer = officer or actor.person.pk in doers(problem)
    if problem.state == State.CLAIMED_DONE:
        _end_running_round(problem, by_doer, photos, now)
    opened = Claim.everywhere.create(
        community=problem.community,
        problem=problem,
        round=problem.claim_round + 1,
        claimant=actor.person,
        organisation=problem.owner if officer else None,
        by_doer=by_doer,
        claimed_at=now,
    )
    proofs = [_attach_after(photo, opened, actor, now).proof for photo in photos]
    opened.place_proven = Proof.NEAR in proofs
    opened.save(update_fields=["place_proven"])
    facts: dict[str, int | str] = {
        "by_doer": int(by_doer),
        "proof": Proof.NEAR.value if opened.place_proven else Proof.UNKNOWN.value,
        "photos": len(photos),
    }
    if officer and problem.owner:
        facts["organisation"] = str(problem.owner.uuid)
    elif (body := leading_body(problem, actor)) is not None:
        facts["led_by"] = str(body.uuid)
    move(problem, "claim", actor=actor, now=now, words=words, changes={"claim_round": opened.round}, facts=facts)
    if not by_doer:
        Verdict.everywhere.create(
            community=problem.community, claim=opened, person=actor.person, value=Value.YES, given_at=now
        )
    return opened


def _check_evidence(problem: Problem, photos: tuple[Photo, ...]) -> None:
    if not photos:
        raise NotUnderstood(
            _("A photo of the result is owed."), _("Add one taken there after the work."), field="photo"
        )
    begun = problem.taken_up_at or problem.created_at
    if all(photo.taken_at is not None and photo.taken_at < begun for photo in photos):
        raise NotUnderstood(
            _("The photo was taken before the work began."), _("Add one taken there after the work."), field="photo"
        )
    if all(proof_of(photo, problem)[0] == Proof.FAR for photo in photos):
        raise NotUnderstood(
            _("The photo was taken somewhere else, more than %(metres)s m away.") % {"metres": problem.category.near_m},
            _("Add one taken at the place itself."),
            field="photo",
        )


def _attach_after(photo: Photo, opened: Claim, actor: Actor, now: datetime) -> Evidence:
    return attach(photo, opened.problem, stage=Stage.AFTER, author=actor.person, claim_round=opened.round, now=now)


def _end_running_round(problem: Problem, by_doer: bool, photos: tuple[Photo, ...], now: datetime) -> None:
    running = Claim.everywhere.filter(problem=problem, outcome=Outcome.RUNNING).first()
    if running is None:
        return
    objected = Verdict.everywhere.filter(claim=running, objection=Objection.OPEN).exists()
    newer = any(photo.taken_at is None or photo.taken_at > running.claimed_at for photo in photos)
    if not (by_doer and objected and newer):
        raise NotUnderstood(
            _("The result is being checked already."),
            _("A new claim is possible when somebody objects, with a photo newer than the last one."),
            field="photo",
        )
    running.outcome, running.ended_at = Outcome.RECLAIMED, now
    running.save(update_fields=["outcome", "ended_at"])
