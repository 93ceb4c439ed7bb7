"""Who is responsible for what: every body with its figures, without a ranking that would shame or flatter."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community
from opencity.foundation.languages import in_words
from opencity.people.models import Presence, Sector
from opencity.problems.queries.filters import Filters
from opencity.problems.queries.listing import page
from opencity.statistics.queries.owners import measures, measures_of
from opencity.statistics.queries.spans import MEDIAN_ABOVE
from opencity.web.public import reading
from opencity.web.public.home import silent
from opencity.web.public.rows import cards

SHOWN = 6


@require_safe
def owners_index(request: CommunityRequest, community: str) -> HttpResponse:
    stamp = reading.stamp_of(request, now=now())
    kept = reading.unchanged(request, stamp)
    if kept is not None:
        return kept
    figures = measures(request.community)
    rows = _bodies(request.community)
    context = {
        "sectors": [
            (
                sector,
                sector.label,
                [(one, figures.get(one.organisation_id)) for one in rows if one.organisation.sector == sector],
            )
            for sector in (Sector.AUTHORITY, Sector.BUSINESS, Sector.CIVIL)
        ],
        "unknown": figures.get(None),
        "median_above": MEDIAN_ABOVE,
    }
    return reading.page(request, "public/owners.html", context, stamp=stamp)


def _bodies(community: Community) -> list[Presence]:
    rows = Presence.everywhere.filter(community=community).select_related("organisation")
    return list(rows.order_by("position", "organisation__slug"))


@require_safe
def owner(request: CommunityRequest, community: str, organisation: str) -> HttpResponse:
    rows = Presence.everywhere.filter(community=request.community, organisation__slug=organisation)
    presence = rows.select_related("organisation__parent").first()
    if presence is None:
        raise Http404
    moment = now()
    stamp = reading.stamp_of(request, organisation, presence.verified, bool(presence.inbox), now=moment)
    kept = reading.unchanged(request, stamp)
    if kept is not None:
        return kept
    body = presence.organisation
    latest = page(request.community, Filters(owner=body), now=moment, per_page=SHOWN)
    context = {
        "owner": body,
        "presence": presence,
        "about": in_words(body.about),
        "figures": measures_of(request.community, body.pk),
        "cards": cards(latest.rows, request.community, now=moment),
        "more": bool(latest.next),
        "silent": silent(request.community, moment, most=SHOWN, filters=Filters(owner=body, overdue=True, sort="due")),
        "median_above": MEDIAN_ABOVE,
    }
    return reading.page(request, "public/owner.html", context, stamp=stamp)
