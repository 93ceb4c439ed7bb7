"""Calendars (RFC 5545): of the community, of a part of town, of one action, and one's own by a sealed link."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Alarm, Calendar, Event

from opencity import __version__
from opencity.access_points.queries.meetings import last_change
from opencity.actions.access import action_for_public, calendar_of
from opencity.actions.models import Action
from opencity.actions.queries.listing import in_calendar, own_calendar, read_wanted
from opencity.actions.values import ActionState
from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community
from opencity.problems.states import Precision
from opencity.web.public import reading
from opencity.web.public.actions_words import address_of, lead_name, place_words
from opencity.web.public.meetings_calendar import meeting_events

ASK_AGAIN = timedelta(hours=6)
STATUS = {ActionState.CANCELLED: "CANCELLED", ActionState.PLANNED: "TENTATIVE", ActionState.OPEN: "TENTATIVE"}


@require_safe
def community_calendar(request: CommunityRequest, community: str) -> HttpResponse:
    """`?area=` narrows it to a part of town, `?skill=` to what somebody can do."""
    moment = now()
    town = request.community
    stamp = reading.stamp_of(request, "calendar", last_change(town), now=moment)
    answer = reading.unchanged(request, stamp)
    if answer is not None:
        return answer
    asked = read_wanted(town, request.GET)
    told = {"town": town.name, "area": asked.area.name if asked.area else ""}
    name = _("Joint actions, %(area)s, %(town)s") % told if asked.area else _("Joint actions, %(town)s") % told
    # Meetings have no part of town and ask for no skill: whoever narrows the calendar looks for work.
    whole = asked.area is None and not asked.skill
    meetings = meeting_events(town, now=moment) if whole else []
    answer = _calendar(request, name, in_calendar(town, asked, now=moment), town, others=meetings)
    return reading.mark(request, answer, stamp, None)


@require_safe
def own(request: CommunityRequest, community: str, token: str) -> HttpResponse:
    """What somebody signed up for or leads, for whoever holds their link. Nothing of it is kept on the way."""
    person = calendar_of(request.community, token)
    rows = own_calendar(person, request.community, now=now())
    name = _("My joint actions, %(town)s") % {"town": request.community.name}
    answer = _calendar(request, name, rows, request.community, reminds=True)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@require_safe
def action_calendar(request: CommunityRequest, community: str, number: int, position: int) -> HttpResponse:
    action = action_for_public(request.community, number, position)
    stamp = reading.stamp_of(request, "calendar", action.pk, action.revision, now=now(), of_all=False)
    answer = reading.unchanged(request, stamp)
    if answer is not None:
        return answer
    answer = _calendar(request, action.title, [action], request.community)
    answer["Content-Disposition"] = f'attachment; filename="action-{number}-{position}.ics"'
    return reading.mark(request, answer, stamp, None)


def _calendar(
    request: HttpRequest,
    name: str,
    actions: Iterable[Action],
    town: Community,
    *,
    reminds: bool = False,
    others: Iterable[Event] = (),
) -> HttpResponse:
    calendar = Calendar()
    calendar.add("prodid", f"-//Open City//{__version__}//UK")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", town.timezone)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", f"PT{ASK_AGAIN.seconds // 3600}H")
    for action in actions:
        calendar.add_component(_event(action, reminds=reminds))
    for event in others:
        calendar.add_component(event)
    return HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")


def _event(action: Action, *, reminds: bool) -> Event:
    """Moments in UTC: an action happens once, so no rule of a time zone has to come with it."""
    event = Event()
    event.add("uid", f"{action.uuid}@opencity")
    event.add("sequence", action.revision)
    event.add("dtstamp", _plain(action.updated_at))
    event.add("created", _plain(action.created_at))
    event.add("last-modified", _plain(action.updated_at))
    event.add("dtstart", _plain(action.starts_at))
    event.add("dtend", _plain(action.ends_at))
    event.add("status", STATUS.get(ActionState(action.state), "CONFIRMED"))
    event.add("summary", action.title)
    event.add("description", _description(action))
    event.add("url", settings.PUBLIC_URL + address_of(action))
    if place := place_words(action):
        event.add("location", place)
    if action.lat is not None and action.lon is not None and action.precision != Precision.AREA:
        event.add("geo", (round(action.lat, 6), round(action.lon, 6)))
    if reminds and action.state != ActionState.CANCELLED:
        event.add_component(_reminder(action))
    return event


def _reminder(action: Action) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", action.title)
    alarm.add("trigger", -timedelta(hours=24))
    return alarm


def _description(action: Action) -> str:
    parts = [
        action.words,
        _("Bring: %(what)s") % {"what": action.bring} if action.bring else "",
        _("Led by: %(who)s") % {"who": lead_name(action)} if lead_name(action) else "",
        _("Who can no longer come says so here: %(address)s")
        % {"address": settings.PUBLIC_URL + address_of(action, "action_leave")},
    ]
    return "\n\n".join(part for part in parts if part)


def _plain(at: datetime) -> datetime:
    """RFC 5545 knows no parts of a second."""
    return at.replace(microsecond=0)
