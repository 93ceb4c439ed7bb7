"""State and visibility as people see them: a glyph, words and the name of a colour; never a colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from opencity.problems.models import Problem
from opencity.problems.states import State, StateGroup, Visibility
from opencity.web.public.dates import day_words, local


@dataclass(frozen=True)
class Sign:
    """As pieces/state.html takes it: `css` is the style sheet's tone, `glyph` a drawing of the sprite."""

    css: str
    glyph: str
    label: str
    tag: bool = False


_LOOKS: Mapping[str, tuple[str, str]] = {
    State.OPEN: ("open", "open"),
    State.TAKEN_UP: ("doing", "owned"),
    State.IN_PROGRESS: ("doing", "progress"),
    State.BLOCKED: ("blocked", "blocked"),
    State.CLAIMED_DONE: ("claimed", "claimed"),
    State.VERIFIED: ("verified", "verified"),
    State.CLOSED_UNVERIFIED: ("quiet", "unverified"),
    State.WITHDRAWN: ("quiet", "quiet"),
    State.REJECTED: ("quiet", "quiet"),
    State.OUT_OF_SCOPE: ("quiet", "quiet"),
    State.MERGED: ("quiet", "quiet"),
}
GROUP_LOOKS: Mapping[str, tuple[str, str]] = {
    StateGroup.OPEN: ("open", "open"),
    StateGroup.DOING: ("doing", "progress"),
    StateGroup.CLAIMED: ("claimed", "claimed"),
    StateGroup.VERIFIED: ("verified", "verified"),
    StateGroup.QUIET: ("quiet", "quiet"),
}


def state_sign(problem: Problem, *, tag: bool = False) -> Sign:
    return _sign(_LOOKS[problem.state], _words(problem), tag)


def _words(problem: Problem) -> str:
    if problem.state == State.MERGED and problem.merged_into is not None:
        return _("Joined to № %(number)s") % {"number": problem.merged_into.number}
    if problem.state == State.VERIFIED and problem.by_reporter_alone:
        return _("Confirmed by the reporter alone")
    return str(State(problem.state).label)


def group_sign(group: str, *, tag: bool = False) -> Sign:
    return _sign(GROUP_LOOKS[group], str(StateGroup(group).label), tag)


def _sign(look: tuple[str, str], label: str, tag: bool) -> Sign:
    tone, glyph = look
    return Sign(f"s-{tone}", f"st-{glyph}", label, tag)


@dataclass(frozen=True)
class Seen:
    """Beside the state, where a problem is not for everybody: an eye or a lock."""

    icon: str
    label: str


def visibility_sign(problem: Problem) -> Seen | None:
    match problem.visibility:
        case Visibility.HELD:
            return Seen("eye", _("We check it before everybody sees it"))
        case Visibility.PRIVATE:
            return Seen("lock", _("Only those on the case see it"))
        case Visibility.HIDDEN:
            return Seen("eye-off", _("Hidden"))
    return None


@dataclass(frozen=True)
class Station:
    """One of the five stations of a path; `status` is done, now or next, or aside for an end that proves nothing."""

    label: str
    status: str
    date: str = ""
    iso: str = ""


def path_of(problem: Problem, *, now: datetime) -> list[Station]:
    """Where a problem stands on its way, for problems that are on it."""
    reached = _reached(problem)
    steps = [
        (_("Reported"), problem.created_at),
        (_answered(problem), problem.answered_at),
        (_working(problem), problem.taken_up_at if _taken_is_said(problem) else None),
        (_("They say it is done"), problem.claimed_at if reached > 3 else None),
        (_last(problem), problem.ended_at),
    ]
    stations = [_station(problem, words, at, _status(n, reached), now) for n, (words, at) in enumerate(steps)]
    if problem.state == State.CLOSED_UNVERIFIED:
        stations[-1] = replace(stations[-1], status="aside")
    return stations


def _station(problem: Problem, words: str, at: datetime | None, status: str, now: datetime) -> Station:
    if at is None:
        return Station(words, status)
    return Station(
        words, status, day_words(at, problem.community, now), local(at, problem.community).date().isoformat()
    )


def _status(n: int, reached: int) -> str:
    return "done" if n < reached else "now" if n == reached else "next"


def _reached(problem: Problem) -> int:
    match problem.state:
        case State.OPEN:
            return 1
        case State.TAKEN_UP | State.IN_PROGRESS | State.BLOCKED:
            return 2
        case State.CLAIMED_DONE:
            return 4
    return 5


def _answered(problem: Problem) -> str:
    if problem.answered_at is not None:
        return _("An answer came")
    return _("We wait for an answer") if problem.state == State.OPEN else _("The answer")


def _working(problem: Problem) -> str:
    match problem.state:
        case State.BLOCKED:
            return _("An obstacle")
        case State.IN_PROGRESS:
            return _("Work is under way")
    return _("It is taken up") if problem.taken_up_at is not None else _("The work")


def _taken_is_said(problem: Problem) -> bool:
    """An obstacle and the beginning of the work have days of their own; the story tells them."""
    return problem.state not in {State.IN_PROGRESS, State.BLOCKED}


def _last(problem: Problem) -> str:
    match problem.state:
        case State.CLAIMED_DONE:
            return _("Residents look")
        case State.VERIFIED:
            return _words(problem) if problem.by_reporter_alone else _("Residents confirmed it")
        case State.CLOSED_UNVERIFIED:
            return _("Closed unverified")
    return _("Residents check whether it is so")
