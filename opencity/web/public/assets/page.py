"""The page of one thing: what it is, whose, and what was reported of it. What a list says beside is not shown."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from opencity.assets.models import Asset, OwnerClaim
from opencity.assets.operations.claiming import standing_of
from opencity.assets.queries.listing import claims_on
from opencity.assets.rules import is_searched
from opencity.assets.values import Ownership, Says
from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community
from opencity.people.models import Organisation
from opencity.people.rights import Right
from opencity.problems.queries.listing import with_photos
from opencity.problems.queries.of_assets import problems_of
from opencity.stewardship.queries.watching import running_in
from opencity.web.public import reading
from opencity.web.public.dates import day_words
from opencity.web.public.reporting.whereabouts import areas_of, picture
from opencity.web.public.rows import cards
from opencity.web.public.stewarding import watched

SHOWN = 12
HOW_SURE = {
    Ownership.KNOWN: _("The owner is known."),
    Ownership.CLAIMED: _("They say that it is theirs; a coordinator looks whether it is so."),
    Ownership.DISPUTED: _("It is disputed whose it is. Whoever knows it can say so."),
    Ownership.UNKNOWN: _("Nobody knows yet whose it is. Whoever knows it can say so."),
}
SAYS = {
    Says.OURS: _("says: it is ours"),
    Says.NOT_OURS: _("says: it is not ours"),
    Says.NAMED: _("is named by a resident"),
}


def asset_of(community: Community, kind: str, address: str) -> Asset:
    rows = Asset.everywhere.filter(community=community).for_list().select_related("community")
    return get_object_or_404(rows, kind__code=kind, address=address)


def link_of(asset: Asset) -> str:
    return reverse("asset", args=[asset.community.slug, asset.kind.code, asset.address])


@require_safe
def asset(request: CommunityRequest, community: str, kind: str, address: str) -> HttpResponse:
    moment = now()
    shown = asset_of(request.community, kind, address)
    stamp = reading.stamp_of(request, shown.pk, shown.updated_at, now=moment)
    kept = reading.unchanged(request, stamp)
    if kept is not None:
        return kept
    actor = reading.actor_of(request, now=moment)
    about = list(problems_of(shown)[:SHOWN])
    context = {
        **told_of(shown, moment),
        "cards": cards(with_photos(about), request.community, now=moment),
        "stewards": _stewards(request.community, {one.pk for one in about}, moment),
        "may_claim": bool(actor and actor.bodies_where(Right.ANSWER) - {shown.owner_id}),
        "settles": actor is not None and actor.coordinates,
    }
    return reading.page(request, "public/assets/asset.html", context, stamp=stamp)


def told_of(shown: Asset, moment: datetime) -> dict[str, Any]:
    """What every page about a thing says of it."""
    community = shown.community
    around = areas_of(community, shown.point, shown.area)
    return {
        "asset": shown,
        "sure": HOW_SURE[Ownership(shown.ownership)],
        "searched": is_searched(standing_of(shown)),
        "area": around[0] if around else None,
        "picture": picture(community, shown.point, around, str(shown)),
        "geo": f"geo:{shown.lat:.6f},{shown.lon:.6f}",
        "words_on_owner": [_word(one, moment) for one in claims_on(shown)],
    }


def _word(one: OwnerClaim, moment: datetime) -> dict[str, Any]:
    body: Organisation = one.organisation
    return {
        "body": body,
        "says": SAYS[Says(one.says)],
        "day": day_words(one.at, one.community, moment),
        # Words that a coordinator found wrong do not stay up; the decision does.
        "words": one.words if one.upheld is not False else "",
        "language": one.language,
        "answered": one.answered_at is not None,
        "upheld": one.upheld,
    }


def _stewards(community: Community, problems: Collection[int], moment: datetime) -> list[Any]:
    if not problems:
        return []
    return [watched(row, moment) for row in running_in(community).filter(problem__in=problems)[:3]]
