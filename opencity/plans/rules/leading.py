"""Who may take a plan over when its lead has fallen silent or left, and after how long. Pure."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class Heir(StrEnum):
    CO_LEAD = "co_lead"
    REPORTER = "reporter"
    VOLUNTEER = "volunteer"
    """Somebody of assurance 1 who pledged."""
    LIBRARY = "library"


STEP = timedelta(days=2)
"""How long each in the line is left to decide before the next may act too."""
LINE = (Heir.CO_LEAD, Heir.REPORTER, Heir.VOLUNTEER, Heir.LIBRARY)


def heirs(silent_for: timedelta, *, allowed_silence: timedelta, left: bool) -> frozenset[Heir]:
    """Those who may take over now. A lead who left opens the line at once, a silent one after the allowed silence."""
    waited = silent_for if left else silent_for - allowed_silence
    if waited < timedelta(0):
        return frozenset()
    return frozenset(heir for place, heir in enumerate(LINE) if waited >= place * STEP)
