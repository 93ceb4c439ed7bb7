"""A round of verification as a page shows it: what was claimed, what is still needed, and who said what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.utils.translation import gettext as _

from opencity.people.models import Organisation, Person
from opencity.problems.history import facts_of
from opencity.problems.models import Endorsement, Event, Evidence, Problem, Report
from opencity.problems.states import Proof, Stage, State
from opencity.verification.models import Claim, Verdict
from opencity.verification.queries.relations import concerned
from opencity.verification.queries.rounds import current_claim, tally
from opencity.verification.rules.weighing import Tally
from opencity.verification.values import COUNTING, Relation, Standing
from opencity.web.public.dates import When, day_words, local, moment
from opencity.web.public.photographs import Picture, evidence_picture
from opencity.web.public.planned import may_reopen, round_ends
from opencity.web.public.story import RESIDENTS, Quote

REMEMBERED_S = 3600
WIDE = "(max-width: 900px) 100vw, 640px"


@dataclass(frozen=True)
class Needed:
    """How many more answers a running round needs, and whether somebody objects. Whose they are is not told."""

    missing: int
    needed: int
    anchor_missing: bool
    objected: bool


def needed_for(problem: Problem, *, now: datetime) -> Needed | None:
    """For the public page: kept by the head of the history, because every verdict changes it."""
    if problem.state != State.CLAIMED_DONE:
        return None
    key = f"needed:{problem.pk}:{problem.head}"
    kept: Needed | None = cache.get(key)
    if kept is None:
        claim = current_claim(problem)
        if claim is None:
            return None
        kept = _needed(tally(claim, now=now))
        cache.set(key, kept, REMEMBERED_S)
    return kept


def _needed(counted: Tally) -> Needed:
    return Needed(
        missing=counted.missing,
        needed=counted.needed,
        anchor_missing=counted.standing == Standing.CONFIRMED,
        objected=bool(counted.open_objections),
    )


@dataclass(frozen=True)
class Said:
    """Somebody's verdict, for those who have given theirs."""

    value: str
    label: str
    who: str
    quote: Quote | None
    picture: Picture | None
    when: When


@dataclass(frozen=True)
class Round:
    """Everything its page shows of a round; words are ready, dates are told in the community's days."""

    claim: Claim
    words: Quote | None
    sector: str
    organisation: Organisation | None
    before: Picture | None
    after: Picture | None
    said_at: When
    taken: str
    where: str
    promised: str
    tally: Tally
    relation: Relation | None
    gave: Verdict | None
    ends_words: str
    late: bool
    """Closed unverified a short while ago: a yes may still confirm it."""

    @property
    def running(self) -> bool:
        return self.claim.problem.state == State.CLAIMED_DONE

    @property
    def open(self) -> bool:
        return self.running or self.late

    @property
    def may_answer(self) -> bool:
        return self.gave is None and self.relation in COUNTING

    @property
    def is_doer(self) -> bool:
        return self.relation == Relation.DOER

    @property
    def given(self) -> int:
        return min(self.tally.yes, self.tally.needed)

    @property
    def dots(self) -> list[bool]:
        """One for each answer that is needed: given or not. Only yes is counted towards it."""
        return [n < self.given for n in range(self.tally.needed)]


def round_of(problem: Problem, person: Person | None, *, now: datetime) -> Round | None:
    """The running round, or the last one, as somebody may see it."""
    claim = current_claim(problem)
    if claim is None:
        return None
    known = concerned(claim)
    evidence = _evidence(claim)
    before = next((one for one in evidence if one.stage == Stage.BEFORE), None)
    after = next((one for one in evidence if one.claim_round == claim.round), None)
    community = problem.community
    return Round(
        claim=claim,
        words=_words(claim),
        sector=claim.organisation.sector if claim.organisation else RESIDENTS,
        organisation=claim.organisation,
        before=evidence_picture(before, problem, now=now, sizes=WIDE) if before else None,
        after=evidence_picture(after, problem, now=now, sizes=WIDE) if after else None,
        said_at=moment(claim.claimed_at, community, now),
        taken=moment(after.taken_at, community, now).words if after and after.taken_at else "",
        where=_where(after),
        promised=_promised(problem, claim, now),
        tally=tally(claim, now=now, known=known),
        relation=known.relation(person) if person else None,
        gave=_gave(claim, person),
        ends_words=day_words(round_ends(problem), community, now) if problem.claimed_at else "",
        late=problem.state == State.CLOSED_UNVERIFIED and may_reopen(problem, now),
    )


def _where(after: Evidence | None) -> str:
    """How near the photograph was taken, so that everybody can judge what it proves."""
    if after is None or after.proof == Proof.UNKNOWN or after.distance_m is None:
        return _("The photo does not say where it was taken, so more has to speak for it")
    return _("%(metres)s m from the place") % {"metres": after.distance_m}


def _promised(problem: Problem, claim: Claim, now: datetime) -> str:
    if problem.promised_for is None:
        return ""
    day = day_words(problem.promised_for, problem.community, now)
    if local(claim.claimed_at, problem.community).date() <= problem.promised_for:
        return _("%(day)s, kept") % {"day": day}
    return _("%(day)s, not kept") % {"day": day}


def _gave(claim: Claim, person: Person | None) -> Verdict | None:
    if person is None:
        return None
    return Verdict.everywhere.filter(claim=claim, person=person).first()


def _evidence(claim: Claim) -> Sequence[Evidence]:
    """Photographs of the problem, and those that came with the claim; those of verdicts stay with the verdicts."""
    rows = Evidence.everywhere.filter(problem=claim.problem, hidden=False).select_related("photo")
    rows = rows.order_by("created_at", "pk")
    return [one for one in rows if one.claim_round == 0 or one.created_at <= claim.claimed_at]


def _words(claim: Claim) -> Quote | None:
    events = Event.everywhere.filter(problem=claim.problem, kind="claimed").order_by("-position")
    for event in events.prefetch_related("texts")[:5]:
        if facts_of(event).get("claim_round") == claim.round:
            said = next((text for text in event.texts.all() if text.name == "words"), None)
            return Quote(said.words, said.language) if said and said.words else None
    return None


def verdicts_of(claim: Claim, *, now: datetime) -> list[Said]:
    """Everybody's word in the round, oldest first; a name only where its owner shows it on this problem."""
    problem = claim.problem
    rows = Verdict.everywhere.filter(claim=claim).select_related("person", "evidence__photo").order_by("given_at")
    named = _named(problem)
    return [
        Said(
            value=row.value,
            label=row.get_value_display(),
            who=row.person.public_name if row.person_id in named else "",
            quote=Quote(row.words, row.language) if row.words else None,
            picture=evidence_picture(row.evidence, problem, now=now, sizes="148px")
            if row.evidence and not row.evidence.hidden
            else None,
            when=moment(row.given_at, problem.community, now),
        )
        for row in rows
    ]


def _named(problem: Problem) -> set[int]:
    reports = Report.everywhere.filter(problem=problem, show_name=True).values_list("reporter_id", flat=True)
    joined = Endorsement.everywhere.filter(problem=problem, show_name=True, withdrawn_at=None)
    return set(reports) | set(joined.values_list("person_id", flat=True))
