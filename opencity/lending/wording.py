"""Days as refusals say them."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format


def day_words(day: date, today: date) -> str:
    """«28 листопада»; with the year when it is another one."""
    return date_format(day, "MONTH_DAY_FORMAT" if day.year == today.year else "DATE_FORMAT")
