"""Problems in lists: what a card shows of each, from rows read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencity.communities.models import Community
from opencity.problems.models import Problem
from opencity.problems.queries.listing import Listed
from opencity.problems.states import State
from opencity.web.public.dates import Due, ago, due_of
from opencity.web.public.photographs import Picture, picture_of
from opencity.web.public.signs import Sign, state_sign

CARD_SIZES = "(max-width: 900px) 100vw, 380px"
LINE_SIZES = "148px"


@dataclass(frozen=True, kw_only=True)
class Card:
    """One problem as pieces/card.html takes it."""

    number: int
    url: str
    title: str
    lang: str
    photo: Picture | None
    icon: str
    state: Sign
    meta: str
    endorsed: str
    chip: Due | None
    act: Mapping[str, str] | None = None


def cards(listed: Iterable[Listed], community: Community, *, now: datetime, sizes: str = CARD_SIZES) -> list[Card]:
    return [card(one, community, now=now, sizes=sizes) for one in listed]


def card(
    listed: Listed, community: Community, *, now: datetime, sizes: str = CARD_SIZES, away: int | None = None
) -> Card:
    """`away` is a distance in metres that is worth telling."""
    problem = listed.problem
    # The rows of a list name their community by id alone; without this each card would ask for it again.
    problem.community = community
    return Card(
        number=problem.number,
        url=reverse("problem", args=[community.slug, problem.number]),
        title=problem.title,
        lang=problem.language,
        photo=picture_of(listed.photo, community.slug, alt=listed.alt or problem.title, sizes=sizes)
        if listed.photo
        else None,
        icon=problem.category.icon,
        state=state_sign(problem),
        meta=_meta(problem, community, now, away),
        endorsed=_affects(problem),
        chip=_chip(problem, now),
    )


def _meta(problem: Problem, community: Community, now: datetime, away: int | None) -> str:
    parts = [problem.area.name if problem.area else "", ago(problem.created_at, community, now)]
    if away is not None:
        parts.insert(0, distance(away))
    return " · ".join(part for part in parts if part)


def _affects(problem: Problem) -> str:
    people = problem.endorsed + 1
    if people < 2:
        return ""
    return ngettext("affects %(n)s person", "affects %(n)s people", people) % {"n": people}


def _chip(problem: Problem, now: datetime) -> Due | None:
    """Lists tell a deadline only while somebody owes an answer."""
    if problem.answered_at is not None or problem.state == State.CLAIMED_DONE:
        return None
    return due_of(problem, now=now)


def distance(metres: int) -> str:
    """As people say it: to ten metres, then to hundreds."""
    if metres < 1000:
        return _("%(metres)s m away") % {"metres": max(10, round(metres, -1))}
    return _("%(kilometres)s km away") % {"kilometres": number_format(metres / 1000, 1)}
