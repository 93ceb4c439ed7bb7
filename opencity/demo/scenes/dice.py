"""Choices that follow from a seed alone: the same on every machine and in every version of Python."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Each throw hashes the subject and the number of the throw, so one prop's luck never moves another's."""

    def __init__(self, *subject: object) -> None:
        self._subject = "/".join(str(part) for part in subject)
        self._throws = 0

    def throw(self) -> float:
        """From 0 up to, but not including, 1."""
        self._throws += 1
        digest = blake2b(f"{self._subject}#{self._throws}".encode(), digest_size=6).digest()
        return int.from_bytes(digest, "big") / (1 << 48)

    def between(self, least: float, most: float) -> float:
        return round(least + (most - least) * self.throw(), 1)

    def whole(self, least: int, most: int) -> int:
        """Both ends included."""
        return least + int(self.throw() * (most - least + 1))

    def pick(self, things: Sequence[T]) -> T:
        return things[int(self.throw() * len(things))]

    def chance(self, share: float) -> bool:
        return self.throw() < share

    def shuffled(self, things: Sequence[T]) -> list[T]:
        rest = list(things)
        return [rest.pop(int(self.throw() * len(rest))) for _ in range(len(rest))]
