"""What one asks about notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from opencity.communities.models import Community
from opencity.notices.kinds import NEWS
from opencity.notices.models import Delivery, UnwantedKind
from opencity.people.acting import holding
from opencity.people.models import Membership, MembershipKind, Person
from opencity.problems.models import Problem

CHIEFS = (MembershipKind.SUPERVISOR, MembershipKind.LEAD)
"""The duties whose holders get the figures of their body each week."""
Reader = tuple[int | None, int | None]
"""Ids of a person or of an organisation; one of the two is None."""


def dead_letters(community: Community) -> QuerySet[Delivery]:
    """What could not be delivered, newest first: for the coordinators."""
    rows = Delivery.everywhere.filter(community=community, status=Delivery.Status.DEAD)
    return rows.select_related("organisation", "problem").order_by("-owed_at", "-pk")


def free(now: datetime) -> Q:
    """Waiting, and in nobody's hands: a lease that has run out belonged to a worker that is gone."""
    return Q(status=Delivery.Status.WAITING) & (Q(leased_until=None) | Q(leased_until__lt=now))


def communities_due(now: datetime) -> list[Community]:
    rows = Delivery.everywhere.filter(free(now), next_try__lte=now)
    return list(Community.objects.filter(pk__in=rows.values("community_id")).order_by("pk"))


def readers_due(community: Community, now: datetime, most: int) -> list[Reader]:
    """Whose letters are due, the longest waiting first."""
    rows = Delivery.everywhere.filter(free(now), community=community, next_try__lte=now)
    waiting = rows.values_list("person_id", "organisation_id").annotate(first=Min("next_try")).order_by("first")
    return [(person, organisation) for person, organisation, _first in waiting[:most]]


def last_news(community: Community, person: int | None) -> datetime | None:
    """When the last letter of mere news left for this person."""
    rows = Delivery.everywhere.filter(
        community=community, person=person, status=Delivery.Status.SENT, kind__in=NEWS, critical=False
    )
    return rows.order_by("-sent_at").values_list("sent_at", flat=True).first() if person else None


@dataclass(frozen=True)
class Told:
    """Whether the body that has the duty got its letter about a problem. `connected`: somebody there can sign in."""

    delivered_at: datetime | None
    failing: bool
    connected: bool


def told_owner(problem: Problem, *, now: datetime) -> Told | None:
    """None while nothing is owed to the present owner, or the letter is on its first way."""
    if problem.owner_id is None:
        return None
    rows = Delivery.everywhere.filter(
        community=problem.community, problem=problem, organisation=problem.owner_id, kind="owner_told"
    )
    last = rows.order_by("-owed_at", "-pk").first()
    if last is None or (last.status == Delivery.Status.WAITING and not last.last_error):
        return None
    members = Membership.objects.filter(holding(now), organisation=problem.owner_id)
    failing = last.status != Delivery.Status.SENT
    return Told(last.sent_at, failing, members.exists())


def owner_badge(problem: Problem, *, now: datetime) -> str:
    """What the public page says while the body that has the duty may not know; empty when all is well."""
    if problem.answered_at is not None:
        return ""
    told = told_owner(problem, now=now)
    if told is None:
        return ""
    if told.failing:
        return _("They have not received it yet: our letter does not get through.")
    if told.connected or told.delivered_at is None:
        return ""
    day = date_format(told.delivered_at.astimezone(problem.community.calendar.timezone), "MONTH_DAY_FORMAT")
    return _("They are not connected here yet: a letter was sent on %(day)s.") % {"day": day}


def chiefs(now: datetime) -> QuerySet[Membership]:
    """Who answers for a body now, in every community."""
    return Membership.objects.filter(holding(now), kind__in=CHIEFS, person__is_active=True)


def reads_weekly_figures(person: Person, *, now: datetime) -> bool:
    return chiefs(now).filter(person=person).exists()


def is_kind_muted(community: Community, person: Person, kind: str) -> bool:
    return UnwantedKind.everywhere.filter(community=community, person=person, kind=kind).exists()
