"""Saying whose it is: a body that it is its own, a resident that it is somebody's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencity.communities.http import CommunityRequest
from opencity.foundation.refusals import NotAllowed, NotUnderstood, Refusal
from opencity.people.acting import Actor
from opencity.people.models import Organisation
from opencity.people.present import bodies_here
from opencity.people.rights import Right
from opencity.problems.operations.naming_owners import say_ours, say_whose
from opencity.web.public import reading
from opencity.web.public.assets.page import asset_of, link_of
from opencity.web.public.cases import limit
from opencity.web.public.organisations import pages
from opencity.web.public.reporting.origin import from_our_pages


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def ours(request: CommunityRequest, community: str, kind: str, address: str) -> HttpResponse:
    """For those who answer for a body."""
    moment = now()
    asset = asset_of(request.community, kind, address)
    actor = reading.actor_of(request, now=moment)
    bodies = _answered_for(request, actor)
    more: dict[str, Any] = {"asset": asset, "bodies": bodies}
    if request.method != "POST":
        return pages.form(request, "public/assets/ours.html", actor, **more)
    try:
        body = chosen_owner(bodies, request.POST.get("owner", ""))
        claim = say_ours(asset, pages.known(actor), body, pages.words(request), now=moment)
    except Refusal as refusal:
        return pages.form(request, "public/assets/ours.html", actor, refusal=refusal, **more)
    theirs = claim.asset.duty == body
    told = _("Thank you. What waits for an owner goes to you now; the deadlines stay.")
    messages.success(request, told if theirs else _("Thank you. A coordinator looks whether it is so."))
    return redirect(link_of(asset))


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def whose(request: CommunityRequest, community: str, kind: str, address: str) -> HttpResponse:
    """For residents who can be reached."""
    moment = now()
    asset = asset_of(request.community, kind, address)
    actor = reading.actor_of(request, now=moment)
    bodies = bodies_here(request.community)
    more: dict[str, Any] = {"asset": asset, "bodies": bodies}
    if request.method != "POST":
        return pages.form(request, "public/assets/whose.html", actor, **more)
    try:
        limit(request, "whose", moment)
        body = chosen_owner(bodies, request.POST.get("owner", ""))
        say_whose(asset, pages.known(actor), body, pages.words(request), now=moment)
    except Refusal as refusal:
        return pages.form(request, "public/assets/whose.html", actor, refusal=refusal, **more)
    messages.success(request, _("Thank you. A coordinator looks whether it is so."))
    return redirect(link_of(asset))


def _answered_for(request: CommunityRequest, actor: Actor | None) -> list[Organisation]:
    mine = actor.bodies_where(Right.ANSWER) if actor else frozenset()
    found = list(bodies_here(request.community).filter(pk__in=mine))
    if actor is not None and not found:
        raise NotAllowed(
            _("Only somebody who answers for a body can say what is its own."),
            _("Are you from there? Sign in with its address."),
        )
    return found


def chosen_owner(bodies: Iterable[Organisation], slug: str) -> Organisation:
    body = next((one for one in bodies if one.slug == slug), None)
    if body is None:
        raise NotUnderstood(_("We do not know yet whose it is."), _("Choose one from the list."), field="owner")
    return body
