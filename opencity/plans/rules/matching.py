"""Which offer fits which need, how well, and why. Pure: who asks turns the reasons into words.

An offer here is anything somebody is ready to give: a standing offer with its quantity, or only a wish to help with
certain kinds of things in certain parts of town.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

from opencity.plans.rules.amounts import PLACES
from opencity.plans.values import MOST, WHOLE, NeedKind, Unit

SAME_THING = frozenset({NeedKind.MATERIAL, NeedKind.TOOL, NeedKind.INFORMATION})
"""Kinds of which the unit says too little: sand and paint both come in litres. The words must name the same."""
SOON = timedelta(days=7)
EMPTY_WORDS = frozenset(
    "для або та із зі на до по під від за при без що який наш свій новий різний трохи "
    "for of the and or with to in any some new "
    # Measures: what is measured counts, not that both are.
    "метр літр літра кілограм тонна штука мішок день година рейс кубометр "
    "meter metre litre kilogram tonne piece bag day hour trip".split()
)


class Because(StrEnum):
    """One reason why an offer fits; the numbers beside it stand in Match."""

    SAME = "same"
    """The same thing, by its words."""
    KIND = "kind"
    SKILL = "skill"
    COVERS = "covers"
    """All that is missing is there."""
    PART = "part"
    LEFT = "left"
    """Something of this period's quantity was promised already."""
    AREA = "area"
    EVERYWHERE = "everywhere"
    SPHERE = "sphere"
    SOON = "soon"
    NEEDED_TO_BEGIN = "needed_to_begin"


WEIGHTS = {
    Because.KIND: 20,
    Because.SAME: 30,
    Because.SKILL: 30,
    Because.COVERS: 15,
    Because.PART: 5,
    Because.LEFT: 0,
    Because.AREA: 15,
    Because.EVERYWHERE: 5,
    Because.SPHERE: 5,
    Because.SOON: 8,
    Because.NEEDED_TO_BEGIN: 7,
}


@dataclass(frozen=True, kw_only=True)
class Offered:
    """`left` of `quantity` may still be promised in this period; both None where no quantity was said.

    No unit fits every unit; no areas and no spheres mean all, and areas hold all that lies in them.
    `one_pair_of_hands`: a person brings one person.
    """

    kinds: frozenset[str]
    unit: str = ""
    quantity: Decimal | None = None
    left: Decimal | None = None
    words: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    areas: frozenset[int] = frozenset()
    spheres: frozenset[str] = frozenset()
    until: date | None = None
    one_pair_of_hands: bool = False


@dataclass(frozen=True, kw_only=True)
class Needed:
    """`free` is what nobody has promised yet; `areas` those its problem lies in, none where that is not known."""

    kind: str
    unit: str
    free: Decimal
    words: frozenset[str] = frozenset()
    skill: frozenset[str] = frozenset()
    areas: frozenset[int] = frozenset()
    sphere: str = ""
    by: date | None = None
    hours_each: Decimal | None = None
    needed_to_begin: bool = False


@dataclass(frozen=True)
class Match:
    """`quantity` is what a promise may begin with, in the need's unit. `score` is from 1 to 100."""

    score: int
    because: tuple[Because, ...]
    quantity: Decimal


def match(offer: Offered, need: Needed, today: date) -> Match | None:
    """None where it does not fit."""
    if need.kind not in offer.kinds or need.kind == NeedKind.PERMISSION or need.free <= 0:
        return None
    if (need.by is not None and need.by < today) or (offer.until is not None and offer.until < today):
        return None
    if offer.areas and not offer.areas & need.areas:
        return None
    if offer.spheres and need.sphere not in offer.spheres:
        return None
    thing = _thing(offer, need)
    quantity = _quantity(offer, need)
    if thing is None or quantity is None:
        return None
    because = (thing, *_more(offer, need, quantity, today))
    return Match(min(100, sum(WEIGHTS[one] for one in because)), because, quantity)


def _thing(offer: Offered, need: Needed) -> Because | None:
    """Whether it is the thing that is needed."""
    if need.skill:
        return Because.SKILL if need.skill & (offer.skills | offer.words) else None
    if need.words & (offer.words | offer.skills):
        return Because.SAME
    said_what = bool(offer.words) and offer.quantity is not None
    return None if said_what and need.kind in SAME_THING else Because.KIND


def _quantity(offer: Offered, need: Needed) -> Decimal | None:
    """As much as is there and is missing, in the need's unit. None where it cannot be told or nothing is left."""
    if offer.left is None:
        return need.free if not offer.unit or offer.unit == need.unit else None
    there = in_unit(offer.left, offer.unit, need)
    if there is None:
        return None
    if offer.one_pair_of_hands and need.unit == Unit.PERSON:
        there = min(there, Decimal(1))
    taken = min(there, need.free)
    if need.unit in WHOLE:
        taken = taken.to_integral_value(rounding=ROUND_FLOOR)
    return taken.quantize(PLACES, rounding=ROUND_FLOOR) if 0 < taken <= MOST else None


def in_unit(quantity: Decimal, unit: str, need: Needed) -> Decimal | None:
    """The quantity in the need's unit, where one follows from the other."""
    if not unit or unit == need.unit:
        return quantity
    match unit, need.unit:
        case Unit.KILOGRAM, Unit.TONNE:
            return quantity / 1000
        case Unit.TONNE, Unit.KILOGRAM:
            return quantity * 1000
        case Unit.HOUR, Unit.PERSON if need.hours_each:
            return (quantity / need.hours_each).to_integral_value(rounding=ROUND_FLOOR)
        case Unit.PERSON, Unit.HOUR if need.hours_each:
            return quantity * need.hours_each
    return None


def _more(offer: Offered, need: Needed, quantity: Decimal, today: date) -> Iterable[Because]:
    if offer.quantity is not None:
        yield Because.COVERS if quantity >= need.free else Because.PART
    if offer.left is not None and offer.quantity is not None and offer.left < offer.quantity:
        yield Because.LEFT
    yield Because.AREA if offer.areas else Because.EVERYWHERE
    if offer.spheres:
        yield Because.SPHERE
    if need.by is not None and need.by - today <= SOON:
        yield Because.SOON
    if need.needed_to_begin:
        yield Because.NEEDED_TO_BEGIN


def telling(lemmas: Iterable[str]) -> frozenset[str]:
    """Of dictionary forms those that say what a thing is."""
    return frozenset(one for one in lemmas if len(one) > 2 and not one.isdecimal() and one not in EMPTY_WORDS)
