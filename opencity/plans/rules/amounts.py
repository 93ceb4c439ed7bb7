"""Quantities as people write them. Pure; raises NotUnderstood with what to do."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from opencity.foundation.refusals import NotUnderstood
from opencity.plans.values import MOST, WHOLE

PLACES = Decimal("0.001")


def read_quantity(said: str, *, field: str = "quantity") -> Decimal:
    """«2,5» and «2.5», with or without spaces, as a decimal with three places."""
    plain = said.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace(",", ".")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise NotUnderstood(
            _("This is not a number."), _("Write how much in digits, such as 10."), field=field
        ) from None
    if not number.is_finite():
        raise NotUnderstood(_("This is not a number."), _("Write how much in digits, such as 10."), field=field)
    return number


def must_be_sensible(quantity: Decimal, unit: str, *, field: str = "quantity") -> Decimal:
    """The quantity with at most three places. Refuses nothing, less than nothing, halves of people, absurd sizes."""
    if not quantity.is_finite():
        raise NotUnderstood(_("This is not a number."), _("Write how much in digits, such as 10."), field=field)
    if quantity <= 0:
        raise NotUnderstood(_("The quantity has to be more than zero."), _("Write how much it is."), field=field)
    if quantity > MOST:
        raise NotUnderstood(_("This is more than any town can need."), _("Check the number and the unit."), field=field)
    if quantity != quantity.quantize(PLACES):
        raise NotUnderstood(
            _("There are too many digits after the point."), _("Three are enough: round it."), field=field
        )
    if unit in WHOLE and quantity != quantity.to_integral_value():
        raise NotUnderstood(_("There are no halves of it."), _("Write a whole number."), field=field)
    return quantity.quantize(PLACES)


def fact(quantity: Decimal) -> str:
    """As it stands in events: always three places, a point, no exponent."""
    return f"{quantity.quantize(PLACES):f}"
