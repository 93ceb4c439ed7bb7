"""The four verdicts, what a person is to a claim, and what a round may end in."""

from __future__ import annotations

from enum import StrEnum


class Relation(StrEnum):
    """What the giver of a verdict was to the problem before the claim; the first that fits is taken."""

    DOER = "doer"
    REPORTER = "reporter"
    LIBRARIAN = "librarian"
    STEWARD = "steward"
    CHECKED = "checked"
    """Assurance 2: checked in person."""
    ENDORSER = "endorser"
    FOLLOWER = "follower"
    STRANGER = "stranger"


COUNTING = frozenset(
    {
        Relation.REPORTER,
        Relation.LIBRARIAN,
        Relation.STEWARD,
        Relation.CHECKED,
        Relation.ENDORSER,
        Relation.FOLLOWER,
    }
)
ANCHORS = frozenset({Relation.REPORTER, Relation.LIBRARIAN, Relation.STEWARD, Relation.CHECKED})
"""At least one counting yes has to come from one of these; others alone reach «confirmed by N»."""


class Standing(StrEnum):
    """Where a round of verification stands."""

    RUNNING = "running"
    VERIFIED = "verified"
    CONTESTED = "contested"
    PARTLY = "partly"
    """Enough people say that a part is done: what remains may be split off."""
    CONFIRMED = "confirmed"
    """Enough weight, but nobody who anchors it: a librarian or unconcerned coordinator may complete it."""
