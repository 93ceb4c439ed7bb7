"""In the street: today's places in walking order, on a phone, with and without a connection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from opencity.casework.operations.arranging import MOST_STOPS, plan_day
from opencity.casework.queries import street as asking
from opencity.casework.rules.walking import in_walking_order, walk_m
from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import current
from opencity.foundation.refusals import NotAllowed, NotUnderstood
from opencity.people.acting import Actor
from opencity.people.rights import Right
from opencity.places.cells import Point, distance_m
from opencity.problems.models import Evidence, ExactPlace, Problem
from opencity.web.desk.access import desk_actor
from opencity.web.public.dates import Due, due_of, promise_of
from opencity.web.public.photographs import Picture, picture_of
from opencity.web.public.reporting import forms
from opencity.web.public.reporting.origin import from_our_pages
from opencity.web.public.signs import Sign, state_sign


@dataclass(frozen=True, kw_only=True)
class Card:
    """One place of the day. `version` changes with the case, so that a phone fetches only what is new."""

    problem: Problem
    place: int
    done: bool
    point: Point | None
    leg: str
    state: Sign
    due: Due | None
    photo: Picture | None
    version: str


def street_actor(request: CommunityRequest) -> Actor:
    """Whoever works on the spot for some body; others have nothing to do here."""
    actor = desk_actor(request)
    if not actor.bodies_where(Right.WORK):
        raise NotAllowed(
            _("This page is for those who work on the spot."),
            _("Your organisation's supervisor can give you the duty of an inspector."),
            link="desk/",
        )
    return actor


@never_cache
@require_safe
def street(request: CommunityRequest, community: str) -> HttpResponse:
    actor, moment = street_actor(request), now()
    found = asking.round_of(request.community, actor, now=moment)
    exact = asking.exact_places(found.problems)
    problems = list(found.problems) if found.planned else _walked(found.problems, exact)
    # What was visited goes to the end; what remains keeps its order.
    problems.sort(key=lambda one: one.pk in found.done)
    cards = _cards(problems, exact, found.done, moment)
    left = [card for card in cards if not card.done]
    context = {
        "cards": left,
        "visited": [card for card in cards if card.done],
        "round": found,
        "whole": _metres(walk_m([card.point for card in left if card.point is not None])),
        "day": request.community.calendar.today(moment),
    }
    return render(request, "desk/street.html", context)


@never_cache
@from_our_pages
@require_POST
def arrange(request: CommunityRequest, community: str) -> HttpResponse:
    """Put the day in walking order, from where the phone is if it says so. The position itself is not kept."""
    actor, moment = street_actor(request), now()
    found = asking.round_of(request.community, actor, now=moment)
    start = _start(request)
    problems = [one for one in found.problems if one.pk not in found.done]
    if start is not None and not found.given:
        wide = asking.of_bodies(request.community, actor)
        problems = _nearest(wide, asking.exact_places(wide), start)
    visited = [one for one in found.problems if one.pk in found.done]
    ordered = _walked(problems, asking.exact_places(problems), start)
    plan_day(request.community, actor, [*ordered, *visited][:MOST_STOPS], now=moment)
    way = redirect("desk_street", community)
    if wants_json(request):
        return JsonResponse({"at": way["Location"]})
    messages.success(request, _("Your day is in walking order."))
    return way


def wants_json(request: CommunityRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _start(request: CommunityRequest) -> Point | None:
    try:
        return forms.point_of({name: request.POST.get(name, "")[:24] for name in ("lat", "lon")})
    except NotUnderstood:
        return None


def _walked(problems: Sequence[Problem], exact: Mapping[int, ExactPlace], start: Point | None = None) -> list[Problem]:
    places = [asking.point_of(one, exact) for one in problems]
    return [problems[n] for n in in_walking_order(places, start)]


def _nearest(problems: Sequence[Problem], exact: Mapping[int, ExactPlace], start: Point) -> list[Problem]:
    """The few that lie nearest; those without a place are for the desk."""
    places = [(asking.point_of(one, exact), one) for one in problems]
    away = [(distance_m(start, point), one.number, one) for point, one in places if point is not None]
    return [one for _away, _number, one in sorted(away, key=lambda row: row[:2])[: asking.NEAREST]]


def _cards(
    problems: Sequence[Problem], exact: Mapping[int, ExactPlace], done: frozenset[int], moment: datetime
) -> list[Card]:
    photos = asking.first_photos(problems)
    points = [asking.point_of(one, exact) for one in problems]
    legs = [_leg(one, other) for one, other in pairwise([None, *points])]
    return [
        Card(
            problem=problem,
            place=place,
            done=problem.pk in done,
            point=point,
            leg="" if problem.pk in done else leg,
            state=state_sign(problem),
            due=day_to_keep(problem, moment),
            photo=small_picture(photos.get(problem.pk), problem),
            version=version_of(problem),
        )
        for place, (problem, point, leg) in enumerate(zip(problems, points, legs, strict=True), start=1)
    ]


def small_picture(evidence: Evidence | None, problem: Problem) -> Picture | None:
    """One address and no choice of widths: what a phone keeps is what it shows without a connection."""
    if evidence is None:
        return None
    return picture_of(evidence.photo, problem.community.slug, alt=evidence.alt or problem.title)


def day_to_keep(problem: Problem, moment: datetime) -> Due | None:
    """What presses on the spot: the promised day, else an answer that is still owed. What was kept presses no more."""
    promised = promise_of(problem, now=moment)
    return promised or (due_of(problem, now=moment) if problem.answered_at is None else None)


def version_of(problem: Problem) -> str:
    return f"{problem.position}-{current()}"


def _leg(one: Point | None, other: Point | None) -> str:
    if one is None or other is None:
        return ""
    return _("%(distance)s from the previous place") % {"distance": _metres(distance_m(one, other))}


def _metres(metres: float) -> str:
    """As people say it: to ten metres, then to hundreds."""
    if metres < 1000:
        said = _("%(metres)s m") % {"metres": max(10, round(metres / 10) * 10)}
    else:
        said = _("%(kilometres)s km") % {"kilometres": number_format(metres / 1000, 1)}
    # A number and its unit stay on one line.
    return said.replace(" ", "\u00a0")
