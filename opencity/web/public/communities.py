"""The communities of this installation; where there is one, straight to it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from opencity.communities.models import Community
from opencity.web.public import reading


@require_safe
def communities(request: HttpRequest) -> HttpResponse:
    found = list(Community.objects.order_by("slug").only("slug", "names", "languages"))
    if len(found) == 1:
        return redirect("home", found[0].slug)
    return reading.page(request, "public/communities.html", {"communities": sorted(found, key=lambda one: one.name)})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Reading pages are for everybody; forms, private links and the desk are for nobody's index."""
    closed = ("account/", "*/desk/", "*/me/", "*/report/", "*/receipt/", "*/confirm/", "*/unsubscribe/", "*/endorse/")
    lines = ["User-agent: *", *(f"Disallow: /{path}" for path in closed), "Disallow: /demo/"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
