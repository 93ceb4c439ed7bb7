"""Quantities in words, in the language that is active: «12 людей», «2,5 л», «4 000 ₴»."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencity.plans.values import Unit

NO_BREAK = "\N{NO-BREAK SPACE}"


def number_words(quantity: Decimal) -> str:
    """The number with no more digits than it has, grouped by thousands."""
    plain = quantity.normalize()
    if plain == plain.to_integral_value():
        plain = plain.quantize(Decimal(1))
    return str(number_format(plain, use_l10n=True, force_grouping=True))


def amount_words(quantity: Decimal, unit: str) -> str:
    """The number with its unit, declined where the unit is a word."""
    return f"{number_words(quantity)}{NO_BREAK}{unit_words(quantity, unit)}"


def unit_words(quantity: Decimal, unit: str) -> str:
    symbols = {
        Unit.HOUR: _("h"),
        Unit.LITRE: _("l"),
        Unit.KILOGRAM: _("kg"),
        Unit.TONNE: _("t"),
        Unit.METRE: _("m"),
        Unit.SQUARE_METRE: _("m²"),
        Unit.CUBIC_METRE: _("m³"),
        Unit.HRYVNIA: "₴",
    }
    if unit in symbols:
        return symbols[Unit(unit)]
    # Half a day is declined like several days; nothing else here can be halved.
    count = int(quantity) if quantity == int(quantity) else 2
    match unit:
        case Unit.PERSON:
            return ngettext("person", "people", count)
        case Unit.DAY:
            return ngettext("day", "days", count)
        case Unit.BAG:
            return ngettext("bag", "bags", count)
        case Unit.TRIP:
            return ngettext("trip", "trips", count)
        case Unit.PERMIT:
            return ngettext("permit", "permits", count)
        case Unit.ANSWER:
            return ngettext("answer", "answers", count)
    return ngettext("piece", "pieces", count)
