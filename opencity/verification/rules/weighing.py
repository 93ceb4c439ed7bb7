"""The rule of verification: what verdicts weigh and what follows. Pure; time comes as an argument.

A result is verified when the weighted yes reaches the community's weight (2 by default), at least one counting yes
comes from the reporter, a librarian, a non-doing steward or a person checked in person, and no objection is open.
The reporter's yes counts 2, every other 1; whoever did the work counts 0. "Cannot tell" is worth 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from opencity.verification.values import ANCHORS, COUNTING, Relation, Standing

REPORTER_WEIGHT = 2
UNPROVEN_WEIGHT = 3
"""Without a proven place of the evidence the reporter, a librarian or this weight is needed."""
CONTEST_WEIGHT = 2
OBJECTION_LASTS = timedelta(days=14)
COMPLETE_AFTER = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """One verdict as the rule sees it; one per person."""

    value: str
    relation: Relation
    objection_since: datetime | None = None
    """Since when a no with evidence stands open; None when there is none, or it has ended."""

    @property
    def weight(self) -> int:
        if self.relation not in COUNTING:
            return 0
        return REPORTER_WEIGHT if self.relation == Relation.REPORTER and self.value == "yes" else 1


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """`private`: only the reporter and the library are asked, and the reporter's weight suffices."""

    now: datetime
    claimed_at: datetime
    place_proven: bool
    needed: int = 2
    private: bool = False


@dataclass(frozen=True, kw_only=True)
class Tally:
    yes: int
    partly: int
    no: int
    counting_yes: int
    """How many people's yes count, whatever their weight."""
    open_objections: int
    anchored: bool
    by_reporter_alone: bool
    needed: int
    standing: Standing

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.yes)


def weigh(verdicts: Sequence[Weighed], given: Circumstances) -> Tally:
    """The sums of a round and where it stands."""
    yes = [one for one in verdicts if one.value == "yes" and one.weight]
    partly = [one for one in verdicts if one.value == "partly" and one.weight]
    no = [one for one in verdicts if one.value == "no" and one.weight]
    objections = [one.objection_since for one in verdicts if one.objection_since is not None]
    anchored = any(one.relation in ANCHORS for one in yes)
    sums = _sum(yes), _sum(partly), _sum(no)
    needed = _needed(yes, given)
    return Tally(
        yes=sums[0],
        partly=sums[1],
        no=sums[2],
        counting_yes=len(yes),
        open_objections=len(objections),
        anchored=anchored,
        by_reporter_alone=[one.relation for one in yes] == [Relation.REPORTER],
        needed=needed,
        standing=_standing(sums, objections, anchored, needed, given),
    )


def _sum(verdicts: Iterable[Weighed]) -> int:
    return sum(one.weight for one in verdicts)


def _needed(yes: Sequence[Weighed], given: Circumstances) -> int:
    seen = any(one.relation in {Relation.REPORTER, Relation.LIBRARIAN} for one in yes)
    if given.place_proven or seen or given.private:
        return given.needed
    return max(given.needed, UNPROVEN_WEIGHT)


def _standing(
    sums: tuple[int, int, int], objections: Sequence[datetime], anchored: bool, needed: int, given: Circumstances
) -> Standing:
    yes, partly, no = sums
    if no >= CONTEST_WEIGHT or any(given.now - since >= OBJECTION_LASTS for since in objections):
        return Standing.CONTESTED
    if objections:
        return Standing.RUNNING
    if partly and yes + partly >= needed:
        return Standing.PARTLY
    if yes >= needed:
        return Standing.VERIFIED if anchored else Standing.CONFIRMED
    return Standing.RUNNING


def may_complete(tally: Tally, given: Circumstances) -> bool:
    """Whether a librarian or unconcerned coordinator may complete a round that others alone have confirmed."""
    waited = given.now - given.claimed_at >= COMPLETE_AFTER
    return tally.standing == Standing.CONFIRMED and waited and not tally.no
