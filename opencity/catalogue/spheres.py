"""The spheres of a town's life, by the codes that categories carry."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from opencity.catalogue.lookup import categories
from opencity.communities.models import Community

NAMES: Mapping[str, Promise] = {
    "social": _("social protection"),
    "housing": _("housing"),
    "water": _("water and sewerage"),
    "improvement": _("urban improvement"),
    "greenery": _("greenery"),
    "roads": _("roads and pavements"),
    "light": _("street lighting"),
    "waste": _("waste"),
    "transport": _("public transport"),
    "accessibility": _("accessibility"),
    "animals": _("animals"),
    "culture": _("culture and heritage"),
    "order": _("public order"),
    "war": _("consequences of war"),
    "ideas": _("ideas for the town"),
}


def sphere_name(community: Community, code: str) -> str:
    """Its name; for a sphere of the community's own making the names of its first categories."""
    if code in NAMES:
        return str(NAMES[code])
    names = [one.name for one in categories(community).values() if one.sphere == code]
    return ", ".join(names[:2])


def spheres_of(community: Community) -> list[tuple[str, str]]:
    """Code and name of every sphere the community has categories in, in the order of its categories."""
    codes = dict.fromkeys(one.sphere for one in categories(community).values() if one.active)
    return [(code, sphere_name(community, code)) for code in codes]
