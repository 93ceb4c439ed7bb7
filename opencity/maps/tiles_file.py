"""The town's own base map: one PMTiles file in the data folder, read by the browser in ranges."""

from __future__ import annotations

import json
import re
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community

MOST_AT_ONCE = 4_000_000
_RANGE = re.compile(r"bytes=(\d{1,15})-(\d{0,15})")


def base_map_of(community: Community) -> str:
    """The base map as the map's script takes it; empty when the outlines stand alone."""
    told = dict(community.base_map)
    if told.pop("file", ""):
        told["url"] = reverse("base_tiles", args=[community.slug])
    return json.dumps(told, ensure_ascii=False) if told else ""


@require_safe
def base_tiles(request: CommunityRequest, community: str) -> HttpResponse:
    """A part of the file. Whoever asks for no part gets the beginning, as far as one answer goes."""
    path = Path(settings.HOME) / "tiles" / Path(request.community.base_map.get("file", "")).name
    if not request.community.base_map.get("file") or not path.is_file():
        raise Http404
    size = path.stat().st_size
    first, last = _asked(request, size)
    if first >= size:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    with path.open("rb") as file:
        file.seek(first)
        part = file.read(last - first + 1)
    headers = {
        "Content-Range": f"bytes {first}-{first + len(part) - 1}/{size}",
        "Accept-Ranges": "bytes",
        "Cache-Control": "public, max-age=3600",
        "ETag": f'"{int(path.stat().st_mtime)}-{size}"',
    }
    # A type that the compressing middleware would touch must not be named: ranges count plain bytes.
    headers["Content-Encoding"] = "identity"
    return HttpResponse(part, status=206, content_type="application/vnd.pmtiles", headers=headers)


def _asked(request: HttpRequest, size: int) -> tuple[int, int]:
    found = _RANGE.fullmatch(request.headers.get("Range", ""))
    first = int(found.group(1)) if found else 0
    last = int(found.group(2)) if found and found.group(2) else size - 1
    return first, min(last, size - 1, first + MOST_AT_ONCE - 1)
