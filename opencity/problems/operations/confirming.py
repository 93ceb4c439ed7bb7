"""An address is confirmed: what waited for it becomes public and is counted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opencity.catalogue.models import Publicity
from opencity.people.models import Person
from opencity.people.operations.introducing import confirm_email
from opencity.problems.history import locked, record
from opencity.problems.models import Endorsement, Flag, Report, Subscription
from opencity.problems.operations.endorsing import count
from opencity.problems.operations.filing import clock
from opencity.problems.rules.wording import has_link
from opencity.problems.states import Visibility


@transaction.atomic
def confirm(person: Person, email: str, *, now: datetime) -> Person:
    """Take the address as proven; returns the person whose account it is from now on."""
    waiting = list(Report.everywhere.filter(reporter=person, awaits_confirmation=True).values_list("pk", flat=True))
    joined = list(
        Endorsement.everywhere.filter(person=person, confirmed_at=None, withdrawn_at=None).values_list("pk", flat=True)
    )
    confirmed = confirm_email(person, email, now=now)
    for report in Report.everywhere.filter(pk__in=waiting).select_related("problem"):
        _confirm_report(report, now)
    for endorsement in Endorsement.everywhere.filter(pk__in=joined).select_related("problem"):
        count(locked(endorsement.problem), endorsement, now=now)
    return confirmed


def _confirm_report(report: Report, now: datetime) -> None:
    problem = locked(report.problem)
    report.awaits_confirmation, report.confirmed_at = False, now
    report.save(update_fields=["awaits_confirmation", "confirmed_at"])
    Subscription.everywhere.get_or_create(
        community=problem.community, problem=problem, person=report.reporter, defaults={"created_at": now}
    )
    if problem.visibility != Visibility.HELD or problem.category.publicity != Publicity.PUBLIC:
        record(problem, "confirmed", actor=report.reporter, at=now)
        return
    if Flag.everywhere.filter(problem=problem, reason=Flag.Reason.SPAM, resolved_at=None).exists():
        record(problem, "confirmed", actor=report.reporter, at=now)
        return
    if has_link(report.words + problem.title):
        Flag.everywhere.create(community=problem.community, problem=problem, reason=Flag.Reason.LINKS, created_at=now)
        record(problem, "confirmed", actor=report.reporter, at=now)
        return
    record(
        problem,
        "published",
        actor=report.reporter,
        at=now,
        changes={"visibility": Visibility.PUBLIC, **clock(problem.community, problem.category, now)},
    )


@transaction.atomic
def give_up_waiting(report: Report, *, now: datetime) -> None:
    """Nobody confirmed in time: the report goes to the coordinator as an anonymous one, it is never dropped."""
    report.awaits_confirmation = False
    report.save(update_fields=["awaits_confirmation"])
    record(locked(report.problem), "unconfirmed", actor=None, at=now)
