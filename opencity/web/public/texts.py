"""Pages of words: how it works, the rules and what becomes of personal data, where to go without the internet."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from opencity.communities.http import CommunityRequest
from opencity.lending.queries.shelves import lent_where
from opencity.people.models import Presence, Sector
from opencity.web.public import reading
from opencity.web.public.phrases import RULES


@require_safe
def how(request: CommunityRequest, community: str) -> HttpResponse:
    return _text(request, "public/how.html")


@require_safe
def rules(request: CommunityRequest, community: str) -> HttpResponse:
    return _text(request, "public/rules.html")


@require_safe
def libraries(request: CommunityRequest, community: str) -> HttpResponse:
    rows = Presence.everywhere.filter(community=request.community, organisation__sector=Sector.LIBRARY)
    points = list(rows.select_related("organisation").order_by("position", "organisation__slug"))
    return reading.page(request, "public/libraries.html", {"points": points, "lends": lent_where(request.community)})


def _text(request: CommunityRequest, template: str) -> HttpResponse:
    moment = now()
    charter = request.community.charter
    stamp = reading.stamp_of(request, template, request.community.choices, now=moment)
    kept = reading.unchanged(request, stamp)
    if kept is not None:
        return kept
    context = {"charter": charter, "refused": list(RULES.values()), "operator": settings.OPERATOR_EMAIL}
    return reading.page(request, template, context, stamp=stamp)
