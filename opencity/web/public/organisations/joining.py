"""Coming to act for an organisation, the list of its people for its leads, invitations, leaving."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from opencity.casework.operations.auditing import note_line
from opencity.catalogue.lookup import categories
from opencity.communities.http import CommunityRequest
from opencity.foundation.refusals import Refusal
from opencity.organisations.models import Invitation, JoinRequest
from opencity.organisations.operations import joining
from opencity.organisations.operations.joining import NewDuty
from opencity.organisations.queries.directory import members_of, running_invitation, waiting_requests
from opencity.people.acting import Actor
from opencity.people.models import Membership, Person, Sector
from opencity.people.models import MembershipKind as Kind
from opencity.web.public import reading
from opencity.web.public.dates import day_words
from opencity.web.public.organisations import pages
from opencity.web.public.organisations.pages import Body
from opencity.web.public.reporting.origin import from_our_pages

DUTY_WORDS: Mapping[str, Promise] = {
    Kind.MEMBER: gettext_lazy("promises and acts in its name, sees no cases"),
    Kind.READER: gettext_lazy("reads the cases, changes nothing, sees nobody's contacts"),
    Kind.INTAKE: gettext_lazy("sorts what comes in, passes on, assigns"),
    Kind.INSPECTOR: gettext_lazy("works on the spot: begins, photographs, says that it is done"),
    Kind.OFFICER: gettext_lazy("answers in public and does everything with a case"),
    Kind.SUPERVISOR: gettext_lazy("an officer who also sees figures, rules, people and who saw what"),
}


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_join(request: CommunityRequest, community: str, organisation: str) -> HttpResponse:
    body = pages.body_of(request, organisation)
    one = body.organisation
    more: dict[str, Any] = {"one": one, "group": body.group}
    if request.method != "POST":
        return pages.form(request, "public/organisations/join.html", body.actor, **more)
    try:
        actor = pages.known(body.actor)
        made = joining.ask_to_join(request.community, one, actor, pages.words(request), now=body.now)
    except Refusal as refusal:
        return pages.form(request, "public/organisations/join.html", body.actor, refusal=refusal, **more)
    if isinstance(made, Membership):
        return pages.back(request, one, _("You are in. From now on you can promise and act in its name."))
    return pages.back(request, one, _("Your request is on its way. Whoever leads it answers, and we write to you."))


@from_our_pages
@require_http_methods(["POST"])
def organisation_request_back(request: CommunityRequest, community: str, uuid: UUID) -> HttpResponse:
    moment = now()
    actor = reading.actor_of(request, now=moment)
    asked = _request(request, uuid)
    if actor is None or asked.person_id != actor.person.pk:
        raise Http404
    try:
        joining.take_request_back(asked, actor, now=moment)
    except Refusal as refusal:
        messages.error(request, f"{refusal.why} {refusal.next_step}")
        return redirect("organisation", community, asked.organisation.slug)
    return pages.back(request, asked.organisation, _("Your request is taken back."))


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_leave(request: CommunityRequest, community: str, organisation: str) -> HttpResponse:
    body = pages.body_of(request, organisation)
    if body.actor is not None and not body.member:
        raise Http404
    more: dict[str, Any] = {"one": body.organisation, "group": body.group}
    if request.method != "POST":
        return pages.form(request, "public/organisations/leave.html", body.actor, **more)
    try:
        joining.leave(body.organisation, pages.known(body.actor), now=body.now)
    except Refusal as refusal:
        return pages.form(request, "public/organisations/leave.html", body.actor, refusal=refusal, **more)
    return pages.back(request, body.organisation, _("You no longer act for it. What you gave stays counted."))


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_people(request: CommunityRequest, community: str, organisation: str) -> HttpResponse:
    """For its leads: who asks to join, who is in, and the link to invite others."""
    body = pages.managed(request, organisation)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            told = _do(request, body, pages.known(body.actor))
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, told)
            return redirect("organisation_people", community, organisation)
    return pages.form(
        request, "public/organisations/people.html", body.actor, refusal=refusal, **_people(request, body)
    )


def _people(request: CommunityRequest, body: Body) -> dict[str, Any]:
    town, one = request.community, body.organisation
    if body.actor is None:
        return {"one": one}
    invitation = running_invitation(town, one, now=body.now)
    return {
        "one": one,
        "group": body.group,
        "asking": waiting_requests(town, one),
        "members": members_of(one, now=body.now),
        "handles": one.sector in {Sector.AUTHORITY, Sector.BUSINESS},
        "duties": [(kind.value, kind.label, DUTY_WORDS[kind]) for kind in joining.DUTIES],
        "category_choices": [(row.code, row.name) for row in categories(town).values() if row.active],
        "invitation": invitation,
        "link": _link(request, invitation) if invitation else "",
        "lasts": day_words(invitation.ends_at, town, body.now) if invitation else "",
    }


def _link(request: CommunityRequest, invitation: Invitation) -> str:
    return f"{settings.PUBLIC_URL}{reverse('invitation', args=[request.community.slug, invitation.key])}"


def _do(request: CommunityRequest, body: Body, actor: Actor) -> str:
    town, one, moment = request.community, body.organisation, body.now
    match request.POST.get("act", ""):
        case "accept":
            joining.answer_request(_asked_here(request, body), actor, accept=True, now=moment)
            return _("They are in, and we write to them.")
        case "decline":
            said = pages.words(request).text
            joining.answer_request(_asked_here(request, body), actor, accept=False, words=said, now=moment)
            return _("You said no, and we write to them why.")
        case "lead":
            joining.name_lead(one, _member(request, body), actor, now=moment)
            return _("They lead it too now.")
        case "duty":
            duty = NewDuty(kind=request.POST.get("kind", ""), categories=request.POST.getlist("category"))
            joining.give_duty(town, one, _member(request, body), actor, duty, now=moment)
            note_line(town, actor, "duty_given", organisation=one, facts={"kind": duty.kind}, now=moment)
            return _("Their duty is changed from now on.")
        case "end":
            joining.end_membership(one, _member(request, body), actor, now=moment)
            return _("They no longer act for it.")
        case "invite":
            joining.invite(town, one, actor, now=moment)
            return _("Here is the link. Send it to those you know.")
        case "stop":
            joining.stop_inviting(town, one, actor, now=moment)
            return _("The link opens nothing any more.")
    raise Http404


def _asked_here(request: CommunityRequest, body: Body) -> JoinRequest:
    asked = _request(request, _uuid(request.POST.get("request", "")))
    if asked.organisation_id != body.organisation.pk:
        raise Http404
    return asked


def _member(request: CommunityRequest, body: Body) -> Person:
    person = Person.objects.filter(uuid=_uuid(request.POST.get("member", ""))).first()
    if person is None or person.pk not in {one.person.pk for one in members_of(body.organisation, now=body.now)}:
        raise Http404
    return person


def _request(request: CommunityRequest, uuid: UUID) -> JoinRequest:
    rows = JoinRequest.everywhere.filter(community=request.community, uuid=uuid)
    asked = rows.select_related("organisation", "person", "community").first()
    if asked is None:
        raise Http404
    return asked


def _uuid(said: str) -> UUID:
    found = pages.uuid_of_text(said)
    if found is None:
        raise Http404
    return found


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: CommunityRequest, community: str, key: str) -> HttpResponse:
    """A link of a group one was sent: one button joins. An old link says so and asks instead."""
    moment = now()
    rows = Invitation.everywhere.filter(community=request.community, key=key)
    found = rows.select_related("organisation", "community").first()
    if found is None:
        raise Http404
    actor = reading.actor_of(request, now=moment)
    one = found.organisation
    more: dict[str, Any] = {"one": one, "runs": joining.is_running(found, moment), "key": key}
    if request.method != "POST":
        return pages.form(request, "public/organisations/invitation.html", actor, **more)
    try:
        joining.follow_invitation(found, pages.known(actor), now=moment)
    except Refusal as refusal:
        return pages.form(request, "public/organisations/invitation.html", actor, refusal=refusal, **more)
    return pages.back(request, one, _("You are in. From now on you can promise and act in its name."))
