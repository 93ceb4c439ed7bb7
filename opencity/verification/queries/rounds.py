"""Where a round stands, who may judge, and what waits for somebody's verdict."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from opencity.communities.models import Community
from opencity.people.models import Person
from opencity.problems.models import Problem
from opencity.problems.states import State, Visibility
from opencity.verification.models import Ask, Claim, Objection, Verdict
from opencity.verification.queries.relations import Concerned, concerned
from opencity.verification.rules.weighing import Circumstances, Tally, Weighed, weigh
from opencity.verification.values import COUNTING, Relation


def current_claim(problem: Problem) -> Claim | None:
    """The round that is open, or the last one."""
    if not problem.claim_round:
        return None
    rows = Claim.everywhere.filter(problem=problem, round=problem.claim_round)
    return rows.select_related("organisation", "problem__community", "problem__category", "problem__owner").first()


def circumstances(claim: Claim, *, now: datetime) -> Circumstances:
    problem = claim.problem
    return Circumstances(
        now=now,
        claimed_at=claim.claimed_at,
        place_proven=claim.place_proven,
        needed=problem.community.charter.verify_weight,
        private=problem.visibility == Visibility.PRIVATE,
    )


def tally(claim: Claim, *, now: datetime, known: Concerned | None = None) -> Tally:
    """The weights of all verdicts of this round as they stand now."""
    known = known or concerned(claim)
    rows = Verdict.everywhere.filter(claim=claim).select_related("person")
    return weigh([weighed(claim, row, known) for row in rows], circumstances(claim, now=now))


def people_saying(claim: Claim) -> Counter[str]:
    """How many people whose word counts said what in this round, whatever their weight."""
    known = concerned(claim)
    rows = Verdict.everywhere.filter(claim=claim).select_related("person")
    return Counter(row.value for row in rows if weighed(claim, row, known).weight)


def weighed(claim: Claim, verdict: Verdict, known: Concerned) -> Weighed:
    relation = known.relation(verdict.person)
    if not claim.by_doer and verdict.person_id == claim.claimant_id:
        relation = _claimant(relation)
    standing = verdict.objection == Objection.OPEN and relation in COUNTING
    return Weighed(
        value=verdict.value,
        relation=relation,
        objection_since=verdict.given_at if standing else None,
    )


def _claimant(relation: Relation) -> Relation:
    # A non-doer who says "it is done" gives a yes that counts 1, also when they are the reporter.
    return Relation.ENDORSER if relation in COUNTING else relation


@dataclass(frozen=True)
class Judge:
    """Whether somebody may give a verdict, and what it counts. `gave` is their verdict in this round, if any."""

    relation: Relation
    gave: Verdict | None

    @property
    def counts(self) -> bool:
        return self.relation in COUNTING


def judge(claim: Claim, person: Person) -> Judge:
    gave = Verdict.everywhere.filter(claim=claim, person=person).select_related("evidence__photo").first()
    return Judge(concerned(claim).relation(person), gave)


def waiting_for(person: Person, community: Community) -> QuerySet[Ask]:
    """What waits for somebody's verdict: asked, still running, not yet answered."""
    answered = Verdict.everywhere.filter(person=person).values("claim_id")
    rows = Ask.everywhere.filter(community=community, person=person, claim__outcome="")
    rows = rows.filter(claim__problem__state=State.CLAIMED_DONE).exclude(claim_id__in=answered)
    return rows.select_related("claim__problem__category", "claim__problem__area").order_by("asked_at")
