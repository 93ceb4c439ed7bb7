"""Organisations that ask to take part, and those nobody has looked at: for coordinators."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import current
from opencity.foundation.refusals import NotAllowed, Refusal
from opencity.organisations.access import group_of, presence_of
from opencity.organisations.models import Answer, Application, Memorandum, Vetting
from opencity.organisations.operations import agreeing, applying, vetting
from opencity.organisations.operations.agreeing import NewMemorandum
from opencity.organisations.queries.directory import (
    current_memoranda,
    members_of,
    unverified,
    waiting_applications,
)
from opencity.organisations.queries.likeness import similar_here
from opencity.people.acting import Actor
from opencity.people.contacts import email_of
from opencity.people.models import Presence
from opencity.problems.history import Words
from opencity.problems.models.problem import new_uuid
from opencity.web.desk.access import desk_actor
from opencity.web.public.organisations import pages
from opencity.web.public.reporting import refusing


def _coordinator(request: CommunityRequest) -> Actor:
    actor = desk_actor(request)
    if not actor.coordinates:
        raise NotAllowed(_("Only coordinators look at organisations."), _("Ask the coordinator of the community."))
    return actor


@never_cache
@require_GET
def organisations(request: CommunityRequest, community: str) -> HttpResponse:
    _coordinator(request)
    town = request.community
    present = Presence.everywhere.filter(community=town, verified=True).select_related("organisation")
    context = {
        "applications": waiting_applications(town),
        "unverified": unverified(town),
        "verified": list(present.order_by("position", "organisation__slug")),
    }
    return render(request, "desk/organisations.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def application(request: CommunityRequest, community: str, uuid: UUID) -> HttpResponse:
    """One request: what was said, what speaks for it, and the answer."""
    actor, town = _coordinator(request), request.community
    rows = Application.everywhere.filter(community=town, uuid=uuid)
    shown = rows.select_related("person", "organisation", "community").first()
    if shown is None:
        raise Http404
    refusal: Refusal | None = None
    if request.method == "POST":
        words = Words(request.POST.get("words", ""), current())
        try:
            if request.POST.get("act") == "accept":
                body = applying.accept_application(shown, actor, words, now=now())
                told = _("%(name)s takes part now. We write to whoever asked.") % {"name": body.name}
            else:
                applying.decline_application(shown, actor, words.text, now=now())
                told = _("Answered. We write to whoever asked.")
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, told)
            return redirect("desk_organisations", community)
    context = {
        "application": shown,
        "waits": shown.state == Answer.ASKED,
        "email": email_of(shown.person) if shown.person else "",
        "similar": similar_here(town, shown.name),
        **_refused(request, refusal),
    }
    return render(request, "desk/application.html", context, status=refusal.status if refusal else 200)


def _refused(request: CommunityRequest, refusal: Refusal | None) -> dict[str, Any]:
    shown = refusing.shown(request.community, [refusal] if refusal else [])
    return {"refusals": shown, "errors": refusing.by_field(shown), "typed": request.POST}


@never_cache
@require_http_methods(["GET", "POST"])
def organisation(request: CommunityRequest, community: str, organisation: str) -> HttpResponse:
    """Look whether it is what it says; keep a memorandum; end one."""
    actor, town = _coordinator(request), request.community
    presence = presence_of(town, organisation)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            told = _do(request, presence, actor)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, told)
            return redirect("desk_organisation", community, organisation)
    moment = now()
    today = town.calendar.today(moment)
    looks = Vetting.everywhere.filter(community=town, organisation=presence.organisation)
    context = {
        "presence": presence,
        "one": presence.organisation,
        "group": group_of(town, presence.organisation),
        "members": members_of(presence.organisation, now=moment),
        "looks": list(looks.select_related("person").order_by("-at")[:20]),
        "memoranda": list(current_memoranda(town, today=today).filter(organisation=presence.organisation)),
        "today": today.isoformat(),
        "uuid": request.POST.get("uuid") or str(new_uuid()),
        **_refused(request, refusal),
    }
    return render(request, "desk/organisation.html", context, status=refusal.status if refusal else 200)


def _do(request: CommunityRequest, presence: Presence, actor: Actor) -> str:
    moment = now()
    words = Words(request.POST.get("words", ""), current())
    match request.POST.get("act", ""):
        case "verify" | "doubt" as act:
            vetting.vet(presence, actor, words, verified=act == "verify", now=moment)
            return _("Kept. The page of the organisation says so.")
        case "memorandum":
            until = request.POST.get("until", "")
            new = NewMemorandum(
                title=pages.line(request, "title"),
                words=words,
                signed_on=pages.day_of(request.POST.get("signed_on", ""), field="signed_on"),
                until=pages.day_of(until, field="until") if until else None,
                document=pages.line(request, "document"),
                uuid=pages.uuid_of(request),
            )
            agreeing.keep_memorandum(presence, actor, new, now=moment)
            return _("The memorandum stands on the partners' page.")
        case "end":
            rows = Memorandum.everywhere.filter(community=presence.community, organisation=presence.organisation)
            uuid = pages.uuid_of_text(request.POST.get("memorandum", ""))
            found = rows.filter(uuid=uuid).first() if uuid else None
            if found is not None:
                agreeing.end_memorandum(found, actor, now=moment)
                return _("The memorandum has ended.")
    raise Http404
