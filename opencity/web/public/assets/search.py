"""«Шукаємо власника»: assets and problems that wait for an owner, in public."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from opencity.assets.models import Asset
from opencity.communities.http import CommunityRequest
from opencity.problems.queries.listing import with_photos
from opencity.problems.queries.of_assets import open_by_asset, ownerless, searched
from opencity.web.public import reading
from opencity.web.public.rows import cards

MOST_PROBLEMS = 12


@dataclass(frozen=True)
class Sought:
    asset: Asset
    waiting: int


@require_safe
def search(request: CommunityRequest, community: str) -> HttpResponse:
    moment = now()
    stamp = reading.stamp_of(request, now=moment)
    kept = reading.unchanged(request, stamp)
    if kept is not None:
        return kept
    found = searched(request.community)
    waiting = open_by_asset(request.community, found)
    context = {
        "sought": [Sought(one, waiting.get(one.pk, 0)) for one in found],
        "cards": cards(with_photos(ownerless(request.community)[:MOST_PROBLEMS]), request.community, now=moment),
    }
    return reading.page(request, "public/assets/search.html", context, stamp=stamp)
