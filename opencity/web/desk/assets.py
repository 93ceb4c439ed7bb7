"""Assets at the desk: a body's own list, and for coordinators all of them, with the words on owners that wait."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from opencity.assets.models import Asset
from opencity.assets.queries.listing import AssetFilters, open_claims, page_of, read_asset_filters
from opencity.assets.queries.near import kinds_of
from opencity.assets.values import Ownership
from opencity.communities.http import CommunityRequest
from opencity.foundation.refusals import NotAllowed, Refusal
from opencity.people.acting import Actor
from opencity.people.models import Organisation
from opencity.people.present import bodies_here
from opencity.people.rights import Right
from opencity.problems.operations.naming_owners import settle_owner
from opencity.problems.queries.of_assets import open_by_asset
from opencity.web.desk.access import desk_actor
from opencity.web.public.assets.page import told_of
from opencity.web.public.assets.saying import chosen_owner
from opencity.web.public.organisations import pages
from opencity.web.public.reporting import refusing

LAST_PAGE = 5_000


@dataclass(frozen=True)
class Row:
    asset: Asset
    waiting: int


def bodies_read(request: CommunityRequest, actor: Actor, right: Right) -> list[Organisation]:
    """The organisations here in which the actor has the right."""
    return list(bodies_here(request.community).filter(pk__in=actor.bodies_where(right)))


@never_cache
@require_GET
def assets(request: CommunityRequest, community: str) -> HttpResponse:
    actor, town = desk_actor(request), request.community
    bodies = bodies_read(request, actor, Right.READ)
    if not (actor.coordinates or bodies):
        raise NotAllowed(_("Only bodies and coordinators keep lists of assets."), _("Ask the coordinator."))
    filters = _within(read_asset_filters(town, request.GET.dict()), actor, bodies)
    number = _page_number(request.GET.get("page", ""))
    found, more = page_of(town, filters, number)
    waiting = open_by_asset(town, found)
    context = {
        "rows": [Row(one, waiting.get(one.pk, 0)) for one in found],
        "filters": filters,
        "kinds": kinds_of(town),
        "ownerships": Ownership.choices,
        "owners": bodies_here(town) if actor.coordinates else bodies,
        "claims": open_claims(town) if actor.coordinates else [],
        "imports": may_import(request, actor),
        "coordinates": actor.coordinates,
        "previous": _query(request, number - 1) if number > 1 else "",
        "next": _query(request, number + 1) if more else "",
    }
    return render(request, "desk/assets/list.html", context)


def may_import(request: CommunityRequest, actor: Actor) -> bool:
    return actor.coordinates or bool(bodies_read(request, actor, Right.RULES))


def _within(filters: AssetFilters, actor: Actor, bodies: list[Organisation]) -> AssetFilters:
    """Who does not coordinate sees what is their own body's."""
    if actor.coordinates or filters.owner in bodies:
        return filters
    return replace(filters, owner=bodies[0])


def _page_number(said: str) -> int:
    known = said.isascii() and said.isdecimal() and len(said) < 6
    return min(max(int(said), 1), LAST_PAGE) if known else 1


def _query(request: CommunityRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return query.urlencode()


@never_cache
@require_http_methods(["GET", "POST"])
def asset(request: CommunityRequest, community: str, uuid: UUID) -> HttpResponse:
    """A coordinator looks at everything that is said of an owner, and decides."""
    actor, moment = desk_actor(request), now()
    if not actor.coordinates:
        raise NotAllowed(_("Only a coordinator can settle whose it is."), _("Say whose it is on the asset's page."))
    rows = Asset.everywhere.filter(community=request.community).for_list().select_related("community")
    shown = get_object_or_404(rows, uuid=uuid)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            owner = _decided(request)
            settle_owner(shown, actor, owner, pages.words(request), now=moment)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, _("Decided. Those who wait are told; the deadlines stay."))
            return redirect("desk_assets", community)
    refused_shown = refusing.shown_plainly(request.community, [refusal] if refusal else [])
    context: dict[str, Any] = {
        **told_of(shown, moment),
        "bodies": bodies_here(request.community),
        "attributes": [(name, value) for name, value in shown.attributes.items() if value != ""],
        "waiting": open_by_asset(request.community, [shown]).get(shown.pk, 0),
        "typed": request.POST,
        "refusals": refused_shown,
        "errors": refusing.by_field(refused_shown),
    }
    return render(request, "desk/assets/asset.html", context, status=refusal.status if refusal else 200)


def _decided(request: CommunityRequest) -> Organisation | None:
    """The body that was chosen; None for «it cannot be told»."""
    said = request.POST.get("owner", "")
    return None if said == "nobody" else chosen_owner(bodies_here(request.community), said)
