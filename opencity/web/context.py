from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from opencity.foundation.languages import INTERFACE, current

LABELS = {"uk": ("Укр", "Українською"), "en": ("Eng", "In English")}


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """What every page knows: the community, the languages with their addresses, and whether this is the demo."""
    return {
        "community": getattr(request, "community", None),
        "languages": [_language(request, code) for code in INTERFACE],
        "canonical": settings.PUBLIC_URL + request.path,
        "demo": settings.DEMO,
    }


def _language(request: HttpRequest, code: str) -> dict[str, Any]:
    query = request.GET.copy()
    query["lang"] = code
    short, long = LABELS[code]
    return {
        "code": code,
        "label": short,
        "title": long,
        "url": f"{request.path}?{query.urlencode()}",
        "current": code == current(),
    }
