"""The bounds of a group as a drawing that needs no script and no tiles: its streets with a line around them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from shapely.geometry import shape

from opencity.communities.models import Community
from opencity.foundation.languages import current
from opencity.maps.ground import ground
from opencity.maps.locator import HEIGHT, WIDTH, written
from opencity.maps.sketch import Names, View, path_of, paths, seen

_AIR = 46.0
_KEPT_S = 3600


def bounds_picture(community: Community, outline: Mapping[str, Any], name: str) -> SafeString:
    """`outline` is a GeoJSON geometry in degrees; `name` is told to whoever does not see the picture."""
    said = json.dumps([outline, name], sort_keys=True)
    mark = hashlib.sha256(said.encode()).hexdigest()[:24]
    key = f"bounds:{community.uuid}:{community.structure_version}:{mark}:{current()}"
    kept = cache.get(key)
    if kept is None:
        kept = _drawn(community, outline, name)
        cache.set(key, kept, _KEPT_S)
    return mark_safe(str(kept))


def _drawn(community: Community, outline: Mapping[str, Any], name: str) -> str:
    figure = shape(dict(outline))
    view = View.of(figure, WIDTH, HEIGHT, air=_AIR)
    drawing = {
        "name": name,
        "width": WIDTH,
        "height": HEIGHT,
        "paths": list(paths(seen(ground(community), view))),
        "labels": written(community, view, Names(view)),
        "bounds": path_of(view.draw(figure)),
    }
    return render_to_string("pieces/bounds.html", {"drawing": drawing})
