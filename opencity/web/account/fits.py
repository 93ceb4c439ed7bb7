"""«Що мені під силу»: what somebody can do and where, and what fits it now, explained."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community
from opencity.foundation.refusals import NotUnderstood, Refusal
from opencity.people.acting import actor_for
from opencity.people.models import Person
from opencity.places.tree import areas
from opencity.plans.explaining import explain
from opencity.plans.models import Interest
from opencity.plans.operations.minding import NewInterest, forget_interests, keep_interest
from opencity.plans.queries.fitting import interest_of, needs_for
from opencity.plans.queries.offers import own_offers
from opencity.plans.values import NeedKind
from opencity.web.public.need_rows import ICONS, NeedRow, need_row
from opencity.web.public.offer_rows import offer_row
from opencity.web.public.reporting import refusing
from opencity.web.public.reporting.forms import plain
from opencity.web.public.reporting.whereabouts import area_choices

KINDS = tuple(kind for kind in NeedKind if kind not in {NeedKind.PERMISSION})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def me_fits(request: CommunityRequest, community: str) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    person, moment = request.user, now()
    refusal: Refusal | None = None
    if request.method == "POST":
        if "forget" in request.POST:
            forget_interests(person, request.community)
            messages.success(request, _("Forgotten. We suggest nothing any more."))
            return redirect("me_fits", community)
        try:
            keep_interest(request.community, person, _read(request), now=moment)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, _("Kept. Below is what fits it now."))
            return redirect("me_fits", community)
    context = _context(request, person, moment, refusal)
    return render(request, "me/fits.html", context, status=refusal.status if refusal else 200)


def _read(request: CommunityRequest) -> NewInterest:
    tree = areas(request.community)
    places = [tree.by_code(code) for code in request.POST.getlist("area")[:100]]
    if None in places:
        raise NotUnderstood(_("We do not know this part of town."), _("Choose one from the list."), field="area")
    return NewInterest(
        kinds=tuple(kind for kind in KINDS if kind in request.POST.getlist("kind")),
        skills=tuple(plain(request.POST.get("skills", ""))[:1000].split(",")),
        areas=tuple(one for one in places if one is not None),
        weekly="weekly" in request.POST,
    )


def _context(request: CommunityRequest, person: Person, moment: datetime, refusal: Refusal | None) -> dict[str, Any]:
    town = request.community
    interest = interest_of(town, person)
    shown = refusing.shown_plainly(town, [refusal] if refusal else [])
    mine = own_offers(town, actor_for(person, town, now=moment))
    return {
        "interest": interest,
        "rows": suggestions(interest, town, moment) if interest else [],
        "kinds": [(kind.value, kind.label, ICONS[kind]) for kind in KINDS],
        "area_choices": area_choices(town),
        "typed": _typed(request, interest),
        "offers": [offer_row(one, town, now=moment) for one in mine],
        "refusals": shown,
        "errors": refusing.by_field(shown),
    }


def suggestions(interest: Interest, community: Community, moment: datetime, most: int = 12) -> list[NeedRow]:
    """What fits somebody, each with the reasons."""
    today = community.calendar.today(moment)
    return [
        need_row(one.row, community, now=moment, because=explain(one.match, one.need, one.row.coverage, today=today))
        for one in needs_for(interest, now=moment, most=most)
    ]


def _typed(request: CommunityRequest, interest: Interest | None) -> dict[str, Any]:
    """What was sent, else what is kept."""
    if request.method == "POST":
        sent = request.POST
        return {
            "kind": sent.getlist("kind"),
            "skills": sent.get("skills", "")[:1000],
            "area": sent.getlist("area"),
            "weekly": "weekly" in sent,
        }
    if interest is None:
        return {"kind": [], "skills": "", "area": [], "weekly": False}
    return {
        "kind": interest.kinds,
        "skills": ", ".join(interest.skills),
        "area": [area.code for area in interest.areas.all()],
        "weekly": interest.weekly,
    }
