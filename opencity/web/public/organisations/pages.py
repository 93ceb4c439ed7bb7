"""What the pages of an organisation share: whom they are about, and their small forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import current
from opencity.foundation.refusals import NotAllowed, NotUnderstood, Refusal
from opencity.organisations.access import group_of, may_manage, presence_of
from opencity.organisations.models import Group
from opencity.people.acting import Actor
from opencity.people.models import Organisation, Presence
from opencity.places.models import Area
from opencity.places.tree import areas
from opencity.problems.history import Words
from opencity.problems.models.problem import new_uuid
from opencity.web.public import reading
from opencity.web.public.cases import sign_in_address
from opencity.web.public.reporting import refusing
from opencity.web.public.reporting.forms import plain


@dataclass(frozen=True)
class Body:
    """An organisation here, its group if it is one, and whoever looks at it, at one moment."""

    presence: Presence
    group: Group | None
    actor: Actor | None
    now: datetime

    @property
    def organisation(self) -> Organisation:
        return self.presence.organisation

    @property
    def member(self) -> bool:
        return self.actor is not None and self.presence.organisation_id in self.actor.offices

    @property
    def manages(self) -> bool:
        return self.actor is not None and may_manage(self.organisation, self.actor, now=self.now)


def body_of(request: CommunityRequest, slug: str) -> Body:
    moment = now()
    presence = presence_of(request.community, slug)
    group = group_of(request.community, presence.organisation)
    return Body(presence, group, reading.actor_of(request, now=moment), moment)


def managed(request: CommunityRequest, slug: str) -> Body:
    """For the pages of its leads; to others there is no such page."""
    body = body_of(request, slug)
    if body.actor is not None and not body.manages:
        raise Http404
    return body


def known(actor: Actor | None) -> Actor:
    if actor is None:
        raise NotAllowed(
            _("Whoever acts with others has to be reachable."),
            _("Sign in with your e-mail: we send a code, no password is needed."),
        )
    return actor


def form(
    request: CommunityRequest, template: str, actor: Actor | None, *, refusal: Refusal | None = None, **more: Any
) -> HttpResponse:
    """One act's page. What was typed comes back with a refusal."""
    shown = refusing.shown_plainly(request.community, [refusal] if refusal else [])
    typed = more.pop("typed", None) or request.POST
    context = {
        "actor": actor,
        "person": actor.person if actor else None,
        "typed": typed,
        "refusals": shown,
        "errors": refusing.by_field(shown),
        "sign_in": sign_in_address(request),
        **more,
    }
    answer = render(request, template, context, status=refusal.status if refusal else 200)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def back(request: CommunityRequest, organisation: Organisation, told: str) -> HttpResponse:
    messages.success(request, told)
    return redirect("organisation", request.community.slug, organisation.slug)


def line(request: CommunityRequest, name: str) -> str:
    return " ".join(plain(request.POST.get(name, "")).split())


def words(request: CommunityRequest, name: str = "words") -> Words:
    return Words(plain(request.POST.get(name, "")), current())


def area_of(request: CommunityRequest, code: str) -> Area | None:
    """The area of this code; None for none. Refuses a code that is not here."""
    if not code:
        return None
    area = areas(request.community).by_code(code)
    if area is None:
        raise NotUnderstood(_("We do not know this choice."), _("Choose from the list."), field="area")
    return area


def uuid_of(request: CommunityRequest) -> UUID:
    """What makes sending a form twice one deed."""
    return uuid_of_text(request.POST.get("uuid", "")) or new_uuid()


def uuid_of_text(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


def day_of(said: str, *, field: str) -> date:
    try:
        return date.fromisoformat(said.strip())
    except ValueError:
        raise NotUnderstood(_("This is not a day."), _("Choose it from the calendar."), field=field) from None


def number_of(said: str, *, field: str) -> int:
    """A whole number of at most six digits; empty is 0."""
    said = said.strip()
    if not said:
        return 0
    if not said.isascii() or not said.isdecimal() or len(said) > 6:
        raise NotUnderstood(_("This is not a whole number."), _("Write it in digits, such as 12."), field=field)
    return int(said)
