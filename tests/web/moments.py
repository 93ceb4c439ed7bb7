from __future__ import annotations

from datetime import datetime, timedelta

from tests.town import MONDAY


def after(days: int, minutes: int = 0) -> datetime:
    """So many days and minutes after the Monday on which everything begins."""
    return MONDAY + timedelta(days=days, minutes=minutes)
