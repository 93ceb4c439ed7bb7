"""Needs with their coverage: whatever their number, one query for pledges and one for what was received."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from opencity.plans.models import Contribution, Need, Plan, Pledge, Spending
from opencity.plans.rules.covering import Coverage, Told, cover
from opencity.plans.values import NeedKind, PledgeState

COUNTED = (
    PledgeState.ACCEPTED,
    PledgeState.DELIVERED,
    PledgeState.ACKNOWLEDGED,
    PledgeState.OFFERED,
    PledgeState.WAITING,
    PledgeState.SLEEPING,
)


@dataclass(frozen=True)
class Line:
    """One need as a page shows it."""

    need: Need
    coverage: Coverage


def coverage_of(needs: Iterable[Need]) -> dict[int, Coverage]:
    """How far each need is covered, by id. Two queries."""
    known = {need.pk: need for need in needs}
    told: dict[int, list[Told]] = defaultdict(list)
    sums = Pledge.everywhere.filter(need__in=list(known), state__in=COUNTED)
    for need, state, sector, quantity in sums.values_list("need", "state", "sector").annotate(sum=Sum("quantity")):
        told[need].append(Told(state, quantity, sector))
    received: dict[int, list[tuple[str, Decimal]]] = defaultdict(list)
    given = Contribution.everywhere.filter(need__in=list(known))
    for need, sector, quantity in given.values_list("need", "sector").annotate(sum=Sum("quantity")):
        received[need].append((sector, quantity))
    return {pk: cover(need.quantity, told[pk], received[pk]) for pk, need in known.items()}


def lines_of(plan: Plan) -> list[Line]:
    """The needs of a plan's current version in order, with their coverage. Three queries."""
    needs = list(
        Need.everywhere.filter(plan=plan, dropped_at=None).select_related("grantor", "payee").order_by("position")
    )
    covered = coverage_of(needs)
    return [Line(need, covered[need.pk]) for need in needs]


@dataclass(frozen=True)
class Balance:
    """A money need, in hryvnias: what was promised, received by the named non-profit, spent with receipts, and left."""

    promised: Decimal
    received: Decimal
    spent: Decimal

    @property
    def left(self) -> Decimal:
        return self.received - self.spent


def balances(lines: Sequence[Line]) -> Mapping[int, Balance]:
    """The balance of each money need, by id. One query."""
    money = {line.need.pk: line.coverage for line in lines if line.need.kind == NeedKind.MONEY}
    if not money:
        return {}
    rows = Spending.everywhere.filter(need__in=list(money)).values_list("need").annotate(sum=Sum("amount"))
    spent: dict[int, Decimal] = dict(rows)
    return {
        pk: Balance(coverage.promised, coverage.received, spent.get(pk, Decimal(0))) for pk, coverage in money.items()
    }
