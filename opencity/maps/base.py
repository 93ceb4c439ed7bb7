"""The community's own outlines for the map, so that it is good without any tiles from elsewhere."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe
from shapely import set_precision
from shapely.geometry import mapping

from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community
from opencity.foundation.languages import current
from opencity.maps.ground import Piece, ground

KIND = "application/geo+json"
_KEPT_SECONDS = 3600
_FRESH_SECONDS = 300
_FINEST = 0.0001
"""About ten metres: finer bends are not seen and only weigh."""
_DIGITS = 0.00001


@require_safe
def map_base(request: CommunityRequest, community: str) -> HttpResponse:
    """GeoJSON whose features have kind (community, area, water, street, place), name in the reader's language, rank."""
    here = request.community
    key = hashlib.sha256(f"{here.uuid}/{here.structure_version}/{current()}".encode()).hexdigest()[:32]
    etag = f'"{key}"'
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        body = cache.get(f"map_base:{key}")
        if body is None:
            body = json.dumps(outlines(here), ensure_ascii=False, separators=(",", ":")).encode()
            cache.set(f"map_base:{key}", body, _KEPT_SECONDS)
        answer = HttpResponse(body, content_type=KIND)
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = f"public, max-age={_FRESH_SECONDS}"
    return answer


def outlines(community: Community) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": [_feature(piece) for piece in ground(community)]}


def _feature(piece: Piece) -> dict[str, Any]:
    drawn = set_precision(piece.shape.simplify(_FINEST), _DIGITS)
    told = {"kind": piece.kind, "name": piece.name, "rank": piece.rank}
    return {"type": "Feature", "properties": told, "geometry": mapping(drawn)}
