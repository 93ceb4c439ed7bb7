"""How reading pages are answered: the same for everybody and cacheable, unless somebody is signed in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from opencity import __version__
from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import current
from opencity.people.acting import Actor, actor_for
from opencity.people.models import Person

PAGE_KEPT_S = 600


def person_of(request: HttpRequest) -> Person | None:
    """Who is signed in. Without a session cookie no query is made."""
    user = request.user
    return user if isinstance(user, Person) and user.is_authenticated else None


def actor_of(request: CommunityRequest, *, now: datetime) -> Actor | None:
    person = person_of(request)
    return actor_for(person, request.community, now=now) if person else None


def is_personal(request: HttpRequest) -> bool:
    """Whether the page holds something for one reader: their name, or a message after something they did."""
    return person_of(request) is not None or CookieStorage.cookie_name in request.COOKIES


def stamp_of(request: CommunityRequest, *parts: object, now: datetime, of_all: bool = True) -> str:
    """An ETag of everything a page depends on. The day is part of it: deadlines are told in days left.

    `of_all` is False for a page of one thing, which news of other things do not change.
    """
    community = request.community
    told = (
        __version__,
        current(),
        community.version if of_all else 0,
        community.structure_version,
        community.calendar.today(now),
        bool(getattr(request, "htmx", False)),
        request.META.get("QUERY_STRING", ""),
        *parts,
    )
    return f'"{hashlib.sha256(repr(told).encode()).hexdigest()[:32]}"'


def unchanged(request: HttpRequest, stamp: str, modified: datetime | None = None) -> HttpResponse | None:
    """304 where the reader has this very page already, or the page as it was made for another. Never a personal one."""
    if is_personal(request):
        return None
    seconds = int(modified.timestamp()) if modified else None
    probe = HttpResponse(headers={"ETag": stamp})
    answer = get_conditional_response(request, etag=stamp, last_modified=seconds, response=probe)
    if answer is None or answer is probe:
        answer = _kept(request, stamp)
    return mark(request, answer, stamp, modified) if answer else None


def _kept(request: HttpRequest, stamp: str) -> HttpResponse | None:
    body = cache.get(_key(request, stamp))
    return HttpResponse(body) if body is not None else None


def _key(request: HttpRequest, stamp: str) -> str:
    return f"page:{request.path}:{stamp}"


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    stamp: str = "",
    modified: datetime | None = None,
    status: int = 200,
) -> HttpResponse:
    """A reading page with the headers that let others keep it; one for everybody is kept here as well."""
    response = render(request, template, dict(context), status=status)
    if stamp and status == 200 and not is_personal(request):
        cache.set(_key(request, stamp), response.content, PAGE_KEPT_S)
    return mark(request, response, stamp, modified)


def mark(request: HttpRequest, response: HttpResponse, stamp: str, modified: datetime | None) -> HttpResponse:
    """Set who may keep the answer and for how long: always asked again, and cheap to answer with 304."""
    patch_vary_headers(response, ("HX-Request",))
    if is_personal(request):
        response["Cache-Control"] = "private, no-store"
        return response
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    if stamp:
        response["ETag"] = stamp
    if modified is not None:
        response["Last-Modified"] = http_date(modified.timestamp())
    return response
