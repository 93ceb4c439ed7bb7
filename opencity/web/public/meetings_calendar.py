"""Meetings of the libraries as events of the community's calendar."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Event

from opencity.access_points.models import Meeting, MeetingState
from opencity.access_points.queries.meetings import in_calendar
from opencity.communities.models import Community


def meeting_events(community: Community, *, now: datetime) -> list[Event]:
    return [_event(one, community) for one in in_calendar(community, now=now)]


def _event(meeting: Meeting, community: Community) -> Event:
    event = Event()
    event.add("uid", f"{meeting.uuid}@opencity")
    event.add("dtstamp", meeting.updated_at.replace(microsecond=0))
    event.add("created", meeting.created_at.replace(microsecond=0))
    event.add("last-modified", meeting.updated_at.replace(microsecond=0))
    event.add("dtstart", meeting.starts_at.replace(microsecond=0))
    event.add("dtend", meeting.ends_at.replace(microsecond=0))
    event.add("status", "CANCELLED" if meeting.state == MeetingState.CANCELLED else "CONFIRMED")
    event.add("summary", meeting.title or _("A meeting"))
    event.add("description", "\n\n".join(part for part in (meeting.words, meeting.answer, meeting.summary) if part))
    address = reverse("access_point", args=[community.slug, meeting.access_point.slug])
    event.add("url", settings.PUBLIC_URL + address)
    event.add("location", ", ".join(part for part in (meeting.access_point.name, meeting.room) if part))
    return event
