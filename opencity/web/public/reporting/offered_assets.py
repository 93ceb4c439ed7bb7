"""«Це стовп № 123»: the assets around the pin, of which one may be the very one that is reported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from opencity.assets.models import Asset
from opencity.assets.queries.near import REACH_M, Near, kinds_asked_by, near_assets
from opencity.catalogue.models import Category
from opencity.communities.models import Community
from opencity.foundation.refusals import NotUnderstood
from opencity.places.cells import distance_m
from opencity.web.public.reporting import forms
from opencity.web.public.reporting.forms import Fields

AT_THE_PIN, OF_A_CATEGORY = 4, 8
"""How many are offered: a longer list helps nobody to find the one."""
NONE = "none"
FARTHEST_M = 2 * REACH_M
"""A thing that was chosen before the pin moved further away than this is not meant any more."""


@dataclass(frozen=True)
class Offered:
    near: Near
    chosen: bool


def at_the_pin(community: Community, fields: Fields) -> dict[str, Any]:
    """For the first step: whatever stands there, of any kind."""
    return _offered(community, fields, None, AT_THE_PIN)


def of_category(community: Community, category: Category | None, fields: Fields) -> dict[str, Any]:
    """For the second step: what the category is about."""
    if category is None or category.coarsen:
        return {"offered_assets": []}
    return _offered(community, fields, category, OF_A_CATEGORY)


def chosen(community: Community, fields: Fields, category: Category | None) -> Asset | None:
    """The thing that is meant, if it goes with the category and stands where the pin is."""
    said = fields.get("asset", "")
    if not said or said == NONE or category is None or category.coarsen:
        return None
    asset = _by_uuid(community, said)
    if asset is None or not asset.fits(category.code) or _is_far(asset, fields):
        return None
    return asset


def _offered(community: Community, fields: Fields, category: Category | None, most: int) -> dict[str, Any]:
    try:
        point = forms.point_of(fields)
    except NotUnderstood:
        point = None
    if point is None:
        return {"offered_assets": []}
    kinds = kinds_asked_by(community, category.code if category else "")
    said = fields.get("asset", "")
    found = near_assets(community, point, kinds, most=most)
    meant = chosen(community, fields, category)
    if meant is not None and meant.pk not in {one.asset.pk for one in found}:
        found = [Near(meant, round(distance_m(point, meant.point))), *found[: most - 1]]
    return {"offered_assets": [Offered(one, str(one.asset.uuid) == said) for one in found], "no_asset": said == NONE}


def _is_far(asset: Asset, fields: Fields) -> bool:
    point = forms.point_of(fields)
    return point is None or distance_m(point, asset.point) > FARTHEST_M


def _by_uuid(community: Community, said: str) -> Asset | None:
    try:
        uuid = UUID(said)
    except ValueError:
        return None
    return Asset.everywhere.filter(community=community, uuid=uuid).standing().for_list().first()
