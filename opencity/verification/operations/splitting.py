"""«Partly» closes what is done and leaves the rest as a problem of its own."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.foundation.refusals import NotAllowed, NotNow
from opencity.people.acting import Actor
from opencity.people.rights import Right
from opencity.plans.access import leads_here
from opencity.problems.access import must_be_unconcerned
from opencity.problems.history import Words, locked
from opencity.problems.models import Problem
from opencity.problems.operations.merging import split_off
from opencity.problems.operations.moving import move
from opencity.problems.rules.moves import Who
from opencity.problems.states import State
from opencity.verification.models import Outcome
from opencity.verification.queries.rounds import current_claim, tally
from opencity.verification.values import Standing

COORDINATOR_AFTER = timedelta(days=7)


@transaction.atomic
def split_remainder(problem: Problem, actor: Actor, title: str, words: Words, *, now: datetime) -> Problem:
    """Once enough people say «partly» or yes: owner or lead, after seven days a coordinator, splits off the rest.

    The rest keeps the reporters and the clock; the done part is verified.
    """
    problem = locked(problem)
    claim = current_claim(problem)
    if claim is None or problem.state != State.CLAIMED_DONE:
        raise NotNow(_("Nothing is being checked here now."), _("Open the problem's page again."))
    owner = actor.may(Right.ANSWER, problem.owner_id, problem.category.code)
    if not owner and not leads_here(problem, actor):
        if not actor.coordinates or now - claim.claimed_at < COORDINATOR_AFTER:
            raise NotAllowed(
                _("The owner or the plan's lead splits off the rest; after seven days a coordinator may."),
                _("Write to them in an update."),
            )
        must_be_unconcerned(problem, actor)
    counted = tally(claim, now=now)
    if counted.standing != Standing.PARTLY:
        raise NotNow(
            _("Not enough people have said “partly” yet."),
            _("Wait for the neighbours' answers."),
            link=f"problems/{problem.number}/",
        )
    rest = split_off(problem, title, words, actor=actor.person, now=now)
    move(
        problem,
        "verify",
        actor=actor,
        who=Who.RULE,
        now=now,
        changes={"by_reporter_alone": False},
        facts={"round": claim.round, "weight": counted.yes + counted.partly, "late": 0},
    )
    claim.outcome, claim.ended_at = Outcome.VERIFIED, now
    claim.save(update_fields=["outcome", "ended_at"])
    return rest
