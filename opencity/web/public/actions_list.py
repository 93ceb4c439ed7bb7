"""The list of joint actions: what comes, by day; what was, with its results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from opencity.actions.access import calendar_token
from opencity.actions.models import Action
from opencity.actions.queries.crowds import crowds_of
from opencity.actions.queries.listing import Wanted, of_problem, past, read_wanted, skills_wanted, upcoming
from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community
from opencity.problems.models import Problem
from opencity.web.public import reading
from opencity.web.public.actions_words import Card, card
from opencity.web.public.home import legend
from opencity.web.public.map_page import box_of
from opencity.web.public.reporting.whereabouts import area_choices

PER_PAGE = 20


@require_safe
def actions(request: CommunityRequest, community: str) -> HttpResponse:
    moment = now()
    # An action begins and ends between two events: the quarter of an hour is part of the stamp.
    stamp = reading.stamp_of(request, int(moment.timestamp()) // 900, now=moment)
    answer = reading.unchanged(request, stamp)
    if answer is None:
        answer = reading.page(request, "public/actions/actions.html", _context(request, moment), stamp=stamp)
    return answer


@require_safe
def actions_map(request: CommunityRequest, community: str) -> HttpResponse:
    """What comes, on the map beside its list."""
    moment = now()
    stamp = reading.stamp_of(request, "map", int(moment.timestamp()) // 900, now=moment)
    answer = reading.unchanged(request, stamp)
    if answer is not None:
        return answer
    slug = request.community.slug
    box = replace(
        box_of(request.community),
        tiles=reverse("actions_tile", args=[slug, 0, 0, 0]).replace("0/0/0", "{z}/{x}/{y}"),
        cards=reverse("actions_card", args=[slug, 0]).replace("/0/", "/{number}/"),
    )
    context = _context(request, moment) | {"legend": legend(), "box": box}
    return reading.page(request, "public/actions/map.html", context, stamp=stamp)


@require_safe
def actions_card(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    """What opens over the map: the joint actions of one problem that are still to come."""
    problem = Problem.everywhere.filter(community=request.community, number=number).public().for_list().first()
    if problem is None:
        raise Http404
    moment = now()
    rows = upcoming(request.community, Wanted(), now=moment).filter(problem=problem)
    context = {"problem": problem, "cards": _cards(list(rows), request.community, moment)}
    return reading.page(request, "public/actions/map_card.html", context)


def _context(request: CommunityRequest, moment: datetime) -> dict[str, Any]:
    town, looks_back = request.community, request.GET.get("past") == "1"
    asked = read_wanted(town, request.GET)
    rows = past(town, asked, now=moment) if looks_back else upcoming(town, asked, now=moment)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    person = reading.person_of(request)
    return {
        "page": page,
        "cards": _cards(list(page.object_list), town, moment),
        "past": looks_back,
        "wanted": asked,
        "query": _query(asked, past="1" if looks_back else ""),
        "here": _query(asked),
        "area_query": _query(Wanted(asked.area)),
        "area_choices": area_choices(town),
        "skills": skills_wanted(town, now=moment),
        "own_token": calendar_token(person, town) if person else "",
    }


def cards_of(problem: Problem, *, now: datetime) -> list[Card]:
    """The joint actions of one problem, the latest first, for its page (public/actions/of_problem.html)."""
    return _cards(list(of_problem(problem)), problem.community, now)


def _cards(rows: Sequence[Action], town: Community, moment: datetime) -> list[Card]:
    crowds = crowds_of(rows)
    return [card(one, crowds[one.pk], town, now=moment) for one in rows]


def _query(asked: Wanted, **more: str) -> str:
    query = QueryDict(mutable=True)
    told = {"area": asked.area.code if asked.area else "", "skill": asked.skill, **more}
    for name, value in told.items():
        if value:
            query[name] = value
    return query.urlencode()
