"""Assets around a point, and all of a kind, for programs and for maps."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from opencity.assets.models import Asset, AssetKind
from opencity.assets.queries.listing import features_of
from opencity.assets.queries.near import Near, kinds_asked_by, near_assets
from opencity.communities.http import CommunityRequest
from opencity.foundation.refusals import Refusal
from opencity.web.public.assets.page import link_of
from opencity.web.public.reporting import forms

KEPT_S = 60
KEPT_LONG_S = 3600


@require_safe
def near(request: CommunityRequest, community: str) -> HttpResponse:
    """At most 20 within 30 metres of `lat` and `lon`, of the kinds that `category` is about."""
    said = {name: forms.plain(request.GET.get(name, ""))[:40] for name in ("lat", "lon", "category")}
    try:
        point = forms.point_of(said)
        if point is None:
            raise forms.no_place()
    except Refusal as refusal:
        return JsonResponse({"why": refusal.why, "next_step": refusal.next_step}, status=refusal.status)
    found = near_assets(request.community, point, kinds_asked_by(request.community, said["category"]))
    answer = JsonResponse({"assets": [_told(request, one) for one in found]})
    answer["Cache-Control"] = f"public, max-age={KEPT_S}"
    return answer


def _told(request: CommunityRequest, one: Near) -> dict[str, Any]:
    asset: Asset = one.asset
    asset.community = request.community
    return {
        "uuid": str(asset.uuid),
        "kind": asset.kind.code,
        "kind_name": asset.kind.name,
        "code": asset.code,
        "name": asset.name,
        "lat": asset.lat,
        "lon": asset.lon,
        "metres": one.metres,
        "owner": asset.owner.slug if asset.owner else "",
        "ownership": asset.ownership,
        "address": link_of(asset),
    }


@require_safe
def of_kind(request: CommunityRequest, community: str, kind: str) -> HttpResponse:
    """Everything of a kind as GeoJSON: what it is, where, whose and how sure that is."""
    known = get_object_or_404(AssetKind.everywhere.filter(community=request.community), code=kind)
    answer = JsonResponse({"type": "FeatureCollection", "features": list(features_of(request.community, known))})
    answer["Content-Type"] = "application/geo+json"
    answer["Cache-Control"] = f"public, max-age={KEPT_LONG_S}"
    return answer
