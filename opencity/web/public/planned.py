"""What is still to come in a problem's story: deadlines, promises, the end of a round. Farthest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencity.plans.queries.needs import Line as NeedLine
from opencity.problems.models import Problem
from opencity.problems.states import FINAL, State
from opencity.web.public.dates import local, weekday
from opencity.web.public.story import NOBODY, RESIDENTS, Line

REOPENABLE = (State.VERIFIED, State.CLOSED_UNVERIFIED)


def planned(problem: Problem, needs: Sequence[NeedLine] = (), *, now: datetime) -> list[Line]:
    """The dashed lines above the story. `needs` are those of its published plan."""
    found = sorted([*_found(problem, now), *_lacking(problem, needs, now)], key=lambda one: one[0], reverse=True)
    return [_line(problem, day, text, sector, now) for day, text, sector in found]


def _found(problem: Problem, now: datetime) -> Iterator[tuple[date, str, str]]:
    owner = problem.owner.sector if problem.owner else NOBODY
    if problem.state not in FINAL and problem.state != State.CLAIMED_DONE:
        yield from _owed(problem, owner, now)
    elif problem.state == State.CLAIMED_DONE and problem.claimed_at is not None:
        text = _("Until then we ask those who knew of it. If nobody answers, we write “closed unverified”")
        yield round_ends(problem), text, RESIDENTS
    elif problem.state in REOPENABLE and may_reopen(problem, now):
        text = _("Until then you can say that it is there again")
        yield reopen_until(problem), text, RESIDENTS


def _owed(problem: Problem, owner: str, now: datetime) -> Iterator[tuple[date, str, str]]:
    community = problem.community
    if problem.promised_for is not None:
        yield problem.promised_for, _promise(problem, now), owner
    if problem.review_on is not None and problem.state == State.BLOCKED:
        yield problem.review_on, _("They look at the obstacle again"), owner
    if problem.answer_due is not None and problem.answered_at is None:
        yield local(problem.answer_due, community).date(), _answer(problem, now), owner


def _lacking(problem: Problem, needs: Sequence[NeedLine], now: datetime) -> Iterator[tuple[date, str, str]]:
    """Days by which something is needed that nobody has promised yet."""
    by_day: dict[date, list[str]] = defaultdict(list)
    for line in needs:
        if line.need.needed_by is not None and line.coverage.free > 0:
            by_day[line.need.needed_by].append(line.need.words)
    today = problem.community.calendar.today(now)
    for day, words in by_day.items():
        if day >= today:
            yield day, _("By then it is needed: %(needs)s") % {"needs": ", ".join(words)}, NOBODY


def _promise(problem: Problem, now: datetime) -> str:
    assert problem.promised_for is not None
    if problem.promised_for < problem.community.calendar.today(now):
        return _("The promised day has passed, and nobody has said that it is done")
    return _("By then it is promised to be done")


def _answer(problem: Problem, now: datetime) -> str:
    assert problem.answer_due is not None
    if now <= problem.answer_due:
        return _("By then they owe an answer")
    days = problem.community.calendar.between(problem.answer_due, now)
    words = ngettext(
        "An answer was due. Silent %(days)s working day past the deadline",
        "An answer was due. Silent %(days)s working days past the deadline",
        days,
    )
    return words % {"days": days}


def _line(problem: Problem, day: date, text: str, sector: str, now: datetime) -> Line:
    return Line(
        kind="planned",
        when=weekday(day, problem.community, now),
        sector=sector,
        text=format_html("{}", text),
        late=day < problem.community.calendar.today(now),
    )


def round_ends(problem: Problem) -> date:
    """The day after which a round without enough answers closes unverified."""
    assert problem.claimed_at is not None
    ends = problem.claimed_at + timedelta(days=problem.community.charter.verify_days)
    return local(ends, problem.community).date()


def reopen_until(problem: Problem) -> date:
    assert problem.ended_at is not None
    ends = problem.ended_at + timedelta(days=problem.community.charter.reopen_days)
    return local(ends, problem.community).date()


def may_reopen(problem: Problem, now: datetime) -> bool:
    """Whether somebody may still say that it is there again."""
    if problem.state not in REOPENABLE or problem.ended_at is None:
        return False
    return now - problem.ended_at <= timedelta(days=problem.community.charter.reopen_days)
