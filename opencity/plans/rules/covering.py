"""How far a need is covered, computed from all its pledges and contributions. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from opencity.plans.values import HOLDING, NeedState, PledgeSector

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Told:
    """One pledge as far as covering looks at it."""

    state: str
    quantity: Decimal
    sector: str = PledgeSector.CIVIL


@dataclass(frozen=True)
class Coverage:
    """`promised`, `received` and `waiting` in the need's unit; the two maps are by sector."""

    quantity: Decimal
    promised: Decimal = NOTHING
    received: Decimal = NOTHING
    waiting: Decimal = NOTHING
    sleeping: Decimal = NOTHING
    promised_by: dict[str, Decimal] = field(default_factory=dict)
    received_by: dict[str, Decimal] = field(default_factory=dict)

    @property
    def free(self) -> Decimal:
        return max(NOTHING, self.quantity - self.promised)

    @property
    def state(self) -> NeedState:
        if self.received >= self.quantity:
            return NeedState.FULFILLED
        if self.promised >= self.quantity:
            return NeedState.COVERED
        return NeedState.PARTLY if self.promised > 0 else NeedState.OPEN

    def reaches(self, percent: int) -> bool:
        return self.promised * 100 >= self.quantity * percent


def cover(quantity: Decimal, pledges: Iterable[Told], received: Iterable[tuple[str, Decimal]]) -> Coverage:
    """`received` lists what recipients acknowledged, as sector and quantity."""
    promised_by: dict[str, Decimal] = {}
    waiting = sleeping = NOTHING
    for one in pledges:
        if one.state in HOLDING:
            promised_by[one.sector] = promised_by.get(one.sector, NOTHING) + one.quantity
        elif one.state in {"waiting", "offered"}:
            waiting += one.quantity
        elif one.state == "sleeping":
            sleeping += one.quantity
    received_by: dict[str, Decimal] = {}
    for sector, amount in received:
        received_by[sector] = received_by.get(sector, NOTHING) + amount
    return Coverage(
        quantity=quantity,
        promised=sum(promised_by.values(), NOTHING),
        received=sum(received_by.values(), NOTHING),
        waiting=waiting,
        sleeping=sleeping,
        promised_by=promised_by,
        received_by=received_by,
    )
