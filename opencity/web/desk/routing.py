"""Try the routing rules: who would get it, and why."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from opencity.catalogue.models import Category, Rule
from opencity.catalogue.routing import route
from opencity.communities.http import CommunityRequest
from opencity.places.cells import Point
from opencity.places.lookup import atlas, with_parents
from opencity.places.models import Area
from opencity.web.desk.access import desk_actor


@never_cache
@require_GET
def routing(request: CommunityRequest, community: str) -> HttpResponse:
    """A category and a place as query parameters; the answer shows each rule that was looked at."""
    desk_actor(request)
    town = request.community
    category = Category.everywhere.filter(community=town, code=request.GET.get("category", "")).first()
    areas = _areas(request)
    rules = Rule.everywhere.filter(community=town).select_related("organisation", "category", "area")
    return render(
        request,
        "desk/routing.html",
        {
            "categories": Category.everywhere.filter(community=town, active=True).order_by("position"),
            "all_areas": Area.everywhere.filter(community=town).order_by("depth", "position"),
            "category": category,
            "areas": areas,
            "routed": route(town, category, areas) if category else None,
            "rules": rules.order_by("position"),
        },
    )


def _areas(request: CommunityRequest) -> tuple[Area, ...]:
    town = request.community
    try:
        point = Point(float(request.GET.get("lat", "")), float(request.GET.get("lon", "")))
    except ValueError:
        chosen = Area.everywhere.filter(community=town, code=request.GET.get("area", "")).select_related("parent")
        return with_parents(chosen.first())
    return atlas(town).areas_at(point) if abs(point.lat) <= 90 and abs(point.lon) <= 180 else ()
