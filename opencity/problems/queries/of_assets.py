"""Problems by the thing they are about."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, Exists, OuterRef

from opencity.assets.models import Asset
from opencity.assets.values import Ownership
from opencity.communities.models import Community
from opencity.problems.models import Problem
from opencity.problems.models.problem import ProblemRows
from opencity.problems.states import UNDER_WAY

MOST = 200


def problems_of(asset: Asset) -> ProblemRows:
    """Everything public that was ever reported of it, the newest first."""
    # A category that shows places roughly may not show them by way of a thing.
    rows = Problem.everywhere.filter(community_id=asset.community_id, asset=asset, category__coarsen=False)
    return rows.public().for_list().order_by("-number")


def open_by_asset(community: Community, assets: Collection[Asset]) -> dict[int, int]:
    """How many public problems are under way, by id of the asset."""
    rows = _open(community).filter(asset__in=[one.pk for one in assets]).order_by()
    return dict(rows.values_list("asset").annotate(n=Count("pk")))


def searched(community: Community, *, most: int = MOST) -> list[Asset]:
    """Things whose owner is sought, because somebody waits for one: with their kind, those waiting longest first."""
    waiting = _open(community).filter(asset=OuterRef("pk"))
    rows = Asset.everywhere.filter(community=community, ownership__in=(Ownership.DISPUTED, Ownership.UNKNOWN))
    return list(rows.standing().for_list().filter(Exists(waiting)).order_by("updated_at", "pk")[:most])


def ownerless(community: Community) -> ProblemRows:
    """Public problems under way that are about no known thing and belong to nobody, the longest waiting first."""
    return _open(community).filter(asset=None, owner=None).for_list().order_by("number")


def _open(community: Community) -> ProblemRows:
    rows: ProblemRows = Problem.everywhere.filter(community=community, state__in=UNDER_WAY, category__coarsen=False)
    return rows.public()
