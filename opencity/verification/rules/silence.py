"""What silence leads to: reminders, then closed unverified. Never solved. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum


class Next(StrEnum):
    WAIT = "wait"
    REMIND = "remind"
    CLOSE = "close"


def after_silence(claimed_at: datetime, reminded: int, *, days: int, reminders: int, now: datetime) -> Next:
    """Reminders are spread evenly over the days; at their end the round closes unverified."""
    waited = now - claimed_at
    if waited >= timedelta(days=days) and reminded >= reminders:
        return Next.CLOSE
    due = timedelta(days=days) * (reminded + 1) / (reminders + 1)
    return Next.REMIND if reminded < reminders and waited >= due else Next.WAIT
