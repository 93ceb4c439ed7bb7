"""Files problems and looks into the books while another process is killed. One command a line, one answer a line."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management import call_command
from django.utils.timezone import now

from opencity.notices.models import Delivery
from opencity.places.cells import Point
from opencity.problems.models import Endorsement, Event, Outbox, Problem, Report
from opencity.problems.operations import owning
from tests import town as cast
from tests.crash.processes import tell


def main() -> None:
    call_command("migrate", verbosity=0)
    town = cast.build_town()
    for line in sys.stdin:
        command, _, rest = line.strip().partition(" ")
        answer: Any = None
        match command:
            case "file":
                file(town, int(rest))
            case "invite":
                invite(int(rest))
            case "later":
                end_leases()
            case "left":
                answer = left()
            case "tell":
                answer = books()
            case "count":
                answer = count()
        tell(answer)


def file(town: cast.Town, many: int) -> None:
    """Each problem is reported by somebody else, whose address is confirmed; every third is taken up at once."""
    first = Report.everywhere.count()
    for n in range(first, first + many):
        reporter = cast.person(f"Мешканка {n}", email=f"resident-{n}@example.org")
        there = Point(46.93 + n % 90 / 1000, 31.95 + n % 70 / 1000)
        problem = cast.report(town, reporter, at=there, now=now()).problem
        if n % 3 == 0:
            owning.accept(problem, town.actor("iryna"), cast.said(), promised_for=None, now=now())


def invite(many: int) -> None:
    for n in range(many):
        cast.person(f"Сусідка {n}", email=f"neighbour-{n}@example.org")


def end_leases() -> None:
    """As if the time of the leases had passed."""
    Delivery.everywhere.filter(leased_until__isnull=False).update(leased_until=cast.MONDAY.replace(year=2000))


def left() -> int:
    """How many consequences are owed at this moment."""
    due = Delivery.everywhere.filter(status=Delivery.Status.WAITING, next_try__lte=now())
    return Outbox.objects.count() + due.count()


def books() -> dict[str, Any]:
    """Who reported which problem, which were taken up, and every notice about a problem."""
    reports = Report.everywhere.values_list("problem__number", "reporter__emailaddress__email", "problem__state")
    deliveries = Delivery.everywhere.filter(problem__isnull=False)
    return {
        "reports": list(reports),
        "deliveries": list(deliveries.values_list("kind", "problem__number", "status", "letter")),
    }


def count() -> dict[str, Any]:
    """The reports by their numbers, and who joined the first problem."""
    first = Problem.everywhere.get(number=1)
    joined = Endorsement.everywhere.filter(problem=first, withdrawn_at=None, confirmed_at__isnull=False)
    return {
        "reports": list(Report.everywhere.values_list("problem__number", "words")),
        "joined": list(joined.values_list("person__public_name", flat=True)),
        "endorsed": first.endorsed,
        "events": Event.everywhere.filter(problem=first, kind="endorsed").count(),
    }
