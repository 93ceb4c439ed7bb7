"""A report written down for a visitor: consent read aloud, what, where, who; then the receipt on paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from opencity.access_points.models import Visit
from opencity.access_points.operations.serving import serve_report
from opencity.communities.http import CommunityRequest
from opencity.foundation.refusals import CallEmergency, Refusal
from opencity.problems.models import Problem
from opencity.web.library.counter import Desk, counter_of, desk_of, form, served, visitor_of
from opencity.web.public import cases
from opencity.web.public.dates import day_words
from opencity.web.public.reporting import asking, forms, whereabouts
from opencity.web.public.reporting.origin import from_our_pages
from opencity.web.public.reporting.pages import emergency
from opencity.web.public.signs import state_sign

WORD = "library_word:"
"""Where a secret word waits in the librarian's session until the receipt is printed."""


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: CommunityRequest, community: str) -> HttpResponse:
    """Without a category the list of them; with one, its form. Everything works without scripts and without the map."""
    desk = desk_of(request)
    if isinstance(desk, HttpResponse):
        return desk
    fields = forms.read(request.POST) if request.method == "POST" else {}
    fields = {"category": request.GET.get("category", ""), **fields}
    if request.method != "POST" or "find" in request.POST:
        return form(request, "library/report.html", desk, more=_asked(request, fields))
    kept: list[str] = []
    try:
        photos = cases.take_photos(request, desk.actor.person, desk.now)
        kept = cases.keep_tokens(photos)
        new = forms.new_report(request.community, fields, photos=list(photos), draft=None, suspicious=False)
        done = serve_report(counter_of(request, desk), visitor_of(request), new, now=desk.now)
    except CallEmergency as stop:
        return emergency(request, stop)
    except Refusal as refusal:
        more = {**_asked(request, fields), "kept": kept}
        return form(request, "library/report.html", desk, refusal=refusal, more=more)
    if done.word:
        request.session[WORD + str(done.visit.uuid)] = done.word
    return served(request, redirect("library_receipt", community, done.visit.uuid))


def _asked(request: CommunityRequest, fields: dict[str, str]) -> dict[str, Any]:
    asked = forms.plain(request.GET.get("q", ""))[:100]
    choices = asking.choices(request.community, {**fields, "q": asked} if asked else fields, {})
    return {
        **choices,
        "fields": fields,
        "areas": whereabouts.area_choices(request.community),
        **whereabouts.street_list(request.community, fields, found=_streets(request, fields)),
    }


def _streets(request: CommunityRequest, fields: dict[str, str]) -> list[Any] | None:
    if "find" not in request.POST:
        return None
    return whereabouts.streets_like(request.community, fields.get("place_words", ""))


@require_safe
def receipt(request: CommunityRequest, community: str, visit: UUID) -> HttpResponse:
    """For the printer: number, secret word, code, and what happens next in plain words. A5 or a till's 80 mm."""
    desk = desk_of(request)
    if isinstance(desk, HttpResponse):
        return desk
    found, problem = visit_of(request, desk, visit)
    address = settings.PUBLIC_URL + reverse("problem", args=[community, problem.number])
    more = {
        "problem": problem,
        "state": state_sign(problem),
        "word": word_of(request, found),
        "address": address,
        "code": code_of(address),
        "due": day_words(problem.answer_due, request.community, desk.now) if problem.answer_due else "",
        "served": day_words(found.served_at, request.community, desk.now),
        "narrow": request.GET.get("paper") == "80mm",
        "of_visit": found,
    }
    return form(request, "library/receipt.html", desk, more=more)


def visit_of(request: CommunityRequest, desk: Desk, visit: UUID) -> tuple[Visit, Problem]:
    """A visit of this branch and its problem; 404 for those of every other."""
    row = Visit.everywhere.filter(community=request.community, access_point=desk.branch, uuid=visit)
    found = row.select_related("problem__category", "problem__owner", "problem__area", "problem__community").first()
    if found is None or found.problem is None:
        raise Http404
    return found, found.problem


def word_of(request: CommunityRequest, visit: Visit) -> str:
    """The secret word, as long as this librarian's session keeps it; afterwards nobody has it but the visitor."""
    return str(request.session.get(WORD + str(visit.uuid), ""))


def code_of(address: str) -> SafeString:
    """The address as a code, drawn into the page."""
    picture = segno.make(address, error="m", micro=False)
    return SafeString(picture.svg_inline(scale=3, border=2, dark="#0B3944", light="#FFFFFF"))
