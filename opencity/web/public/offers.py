"""What people and organisations offer: the list, one offer with what it fits, and the forms to make and end it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community
from opencity.foundation.refusals import NotAllowed, Refusal
from opencity.people.acting import Actor
from opencity.plans.access import may_change_offer
from opencity.plans.explaining import explain, left_words
from opencity.plans.models import StandingOffer
from opencity.plans.operations.offering import edit_offer, end_offer, make_offer
from opencity.plans.queries.fitting import left_of_offers, needs_fitting
from opencity.plans.queries.need_filters import read_need_filters
from opencity.plans.queries.offers import OfferFilters, offer_for_public, own_offers, page_of_offers
from opencity.plans.values import NeedKind, PledgeSector
from opencity.web.public import offer_forms, reading
from opencity.web.public.need_rows import ICONS, NeedRow, need_row, pledge_address
from opencity.web.public.needs import asked_for, changed
from opencity.web.public.offer_rows import offer_row, offers_mark
from opencity.web.public.reporting.origin import from_our_pages
from opencity.web.public.reporting.whereabouts import area_choices

MOST_FITTING = 10


@require_safe
def offers(request: CommunityRequest, community: str) -> HttpResponse:
    moment = now()
    stamp = reading.stamp_of(request, offers_mark(request.community), now=moment, of_all=False)
    kept = reading.unchanged(request, stamp)
    if kept is not None:
        return kept
    return reading.page(request, "public/offers.html", _listed(request, moment), stamp=stamp)


def _listed(request: CommunityRequest, moment: datetime) -> dict[str, Any]:
    town, actor = request.community, reading.actor_of(request, now=moment)
    asked = read_need_filters(town, request.GET)
    sector = request.GET.get("sector", "")
    filters = OfferFilters(
        kinds=asked.kinds,
        areas=asked.areas,
        sector=sector if sector in PledgeSector.values else "",
        page=asked.page,
    )
    page = page_of_offers(town, filters, today=town.calendar.today(moment))
    query = asked_for(request)
    if filters.sector:
        query["sector"] = filters.sector
    return {
        "rows": [offer_row(one, town, now=moment) for one in page.rows],
        "total": page.total,
        "at": page.number,
        "of": page.last,
        "previous": changed(query, page=str(page.number - 1)) if page.number > 1 else "",
        "next": changed(query, page=str(page.number + 1)) if page.number < page.last else "",
        "filters": filters,
        "kind_choices": [(kind.value, kind.label) for kind in NeedKind if kind != NeedKind.PERMISSION],
        "sector_choices": PledgeSector.choices,
        "area_choices": area_choices(town),
        "mine": [offer_row(one, town, now=moment) for one in own_offers(town, actor)] if actor else [],
    }


@require_safe
def offer(request: CommunityRequest, community: str, uuid: UUID) -> HttpResponse:
    """Anybody reads what is offered; whoever offers it sees what it fits, with one tap to promise."""
    moment = now()
    shown = _offer_or_404(request.community, uuid)
    actor = reading.actor_of(request, now=moment)
    theirs = actor is not None and may_change_offer(shown, actor)
    context = {
        "offer": shown,
        "row": offer_row(shown, request.community, now=moment),
        "theirs": theirs,
        "moderates": actor is not None and actor.moderates,
        "fits": _sunlit(_fits(shown, moment)) if theirs and shown.ended_at is None else [],
        "left": _left(shown, moment),
    }
    return reading.page(request, "public/offer.html", context, status=410 if shown.ended_at else 200)


def _fits(shown: StandingOffer, moment: datetime) -> Iterator[NeedRow]:
    town, left = shown.community, _left(shown, moment)
    for one in needs_fitting(shown, now=moment, most=MOST_FITTING):
        reasons = explain(one.match, one.need, one.row.coverage, today=town.calendar.today(moment), left=left)
        number, position = one.need.plan.problem.number, one.need.position
        address = pledge_address(town, number, position, offer=shown, quantity=one.match.quantity)
        yield need_row(one.row, town, now=moment, because=reasons, act_url=address)


def _sunlit(rows: Iterable[NeedRow]) -> list[NeedRow]:
    """The best one is the next step."""
    return [replace(row, sun=place == 0) for place, row in enumerate(rows)]


def _left(shown: StandingOffer, moment: datetime) -> str:
    today = shown.community.calendar.today(moment)
    return left_words(shown, left_of_offers([shown], shown.community, today)[shown.pk])


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def offer_new(request: CommunityRequest, community: str) -> HttpResponse:
    """First what kind, then how much: each kind is counted in its own units."""
    moment = now()
    actor = reading.actor_of(request, now=moment)
    if request.method != "POST":
        kind = request.GET.get("kind", "")
        if kind not in offer_forms.KINDS:
            kinds = [(one.value, one.label, ICONS[one]) for one in offer_forms.KINDS]
            return offer_forms.form(request, "public/offer_kind.html", actor, more={"kinds": kinds})
        return offer_forms.form(request, "public/offer_form.html", actor, typed=offer_forms.blank(request, kind))
    typed = offer_forms.typed(request)
    try:
        giver = _must_be_known(actor)
        new = offer_forms.read(request.community, typed, giver)
        made = make_offer(request.community, giver, new, now=moment)
    except Refusal as refusal:
        return offer_forms.form(request, "public/offer_form.html", actor, typed=typed, refusal=refusal)
    messages.success(request, _("Your offer stands. Below is what it fits now; we will write when something new does."))
    return redirect("offer", community, made.uuid)


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def offer_edit(request: CommunityRequest, community: str, uuid: UUID) -> HttpResponse:
    moment = now()
    actor, shown = reading.actor_of(request, now=moment), _offer_or_404(request.community, uuid)
    typed = offer_forms.typed(request) if request.method == "POST" else offer_forms.as_typed(shown)
    try:
        giver = _must_be_known(actor)
        if not may_change_offer(shown, giver):
            raise NotAllowed(
                _("Only whoever made the offer can change it."),
                _("Is it your organisation's? Sign in with its address."),
            )
        if request.method != "POST":
            return offer_forms.form(request, "public/offer_form.html", actor, typed=typed, more={"offer": shown})
        edit_offer(shown, giver, offer_forms.read(request.community, typed, giver, known=shown), now=moment)
    except Refusal as refusal:
        more = {"offer": shown}
        return offer_forms.form(request, "public/offer_form.html", actor, typed=typed, refusal=refusal, more=more)
    messages.success(request, _("Kept."))
    return redirect("offer", community, shown.uuid)


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def offer_end(request: CommunityRequest, community: str, uuid: UUID) -> HttpResponse:
    """Ended by its giver, or taken down by a moderator with a reason."""
    moment = now()
    actor, shown = reading.actor_of(request, now=moment), _offer_or_404(request.community, uuid)
    theirs = actor is not None and may_change_offer(shown, actor)
    more = {"offer": shown, "row": offer_row(shown, request.community, now=moment), "theirs": theirs}
    if request.method != "POST":
        return offer_forms.form(request, "public/offer_end.html", actor, more=more)
    typed = offer_forms.typed(request)
    try:
        end_offer(shown, _must_be_known(actor), typed["words"], now=moment)
    except Refusal as refusal:
        return offer_forms.form(request, "public/offer_end.html", actor, typed=typed, refusal=refusal, more=more)
    messages.success(request, _("The offer has ended. Promises made with it stand."))
    return redirect("offers", community)


def _offer_or_404(community: Community, uuid: UUID) -> StandingOffer:
    found = offer_for_public(community, uuid)
    if found is None:
        raise Http404
    return found


def _must_be_known(actor: Actor | None) -> Actor:
    if actor is None:
        raise NotAllowed(
            _("We have to know who offers."), _("Sign in with your e-mail: we send a code, no password is needed.")
        )
    return actor
