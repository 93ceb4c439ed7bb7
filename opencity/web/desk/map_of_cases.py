"""The cases of the desk's list on a map beside it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from opencity.casework.queries.inbox import on_the_map
from opencity.communities.http import CommunityRequest
from opencity.problems.models import Problem
from opencity.problems.queries.queues import queues_for
from opencity.web.desk.access import desk_actor
from opencity.web.desk.queue import ask
from opencity.web.public.dates import due_of


@never_cache
@require_GET
def cases_geojson(request: CommunityRequest, community: str) -> HttpResponse:
    """A FeatureCollection of points for the same address as the list: all pages of it, up to MOST_ON_A_MAP.

    `coordinates` are longitude and latitude of the public place; `properties` hold number, title, url, coarse, and
    late, which is "late", "soon" or "". `more` beside the features tells that not all are there.
    """
    actor, moment = desk_actor(request), now()
    if not queues_for(actor, now=moment):
        raise Http404
    asked = ask(request, actor, moment)
    found, more = on_the_map(request.community, actor, asked.queues[asked.chosen], asked.filters, states=asked.states)
    features = [_feature(one, community, moment) for one in found]
    return JsonResponse({"type": "FeatureCollection", "features": features, "more": more})


def _feature(problem: Problem, community: str, moment: datetime) -> dict[str, Any]:
    due = due_of(problem, now=moment)
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [problem.lon, problem.lat]},
        "properties": {
            "number": problem.number,
            "title": problem.title,
            "lang": problem.language,
            "url": reverse("desk_case", args=[community, problem.number]),
            "coarse": problem.category.coarsen,
            "late": due.tone if due else "",
        },
    }
