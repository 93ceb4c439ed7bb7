"""Photographs of the demonstration, drawn and re-encoded by several processes at once.

What runs in the processes imports nothing of Django: they begin in a moment.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from opencity.demo.scenes import ExifFacts, Moment, draw
from opencity.foundation.pictures import Picture, reencode_own


@dataclass(frozen=True)
class Shot:
    """One photograph to take: `seed` is the place, `facts` what the telephone writes down, if it does."""

    kind: str
    seed: int
    moment: Moment
    angle: int = 0
    facts: ExifFacts | None = None


def take(shot: Shot, zone: str) -> Picture:
    raw = draw(shot.kind, seed=shot.seed, moment=shot.moment, angle=shot.angle, phone_exif=shot.facts)
    return reencode_own(raw, zone=ZoneInfo(zone))


class Darkroom:
    """Pictures in the making; ask for each once, in the order in which they were ordered."""

    def __init__(self, shots: Iterable[Shot], zone: str, pool: ProcessPoolExecutor) -> None:
        self._pictures: dict[Shot, Future[Picture]] = {shot: pool.submit(take, shot, zone) for shot in shots}

    def picture(self, shot: Shot) -> Picture:
        return self._pictures.pop(shot).result()


@contextmanager
def darkroom(shots: Iterable[Shot], zone: str) -> Iterator[Darkroom]:
    # Fresh processes: a forked one would share the database's connection.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max(1, os.cpu_count() or 1), mp_context=fresh) as pool:
        try:
            yield Darkroom(shots, zone, pool)
        finally:
            pool.shutdown(cancel_futures=True)
