"""Who has a place and who waits, computed from everybody who signed up. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from opencity.actions.values import TAKES_A_PLACE, ActionState, ParticipationState


@dataclass(frozen=True)
class Line:
    """In order of `id`, which is the order in which people signed up."""

    id: int
    role: int
    state: str


def taken(lines: Iterable[Line]) -> Counter[int]:
    """How many places of each role are taken."""
    return Counter(line.role for line in lines if line.state in TAKES_A_PLACE)


def moving_up(capacities: Mapping[int, int], lines: Iterable[Line]) -> list[int]:
    """Ids of those who wait and now have a place, the longest waiting first."""
    everybody = sorted(lines, key=lambda line: line.id)
    full = taken(everybody)
    lucky = []
    for line in everybody:
        if line.state == ParticipationState.WAITLISTED and full[line.role] < capacities.get(line.role, 0):
            full[line.role] += 1
            lucky.append(line.id)
    return lucky


def shown_state(state: str, free: Iterable[int]) -> ActionState:
    """The state as people see it: open, with no place free in any role, is full."""
    if state == ActionState.OPEN and not any(free):
        return ActionState.FULL
    return ActionState(state)
