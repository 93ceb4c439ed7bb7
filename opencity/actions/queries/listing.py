"""Lists of actions: what comes, what was, what is one person's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from opencity.actions.access import rows_of
from opencity.actions.models import Action, ActionRole, Participation
from opencity.actions.values import COMING, EXPECTED, ActionState, ParticipationState
from opencity.communities.models import Community
from opencity.people.models import Person
from opencity.places.models import Area
from opencity.places.tree import areas
from opencity.problems.models import Problem
from opencity.problems.states import Visibility

IN_CALENDARS = timedelta(days=60)
"""How long an action that is over, or was called off, stays in calendars that people subscribe to."""
MOST_IN_CALENDARS = 500
MOST_SKILLS = 60


@dataclass(frozen=True)
class Wanted:
    """What a list or a calendar is asked for."""

    area: Area | None = None
    skill: str = ""


def read_wanted(community: Community, asked: Mapping[str, str]) -> Wanted:
    """What an address asks for; what makes no sense is left out."""
    code = asked.get("area", "")[:40]
    return Wanted(areas(community).by_code(code) if code else None, asked.get("skill", "").strip()[:60])


def _public(community: Community, wanted: Wanted) -> QuerySet[Action]:
    rows = rows_of(community).filter(problem__visibility=Visibility.PUBLIC)
    if wanted.area is not None:
        rows = rows.filter(area__in=areas(community).with_children(wanted.area))
    if wanted.skill:
        rows = rows.filter(pk__in=ActionRole.everywhere.filter(skill__iexact=wanted.skill).values("action"))
    return rows


def upcoming(community: Community, wanted: Wanted, *, now: datetime) -> QuerySet[Action]:
    """What is still to come or going on, the nearest first."""
    rows = _public(community, wanted).filter(state__in=COMING, ends_at__gte=now)
    return rows.order_by("starts_at", "pk")


def past(community: Community, wanted: Wanted, *, now: datetime) -> QuerySet[Action]:
    """What took place, the latest first. What was called off is told on its problem's page."""
    over = Q(state__in=[ActionState.HELD, ActionState.REPORTED]) | Q(state__in=COMING, ends_at__lt=now)
    return _public(community, wanted).filter(over).order_by("-starts_at", "-pk")


def in_calendar(community: Community, wanted: Wanted, *, now: datetime) -> Sequence[Action]:
    """With what was called off lately: a calendar that knows it has to hear of it."""
    rows = _public(community, wanted).filter(ends_at__gte=now - IN_CALENDARS)
    return list(rows.order_by("starts_at", "pk")[:MOST_IN_CALENDARS])


def of_problem(problem: Problem) -> QuerySet[Action]:
    return rows_of(problem.community).filter(problem=problem).order_by("-starts_at", "-pk")


def skills_wanted(community: Community, *, now: datetime) -> list[str]:
    """The skills that coming actions ask for, by name."""
    coming = Action.everywhere.filter(
        community=community, problem__visibility=Visibility.PUBLIC, state__in=COMING, ends_at__gte=now
    )
    rows = ActionRole.everywhere.filter(action__in=coming).exclude(skill="")
    return list(rows.values_list("skill", flat=True).distinct().order_by("skill")[:MOST_SKILLS])


def sign_ups_of(person: Person, community: Community) -> QuerySet[Participation]:
    """Everything somebody has signed up for here, the latest first."""
    rows = Participation.everywhere.filter(community=community, person=person).select_related(
        "action__problem__community", "action__problem__area", "action__organisation", "role"
    )
    return rows.order_by("-action__starts_at", "-pk")


def own_calendar(person: Person, community: Community, *, now: datetime) -> Sequence[Action]:
    """What somebody signed up for, came to or leads."""
    mine = [*EXPECTED, ParticipationState.ATTENDED]
    theirs = Participation.everywhere.filter(community=community, person=person)
    # What was called off freed everybody: their calendars have to hear of it too.
    called_off = Q(pk__in=theirs.filter(state=ParticipationState.EXCUSED).values("action"), state=ActionState.CANCELLED)
    rows = rows_of(community).filter(problem__visibility=Visibility.PUBLIC, ends_at__gte=now - IN_CALENDARS)
    rows = rows.filter(
        Q(pk__in=theirs.filter(state__in=mine).values("action")) | called_off | Q(lead=person) | Q(co_lead=person)
    )
    return list(rows.order_by("starts_at", "pk")[:MOST_IN_CALENDARS])


def current_of(action: Action, person: Person) -> Participation | None:
    """The newest sign-up of somebody for an action."""
    rows = Participation.everywhere.filter(action=action, person=person)
    return rows.select_related("role", "organisation", "person").order_by("-pk").first()
