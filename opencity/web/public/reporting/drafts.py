"""Which draft a browser is writing: known by a random key in a cookie that only the report pages see."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from opencity.communities.http import CommunityRequest
from opencity.people.models import Person
from opencity.problems.models import Draft, Photo
from opencity.problems.operations import drafting

COOKIE = "draft"
JOINED = "joined"
"""The field that keeps the number of the problem a draft was joined to."""
JOINED_AS = "joined_as"
"""counted, unconfirmed or uncounted."""


def signed_in(request: CommunityRequest) -> Person | None:
    return request.user if isinstance(request.user, Person) else None


def latest(request: CommunityRequest) -> Draft | None:
    """The draft of this browser, sent or not. Somebody else's draft on a shared computer is not shown."""
    draft = drafting.find(request.community, request.COOKIES.get(COOKIE, ""))
    if draft is None or (draft.person_id and draft.person_id != request.user.pk):
        return None
    return draft


def current(request: CommunityRequest) -> Draft | None:
    """The draft that is still being written."""
    draft = latest(request)
    return None if draft is None or is_sent(draft) else draft


def is_sent(draft: Draft) -> bool:
    return bool(draft.filed_report_id or draft.fields.get(JOINED))


def writable(request: CommunityRequest, *, now: datetime) -> Draft:
    return current(request) or drafting.begin(request.community, signed_in(request), now=now)


def photos_of(draft: Draft | None) -> list[Photo]:
    return list(Photo.everywhere.filter(draft=draft).order_by("pk")) if draft else []


def remember(request: CommunityRequest, response: HttpResponse, draft: Draft) -> None:
    if request.COOKIES.get(COOKIE) == draft.key:
        return
    response.set_cookie(
        COOKIE,
        draft.key,
        max_age=drafting.KEPT,
        path=cookie_path(request),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def cookie_path(request: CommunityRequest) -> str:
    return reverse("report", args=[request.community.slug])
