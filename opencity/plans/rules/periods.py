"""The period a standing offer's quantity is for. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from opencity.plans.values import Rhythm


def began(rhythm: str, today: date) -> date | None:
    """The first day of the period today lies in; None where the offer is made once."""
    match rhythm:
        case Rhythm.WEEKLY:
            return today - timedelta(days=today.weekday())
        case Rhythm.MONTHLY:
            return today.replace(day=1)
        case Rhythm.YEARLY:
            return today.replace(month=1, day=1)
    return None
