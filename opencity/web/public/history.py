"""The sealed history: one root a day over the heads of all chains, for anybody who wants to check."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from opencity.communities.http import CommunityRequest
from opencity.problems.models import HistoryRoot
from opencity.web.public import reading

PER_PAGE = 62


@require_safe
def history(request: CommunityRequest, community: str) -> HttpResponse:
    moment = now()
    rows = HistoryRoot.everywhere.filter(community=request.community).order_by("-day")
    before = _day(request.GET.get("before", ""))
    if before is not None:
        rows = rows.filter(day__lt=before)
    found = list(rows[: PER_PAGE + 1])
    stamp = reading.stamp_of(request, found[0].root if found else "", now=moment)
    kept = reading.unchanged(request, stamp)
    if kept is not None:
        return kept
    following = found[PER_PAGE - 1].day.isoformat() if len(found) > PER_PAGE else ""
    context = {"roots": found[:PER_PAGE], "next": following, "before": before}
    return reading.page(request, "public/history.html", context, stamp=stamp)


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None
