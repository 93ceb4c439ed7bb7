"""The map's vector tiles: one layer, `problems`, of clusters or of single problems."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

import mapbox_vector_tile
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.timezone import now as clock
from django.views.decorators.http import require_safe

from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community
from opencity.foundation.patience import TookTooLong
from opencity.maps.clusters import Cluster, Single, contents, features
from opencity.places.cells import tile_range
from opencity.problems.queries.filters import Filters, read_filters

LAYER = "problems"
EXTENT = 4096
DEEPEST = 22
KIND = "application/vnd.mapbox-vector-tile"
_KEPT_SECONDS = 600
_FRESH_SECONDS = 30


@require_safe
def tile(request: CommunityRequest, community: str, z: int, x: int, y: int) -> HttpResponse:
    """Filters as in the list's address, but for box, near and page, which a tile has no use for."""
    must_exist(z, x, y)
    filters = replace(read_filters(request.community, request.GET), box=None, near=None, sort="newest", after="")
    now = clock()
    address = (z, x, y)
    return kept(
        request,
        _key(request.community, filters, address, now),
        lambda: draw(request.community, filters, address, now=now),
    )


def must_exist(z: int, x: int, y: int) -> None:
    if z > DEEPEST or not (0 <= x < 1 << z and 0 <= y < 1 << z):
        raise Http404


def kept(request: CommunityRequest, key: str, drawing: Callable[[], bytes]) -> HttpResponse:
    """The tile of this key, drawn once for everybody; 304 where the reader has it."""
    etag = f'"{key}"'
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        return _fresh(known, etag)
    body = cache.get(f"tile:{key}")
    if body is None:
        try:
            body = drawing()
        except TookTooLong:
            return HttpResponse(status=503, headers={"Retry-After": "30", "Cache-Control": "no-store"})
        cache.set(f"tile:{key}", body, _KEPT_SECONDS)
    answer = HttpResponse(body, content_type=KIND) if body else HttpResponse(status=204)
    return _fresh(answer, etag)


def draw(community: Community, filters: Filters, address: tuple[int, int, int], *, now: datetime) -> bytes:
    """The tile as it is sent; nothing when it is empty."""
    zoom, x, y = address
    return encoded(contents(community, filters, zoom, tile_range(zoom, x, y), now=now), address)


def encoded(found: Sequence[Cluster | Single], address: tuple[int, int, int]) -> bytes:
    if not found:
        return b""
    layer = {"name": LAYER, "features": list(features(found, *address, EXTENT))}
    tile: bytes = mapbox_vector_tile.encode([layer], default_options={"y_coord_down": True, "extents": EXTENT})
    return tile


def _key(community: Community, filters: Filters, address: tuple[int, int, int], now: datetime) -> str:
    asked = [
        filters.group,
        filters.category.code if filters.category else "",
        filters.sphere,
        filters.area.code if filters.area else "",
        filters.owner.slug if filters.owner else "",
        str(filters.since),
        filters.words,
        # What is overdue changes with the hour even where nothing happens.
        now.strftime("%Y%m%d%H") if filters.overdue else "",
    ]
    where = "/".join(map(str, (community.uuid, community.version, community.structure_version, *address)))
    return hashlib.sha256("\n".join([where, *asked]).encode()).hexdigest()[:32]


def _fresh(answer: HttpResponse, etag: str) -> HttpResponse:
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = f"public, max-age={_FRESH_SECONDS}"
    return answer
