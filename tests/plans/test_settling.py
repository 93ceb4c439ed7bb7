from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from opencity.plans.rules.covering import Told, cover
from opencity.plans.rules.settling import NeedLine, PledgeLine, Settled, Term, form_circle, place, settle
from opencity.plans.values import HOLDING, ConditionKind, NeedKind, NeedState

TODAY = date(2026, 11, 17)
amounts = st.integers(1, 20).map(Decimal)


@st.composite
def boards(draw: st.DrawFn) -> tuple[list[NeedLine], list[PledgeLine]]:
    needs = []
    for pk in range(1, draw(st.integers(1, 4)) + 1):
        quantity = draw(amounts)
        least = draw(st.integers(0, int(quantity)).map(Decimal))
        needs.append(NeedLine(pk, draw(st.sampled_from(["material", "permission"])), quantity, least))
    terms = st.one_of(
        st.builds(Term, st.just(ConditionKind.DATE), day=st.dates(date(2026, 11, 1), date(2026, 12, 1))),
        st.builds(Term, st.just(ConditionKind.READY)),
        st.builds(Term, st.just(ConditionKind.COVERED), need=st.integers(1, len(needs)), percent=st.integers(1, 100)),
        st.builds(Term, st.just(ConditionKind.PERMISSION), need=st.integers(1, len(needs))),
    )
    pledges = [
        PledgeLine(
            pk,
            draw(st.integers(1, len(needs))),
            draw(amounts),
            draw(st.sampled_from(["waiting", "sleeping", "offered"])),
            tuple(draw(st.lists(terms, max_size=2))),
        )
        for pk in range(1, draw(st.integers(0, 8)) + 1)
    ]
    return needs, pledges


def after(pledges: list[PledgeLine], settled: Settled) -> list[PledgeLine]:
    by_id = {one.id: one for one in pledges}
    for change in settled.changes:
        by_id[change.pledge] = replace(by_id[change.pledge], state=change.state, quantity=change.quantity)
    return list(by_id.values())


def promised(need: NeedLine, pledges: list[PledgeLine]) -> Decimal:
    return sum((one.quantity for one in pledges if one.need == need.id and one.state in HOLDING), Decimal(0))


@given(boards(), st.booleans())
def test_no_need_is_ever_promised_more_than_once(board: tuple[list[NeedLine], list[PledgeLine]], ask: bool) -> None:
    needs, pledges = board
    ended = after(pledges, settle(needs, pledges, ask_first=ask, today=TODAY))
    for need in needs:
        assert promised(need, ended) <= need.quantity


@given(boards(), st.booleans())
def test_settling_twice_changes_nothing_more(board: tuple[list[NeedLine], list[PledgeLine]], ask: bool) -> None:
    needs, pledges = board
    first = settle(needs, pledges, ask_first=ask, today=TODAY)
    again = settle(needs, after(pledges, first), ask_first=ask, today=TODAY)
    assert again.changes == ()
    assert again.ready == first.ready


@given(boards())
def test_nobody_who_fits_is_left_waiting(board: tuple[list[NeedLine], list[PledgeLine]]) -> None:
    needs, pledges = board
    ended = after(pledges, settle(needs, pledges, ask_first=False, today=TODAY))
    for need in needs:
        free = need.quantity - promised(need, ended)
        assert all(one.quantity > free for one in ended if one.need == need.id and one.state == "waiting")


@given(boards())
def test_with_ask_me_only_a_permission_wakes_without_the_lead(board: tuple[list[NeedLine], list[PledgeLine]]) -> None:
    needs, pledges = board
    permissions = {need.id for need in needs if need.kind == NeedKind.PERMISSION}
    granted = {one.id for one in pledges if one.need in permissions}
    settled = settle(needs, pledges, ask_first=True, today=TODAY)
    assert all(change.state == "offered" for change in settled.changes if change.woke and change.pledge not in granted)


@given(boards())
def test_nothing_is_lost_on_the_way(board: tuple[list[NeedLine], list[PledgeLine]]) -> None:
    needs, pledges = board
    before = {one.id: one.quantity for one in pledges}
    for change in settle(needs, pledges, ask_first=False, today=TODAY).changes:
        assert change.quantity + change.rest == before[change.pledge]


@given(amounts, st.integers(-5, 25).map(Decimal))
def test_what_is_free_is_taken_and_the_rest_waits(quantity: Decimal, free: Decimal) -> None:
    state, taken, rest = place(quantity, free)
    assert taken + rest == quantity
    assert (state == "waiting") == (free <= 0)
    assert state == "waiting" or taken <= free


def test_two_that_wait_for_each_other_are_a_circle() -> None:
    needs = [NeedLine(1, "material", Decimal(2)), NeedLine(2, "material", Decimal(2))]
    first = PledgeLine(1, 1, Decimal(1), "sleeping", (Term(ConditionKind.COVERED, 2, 50),))
    second = PledgeLine(2, 2, Decimal(1), "sleeping", (Term(ConditionKind.COVERED, 1, 50),))
    assert form_circle(needs, [first, second])
    assert not form_circle(needs, [first])
    assert not form_circle(needs, [first, replace(second, state="accepted")])


def test_a_need_that_waits_for_half_of_itself_is_none() -> None:
    needs = [NeedLine(1, "material", Decimal(2))]
    assert not form_circle(needs, [PledgeLine(1, 1, Decimal(1), "sleeping", (Term(ConditionKind.COVERED, 1, 50),))])


told = st.builds(
    Told,
    st.sampled_from(["offered", "accepted", "waiting", "sleeping", "declined", "delivered", "acknowledged", "lapsed"]),
    amounts,
    st.sampled_from(["civil", "authority", "business"]),
)


@given(amounts, st.lists(told, max_size=8), st.lists(st.tuples(st.just("civil"), amounts), max_size=4))
def test_coverage_is_the_sum_of_what_holds(
    quantity: Decimal, pledges: list[Told], received: list[tuple[str, Decimal]]
) -> None:
    covered = cover(quantity, pledges, received)
    assert covered.promised == sum((one.quantity for one in pledges if one.state in HOLDING), Decimal(0))
    assert sum(covered.promised_by.values(), Decimal(0)) == covered.promised
    assert covered.free == max(Decimal(0), quantity - covered.promised)
    assert (covered.state == NeedState.FULFILLED) == (covered.received >= quantity)
