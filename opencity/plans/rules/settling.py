"""What follows when something about a plan's pledges has changed: who wakes, who moves up, whether it can begin.

Pure. It is evaluated to a fixed point under the plan's lock; a pledge that was accepted never falls asleep again, so
every round accepts or wakes at least one more and the end is reached after as many rounds as there are pledges.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from opencity.plans.values import HOLDING, ConditionKind, NeedKind, PledgeState


@dataclass(frozen=True)
class NeedLine:
    id: int
    kind: str
    quantity: Decimal
    minimum: Decimal = Decimal(0)


@dataclass(frozen=True)
class Term:
    """One condition. `need` is the permission or the need it looks at."""

    kind: str
    need: int | None = None
    percent: int | None = None
    day: date | None = None


@dataclass(frozen=True)
class PledgeLine:
    """In order of `id`, which is the order in which they were made."""

    id: int
    need: int
    quantity: Decimal
    state: str
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True)
class Change:
    """A pledge's new state. `rest` is what exceeds the free quantity and waits as a pledge of its own."""

    pledge: int
    state: PledgeState
    quantity: Decimal
    rest: Decimal = Decimal(0)
    woke: bool = False


@dataclass(frozen=True)
class Settled:
    changes: tuple[Change, ...]
    ready: bool


def settle(needs: Iterable[NeedLine], pledges: Iterable[PledgeLine], *, ask_first: bool, today: date) -> Settled:
    """Every change that follows, in the order in which it happens, and whether the plan is ready afterwards."""
    board = _Board({one.id: one for one in needs}, {one.id: one for one in pledges}, ask_first, today)
    changes: list[Change] = []
    while (change := board.next_change()) is not None:
        board.apply(change)
        changes.append(change)
    return Settled(tuple(changes), board.ready)


def place(quantity: Decimal, free: Decimal) -> tuple[PledgeState, Decimal, Decimal]:
    """Where an awake pledge goes when this much is free: its state, its quantity, and the rest that waits."""
    if free <= 0:
        return PledgeState.WAITING, quantity, Decimal(0)
    taken = min(quantity, free)
    return PledgeState.ACCEPTED, taken, quantity - taken


def least_to_begin(needs: Iterable[NeedLine]) -> dict[int, Decimal]:
    """How much of which need must be promised before the work can begin. Where no line names a minimum: all of it."""
    lines = list(needs)
    least = {one.id: one.quantity if one.kind == NeedKind.PERMISSION else one.minimum for one in lines}
    named = {need: amount for need, amount in least.items() if amount > 0}
    return named or {one.id: one.quantity for one in lines}


class _Board:
    def __init__(
        self, needs: Mapping[int, NeedLine], pledges: dict[int, PledgeLine], ask_first: bool, today: date
    ) -> None:
        self.needs, self.pledges, self.ask_first, self.today = needs, pledges, ask_first, today

    def promised(self, need: int) -> Decimal:
        held = (one.quantity for one in self.pledges.values() if one.need == need and one.state in HOLDING)
        return sum(held, Decimal(0))

    def free(self, need: int) -> Decimal:
        return max(Decimal(0), self.needs[need].quantity - self.promised(need))

    @property
    def ready(self) -> bool:
        """Every minimum is covered and every permission granted."""
        return all(self.promised(need) >= least for need, least in least_to_begin(self.needs.values()).items())

    def next_change(self) -> Change | None:
        for one in sorted(self.pledges.values(), key=lambda line: line.id):
            if one.need not in self.needs:
                continue
            if one.state == PledgeState.SLEEPING and all(self._holds(term) for term in one.terms):
                if self.ask_first and self.needs[one.need].kind != NeedKind.PERMISSION:
                    return Change(one.id, PledgeState.OFFERED, one.quantity, woke=True)
                return Change(one.id, *place(one.quantity, self.free(one.need)), woke=True)
            if one.state == PledgeState.WAITING and one.quantity <= self.free(one.need):
                return Change(one.id, PledgeState.ACCEPTED, one.quantity)
        return None

    def _holds(self, term: Term) -> bool:
        match term.kind:
            case ConditionKind.DATE:
                return term.day is not None and term.day <= self.today
            case ConditionKind.READY:
                return self.ready
        if term.need is None or term.need not in self.needs:
            return False
        percent = 100 if term.kind == ConditionKind.PERMISSION else term.percent or 100
        return self.promised(term.need) * 100 >= self.needs[term.need].quantity * percent

    def apply(self, change: Change) -> None:
        before = self.pledges[change.pledge]
        self.pledges[change.pledge] = replace(before, state=change.state, quantity=change.quantity)


def form_circle(needs: Collection[NeedLine], lines: Sequence[PledgeLine]) -> bool:
    """Whether sleeping pledges would wait for one another for ever.

    An arrow leads from the need somebody pledges for to each need their condition looks at; a plan that must be ready
    looks at every other need with a minimum, and at permissions. A need that looks at a part of itself is no circle:
    «if half is covered» waits for others.
    """
    arrows: dict[int, set[int]] = {one.id: set() for one in needs}
    starts = set(least_to_begin(needs))
    for line in lines:
        if line.state != PledgeState.SLEEPING or line.need not in arrows:
            continue
        for term in line.terms:
            if term.kind == ConditionKind.READY:
                arrows[line.need] |= starts - {line.need}
            elif term.need is not None and term.need != line.need:
                arrows[line.need].add(term.need)
    return any(_leads_back(arrows, one) for one in arrows)


def _leads_back(arrows: Mapping[int, set[int]], start: int) -> bool:
    seen: set[int] = set()
    open_ends = list(arrows.get(start, ()))
    while open_ends:
        here = open_ends.pop()
        if here == start:
            return True
        if here not in seen:
            seen.add(here)
            open_ends.extend(arrows.get(here, ()))
    return False
