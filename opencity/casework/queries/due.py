"""What is due at a desk: answers, promised days and obstacles to look at again, each kind the nearest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, Q

from opencity.casework.models import Assignment
from opencity.communities.models import Community
from opencity.problems.models import Problem
from opencity.problems.states import UNDER_WAY, State

MOST = 40
"""So many of a kind are shown; the list has all of them."""


@dataclass(frozen=True)
class Pile:
    """`more`: there are others beyond those shown."""

    name: str
    problems: tuple[Problem, ...]
    more: bool


@dataclass(frozen=True)
class Board:
    piles: tuple[Pile, ...]
    held: Mapping[int, Assignment]


def board(community: Community, cases: Q, *, now: datetime) -> Board:
    """`cases` narrows to those the reader handles. One query for each pile and one for who has them."""
    today = community.calendar.today(now)
    unanswered = Q(answered_at=None, answer_due__isnull=False)
    running = unanswered & Q(paused_until=None)
    ends = _ends(community, today)
    kinds = {
        "overdue": (running & Q(answer_due__lt=now), "answer_due"),
        "today": (running & Q(answer_due__gte=now, answer_due__lt=ends["today"]), "answer_due"),
        "next": (running & Q(answer_due__gte=ends["today"], answer_due__lt=ends["next"]), "answer_due"),
        "week": (running & Q(answer_due__gte=ends["next"], answer_due__lt=ends["week"]), "answer_due"),
        "promised": (Q(promised_for__lt=today + timedelta(days=8)), "promised_for"),
        "review": (Q(state=State.BLOCKED, review_on__lt=today + timedelta(days=8)), "review_on"),
        "paused": (unanswered & Q(paused_until__isnull=False), "paused_until"),
    }
    rows = Problem.everywhere.filter(cases, community=community, state__in=UNDER_WAY).for_list()
    found = {
        name: list(rows.filter(narrow).select_related("community").order_by(F(order).asc(), "number")[: MOST + 1])
        for name, (narrow, order) in kinds.items()
    }
    piles = tuple(Pile(name, tuple(some[:MOST]), len(some) > MOST) for name, some in found.items())
    shown = [one.pk for pile in piles for one in pile.problems]
    held = Assignment.everywhere.filter(problem__in=shown, until=None).select_related("person", "team")
    return Board(piles, {one.problem_id: one for one in held})


def _ends(community: Community, today: date) -> dict[str, datetime]:
    """The first moments after today, after the next working day, and after the seven days that begin with it."""
    calendar = community.calendar
    following = today + timedelta(days=1)
    while not calendar.is_workday(following) and following < today + timedelta(days=14):
        following += timedelta(days=1)
    days = {"today": today, "next": following, "week": max(following, today + timedelta(days=7))}
    return {
        name: datetime.combine(day + timedelta(days=1), time(), tzinfo=calendar.timezone) for name, day in days.items()
    }
