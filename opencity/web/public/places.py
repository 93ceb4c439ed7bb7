"""Parts of town: the tree of them, and the page of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community
from opencity.places.models import Area
from opencity.places.tree import areas
from opencity.problems.queries.filters import Filters
from opencity.problems.queries.listing import page
from opencity.problems.states import StateGroup
from opencity.statistics.queries.totals import by_area
from opencity.web.public import reading
from opencity.web.public.home import silent
from opencity.web.public.rows import cards
from opencity.web.public.signs import Sign, group_sign

SHOWN = 6


@dataclass(frozen=True)
class Counted:
    """A part of town with what is open in it; `parts` are the parts it has."""

    name: str
    url: str
    under_way: int
    verified: int
    parts: tuple[Counted, ...] = ()


@require_safe
def areas_index(request: CommunityRequest, community: str) -> HttpResponse:
    stamp = reading.stamp_of(request, now=now())
    kept = reading.unchanged(request, stamp)
    if kept is not None:
        return kept
    tree, counts = areas(request.community), by_area(request.community)
    tops = [_counted(request.community, area, counts, deep=True) for area in tree.children(None)]
    return reading.page(request, "public/areas.html", {"areas": tops}, stamp=stamp)


@require_safe
def area(request: CommunityRequest, community: str, code: str) -> HttpResponse:
    tree = areas(request.community)
    shown = tree.by_code(code)
    if shown is None:
        raise Http404
    moment = now()
    stamp = reading.stamp_of(request, code, now=moment)
    kept = reading.unchanged(request, stamp)
    if kept is not None:
        return kept
    counts = by_area(request.community)
    latest = page(request.community, Filters(area=shown), now=moment, per_page=SHOWN)
    parent = next((one for one in tree.areas if one.pk == shown.parent_id), None)
    context = {
        "area": shown,
        "parent": parent,
        "parts": [_counted(request.community, one, counts) for one in tree.children(shown)],
        "groups": list(_groups(counts.get(shown.pk, {}))),
        "cards": cards(latest.rows, request.community, now=moment),
        "more": bool(latest.next),
        "silent": silent(request.community, moment, most=SHOWN, filters=Filters(area=shown, overdue=True, sort="due")),
    }
    return reading.page(request, "public/area.html", context, stamp=stamp)


def _counted(
    community: Community, area: Area, counts: Mapping[int, Mapping[str, int]], *, deep: bool = False
) -> Counted:
    groups = counts.get(area.pk, {})
    parts = areas(community).children(area) if deep else []
    return Counted(
        name=area.name,
        url=reverse("area", args=[community.slug, area.code]),
        under_way=sum(groups.get(group, 0) for group in (StateGroup.OPEN, StateGroup.DOING, StateGroup.CLAIMED)),
        verified=groups.get(StateGroup.VERIFIED, 0),
        parts=tuple(_counted(community, part, counts, deep=True) for part in parts),
    )


def _groups(counts: Mapping[str, int]) -> list[tuple[str, Sign, int]]:
    return [(group, group_sign(group), counts.get(group, 0)) for group in StateGroup.values if counts.get(group)]
