"""The page of an access point, with the meetings it hosts, and the form that asks for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from opencity.access_points.models import Meeting, MeetingState
from opencity.access_points.operations.meeting import NewMeeting, ask_for_meeting
from opencity.access_points.queries.meetings import asked_by, coming, last_change, past
from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community
from opencity.foundation.languages import current
from opencity.foundation.refusals import NotAllowed, NotUnderstood, Refusal
from opencity.people.models import Presence, Sector
from opencity.problems.history import Words
from opencity.problems.models import Problem
from opencity.problems.models.problem import new_uuid
from opencity.problems.states import Visibility
from opencity.web.public import actions_forms, cases, reading
from opencity.web.public.dates import When, local, moment
from opencity.web.public.reporting import forms, refusing
from opencity.web.public.reporting.origin import from_our_pages


@dataclass(frozen=True)
class Row:
    """A meeting as a page tells it. `ends` is the hour alone."""

    meeting: Meeting
    when: When
    ends: str
    state: str
    over: bool
    address: str = ""

    @property
    def is_off(self) -> bool:
        return self.meeting.state == MeetingState.CANCELLED


def row_of(meeting: Meeting, community: Community, at: datetime) -> Row:
    problem = meeting.problem
    return Row(
        meeting=meeting,
        when=moment(meeting.starts_at, community, at),
        ends=f"{local(meeting.ends_at, community):%H:%M}",
        state=str(MeetingState(meeting.state).label),
        over=meeting.ends_at < at,
        address=reverse("problem", args=[community.slug, problem.number]) if problem is not None else "",
    )


def point_of(community: Community, slug: str) -> Presence:
    rows = Presence.everywhere.filter(community=community, organisation__sector=Sector.LIBRARY, organisation__slug=slug)
    found = rows.select_related("organisation").first()
    if found is None:
        raise Http404
    return found


@require_safe
def access_point(request: CommunityRequest, community: str, organisation: str) -> HttpResponse:
    moment_now, town = now(), request.community
    point = point_of(town, organisation)
    # Meetings begin and end between two events, and some change no history.
    quarter = int(moment_now.timestamp()) // 900
    stamp = reading.stamp_of(request, organisation, quarter, last_change(town), now=moment_now)
    kept = reading.unchanged(request, stamp)
    if kept is not None:
        return kept
    person, branch = reading.person_of(request), point.organisation
    own = asked_by(town, branch, person) if person else []
    context = {
        "point": point,
        "coming": [row_of(one, town, moment_now) for one in coming(town, branch, now=moment_now)],
        "past": [row_of(one, town, moment_now) for one in past(town, branch, now=moment_now)],
        "own": [row_of(one, town, moment_now) for one in own],
        "calendar": settings.PUBLIC_URL + reverse("actions_calendar", args=[community]),
    }
    return reading.page(request, "public/access_point.html", context, stamp=stamp)


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_ask(request: CommunityRequest, community: str, organisation: str) -> HttpResponse:
    """`?number=` comes from a problem's page."""
    point, moment_now = point_of(request.community, organisation), now()
    if request.method != "POST":
        return _form(request, point)
    try:
        actor = reading.actor_of(request, now=moment_now)
        if actor is None:
            raise NotAllowed(
                _("We have to know who asks, so that the library can answer."),
                _("Sign in with your e-mail: we send a code, no password is needed."),
            )
        new = _new_meeting(request)
        ask_for_meeting(request.community, point.organisation, actor, new, now=moment_now)
    except Refusal as refusal:
        return _form(request, point, refusal)
    messages.success(request, _("The library has your request. It answers by mail, and on this page."))
    return redirect("access_point", community, organisation)


def _form(request: CommunityRequest, point: Presence, refusal: Refusal | None = None) -> HttpResponse:
    shown = refusing.shown_plainly(request.community, [refusal] if refusal else [])
    typed = request.POST if request.method == "POST" else request.GET
    context = {
        "point": point,
        "typed": typed,
        "meeting": typed.get("meeting") or str(new_uuid()),
        "person": reading.person_of(request),
        "sign_in": cases.sign_in_address(request),
        "refusals": shown,
        "errors": refusing.by_field(shown),
    }
    answer = render(request, "public/meeting_ask.html", context, status=refusal.status if refusal else 200)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _new_meeting(request: CommunityRequest) -> NewMeeting:
    fields = actions_forms.read(request.POST)
    starts_at, ends_at = actions_forms.times(request.community, fields)
    return NewMeeting(
        uuid=_uuid(fields.get("meeting", "")),
        title=" ".join(fields.get("title", "").split()),
        words=Words(fields.get("words", ""), current()),
        starts_at=starts_at,
        ends_at=ends_at,
        room=forms.plain(fields.get("room", "")),
        seats=_seats(fields.get("seats", "")),
        problem=_problem(request.community, fields.get("number", "")),
    )


def _uuid(told: str) -> UUID:
    try:
        return UUID(told)
    except ValueError:
        raise NotUnderstood(_("This form is incomplete."), _("Open it again from the library's page.")) from None


def _seats(told: str) -> int | None:
    if not told:
        return None
    if not (told.isascii() and told.isdecimal() and len(told) < 6):
        raise NotUnderstood(_("We can't read this number."), _("Write digits alone, or leave it empty."), field="seats")
    return int(told)


def _problem(community: Community, told: str) -> Problem | None:
    number = told.strip().lstrip("№# ").strip()
    if not number:
        return None
    rows: Any = Problem.everywhere.filter(community=community, visibility=Visibility.PUBLIC)
    found: Problem | None = None
    if number.isascii() and number.isdecimal() and len(number) < 18:
        found = rows.select_related("community", "category").filter(number=int(number)).first()
    if found is None:
        raise NotUnderstood(
            _("There is no public problem with this number."), _("Leave it empty, or look it up."), field="number"
        )
    return found
