"""Meetings of a branch: what everybody sees, what waits for the librarian, what is in the way of another."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.http import Http404

from opencity.access_points.models import PUBLIC_MEETINGS, Meeting, MeetingState
from opencity.access_points.rules import same_room
from opencity.communities.models import Community
from opencity.people.models import Organisation, Person
from opencity.problems.states import Visibility

IN_CALENDARS = timedelta(days=60)
MOST = 100
MOST_BEFORE = 20


def rows_of(community: Community) -> QuerySet[Meeting]:
    """Meetings with what a page asks of them. Those about a problem that is not public any more are left out."""
    rows = Meeting.everywhere.filter(Q(problem=None) | Q(problem__visibility=Visibility.PUBLIC), community=community)
    return rows.select_related("access_point", "problem__community", "problem__category")


def coming(community: Community, branch: Organisation, *, now: datetime) -> list[Meeting]:
    rows = rows_of(community).filter(access_point=branch, state=MeetingState.AGREED, ends_at__gte=now)
    return list(rows.order_by("starts_at", "pk")[:MOST])


def past(community: Community, branch: Organisation, *, now: datetime) -> list[Meeting]:
    """What was held or called off, the latest first."""
    over = Q(state__in=[MeetingState.HELD, MeetingState.CANCELLED]) | Q(state=MeetingState.AGREED, ends_at__lt=now)
    rows = rows_of(community).filter(over, access_point=branch)
    return list(rows.order_by("-starts_at", "-pk")[:MOST_BEFORE])


def asked_by(community: Community, branch: Organisation, person: Person) -> list[Meeting]:
    """One's own requests that are not public: what waits, and what was declined."""
    own = Meeting.everywhere.filter(community=community, access_point=branch, asked_by=person)
    own = own.exclude(state__in=PUBLIC_MEETINGS).select_related("access_point", "problem__community")
    return list(own.order_by("-created_at")[:MOST_BEFORE])


def for_librarian(community: Community, branch: Organisation, *, now: datetime) -> list[Meeting]:
    """What waits for an answer, what is coming, and what has been and waits for its summary: in the order of time."""
    waiting = Q(state=MeetingState.ASKED, starts_at__gte=now) | Q(state=MeetingState.AGREED)
    rows = Meeting.everywhere.filter(waiting, community=community, access_point=branch)
    return list(rows.select_related("problem__community", "asked_by").order_by("starts_at", "pk")[:MOST])


def meeting_for(community: Community, branch: Organisation, uuid: UUID) -> Meeting:
    """For a librarian of the branch."""
    rows = Meeting.everywhere.filter(community=community, access_point=branch, uuid=uuid)
    found = rows.select_related("access_point", "problem__community", "asked_by", "community").first()
    if found is None:
        raise Http404
    return found


def in_the_way(meeting: Meeting, room: str) -> Meeting | None:
    """An agreed meeting of the same hour and room, in whichever community: a room is one place."""
    rows = Meeting.everywhere.filter(
        access_point=meeting.access_point,
        state=MeetingState.AGREED,
        starts_at__lt=meeting.ends_at,
        ends_at__gt=meeting.starts_at,
    ).exclude(pk=meeting.pk)
    return next((one for one in rows.order_by("starts_at") if same_room(one.room, room)), None)


def in_calendar(community: Community, *, now: datetime) -> list[Meeting]:
    rows = rows_of(community).filter(state__in=PUBLIC_MEETINGS, ends_at__gte=now - IN_CALENDARS)
    return list(rows.order_by("starts_at", "pk")[:MOST])


def last_change(community: Community) -> str:
    """For stamps of pages: a meeting about no problem changes no history."""
    latest = Meeting.everywhere.filter(community=community).aggregate(at=Max("updated_at"))["at"]
    return latest.isoformat() if latest else ""
