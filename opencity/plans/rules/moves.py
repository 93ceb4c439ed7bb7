"""The tables of moves of pledges and plans: from where to where, who may, and the event. No other state changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from opencity.plans.values import LIVE, PENDING, PlanState, PledgeState


class Side(StrEnum):
    """In what capacity somebody acts on a pledge or a plan."""

    GIVER = "giver"
    LEAD = "lead"
    """Lead, co-lead, or a member of the organisation in whose name the plan is led."""
    RECIPIENT = "recipient"
    """Who receives: the lead's side, the payee of money, a librarian or coordinator; never the giver."""
    RULE = "rule"
    CALENDAR = "calendar"
    """Lapses and reminds, nothing else."""


@dataclass(frozen=True, kw_only=True)
class Move:
    origins: frozenset[str]
    to: str
    who: frozenset[Side]
    event: str
    reason_owed: bool = False


def _pledge(
    origins: set[PledgeState] | frozenset[PledgeState],
    to: PledgeState,
    who: set[Side],
    event: str,
    *,
    reason_owed: bool = False,
) -> Move:
    return Move(origins=frozenset(origins), to=to, who=frozenset(who), event=event, reason_owed=reason_owed)


_P = PledgeState
PLEDGE_MOVES: Mapping[str, Move] = {
    "accept": _pledge({_P.OFFERED}, _P.ACCEPTED, {Side.LEAD}, "pledge_accepted"),
    "wait": _pledge({_P.OFFERED}, _P.WAITING, {Side.LEAD}, "pledge_accepted"),
    "decline": _pledge(
        {_P.OFFERED, _P.WAITING, _P.SLEEPING}, _P.DECLINED, {Side.LEAD}, "pledge_declined", reason_owed=True
    ),
    "wake_offered": _pledge({_P.SLEEPING}, _P.OFFERED, {Side.RULE}, "pledge_woke"),
    "wake_waiting": _pledge({_P.SLEEPING}, _P.WAITING, {Side.RULE}, "pledge_woke"),
    "wake": _pledge({_P.SLEEPING}, _P.ACCEPTED, {Side.RULE}, "pledge_woke"),
    "move_up": _pledge({_P.WAITING}, _P.ACCEPTED, {Side.RULE}, "pledge_moved_up"),
    "deliver": _pledge({_P.ACCEPTED}, _P.DELIVERED, {Side.GIVER, Side.RECIPIENT}, "pledge_delivered"),
    "come": _pledge(
        {_P.OFFERED, _P.WAITING, _P.SLEEPING}, _P.DELIVERED, {Side.GIVER, Side.RECIPIENT}, "pledge_delivered"
    ),
    "acknowledge": _pledge({_P.DELIVERED, _P.DISPUTED}, _P.ACKNOWLEDGED, {Side.RECIPIENT}, "pledge_acknowledged"),
    "dispute": _pledge({_P.DELIVERED}, _P.DISPUTED, {Side.RECIPIENT}, "pledge_disputed", reason_owed=True),
    "withdraw": _pledge(PENDING, _P.WITHDRAWN, {Side.GIVER}, "pledge_withdrawn", reason_owed=True),
    "lapse": _pledge(PENDING, _P.LAPSED, {Side.CALENDAR, Side.RULE}, "pledge_lapsed"),
}


def _plan(
    origins: set[PlanState] | frozenset[PlanState], to: PlanState, who: set[Side], event: str, *, reason: bool = False
) -> Move:
    return Move(origins=frozenset(origins), to=to, who=frozenset(who), event=event, reason_owed=reason)


_L = PlanState
PLAN_MOVES: Mapping[str, Move] = {
    "publish": _plan({_L.DRAFT}, _L.PUBLISHED, {Side.LEAD}, "plan_published"),
    "become_ready": _plan({_L.PUBLISHED}, _L.READY, {Side.RULE}, "plan_ready"),
    "fall_back": _plan({_L.READY}, _L.PUBLISHED, {Side.RULE}, "plan_short"),
    "begin": _plan({_L.PUBLISHED, _L.READY}, _L.RUNNING, {Side.LEAD, Side.RULE}, "plan_began"),
    "finish": _plan({_L.RUNNING}, _L.FINISHED, {Side.LEAD}, "plan_finished"),
    "abandon": _plan(LIVE, _L.ABANDONED, {Side.LEAD, Side.RULE}, "plan_abandoned", reason=True),
}


def pledge_may(move: str, state: str, side: Side) -> bool:
    known = PLEDGE_MOVES[move]
    return state in known.origins and side in known.who


def plan_may(move: str, state: str, side: Side) -> bool:
    known = PLAN_MOVES[move]
    return state in known.origins and side in known.who
