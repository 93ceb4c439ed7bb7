"""A public computer: big type, a time-out, and nothing left behind for the next one."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from opencity.communities.http import CommunityRequest
from opencity.web.account.leaving import FORGET
from opencity.web.public.reporting import drafts
from opencity.web.public.reporting.origin import from_our_pages

COOKIE = "kiosk"
LASTS = timedelta(days=365)


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: CommunityRequest, community: str) -> HttpResponse:
    """The first page of a public computer. POST switches the mode on or off for this browser.

    The cookie is read by the page's script alone: pages are the same for everybody and stay cacheable.
    """
    if request.method != "POST":
        answer = render(request, "library/kiosk.html", {"on": request.COOKIES.get(COOKIE) == "1"})
        answer["Cache-Control"] = "private, no-store"
        return answer
    answer = redirect("kiosk", community)
    if "off" in request.POST:
        answer.delete_cookie(COOKIE)
    else:
        answer.set_cookie(COOKIE, "1", max_age=LASTS, samesite="Lax", secure=request.is_secure())
    return answer


@from_our_pages
@require_POST
def leave(request: CommunityRequest, community: str) -> HttpResponse:
    """Sign out, forget the draft and every trace of whoever sat here. The script empties the browser's own stores."""
    logout(request)
    answer = redirect("kiosk", community)
    # Only the report's own pages are sent this cookie: whether it is there is not known here.
    answer.delete_cookie(drafts.COOKIE, path=drafts.cookie_path(request))
    # The mode stays on: only what the visitor left goes.
    answer["Clear-Site-Data"] = FORGET
    return answer
