"""What of an action's time is sensible, and which check-in is honest. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal

FARTHEST = timedelta(days=365)
LONGEST = timedelta(hours=24)
SKEW = timedelta(minutes=10)
"""How far a phone's clock may run ahead of ours."""
QUARTER = Decimal("0.25")


def is_honest(at: datetime, starts_at: datetime, now: datetime, zone: tzinfo) -> bool:
    """A check-in is not in the future and not before the action's own day."""
    return at <= now + SKEW and at.astimezone(zone).date() >= starts_at.astimezone(zone).date()


def hours_between(starts_at: datetime, ends_at: datetime) -> Decimal:
    """In hours, to the nearest quarter and never less than one."""
    minutes = Decimal(int((ends_at - starts_at).total_seconds() // 60))
    quarters = (minutes / 15).quantize(Decimal(1), ROUND_HALF_UP)
    return max(QUARTER, quarters * QUARTER)
