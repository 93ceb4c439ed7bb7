"""The table of moves: who may take a problem from where to where, and what they owe. Nothing else changes a state.

Documentation and permission tests are generated from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from opencity.problems.states import UNDER_WAY, State


class Who(StrEnum):
    """In what capacity somebody acts on a problem."""

    REPORTER = "reporter"
    OFFICER = "officer"
    """A member of the owner, in its name."""
    INTAKE = "intake"
    """A member of the owner who sorts what comes in."""
    INSPECTOR = "inspector"
    """A member of the owner who works on the spot."""
    COORDINATOR = "coordinator"
    MODERATOR = "moderator"
    LIBRARIAN = "librarian"
    RESIDENT = "resident"
    """Anybody of assurance 1 or more."""
    LEAD = "lead"
    """Whoever leads the problem's plan; the room of plans knows who that is."""
    RULE = "rule"
    """The rule of verification, reached by people's verdicts; never the calendar."""
    CALENDAR = "calendar"
    """The worker, when time is over. May close unverified, lapse and remind, nothing else."""


@dataclass(frozen=True, kw_only=True)
class Move:
    """`to` is None where the state returns to what it was before the obstacle."""

    origins: frozenset[State]
    to: State | None
    who: frozenset[Who]
    event: str
    reason_owed: bool = False
    evidence_owed: bool = False


def _move(
    origins: set[State] | frozenset[State],
    to: State | None,
    who: set[Who],
    event: str,
    *,
    reason_owed: bool = False,
    evidence_owed: bool = False,
) -> Move:
    return Move(
        origins=frozenset(origins),
        to=to,
        who=frozenset(who),
        event=event,
        reason_owed=reason_owed,
        evidence_owed=evidence_owed,
    )


_S = State
_AT_WORK = {_S.TAKEN_UP, _S.IN_PROGRESS}

MOVES: Mapping[str, Move] = {
    "accept": _move({_S.OPEN}, _S.TAKEN_UP, {Who.OFFICER}, "accepted"),
    "begin": _move({_S.TAKEN_UP}, _S.IN_PROGRESS, {Who.OFFICER, Who.INSPECTOR}, "began"),
    "forward": _move(UNDER_WAY, _S.OPEN, {Who.OFFICER, Who.INTAKE, Who.COORDINATOR}, "forwarded", reason_owed=True),
    "block": _move(_AT_WORK, _S.BLOCKED, {Who.OFFICER}, "blocked", reason_owed=True),
    "unblock": _move({_S.BLOCKED}, None, {Who.OFFICER}, "unblocked"),
    "claim": _move(
        UNDER_WAY | {_S.CLAIMED_DONE},
        _S.CLAIMED_DONE,
        {Who.OFFICER, Who.INSPECTOR, Who.RESIDENT},
        "claimed",
        evidence_owed=True,
    ),
    "contest": _move({_S.CLAIMED_DONE}, _S.IN_PROGRESS, {Who.RULE}, "contested"),
    "verify": _move({_S.CLAIMED_DONE}, _S.VERIFIED, {Who.RULE}, "verified"),
    "confirm_late": _move({_S.CLOSED_UNVERIFIED}, _S.VERIFIED, {Who.RULE}, "verified"),
    "close_unverified": _move({_S.CLAIMED_DONE}, _S.CLOSED_UNVERIFIED, {Who.CALENDAR}, "closed_unverified"),
    "reopen": _move(
        {_S.VERIFIED, _S.CLOSED_UNVERIFIED},
        _S.OPEN,
        {Who.REPORTER, Who.LIBRARIAN, Who.RESIDENT},
        "reopened",
        reason_owed=True,
        evidence_owed=True,
    ),
    "withdraw": _move(UNDER_WAY, _S.WITHDRAWN, {Who.REPORTER}, "withdrawn"),
    "reject": _move({_S.OPEN}, _S.REJECTED, {Who.COORDINATOR, Who.MODERATOR}, "rejected", reason_owed=True),
    "out_of_scope": _move(
        {_S.OPEN}, _S.OUT_OF_SCOPE, {Who.COORDINATOR, Who.MODERATOR}, "out_of_scope", reason_owed=True
    ),
    "plan": _move({_S.OPEN, _S.BLOCKED}, _S.TAKEN_UP, {Who.LEAD}, "plan_published"),
    "plan_begin": _move({_S.TAKEN_UP}, _S.IN_PROGRESS, {Who.LEAD, Who.RULE}, "plan_began"),
    "plan_abandon": _move(_AT_WORK, _S.OPEN, {Who.LEAD}, "plan_abandoned", reason_owed=True),
    "plan_abandon_owned": _move(_AT_WORK, _S.TAKEN_UP, {Who.LEAD}, "plan_abandoned", reason_owed=True),
    "merge": _move(UNDER_WAY | {_S.CLAIMED_DONE}, _S.MERGED, {Who.COORDINATOR, Who.MODERATOR, Who.LIBRARIAN}, "merged"),
}


def may(move: str, state: str, who: Who) -> bool:
    """Whether somebody in this capacity may make the move from this state."""
    known = MOVES[move]
    return state in known.origins and who in known.who


def destination(move: str, before_block: str = "") -> State:
    to = MOVES[move].to
    return State(before_block) if to is None else to
