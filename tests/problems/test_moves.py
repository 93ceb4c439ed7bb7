"""Permissions, read off the table of moves: everybody tries every move from every state."""

from __future__ import annotations

import pytest

from opencity.foundation.refusals import NotAllowed, NotNow
from opencity.people.acting import Actor
from opencity.problems.models import Problem
from opencity.problems.operations.moving import move
from opencity.problems.rules.moves import MOVES, Who
from opencity.problems.states import State
from tests.town import MONDAY, Town, fresh, report, said

CAPACITIES = {
    "olena": {Who.REPORTER, Who.RESIDENT},
    "iryna": {Who.OFFICER, Who.RESIDENT},
    "svitlana": {Who.COORDINATOR, Who.RESIDENT},
    "mykhailo": {Who.MODERATOR, Who.RESIDENT},
    "taras": {Who.LIBRARIAN, Who.RESIDENT},
    "petro": {Who.RESIDENT},
}


def put_into(problem: Problem, state: State, other: Problem) -> Problem:
    """The state as it would be; the history of how it came there does not matter here."""
    merged = other if state == State.MERGED else None
    before = State.TAKEN_UP if state == State.BLOCKED else ""
    Problem.objects.filter(pk=problem.pk).update(state=state, before_block=before, merged_into=merged)
    return fresh(problem)


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("person", CAPACITIES)
def test_only_who_may_and_only_from_where_it_may(town: Town, name: str, person: str) -> None:
    known = MOVES[name]
    problem, other = report(town).problem, report(town, "petro").problem
    changes = {"merged_into": other} if known.to == State.MERGED else {}
    for state in State:
        row = put_into(problem, state, other)
        allowed = bool(known.who & CAPACITIES[person])
        position = row.position
        try:
            move(row, name, actor=town.actor(person), now=MONDAY, words=said(), changes=changes)
        except NotNow as refusal:
            assert state not in known.origins and refusal.next_step
        except NotAllowed as refusal:
            assert state in known.origins and not allowed and refusal.next_step
        else:
            assert state in known.origins and allowed
            assert fresh(problem).position == position + 1


def test_a_stranger_may_nothing(town: Town, elsewhere: Town) -> None:
    problem = report(town).problem
    vasyl = Actor(elsewhere.vasyl)
    for name, known in MOVES.items():
        if State.OPEN in known.origins and Who.RESIDENT not in known.who:
            with pytest.raises(NotAllowed):
                move(fresh(problem), name, actor=vasyl, now=MONDAY, words=said())
