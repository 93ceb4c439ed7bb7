"""Whatever people reserve, take, bring back and change, and however late they are: no more is out than there is."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from opencity.foundation.refusals import Refusal
from opencity.lending.holding import takings
from opencity.lending.models import Loan, Tool
from opencity.lending.operations.handing import extend, hand_over, lend, take_back
from opencity.lending.operations.keeping import NewTool, change_tool
from opencity.lending.operations.reserving import NewLoan, cancel, release, reserve
from opencity.lending.rules import promised
from opencity.lending.values import OUT, LoanState, ToolKind
from tests.lending.making import back, drill
from tests.town import MONDAY, Town

PEOPLE = ("olena", "petro", "halyna", "danylo")
Step = tuple[str, int, int, int]
steps = st.lists(
    st.tuples(
        st.sampled_from("reserve reserve lend lend hand_over hand_over back cancel extend change wait wait".split()),
        st.integers(0, 3),
        st.sampled_from([1, 1, 1, 2]),
        st.integers(0, 12),
    ),
    min_size=10,
    max_size=20,
)


def act(town: Town, tool: Tool, step: Step, now: datetime) -> None:
    what, who, many, days = step
    taras, actor = town.actor("taras", now), town.actor(PEOPLE[who], now)
    today: date = town.community.calendar.today(now)
    deeds: dict[str, Callable[[Loan], object]] = {
        "hand_over": lambda loan: hand_over(loan, taras, now=now),
        "back": lambda loan: take_back(loan, taras, back(min(many, loan.quantity), who % 2, "Було."), now=now),
        "cancel": lambda loan: cancel(loan, taras, now=now),
        "extend": lambda loan: extend(loan, taras, now=now),
    }
    match what:
        case "reserve":
            reserve(tool, actor, NewLoan(quantity=many, from_day=today + timedelta(days=days)), now=now)
        case "lend":
            lend(tool, actor.person, taras, NewLoan(quantity=many), now=now)
        case "change":
            new = NewTool(words="Шуруповерт", kind=ToolKind.POWER, owned=many, days=days or 1)
            change_tool(tool, taras, new, now=now)
        case "wait":
            for loan in Loan.everywhere.filter(tool=tool, state=LoanState.RESERVED):
                release(loan, now=now)
        case _:
            open_now = list(Loan.everywhere.filter(tool=tool, state__in=OUT).order_by("pk"))
            if open_now:
                deeds[what](open_now[days % len(open_now)])


def assert_no_more_is_out_than_owned(tool: Tool, today: date) -> None:
    owned = Tool.everywhere.get(pk=tool.pk).owned
    rows = takings(Loan.everywhere.filter(tool=tool, state__in=OUT))
    assert sum(one.quantity for one in rows if one.lent) <= owned
    for day in {one.first for one in rows if one.first >= today} | {today}:
        counted = promised(rows, today)
        assert sum(one.quantity for one in counted if one.first <= day <= one.last) <= owned


@pytest.mark.django_db(transaction=False)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 2), steps)
@example(1, [("lend", 0, 1, 0), ("reserve", 1, 1, 8), ("wait", 0, 1, 8), ("hand_over", 0, 1, 1)])
@example(1, [("lend", 0, 1, 0), ("reserve", 1, 1, 8), ("back", 1, 1, 0)])
@example(1, [("lend", 0, 1, 0), ("wait", 0, 1, 8), ("lend", 1, 1, 0)])
@example(1, [("lend", 0, 1, 0), ("reserve", 1, 1, 8), ("extend", 0, 1, 0)])
@example(2, [("lend", 0, 2, 0), ("change", 0, 1, 7)])
def test_what_is_out_never_exceeds_what_there_is(town: Town, owned: int, told: list[Step]) -> None:
    # Each example ends as it began: loans of an earlier one would have everybody refused.
    with transaction.atomic():
        tool, now = drill(town, owned), MONDAY
        for step in told:
            if step[0] == "wait":
                now += timedelta(days=step[3])
            with contextlib.suppress(Refusal):
                act(town, tool, step, now)
            assert_no_more_is_out_than_owned(tool, town.community.calendar.today(now))
        transaction.set_rollback(True)
