"""The assets around a point, the nearest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from opencity.assets.models import Asset, AssetKind
from opencity.communities.models import Community
from opencity.places.cells import Point, box_around, box_ranges, distance_m

REACH_M = 30
"""So far around a pin a thing may be meant."""
MOST = 20
_MOST_READ = 400


@dataclass(frozen=True)
class Near:
    asset: Asset
    metres: int


def near_assets(
    community: Community, point: Point, kinds: Sequence[AssetKind], *, reach_m: float = REACH_M, most: int = MOST
) -> list[Near]:
    """Standing things of these kinds within reach. One query, on the index of kinds and cells."""
    if not kinds:
        return []
    around = Q()
    for one in box_ranges(box_around(point, reach_m)):
        around |= Q(cell__gte=one.first, cell__lt=one.end)
    rows = Asset.everywhere.filter(around, community=community, kind__in=kinds).standing().for_list()
    found = [Near(asset, round(distance_m(point, asset.point))) for asset in rows[:_MOST_READ]]
    return sorted((one for one in found if one.metres <= reach_m), key=lambda one: one.metres)[:most]


def kinds_of(community: Community) -> list[AssetKind]:
    return list(AssetKind.everywhere.filter(community=community).order_by("position"))


def kinds_asked_by(community: Community, category: str) -> list[AssetKind]:
    """The kinds a category is about; without a category all of them."""
    return [one for one in kinds_of(community) if not category or category in one.categories]
