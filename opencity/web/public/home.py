"""The front page of a community: what waits for the reader, who is silent, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community
from opencity.maps.city import city
from opencity.maps.ground import ground
from opencity.plans.queries.open_needs import most_urgent
from opencity.problems.models import Evidence, Problem
from opencity.problems.queries.filters import Filters
from opencity.problems.queries.listing import Listed, page
from opencity.problems.states import Stage, State, StateGroup
from opencity.statistics.queries.results import Result, year_of_results
from opencity.statistics.queries.totals import by_group
from opencity.web.public import reading
from opencity.web.public.dates import ago, month_name, workdays_over
from opencity.web.public.need_rows import need_row
from opencity.web.public.photographs import Picture, evidence_picture
from opencity.web.public.rows import Card, card, cards
from opencity.web.public.signs import Sign, group_sign, state_sign

ASKED, NEEDED, SILENT, NEWEST = 4, 2, 5, 3
HALF = "(max-width: 900px) 50vw, 340px"


@require_safe
def home(request: CommunityRequest, community: str) -> HttpResponse:
    moment = now()
    stamp = reading.stamp_of(request, now=moment)
    kept = reading.unchanged(request, stamp)
    return kept or reading.page(request, "public/home.html", _context(request.community, moment), stamp=stamp)


def _context(community: Community, moment: datetime) -> dict[str, Any]:
    asked = page(community, Filters(group=StateGroup.CLAIMED, sort="updated"), now=moment, per_page=ASKED)
    newest = page(community, Filters(), now=moment, per_page=NEWEST)
    today = community.calendar.today(moment)
    return {
        "city": city(community) if _is_drawn(community) else "",
        "asked": [_asked(one, community, moment) for one in asked.rows],
        "needed": [need_row(one, community, now=moment) for one in most_urgent(community, today=today, most=NEEDED)],
        "silent": silent(community, moment, most=SILENT),
        "newest": cards(newest.rows, community, now=moment),
        "legend": legend(),
        "counts": by_group(community, Filters()),
        "month": month_name(today.year, today.month).rpartition(" ")[0],
        "result": month_of_results(community, today.year, today.month),
        "story": solved_story(community, moment),
    }


def _is_drawn(community: Community) -> bool:
    """Whether there is more to see than an empty outline."""
    return any(piece.kind != "community" for piece in ground(community))


@dataclass(frozen=True)
class Asked:
    """A result that waits for somebody to look."""

    card: Card
    said: str


def _asked(listed: Listed, community: Community, moment: datetime) -> Asked:
    problem = listed.problem
    when = ago(problem.claimed_at or problem.updated_at, community, moment)
    said = _("said to be done %(when)s") % {"when": when}
    parts = (problem.area.name if problem.area else "", said)
    return Asked(card(listed, community, now=moment, sizes="132px"), " · ".join(part for part in parts if part))


def legend() -> list[Sign]:
    """The four groups of states a map can tell apart, and what it calls them."""
    return [group_sign(group) for group in StateGroup.values if group != StateGroup.QUIET]


def month_of_results(community: Community, year: int, month: int) -> Result | None:
    """None while nothing came of anything: an empty band says nothing."""
    found = year_of_results(community, year)[1][month - 1]
    return found if found.verified or found.by_reporter_alone or found.closed_unverified or found.reopened else None


@dataclass(frozen=True)
class Silent:
    """A problem whose answer is overdue."""

    title: str
    lang: str
    url: str
    number: int
    owner: str
    sector: str
    days: str


def silent(community: Community, moment: datetime, *, most: int, filters: Filters | None = None) -> list[Silent]:
    """Who has been silent the longest."""
    asked = filters or Filters(overdue=True, sort="due")
    found = []
    for one in page(community, asked, now=moment, per_page=most).rows:
        problem = one.problem
        problem.community = community
        found.append(
            Silent(
                title=problem.title,
                lang=problem.language,
                url=reverse("problem", args=[community.slug, problem.number]),
                number=problem.number,
                owner=problem.owner.name if problem.owner else "",
                sector=problem.owner.sector if problem.owner else "",
                days=workdays_over(problem, now=moment),
            )
        )
    return found


@dataclass(frozen=True)
class Solved:
    """What stood there before and what stands there now."""

    problem: Problem
    url: str
    before: Picture
    after: Picture
    state: Sign
    when: str


def solved_story(community: Community, moment: datetime) -> Solved | None:
    """The latest result that others than the reporter verified and that has both photographs."""
    rows = Problem.everywhere.filter(community=community, state=State.VERIFIED, by_reporter_alone=False).public()
    latest = {one.pk: one for one in rows.select_related("owner", "community").order_by("-number")[:10]}
    pairs: dict[int, dict[str, Evidence]] = {}
    evidence = Evidence.everywhere.filter(problem_id__in=latest, hidden=False).select_related("photo")
    for one in evidence.order_by("created_at"):
        pairs.setdefault(one.problem_id, {}).setdefault(one.stage, one)
    for pk, problem in latest.items():
        pair = pairs.get(pk, {})
        if Stage.BEFORE in pair and Stage.AFTER in pair:
            return _solved(problem, pair[Stage.BEFORE], pair[Stage.AFTER], moment)
    return None


def _solved(problem: Problem, before: Evidence, after: Evidence, moment: datetime) -> Solved:
    community = problem.community
    return Solved(
        problem=problem,
        url=reverse("problem", args=[community.slug, problem.number]),
        before=evidence_picture(before, problem, now=moment, sizes=HALF),
        after=evidence_picture(after, problem, now=moment, sizes=HALF),
        state=state_sign(problem, tag=True),
        when=ago(problem.ended_at, community, moment) if problem.ended_at else "",
    )
