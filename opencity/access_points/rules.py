"""What is true of meetings, whoever asks: how long, how far ahead, and which rooms are the same."""

from __future__ import annotations

from datetime import timedelta

LONGEST = timedelta(hours=8)
FARTHEST = timedelta(days=180)
MOST_SEATS = 500
MOST_WAITING = 5
"""So many requests of one person may wait for an answer at a branch."""


def same_room(one: str, other: str) -> bool:
    """Rooms are called by name; a meeting without one takes the whole branch."""
    return not one.strip() or not other.strip() or _plain(one) == _plain(other)


def _plain(room: str) -> str:
    return " ".join(room.casefold().split())
