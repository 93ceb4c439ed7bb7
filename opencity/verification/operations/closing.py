"""Silence: people are asked, reminded twice, and then the round ends in «closed unverified»."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opencity.people.models import Person
from opencity.problems.history import locked
from opencity.problems.operations.moving import move
from opencity.problems.rules.moves import Who
from opencity.problems.states import State
from opencity.verification.models import Ask, Claim, Outcome, Verdict
from opencity.verification.operations.judging import conclude
from opencity.verification.queries.relations import concerned
from opencity.verification.rules.silence import Next, after_silence


@transaction.atomic
def ask(claim: Claim, *, now: datetime) -> list[Person]:
    """Everybody who may judge and was not asked yet; running it again asks nobody twice."""
    asked = set(Ask.everywhere.filter(claim=claim).values_list("person_id", flat=True))
    answered = set(Verdict.everywhere.filter(claim=claim).values_list("person_id", flat=True))
    known = concerned(claim)
    fresh = Person.objects.filter(pk__in=known.everybody - asked - answered, is_active=True).order_by("pk")
    people = list(fresh)
    for person in people:
        Ask.everywhere.create(community=claim.community, claim=claim, person=person, asked_at=now)
    return people


@transaction.atomic
def remind_or_close(claim: Claim, *, now: datetime) -> list[Person]:
    """What the calendar may do: let an objection that stood too long contest, remind, or close unverified.

    Returns whom to remind. People who answered «cannot tell» are not reminded: that is no silence.
    """
    problem = locked(claim.problem)
    claim = Claim.everywhere.select_related("problem__community", "problem__category", "problem__owner").get(
        pk=claim.pk
    )
    if claim.outcome != Outcome.RUNNING or problem.state != State.CLAIMED_DONE:
        return []
    conclude(problem, claim, now=now)
    if problem.state != State.CLAIMED_DONE:
        return []
    charter = problem.community.charter
    reminded = max((one.reminders for one in Ask.everywhere.filter(claim=claim)), default=charter.verify_reminders)
    match after_silence(
        claim.claimed_at, reminded, days=charter.verify_days, reminders=charter.verify_reminders, now=now
    ):
        case Next.REMIND:
            return _remind(claim, reminded + 1, now)
        case Next.CLOSE:
            _close(claim, now)
    return []


def _remind(claim: Claim, reminder: int, now: datetime) -> list[Person]:
    answered = Verdict.everywhere.filter(claim=claim).values("person_id")
    silent = Ask.everywhere.filter(claim=claim).exclude(person_id__in=answered)
    people = list(Person.objects.filter(pk__in=silent.values("person_id"), is_active=True).order_by("pk"))
    Ask.everywhere.filter(claim=claim).update(reminders=reminder, reminded_at=now)
    return people


def _close(claim: Claim, now: datetime) -> None:
    problem = locked(claim.problem)
    move(problem, "close_unverified", actor=None, who=Who.CALENDAR, now=now, facts={"round": claim.round})
    claim.outcome, claim.ended_at = Outcome.UNVERIFIED, now
    claim.save(update_fields=["outcome", "ended_at"])
