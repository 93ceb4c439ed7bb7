"""An organisation that is not here yet asks to take part."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencity.communities.http import CommunityRequest
from opencity.foundation.refusals import Refusal
from opencity.organisations.models import Application
from opencity.organisations.operations import applying
from opencity.organisations.operations.applying import NewApplication
from opencity.people.models import Sector
from opencity.problems.models.problem import new_uuid
from opencity.web.public import reading
from opencity.web.public.organisations import pages
from opencity.web.public.reporting.origin import from_our_pages


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_new(request: CommunityRequest, community: str) -> HttpResponse:
    moment = now()
    actor = reading.actor_of(request, now=moment)
    more: dict[str, Any] = {"sectors": Sector.choices}
    if request.method != "POST":
        typed = {"uuid": str(new_uuid()), "sector": request.GET.get("sector", "")}
        return pages.form(request, "public/organisations/apply.html", actor, typed=typed, **more)
    try:
        new = NewApplication(
            name=pages.line(request, "name"),
            sector=request.POST.get("sector", ""),
            words=pages.words(request),
            register_code="".join(request.POST.get("register_code", "").split())[:20],
            address=pages.line(request, "address"),
            website=pages.line(request, "website"),
            uuid=pages.uuid_of(request),
        )
        made = applying.apply(request.community, pages.known(actor), new, now=moment)
    except Refusal as refusal:
        return pages.form(request, "public/organisations/apply.html", actor, refusal=refusal, **more)
    return redirect("application", community, made.uuid)


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: CommunityRequest, community: str, uuid: UUID) -> HttpResponse:
    """What became of it, for whoever asked; to others there is no such page."""
    moment = now()
    actor = reading.actor_of(request, now=moment)
    rows = Application.everywhere.filter(community=request.community, uuid=uuid)
    shown = rows.select_related("organisation", "community", "person").first()
    if shown is None or actor is None or shown.person_id != actor.person.pk:
        raise Http404
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            applying.take_application_back(shown, actor, now=moment)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, _("Your request is taken back."))
            return redirect("organisations", community)
    more: dict[str, Any] = {"application": shown}
    return pages.form(request, "public/organisations/application.html", actor, refusal=refusal, **more)
