"""Appeals of a body for its desk, of a person for their page, and what everybody may know of a problem's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, Prefetch, Q, QuerySet

from opencity.appeals.access import appeal_rows, in_reach
from opencity.appeals.law import law_of
from opencity.appeals.models import LIVE_STATES, Appeal, AppealStep, Registration
from opencity.appeals.rules import UNREGISTERED, State, last_day
from opencity.communities.models import Community
from opencity.people.acting import Actor
from opencity.people.models import Organisation, Person
from opencity.problems.models import Problem

MOST = 200


@dataclass(frozen=True)
class Row:
    """An appeal in a list of its body: without a name. `number` is empty before it is registered."""

    appeal: Appeal
    number: str
    forward_by: date | None
    """The last day to pass it on, while that is still to come."""


def appeals_of_body(community: Community, actor: Actor, *, live: bool, now: datetime) -> list[Row]:
    """The nearest deadline first; of those that ended, the latest. Two queries, however many there are."""
    rows = _with_numbers(appeal_rows(community).filter(in_reach(actor)))
    if live:
        found = rows.filter(state__in=LIVE_STATES).order_by("due_on", "pk")[:MOST]
    else:
        found = rows.exclude(state__in=LIVE_STATES).order_by("-ended_at", "-pk")[:MOST]
    return [row_of(one, now=now) for one in found]


def row_of(appeal: Appeal, *, now: datetime) -> Row:
    calendar = appeal.community.calendar
    day = last_day(appeal.came_on, law_of(appeal.community).periods.forward, calendar)
    open_still = appeal.state in UNREGISTERED | {State.REGISTERED} and calendar.today(now) <= day
    return Row(appeal, number_of(appeal), day if open_still else None)


def number_of(appeal: Appeal) -> str:
    """In the register of the body that has it; of a list read with its registrations."""
    mine = [one for one in appeal.registrations.all() if one.organisation_id == appeal.organisation_id]
    return mine[-1].number if mine else ""


def _with_numbers(rows: QuerySet[Appeal]) -> QuerySet[Appeal]:
    return rows.prefetch_related(Prefetch("registrations", Registration.everywhere.order_by("pk")))


def count_waiting(community: Community, actor: Actor) -> int:
    return Appeal.everywhere.filter(in_reach(actor), community=community, state__in=LIVE_STATES).count()


def appeals_of_person(community: Community, person: Person) -> list[Appeal]:
    return list(_with_numbers(appeal_rows(community).filter(person=person)).order_by("-sent_at", "-pk")[:MOST])


def own_appeals_about(problem: Problem, person: Person) -> list[Appeal]:
    rows = Appeal.everywhere.filter(problem=problem, person=person)
    return list(rows.select_related("organisation").order_by("-sent_at", "-pk")[:20])


def steps_of(appeal: Appeal) -> list[AppealStep]:
    rows = AppealStep.everywhere.filter(appeal=appeal)
    return list(rows.select_related("organisation", "to").order_by("at", "pk"))


def registrations_of(appeal: Appeal) -> list[Registration]:
    rows = Registration.everywhere.filter(appeal=appeal)
    return list(rows.select_related("organisation").order_by("pk"))


@dataclass(frozen=True, kw_only=True)
class Told:
    """What everybody may know of the appeals about a problem to one body: numbers and days."""

    organisation: Organisation
    made: int
    waiting: int
    answered: int
    returned: int
    next_due: date | None


def told_of(problem: Problem) -> list[Told]:
    """By body that has them now; what its author took back is not counted. One query and one for the bodies."""
    rows = Appeal.everywhere.filter(problem=problem).exclude(state=State.WITHDRAWN).values("organisation")
    live = Q(state__in=LIVE_STATES)
    counted = list(
        rows.annotate(
            made=Count("pk"),
            waiting=Count("pk", filter=live),
            answered=Count("pk", filter=Q(state=State.ANSWERED)),
            returned=Count("pk", filter=Q(state=State.RETURNED)),
            next_due=Min("due_on", filter=live),
        ).order_by("organisation")
    )
    if not counted:
        return []
    bodies = Organisation.objects.in_bulk([row["organisation"] for row in counted])
    return [
        Told(
            organisation=bodies[row["organisation"]],
            made=row["made"],
            waiting=row["waiting"],
            answered=row["answered"],
            returned=row["returned"],
            next_due=row["next_due"],
        )
        for row in counted
    ]
