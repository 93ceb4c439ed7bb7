"""The counter itself: who serves where, what every form carries, and the branch's day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from opencity.access_points.access import branch_of
from opencity.access_points.models import Service
from opencity.access_points.operations.serving import Counter, Visitor
from opencity.access_points.queries.figures import day_list, month_figures
from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import current
from opencity.foundation.refusals import NotUnderstood, Refusal
from opencity.people.acting import Actor
from opencity.people.models import Organisation
from opencity.problems.models.problem import new_uuid
from opencity.web.public.reading import actor_of
from opencity.web.public.reporting import forms, refusing


@dataclass(frozen=True)
class Desk:
    """A librarian at their branch, at one moment."""

    actor: Actor
    branch: Organisation
    now: datetime


def desk_of(request: CommunityRequest) -> Desk | HttpResponse:
    """The desk, or the way to sign in. 404 for everybody who serves at no branch."""
    moment = now()
    actor = actor_of(request, now=moment)
    if actor is None:
        return redirect_to_login(request.get_full_path())
    return Desk(actor, branch_of(actor, request.community, now=moment), moment)


def counter_of(request: CommunityRequest, desk: Desk) -> Counter:
    """What the form says of the visit. Without a time of its own it happens now."""
    try:
        uuid = UUID(request.POST.get("visit", ""))
    except ValueError:
        raise NotUnderstood(_("This form is incomplete."), _("Open it again from the counter.")) from None
    return Counter(
        librarian=desk.actor,
        branch=desk.branch,
        community=request.community,
        uuid=uuid,
        served_at=_served_at(request.POST.get("served_at", ""), desk.now),
    )


def _served_at(said: str, moment: datetime) -> datetime:
    """The browser's time of a visit that was kept while the line was down."""
    if not said:
        return moment
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise NotUnderstood(_("The time of this visit cannot be right."), _("Check the clock of this computer."))
    return min(at, moment)


def visitor_of(request: CommunityRequest) -> Visitor:
    fields = forms.read(request.POST)
    forms.check_lengths(fields)
    stranger = forms.reporter_of(None, {name: fields.get(name, "") for name in ("name", "phone")})
    assert not hasattr(stranger, "pk")
    return Visitor(
        name=stranger.name,
        phone=stranger.phone,
        language=current(),
        consent="consent" in request.POST,
        papers_seen="papers_seen" in request.POST,
    )


def form(
    request: CommunityRequest,
    template: str,
    desk: Desk,
    *,
    refusal: Refusal | None = None,
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """A page of the counter. What was typed comes back with a refusal, and so does the visit's own number."""
    shown = _shown(request, refusal, category="chosen" in (more or {}))
    context = {
        "desk": desk,
        "branch": desk.branch,
        "typed": request.POST,
        "visit": request.POST.get("visit") or str(new_uuid()),
        "refusals": shown,
        "errors": refusing.by_field(shown),
        **(more or {}),
    }
    answer = render(request, template, context, status=refusal.status if refusal else 200)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def served(request: CommunityRequest, way: HttpResponse) -> HttpResponse:
    """What follows a visit that was written down: the browser is led on, the counter's script is told where."""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"at": way["Location"]})
    return way


def _shown(request: CommunityRequest, refusal: Refusal | None, *, category: bool) -> list[refusing.Shown]:
    """Only a form with a category's questions calls its fields by their codes; consent is the counter's own."""
    if refusal is None:
        return []
    words = refusing.shown if category and refusal.field != "consent" else refusing.shown_plainly
    return words(request.community, [refusal])


@dataclass(frozen=True)
class Figure:
    label: str
    size: int


@require_safe
def home(request: CommunityRequest, community: str) -> HttpResponse:
    """What the branch did today and this month, and the three things one comes for."""
    desk = desk_of(request)
    if isinstance(desk, HttpResponse):
        return desk
    today = request.community.calendar.today(desk.now)
    figures = month_figures(request.community, desk.branch, today)
    more = {
        "visits": day_list(request.community, desk.branch, today),
        "figures": [Figure(str(Service(one).label), size) for one, size in figures.items() if size],
        "total": sum(figures.values()),
        "today": today,
    }
    return form(request, "library/home.html", desk, more=more)
