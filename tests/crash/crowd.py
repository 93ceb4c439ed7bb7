"""One of several processes in which people report and join at the same time.

Says when it is ready, begins on a line from outside, and tells what it was given: a number for each report's words.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import connections
from django.utils.timezone import now

from opencity.catalogue.models import Category
from opencity.communities.models import Community
from opencity.people.models import Person
from opencity.people.operations.introducing import Stranger
from opencity.places.cells import Point
from opencity.places.telling import ToldPlace
from opencity.problems.models import Problem
from opencity.problems.operations.endorsing import Joining, endorse
from opencity.problems.operations.filing import NewReport, file_report
from tests.crash.processes import tell

THREADS = 2


def main(name: str, turns: int) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        tell("ready")
        sys.stdin.readline()
        told = pool.map(act, (f"{name}-there", f"{name}-back"), (range(turns), range(turns)[::-1]))
        tell([one for some in told for one in some])


def act(name: str, turns: Sequence[int]) -> list[tuple[int, str]]:
    """Report and join in turn. The same people join through every process, from both ends of the row."""
    community = Community.objects.get()
    category = Category.everywhere.get(community=community, code="road.pothole")
    olena = Person.objects.get(public_name="Олена")
    given: list[tuple[int, str]] = []
    for turn in turns:
        words = f"Яма {name} число {turn} на дорозі."
        place = ToldPlace(point=Point(46.93 + turn % 90 / 1000, 32.0), words="вул. Мірна")
        new = NewReport(category=category, place=place, words=words)
        reporter = olena if turn % 2 else Stranger(email=f"{name}-{turn}@example.org")
        given.append((file_report(community, reporter, new, now=now()).problem.number, words))
        joiner = Person.objects.get(public_name=f"Сусідка {turn}")
        endorse(Problem.everywhere.get(number=1), joiner, Joining(words=name), now=now())
    connections.close_all()
    return given
