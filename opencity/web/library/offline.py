"""What the counter needs while the line is down: the service worker, and the empty form that it keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from opencity.catalogue.models import Category
from opencity.communities.http import CommunityRequest
from opencity.web.library.counter import desk_of, form
from opencity.web.public.reporting import asking, whereabouts
from opencity.web.templatetags.assets import BUILD


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """Served from the root, because a worker governs the pages below its own address. Asked for anew each time."""
    try:
        written = (BUILD / "sw.js").read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    answer = HttpResponse(written, content_type="text/javascript; charset=utf-8")
    answer["Service-Worker-Allowed"] = "/"
    answer["Cache-Control"] = "no-cache"
    return answer


@dataclass(frozen=True)
class Asked:
    """A category with its own questions, laid by until somebody chooses it."""

    code: str
    name: str
    asks: dict[str, Any]


@dataclass(frozen=True)
class AskedGroup:
    name: str
    categories: tuple[Asked, ...]


@require_safe
def shell(request: CommunityRequest, community: str) -> HttpResponse:
    """One form for a report of any kind, of nobody: the browser keeps this page, so no person stands in it.

    It carries no number of a visit either; the script gives each visit its own.
    """
    desk = desk_of(request)
    if isinstance(desk, HttpResponse):
        return desk
    groups = asking.choices(request.community, {}, {})["groups"]
    more = {
        "groups": [AskedGroup(one.name, tuple(_asked(row) for row in one.categories)) for one in groups],
        "areas": whereabouts.area_choices(request.community),
        "visit": "",
        # A notice meant for somebody would be kept with the page.
        "messages": (),
    }
    return form(request, "library/shell.html", desk, more=more)


def _asked(category: Category) -> Asked:
    return Asked(category.code, category.name, asking.questions(category, {}, {}))
