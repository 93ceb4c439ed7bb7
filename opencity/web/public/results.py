"""What came of it: every figure as it is, with how it is counted. Verified and merely closed are never added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community
from opencity.people.models import Presence, Sector
from opencity.statistics.queries.owners import Measures, measures
from opencity.statistics.queries.results import Result, year_of_results, years
from opencity.statistics.queries.spans import MEDIAN_ABOVE
from opencity.web.public import reading
from opencity.web.public.dates import in_a_sentence, month_name
from opencity.web.public.home import silent

SILENT = 7
GAP = 0.4
"""Between the parts of the band, in per cent of its width."""
LEAST = 3.0
"""No part is drawn narrower, or nobody would see it; the number beside it is exact."""
HEIGHT = 200
"""Of the tallest month in the chart, in its own units."""


@require_safe
def results(request: CommunityRequest, community: str) -> HttpResponse:
    moment = now()
    stamp = reading.stamp_of(request, now=moment)
    kept = reading.unchanged(request, stamp)
    return kept or reading.page(request, "public/results.html", _context(request, moment), stamp=stamp)


def _context(request: CommunityRequest, moment: datetime) -> dict[str, Any]:
    community = request.community
    known = years(community, now=moment)
    year, month = _asked(request, known, moment)
    whole, months = year_of_results(community, year)
    shown = months[month - 1] if month else whole
    return {
        "result": shown,
        "said": shown.verified + shown.by_reporter_alone + shown.closed_unverified + shown.reopened,
        "band": band(shown),
        "period": month_name(year, month) if month else str(year),
        "years": [(one, one == year) for one in known],
        "months": _months(year, month, community, moment),
        "bars": bars(months, month),
        "year": year,
        "silent": silent(community, moment, most=SILENT),
        "waits": _waits(community),
        "median_above": MEDIAN_ABOVE,
    }


def _asked(request: CommunityRequest, known: Sequence[int], moment: datetime) -> tuple[int, int]:
    """The year and month asked for, 0 for the whole year; this month if nothing sensible is asked."""
    today = request.community.calendar.today(moment)
    year, month = request.GET.get("year", ""), request.GET.get("month", "")
    chosen = int(year) if year.isascii() and year.isdecimal() and int(year) in known else 0
    if not chosen:
        return today.year, today.month
    fits = month.isascii() and month.isdecimal() and 1 <= int(month) <= 12
    return chosen, int(month) if fits else 0


def _months(year: int, month: int, community: Community, moment: datetime) -> list[tuple[int, str, str, bool]]:
    """The months of a year that have begun, with their short names: thirteen long ones fit into no line."""
    today = community.calendar.today(moment)
    last = today.month if year == today.year else 12
    return [(n, month_name(year, n).rpartition(" ")[0], _short(n), n == month) for n in range(1, last + 1)]


def _short(month: int) -> str:
    """«лис», "Nov": the month's name as far as a chart has room for it."""
    return in_a_sentence(date_format(date(2000, month, 1), "M")).rstrip(".")


@dataclass(frozen=True)
class Part:
    """A part of the band: per cent from the left, per cent wide, and where its number stands."""

    css: str
    x: float
    width: float
    n: int

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


def band(result: Result) -> list[Part]:
    """To scale, but for parts that would be too small to be seen."""
    found = [
        ("y", result.verified),
        ("a", result.by_reporter_alone),
        ("u", result.closed_unverified),
        ("r", result.reopened),
    ]
    found = [(css, n) for css, n in found if n]
    whole = sum(n for _css, n in found)
    widths = [max(LEAST, 100 * n / whole) for _css, n in found]
    room = 100 - GAP * (len(found) - 1)
    widths = [width * room / sum(widths) for width in widths]
    return [
        Part(css, round(sum(widths[:n]) + GAP * n, 2), round(widths[n], 2), many) for n, (css, many) in enumerate(found)
    ]


@dataclass(frozen=True)
class Bar:
    """A month of the chart: heights in its own units, zero at the bottom."""

    name: str
    x: int
    verified: int
    alone: int
    unverified: int
    tops: tuple[int, int, int]
    heights: tuple[int, int, int]
    current: bool


def bars(months: Sequence[Result], current: int) -> list[Bar]:
    most = max((one.verified + one.by_reporter_alone + one.closed_unverified for one in months), default=0)
    if not most:
        return []
    return [_bar(n, one, HEIGHT / most, n + 1 == current) for n, one in enumerate(months)]


def _bar(n: int, one: Result, scale: float, current: bool) -> Bar:
    figures = (one.verified, one.by_reporter_alone, one.closed_unverified)
    heights = tuple(round(figure * scale) for figure in figures)
    tops = tuple(HEIGHT - sum(heights[: part + 1]) for part in range(3))
    return Bar(
        _short(one.month % 100),
        8 + n * 46,
        *figures,
        (tops[0], tops[1], tops[2]),
        (heights[0], heights[1], heights[2]),
        current,
    )


@dataclass(frozen=True)
class Wait:
    """How long people waited for one body: medians in days, drawn on one scale for all."""

    name: str
    sector: str
    slug: str
    answer: float | None
    verified: float | None
    answer_x: float
    verified_x: float


def _waits(community: Community) -> list[Wait]:
    """Only bodies with enough cases; in the community's own order, so that nobody is ranked."""
    figures = measures(community)
    rows = Presence.everywhere.filter(community=community).exclude(organisation__sector=Sector.LIBRARY)
    told = [
        (row.organisation, figures[row.organisation_id])
        for row in rows.select_related("organisation").order_by("position", "organisation__slug")
        if row.organisation_id in figures and _is_told(figures[row.organisation_id])
    ]
    longest = max((max(one.answer_days or 0, one.verified_days or 0) for _body, one in told), default=0) or 1
    return [
        Wait(
            name=body.name,
            sector=body.sector,
            slug=body.slug,
            answer=one.answer_days,
            verified=one.verified_days,
            answer_x=round(96 * (one.answer_days or 0) / longest + 2, 2),
            verified_x=round(96 * (one.verified_days or 0) / longest + 2, 2),
        )
        for body, one in told
    ]


def _is_told(one: Measures) -> bool:
    return one.answer_days is not None or one.verified_days is not None
