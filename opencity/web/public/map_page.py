"""The map beside its list, and the card that opens over it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from opencity.communities.http import CommunityRequest
from opencity.problems.models import Problem
from opencity.problems.queries.filters import read_filters
from opencity.problems.queries.listing import with_photos
from opencity.web.public import reading
from opencity.web.public.home import legend
from opencity.web.public.listing import choices, found
from opencity.web.public.rows import card


@require_safe
def map_page(request: CommunityRequest, community: str) -> HttpResponse:
    stamp = reading.stamp_of(request, "map", now=now())
    kept = reading.unchanged(request, stamp)
    if kept is not None:
        return kept
    filters = read_filters(request.community, request.GET)
    context = found(request, filters) | choices(request.community) | {"legend": legend()}
    return reading.page(request, "public/map.html", context, stamp=stamp)


@require_safe
def map_card(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    rows = Problem.everywhere.filter(community=request.community, number=number).public().for_list()
    problem = rows.first()
    if problem is None:
        raise Http404
    shown = card(with_photos([problem])[0], request.community, now=now(), sizes="340px")
    stamp = reading.stamp_of(request, problem.pk, problem.head, now=now())
    return reading.page(request, "public/map_card.html", {"card": shown}, stamp=stamp)
