"""Run as a program: two librarians give the same room of the same hour away at the same moment, in two processes.

`prepare` builds the town with two requests and prints their ids; `race` agrees to one; `tell` prints what came of it.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import datetime, timedelta
from uuid import uuid4

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from opencity.access_points.models import Meeting  # noqa: E402
from opencity.access_points.operations.meeting import NewMeeting, agree, ask_for_meeting  # noqa: E402
from opencity.foundation.refusals import NotNow  # noqa: E402
from opencity.foundation.tenancy import acting_in  # noqa: E402
from opencity.people.acting import actor_for  # noqa: E402
from opencity.people.models import Role  # noqa: E402
from tests.town import MONDAY, Town, build_town, said  # noqa: E402

THURSDAY = MONDAY + timedelta(days=3)
PAIRS = 10


def prepare() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    town = build_town()
    branch = town.organisations["library"]
    Role.everywhere.filter(person=town.people["taras"]).update(access_point=branch)
    with acting_in(town.community.pk):
        asked = [_ask(town, THURSDAY + timedelta(days=n // 2)) for n in range(2 * PAIRS)]
    json.dump(asked, sys.stdout)


def _ask(town: Town, starts: datetime) -> int:
    new = NewMeeting(
        uuid=uuid4(),
        title="Зустріч",
        words=said(""),
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        room="Зала",
    )
    branch, taras = town.organisations["library"], town.actor("taras")
    return ask_for_meeting(town.community, branch, taras, new, now=MONDAY).pk


def race(start: float, meetings: list[int]) -> None:
    rows = [Meeting.everywhere.select_related("community", "access_point", "asked_by").get(pk=pk) for pk in meetings]
    taras = rows[0].asked_by
    assert taras is not None
    actor = actor_for(taras, rows[0].community, now=MONDAY)
    time.sleep(max(0.0, start - time.time()))
    with acting_in(rows[0].community_id):
        for row in rows:
            try:
                agree(row, actor, "Зала", said(""), now=MONDAY)
            except NotNow:
                continue


def tell() -> None:
    rows = Meeting.everywhere.order_by("starts_at", "pk").values_list("starts_at", "state")
    json.dump([(starts.isoformat(), state) for starts, state in rows], sys.stdout)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare"]:
            prepare()
        case ["race", start, *meetings]:
            race(float(start), [int(one) for one in meetings])
        case ["tell"]:
            tell()
