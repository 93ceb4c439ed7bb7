"""How the stored state of a problem follows from its events. Pure: `record` and `opencity check` both fold with it.

Values are kept as they stand in events: whole numbers (moments in UTC microseconds, yes and no as 1 and 0), codes,
ISO dates, and "" for nothing. A fact with one of the names below is the new value; the last one wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from opencity.foundation.chains import Fact
from opencity.problems.states import FINAL, State

Values = dict[str, Fact]

STATED: Mapping[str, Fact] = {
    "category": "",
    "area": "",
    "owner": "",
    "asset": "",
    "state": "",
    "visibility": "",
    "urgent": 0,
    "clock_started_at": "",
    "answer_due": "",
    "paused_until": "",
    "promised_for": "",
    "review_on": "",
    "claim_round": 0,
    "by_reporter_alone": 0,
    "merged_into": "",
    "endorsed": 0,
}
"""What events state outright, with the value before the first event."""

DERIVED: Mapping[str, Fact] = {
    "owner_accepted_at": "",
    "before_block": "",
    "answered_at": "",
    "taken_up_at": "",
    "claimed_at": "",
    "ended_at": "",
    "updated_at": "",
}
"""What follows from the kind and the moment of events."""

ANSWERS = frozenset({"accepted", "answered", "blocked", "claimed"})
"""Kinds that are the owner's word when they carry an organisation: each answers the report. Passing it on does not."""
SILENT = frozenset({"flagged", "noted", "redacted", "indexed"})
"""Kinds that are no news to anybody: they leave the moment of the last change alone."""


def beginning() -> Values:
    return {**STATED, **DERIVED}


def step(values: Values, kind: str, at: int, facts: Mapping[str, Fact]) -> Values:
    """The values after one more event; `at` in UTC microseconds."""
    after = values | {name: facts[name] for name in STATED if name in facts}
    after |= _times(values, after, kind, at, facts)
    if kind not in SILENT:
        after["updated_at"] = at
    return after


def _times(before: Values, after: Values, kind: str, at: int, facts: Mapping[str, Fact]) -> Values:
    now: Values = {}
    if kind in ANSWERS and facts.get("organisation") and not before["answered_at"]:
        now["answered_at"] = at
    if kind == "accepted":
        now["owner_accepted_at"] = at
    elif before["owner"] != after["owner"]:
        now["owner_accepted_at"] = ""
    old, new = before["state"], after["state"]
    if old == new and kind != "claimed":
        return now
    if new == State.TAKEN_UP and not before["taken_up_at"]:
        now["taken_up_at"] = at
    if new == State.CLAIMED_DONE:
        now["claimed_at"] = at
    now["before_block"] = old if new == State.BLOCKED else ""
    now["ended_at"] = at if new in FINAL else ""
    return now


def fold(events: Iterable[tuple[str, int, Mapping[str, Fact]]]) -> Values:
    """The values after all events, each given as kind, moment and facts."""
    values = beginning()
    for kind, at, facts in events:
        values = step(values, kind, at, facts)
    return values
