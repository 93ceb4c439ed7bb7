"""The form of an offer: what was typed, read into an operation's words, and shown again where it was refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from opencity.catalogue.lookup import categories
from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community
from opencity.foundation.languages import current
from opencity.foundation.refusals import NotAllowed, NotUnderstood, Refusal
from opencity.people.acting import Actor
from opencity.people.models import Organisation
from opencity.places.tree import areas
from opencity.plans.access import givers_bodies
from opencity.plans.models import StandingOffer
from opencity.plans.operations.offering import NewOffer
from opencity.plans.rules.amounts import fact, read_quantity
from opencity.plans.values import UNITS_OF, NeedKind, Rhythm, Unit
from opencity.problems.models.problem import new_uuid
from opencity.web.public.cases import sign_in_address
from opencity.web.public.listing import sphere_words
from opencity.web.public.reading import is_personal
from opencity.web.public.reporting import refusing
from opencity.web.public.reporting.forms import plain
from opencity.web.public.reporting.whereabouts import area_choices

KINDS = tuple(kind for kind in NeedKind if kind != NeedKind.PERMISSION)
ONE = ("kind", "words", "quantity", "unit", "skill", "rhythm", "until", "organisation", "uuid")
SEVERAL = ("area", "sphere")
LONGEST = 400
WITH_SKILL = (NeedKind.SKILL, NeedKind.LABOUR)
Typed = Mapping[str, Any]


def typed(request: CommunityRequest) -> dict[str, Any]:
    found: dict[str, Any] = {name: plain(request.POST.get(name, ""))[:LONGEST] for name in ONE}
    return found | {name: [plain(one)[:60] for one in request.POST.getlist(name)[:100]] for name in SEVERAL}


def blank(request: CommunityRequest, kind: str) -> dict[str, Any]:
    """A new form; the address may tell the kind, parts of town and in whose name."""
    units = UNITS_OF[NeedKind(kind)]
    return {
        "kind": kind,
        "unit": units[0].value,
        "rhythm": Rhythm.ONCE.value,
        "organisation": request.GET.get("organisation", "")[:60],
        "area": request.GET.getlist("area")[:100],
        "uuid": str(new_uuid()),
    }


def as_typed(offer: StandingOffer) -> dict[str, Any]:
    """An offer as its form would have been filled in."""
    return {
        "kind": offer.kind,
        "words": offer.words,
        "quantity": fact(offer.quantity).rstrip("0").rstrip("."),
        "unit": offer.unit,
        "skill": offer.skill,
        "rhythm": offer.rhythm,
        "until": offer.until.isoformat() if offer.until else "",
        "organisation": offer.organisation.slug if offer.organisation else "",
        "area": [area.code for area in offer.areas.all()],
        "sphere": list(offer.spheres),
    }


def read(community: Community, typed: Typed, giver: Actor, *, known: StandingOffer | None = None) -> NewOffer:
    """Raises a refusal for the first field that cannot be read."""
    kind = _chosen(typed["kind"], KINDS, "kind")
    tree = areas(community)
    places = [tree.by_code(code) for code in typed["area"] if code]
    if None in places:
        raise NotUnderstood(_("We do not know this part of town."), _("Choose one from the list."), field="area")
    return NewOffer(
        kind=NeedKind(kind),
        unit=Unit(_chosen(typed["unit"], UNITS_OF[NeedKind(kind)], "unit")),
        words=typed["words"],
        quantity=read_quantity(typed["quantity"]),
        language=known.language if known else current(),
        skill=typed["skill"],
        rhythm=Rhythm(_chosen(typed["rhythm"], tuple(Rhythm), "rhythm")),
        areas=tuple(one for one in places if one is not None),
        spheres=tuple(one for one in typed["sphere"] if one),
        until=_day(typed["until"]),
        organisation=None if known else _body(community, typed["organisation"], giver),
        uuid=_uuid(typed["uuid"]) if known is None else None,
    )


def _chosen(value: str, known: Iterable[str], field: str) -> str:
    if value not in known:
        raise NotUnderstood(_("Nothing we know is chosen here."), _("Choose one from the list."), field=field)
    return value


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise NotUnderstood(
            _("This is not a day."), _("Write it like 2026-12-31, or leave it empty."), field="until"
        ) from None


def _body(community: Community, slug: str, giver: Actor) -> Organisation | None:
    if not slug:
        return None
    found = next((one for one in givers_bodies(giver, community) if one.slug == slug), None)
    if found is None:
        raise NotAllowed(
            _("You do not act for this organisation here."),
            _("Offer in your own name, or ask the organisation to name you."),
            field="organisation",
        )
    return found


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value) if value else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Concern:
    sphere: str
    words: str


def concerns(community: Community) -> list[Concern]:
    """The spheres, each named by its categories."""
    known = dict.fromkeys(one.sphere for one in categories(community).values() if one.active)
    return [Concern(sphere, sphere_words(community, sphere)) for sphere in known]


def form(
    request: CommunityRequest,
    template: str,
    actor: Actor | None,
    *,
    typed: Typed | None = None,
    refusal: Refusal | None = None,
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """A small form page, with what was typed and what was refused."""
    shown = refusing.shown_plainly(request.community, [refusal] if refusal else [])
    context: dict[str, Any] = {
        "person": actor.person if actor else None,
        "actor": actor,
        "typed": typed or {},
        "refusals": shown,
        "errors": refusing.by_field(shown),
        "sign_in": sign_in_address(request),
        **(more or {}),
    }
    kind = (typed or {}).get("kind", "")
    if kind in KINDS:
        context |= _offered(request.community, NeedKind(kind), actor)
    answer = render(request, template, context, status=refusal.status if refusal else 200)
    patch_vary_headers(answer, ("HX-Request",))
    answer["Cache-Control"] = "private, no-store" if is_personal(request) or refusal else "private, no-cache"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _offered(community: Community, kind: NeedKind, actor: Actor | None) -> dict[str, Any]:
    return {
        "kind": kind,
        "units": [(unit.value, unit.label) for unit in UNITS_OF[kind]],
        "rhythms": Rhythm.choices,
        "asks_skill": kind in WITH_SKILL,
        "bodies": givers_bodies(actor, community) if actor else [],
        "area_choices": area_choices(community),
        "concerns": concerns(community),
    }
