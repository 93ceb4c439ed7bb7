"""Run as a program: many people reserve, and librarians lend, the last tools of one kind at the same moment.

`prepare` builds the town with three drills and twelve people; `race` is one of the processes; `tell` prints what came
of it.
"""

from __future__ import annotations

import json
import sys
import threading
import time

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from opencity.foundation.refusals import NotNow  # noqa: E402
from opencity.foundation.tenancy import acting_in  # noqa: E402
from opencity.lending.models import Loan, Tool  # noqa: E402
from opencity.lending.operations.handing import lend  # noqa: E402
from opencity.lending.operations.reserving import NewLoan, reserve  # noqa: E402
from opencity.people.acting import Actor, actor_for  # noqa: E402
from opencity.people.models import Person, Role  # noqa: E402
from tests.lending import making  # noqa: E402
from tests.town import MONDAY, build_town, person  # noqa: E402

PEOPLE, OWNED = 12, 3


def prepare() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    town = build_town()
    making.taras_serves(town)
    with acting_in(town.community.pk):
        making.drill(town, OWNED)
        racers = [person(f"Бігун {n}").pk for n in range(PEOPLE)]
    json.dump({"people": racers}, sys.stdout)


def race(start: float, people: list[int]) -> None:
    threads = [threading.Thread(target=_take, args=(start, some)) for some in (people[::2], people[1::2])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _take(start: float, people: list[int]) -> None:
    tool = Tool.everywhere.select_related("community").get()
    librarian = actor_for(Role.everywhere.get(kind="librarian").person, tool.community, now=MONDAY)
    takers = [actor_for(row, tool.community, now=MONDAY) for row in Person.objects.filter(pk__in=people)]
    time.sleep(max(0.0, start - time.time()))
    with acting_in(tool.community.pk):
        for place, taker in enumerate(takers):
            _try(tool, taker, librarian if place % 2 else None)
    connection.close()


def _try(tool: Tool, taker: Actor, librarian: Actor | None) -> None:
    try:
        if librarian is None:
            reserve(tool, taker, NewLoan(), now=MONDAY)
        else:
            lend(tool, taker.person, librarian, NewLoan(), now=MONDAY)
    except NotNow as refusal:
        assert refusal.next_step


def tell() -> None:
    rows = Loan.everywhere.all()
    json.dump({"out": rows.count(), "people": rows.values("person").distinct().count()}, sys.stdout)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare"]:
            prepare()
        case ["race", start, *people]:
            race(float(start), [int(one) for one in people])
        case ["tell"]:
            tell()
