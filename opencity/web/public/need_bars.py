"""The bar of a need: delivered is solid, promised is hatched, missing is a dashed outline; by sector."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from opencity.plans.models import Need
from opencity.plans.rules.covering import Coverage
from opencity.plans.values import WHOLE, PledgeSector
from opencity.plans.wording import amount_words, number_words

MOST_CELLS = 12
_GAP = Decimal("0.9")
"""Per cent between two cells."""
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Part:
    """A piece of the bar in per cent. `sector` is empty for what is missing; `solid` is what was delivered."""

    x: str
    width: str
    sector: str = ""
    solid: bool = False


@dataclass(frozen=True)
class Bar:
    parts: tuple[Part, ...]
    label: str


def bar_of(need: Need, coverage: Coverage) -> Bar:
    runs = list(_runs(coverage))
    cells = need.unit in WHOLE and need.quantity <= MOST_CELLS
    parts = _cells(runs, int(need.quantity)) if cells else _stretches(runs, coverage.quantity)
    return Bar(tuple(parts), _label(need, coverage))


@dataclass(frozen=True)
class Run:
    quantity: Decimal
    sector: str = ""
    solid: bool = False


def _runs(coverage: Coverage) -> Iterator[Run]:
    """What was delivered, what is promised beyond it, what is missing; never more than what is needed."""
    room = coverage.quantity
    for solid in (True, False):
        for sector in PledgeSector.values:
            received = coverage.received_by.get(sector, NOTHING)
            there = received if solid else coverage.promised_by.get(sector, NOTHING) - received
            shown = min(room, max(NOTHING, there))
            if shown > 0:
                room -= shown
                yield Run(shown, sector, solid)
    if room > 0:
        yield Run(room)


def _cells(runs: list[Run], many: int) -> Iterator[Part]:
    width = (100 - _GAP * (many - 1)) / many
    place = 0
    for run in runs:
        for _cell in range(int(run.quantity)):
            yield Part(_percent((width + _GAP) * place), _percent(width), run.sector, run.solid)
            place += 1


def _stretches(runs: list[Run], quantity: Decimal) -> Iterator[Part]:
    at = NOTHING
    for place, run in enumerate(runs):
        width = run.quantity * 100 / quantity
        gap = _GAP if place < len(runs) - 1 else NOTHING
        yield Part(_percent(at), _percent(max(_GAP, width - gap)), run.sector, run.solid)
        at += width


def _percent(value: Decimal) -> str:
    return f"{value:.2f}%"


def _label(need: Need, coverage: Coverage) -> str:
    """The bar in a sentence, for those who do not see it."""
    told = {
        "promised": number_words(coverage.promised),
        "all": amount_words(need.quantity, need.unit),
        "received": number_words(coverage.received),
    }
    if coverage.received > 0:
        return _("Promised %(promised)s of %(all)s, of it delivered %(received)s") % told
    if coverage.promised > 0:
        return _("Promised %(promised)s of %(all)s") % told
    return _("Nothing of %(all)s is promised yet") % told
