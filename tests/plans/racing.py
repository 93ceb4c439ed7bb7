"""Run as a program: many people promise the last units of one need, and take the last places of one action, at the
same moment and in several processes.

`prepare` builds the town with a need of ten, an action of ten places and forty people, and prints what the others
need to know; `race` is one of the processes; `tell` prints what came of it.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from datetime import timedelta
from decimal import Decimal

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from opencity.actions.models import Action, ActionRole, Participation  # noqa: E402
from opencity.actions.operations.calling import NewRole  # noqa: E402
from opencity.actions.operations.joining import SignUp, sign_up  # noqa: E402
from opencity.actions.queries.proving import prove_actions  # noqa: E402
from opencity.foundation.tenancy import acting_in  # noqa: E402
from opencity.people.acting import actor_for  # noqa: E402
from opencity.people.models import Person  # noqa: E402
from opencity.plans.models import Need, Pledge  # noqa: E402
from opencity.plans.operations.pledging import NewPledge, pledge  # noqa: E402
from opencity.plans.queries.proving import prove_plans  # noqa: E402
from tests.actions.making import called  # noqa: E402
from tests.plans import making  # noqa: E402
from tests.town import MONDAY, build_town, person  # noqa: E402

PEOPLE, UNITS = 40, 10
NOW = MONDAY + timedelta(days=2)


def prepare() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    town = build_town()
    with acting_in(town.community.pk):
        plan = making.published(town, making.paint(str(UNITS)))
        need = making.need_of(plan, "Фарба")
        called(town, NewRole(words="Усі охочі", capacity=UNITS), plan=plan)
        racers = [person(f"Бігун {n}").pk for n in range(PEOPLE)]
    json.dump({"need": need.pk, "people": racers}, sys.stdout)


def race(need: int, start: float, people: list[int]) -> None:
    threads = [threading.Thread(target=_promise, args=(need, start, some)) for some in (people[::2], people[1::2])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _promise(need_id: int, start: float, people: list[int]) -> None:
    need = Need.everywhere.select_related("plan__problem__community").get(pk=need_id)
    community = need.plan.problem.community
    action = Action.everywhere.select_related("problem__community", "problem__category", "plan").get()
    role = ActionRole.everywhere.get()
    givers = [actor_for(row, community, now=NOW) for row in Person.objects.filter(pk__in=people)]
    time.sleep(max(0.0, start - time.time()))
    with acting_in(community.pk):
        for giver in givers:
            pledge(need, giver, NewPledge(quantity=Decimal(1)), now=NOW)
            sign_up(action, giver, SignUp(role=role), now=NOW)
    connection.close()


def tell(need: int) -> None:
    rows = Pledge.everywhere.filter(need=need)
    community = Need.everywhere.get(pk=need).plan.problem.community
    with acting_in(community.pk):
        found = [*prove_plans(community), *prove_actions(community)]
        faults = [f"{one.where}: {one.what}" for one in found]
    told = {
        "states": list(rows.values_list("state", flat=True)),
        "people": len(set(rows.values_list("person_id", flat=True))),
        "first": list(rows.order_by("pk").values_list("state", flat=True)[:UNITS]),
        "places": list(Participation.everywhere.values_list("state", flat=True)),
        "faults": faults,
    }
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare"]:
            prepare()
        case ["race", need, start, *people]:
            race(int(need), float(start), [int(one) for one in people])
        case ["tell", need]:
            tell(int(need))
