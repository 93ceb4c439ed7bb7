"""Meetings that no history tells of: the branch hears what it is asked for, whoever asked hears the answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from opencity.access_points.models import Meeting, MeetingState
from opencity.communities.models import Community
from opencity.notices.operations.owing import owe
from opencity.people.acting import holding
from opencity.people.models import Role

OLD = timedelta(days=5)
ANSWERED = (MeetingState.AGREED, MeetingState.DECLINED, MeetingState.CANCELLED)


def tell_of_meetings(community: Community, *, now: datetime) -> None:
    for meeting in _rows(community).filter(state=MeetingState.ASKED, starts_at__gt=now, created_at__gt=now - OLD):
        _ask_the_branch(meeting, now)
    for meeting in _rows(community).filter(state__in=ANSWERED, decided_at__gt=now - OLD, asked_by__isnull=False):
        _answer(meeting, now)


def _rows(community: Community) -> QuerySet[Meeting]:
    return Meeting.everywhere.filter(community=community).select_related("asked_by", "community")


def _ask_the_branch(meeting: Meeting, now: datetime) -> None:
    """Librarians of the branch read of it with the next morning's news."""
    serving = Role.everywhere.filter(
        holding(now), community=meeting.community, kind=Role.Kind.LIBRARIAN, access_point=meeting.access_point_id
    )
    for role in serving.select_related("person").exclude(person=meeting.asked_by_id):
        owe(
            meeting.community,
            "meeting_asked",
            person=role.person,
            once=f"meeting_asked:{meeting.pk}",
            facts={"as": "handler", "meeting": meeting.pk},
            at=now,
        )


def _answer(meeting: Meeting, now: datetime) -> None:
    owe(
        meeting.community,
        "meeting_answer",
        person=meeting.asked_by,
        once=f"meeting_answer:{meeting.pk}:{meeting.state}",
        facts={"as": "meeting", "meeting": meeting.pk, "variant": meeting.state},
        at=now,
    )
