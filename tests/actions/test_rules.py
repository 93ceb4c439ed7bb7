from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencity.actions.rules.ages import adults_only
from opencity.actions.rules.moves import ACTION_MOVES, PARTICIPATION_MOVES, Side, action_may, participation_may
from opencity.actions.rules.placing import Line, moving_up, shown_state, taken
from opencity.actions.rules.timing import hours_between, is_honest
from opencity.actions.values import STORED, ActionState, ParticipationState
from opencity.problems.events import KINDS

KYIV = ZoneInfo("Europe/Kyiv")
START = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
LINES = st.lists(st.tuples(st.integers(1, 3), st.sampled_from(ParticipationState.values)), max_size=30).map(
    lambda rows: [Line(n, role, state) for n, (role, state) in enumerate(rows)]
)


@given(LINES, st.dictionaries(st.integers(1, 3), st.integers(1, 8)))
def test_those_who_wait_longest_move_up_and_no_role_is_overfilled(lines, capacities) -> None:
    up = moving_up(capacities, lines)
    before = taken(lines)
    for role in (1, 2, 3):
        waiting = [one.id for one in lines if one.role == role and one.state == "waitlisted"]
        mine = [pk for pk in up if pk in waiting]
        assert mine == waiting[: len(mine)]
        free = max(0, capacities.get(role, 0) - before[role])
        assert len(mine) == min(free, len(waiting))


def test_full_is_computed_and_never_a_move() -> None:
    assert shown_state("open", [0, 0]) == ActionState.FULL
    assert shown_state("open", [0, 1]) == ActionState.OPEN
    assert shown_state("confirmed", [0]) == ActionState.CONFIRMED
    assert all(move.to in STORED and set(move.origins) <= set(STORED) for move in ACTION_MOVES.values())


def test_every_move_writes_a_known_event() -> None:
    for move in (*ACTION_MOVES.values(), *PARTICIPATION_MOVES.values()):
        assert move.event in KINDS


def test_nothing_leads_out_of_reported_or_cancelled() -> None:
    for state in ("reported", "cancelled"):
        assert not [name for name in ACTION_MOVES for side in Side if action_may(name, state, side)]


def test_only_the_lead_says_go_and_only_the_person_leaves() -> None:
    assert action_may("confirm", "open", Side.LEAD)
    assert not action_may("confirm", "open", Side.KEEPER)
    assert participation_may("leave", "confirmed", Side.PERSON)
    assert not participation_may("leave", "confirmed", Side.LEAD)
    assert not participation_may("leave", "attended", Side.PERSON)


@pytest.mark.parametrize(
    ("hazard", "participation", "coarsen", "adults"),
    [
        ("", "full", False, False),
        ("", "assist", False, False),
        ("ask", "full", False, True),
        ("never_taken", "full", False, True),
        ("", "licensed", False, True),
        ("", "assist", True, True),
    ],
)
def test_dangerous_work_is_for_adults(hazard: str, participation: str, coarsen: bool, adults: bool) -> None:
    assert adults_only(hazard=hazard, participation=participation, coarsen=coarsen) is adults


@pytest.mark.parametrize(
    ("at", "honest"),
    [
        (START, True),
        (START - timedelta(hours=2), True),
        (datetime(2026, 11, 21, 22, 30, tzinfo=UTC), True),  # half past midnight in Kyiv, on the very day
        (datetime(2026, 11, 21, 21, 30, tzinfo=UTC), False),
        (START + timedelta(hours=5, minutes=9), True),
        (START + timedelta(hours=5, minutes=11), False),
    ],
)
def test_a_check_in_is_of_that_day_and_not_of_the_future(at: datetime, honest: bool) -> None:
    assert is_honest(at, START, START + timedelta(hours=5), KYIV) is honest


def test_hours_are_told_in_quarters() -> None:
    assert hours_between(START, START + timedelta(hours=3)) == Decimal(3)
    assert hours_between(START, START + timedelta(minutes=100)) == Decimal("1.75")
    assert hours_between(START, START + timedelta(minutes=1)) == Decimal("0.25")
