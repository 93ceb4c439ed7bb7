"""Meetings at the branch: what the librarian is asked for, says yes or no to, and tells afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from opencity.access_points.models import Meeting, MeetingState
from opencity.access_points.operations import meeting as operations
from opencity.access_points.queries.meetings import for_librarian, in_the_way, meeting_for
from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import current
from opencity.foundation.refusals import Refusal
from opencity.people.acting import Actor
from opencity.problems.history import Words
from opencity.web.library.counter import Desk, desk_of, form
from opencity.web.public import cases
from opencity.web.public.meetings import row_of
from opencity.web.public.reporting.origin import from_our_pages


@require_safe
def meetings(request: CommunityRequest, community: str) -> HttpResponse:
    desk = desk_of(request)
    if isinstance(desk, HttpResponse):
        return desk
    rows = [
        row_of(one, request.community, desk.now) for one in for_librarian(request.community, desk.branch, now=desk.now)
    ]
    more = {
        "asked": [row for row in rows if row.meeting.state == MeetingState.ASKED],
        "coming": [row for row in rows if row.meeting.state == MeetingState.AGREED and not row.over],
        "owed": [row for row in rows if row.meeting.state == MeetingState.AGREED and row.over],
    }
    return form(request, "library/meetings.html", desk, more=more)


@require_safe
def meeting(request: CommunityRequest, community: str, uuid: UUID) -> HttpResponse:
    desk = desk_of(request)
    if isinstance(desk, HttpResponse):
        return desk
    return _page(request, desk, meeting_for(request.community, desk.branch, uuid))


def _page(request: CommunityRequest, desk: Desk, one: Meeting, refusal: Refusal | None = None) -> HttpResponse:
    other = in_the_way(one, one.room) if one.state == MeetingState.ASKED else None
    more = {
        "row": row_of(one, request.community, desk.now),
        "begun": one.starts_at <= desk.now,
        "other": row_of(other, request.community, desk.now) if other is not None else None,
    }
    return form(request, "library/meeting.html", desk, refusal=refusal, more=more)


@from_our_pages
@require_POST
def decide(request: CommunityRequest, community: str, uuid: UUID, deed: str) -> HttpResponse:
    desk = desk_of(request)
    if isinstance(desk, HttpResponse):
        return desk
    one, act = meeting_for(request.community, desk.branch, uuid), DEEDS.get(deed)
    if act is None:
        raise Http404
    try:
        told = act(request, one, desk.actor, Words(cases.words_of(request), current()), desk.now)
    except Refusal as refusal:
        return _page(request, desk, one, refusal)
    messages.success(request, told)
    return redirect("library_meetings", community)


def _agree(request: CommunityRequest, one: Meeting, actor: Actor, words: Words, moment: datetime) -> str:
    operations.agree(one, actor, request.POST.get("room", ""), words, now=moment)
    return _("Agreed. Whoever asked and everybody who follows the problem will read of it.")


def _decline(request: CommunityRequest, one: Meeting, actor: Actor, words: Words, moment: datetime) -> str:
    operations.decline(one, actor, words, now=moment)
    return _("Declined. Whoever asked will read your reason.")


def _cancel(request: CommunityRequest, one: Meeting, actor: Actor, words: Words, moment: datetime) -> str:
    operations.cancel(one, actor, words, now=moment)
    return _("Called off. Everybody who was told of it will read why.")


def _hold(request: CommunityRequest, one: Meeting, actor: Actor, words: Words, moment: datetime) -> str:
    operations.hold(one, actor, words, now=moment)
    return _("Thank you. The summary stands on the library's page and in the story of the problem.")


DEEDS: dict[str, Callable[[CommunityRequest, Meeting, Actor, Words, datetime], str]] = {
    "agree": _agree,
    "decline": _decline,
    "cancel": _cancel,
    "hold": _hold,
}
