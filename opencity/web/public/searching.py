"""«Що відбувається біля вас»: typed words become a street, a part of town, a number, or words to look for."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from opencity.communities.models import Community
from opencity.places.lookup import middle
from opencity.places.streets import find_streets
from opencity.places.tree import areas
from opencity.problems.models import Problem

AROUND_M = 700
"""How far from the middle of a street counts as near it."""
LONGEST_NUMBER = 12


def address_for(community: Community, typed: str) -> str:
    """Where to look for what was typed; the list says what it understood."""
    words = typed.strip()
    number = words.lstrip("№# ").strip()
    if number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER and _is_public(community, int(number)):
        return reverse("problem", args=[community.slug, int(number)])
    query = understood(community, words)
    return f"{reverse('problems', args=[community.slug])}{'?' + urlencode(query) if query else ''}"


def _is_public(community: Community, number: int) -> bool:
    return Problem.everywhere.filter(community=community, number=number).public().exists()


def understood(community: Community, words: str) -> dict[str, str]:
    """A part of town, the surroundings of a street, or words to look for, as a list's address says it."""
    if not words:
        return {}
    name = words.casefold()
    for area in areas(community).areas:
        if name in {one.casefold() for one in area.names.values()}:
            return {"area": area.code}
    for street in find_streets(community, words):
        if street.line:
            spot = middle(street.line)
            return {"near": f"{spot.lat:.5f},{spot.lon:.5f},{AROUND_M}", "place": street.name}
        break
    return {"q": words}
