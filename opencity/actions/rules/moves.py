"""The tables of moves of actions and of those who take part: from where to where, who may, and the event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from opencity.actions.values import EXPECTED, ActionState, ParticipationState


class Side(StrEnum):
    """In what capacity somebody acts on an action."""

    LEAD = "lead"
    """Lead, co-lead, whoever leads the plan, or a member of the organisation in whose name it was called."""
    KEEPER = "keeper"
    """A librarian or coordinator, where no lead is at hand."""
    PERSON = "person"
    """Whoever signed up, for themselves."""
    RULE = "rule"
    """The waiting list, and what follows when an action is called off."""


@dataclass(frozen=True, kw_only=True)
class Move:
    origins: frozenset[str]
    to: str
    who: frozenset[Side]
    event: str
    reason_owed: bool = False


def _move(origins: set[str] | frozenset[str], to: str, who: set[Side], event: str, *, reason: bool = False) -> Move:
    return Move(origins=frozenset(origins), to=to, who=frozenset(who), event=event, reason_owed=reason)


_A, _P = ActionState, ParticipationState
_LEADING = {Side.LEAD, Side.KEEPER}

ACTION_MOVES: Mapping[str, Move] = {
    "open": _move({_A.PLANNED}, _A.OPEN, {Side.LEAD}, "action_changed"),
    "confirm": _move({_A.OPEN}, _A.CONFIRMED, {Side.LEAD}, "action_confirmed"),
    "cancel": _move({_A.PLANNED, _A.OPEN, _A.CONFIRMED}, _A.CANCELLED, _LEADING, "action_cancelled", reason=True),
    "hold": _move({_A.OPEN, _A.CONFIRMED}, _A.HELD, _LEADING, "action_held"),
    "report": _move({_A.HELD}, _A.REPORTED, _LEADING, "action_reported", reason=True),
}

PARTICIPATION_MOVES: Mapping[str, Move] = {
    "place": _move({_P.JOINED}, _P.CONFIRMED, {Side.PERSON}, "action_joined"),
    "wait": _move({_P.JOINED}, _P.WAITLISTED, {Side.PERSON}, "action_joined"),
    "move_up": _move({_P.WAITLISTED}, _P.CONFIRMED, {Side.RULE}, "action_moved_up"),
    "leave": _move(EXPECTED, _P.WITHDRAWN, {Side.PERSON, Side.RULE}, "action_left"),
    "attend": _move({*EXPECTED, _P.NO_SHOW, _P.EXCUSED, _P.WITHDRAWN}, _P.ATTENDED, _LEADING, "action_attended"),
    "miss": _move({_P.CONFIRMED, _P.ATTENDED, _P.EXCUSED}, _P.NO_SHOW, _LEADING, "action_missed"),
    "excuse": _move({_P.CONFIRMED, _P.WAITLISTED, _P.ATTENDED, _P.NO_SHOW}, _P.EXCUSED, _LEADING, "action_missed"),
    "release": _move(EXPECTED, _P.EXCUSED, {Side.RULE}, "action_missed"),
}


def action_may(move: str, state: str, side: Side) -> bool:
    known = ACTION_MOVES[move]
    return state in known.origins and side in known.who


def participation_may(move: str, state: str, side: Side) -> bool:
    known = PARTICIPATION_MOVES[move]
    return state in known.origins and side in known.who
