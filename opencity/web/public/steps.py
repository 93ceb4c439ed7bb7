"""«Що далі»: the one sheet with the one next step that fits the state of a problem and its reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencity.problems.models import Problem
from opencity.problems.states import UNDER_WAY, State, Visibility
from opencity.web.public.dates import day_words, due_of
from opencity.web.public.planned import may_reopen, reopen_until, round_ends
from opencity.web.public.rounds import Needed


@dataclass(frozen=True)
class Act:
    """A link to a small form. `inline` forms are loaded into the sheet where scripts run."""

    label: str
    address: str
    icon: str
    inline: bool = True


@dataclass(frozen=True)
class Step:
    heading: str
    text: str
    sun: Act | None
    others: tuple[Act, ...]
    icon: str
    note: str = ""
    late: bool = False


@dataclass(frozen=True)
class Reader:
    """What the page knows of whoever reads it; nothing for everybody who is not signed in."""

    reports: bool = False
    joined: bool = False
    follows: bool = False
    officer: bool = False
    asked: bool = False
    """The body that has the duty waits for this reader's reply."""


def step_for(problem: Problem, reader: Reader, needed: Needed | None, *, now: datetime) -> Step:
    if problem.visibility in {Visibility.HELD, Visibility.PRIVATE}:
        return _not_public(problem)
    if problem.state in UNDER_WAY:
        return _under_way(problem, reader, now)
    match problem.state:
        case State.CLAIMED_DONE:
            return _claimed(problem, reader, needed, now)
        case State.VERIFIED | State.CLOSED_UNVERIFIED:
            return _closed(problem, now)
        case State.MERGED:
            return _merged(problem)
    return _aside(problem)


def act_of(problem: Problem, name: str, label: str, icon: str, *, inline: bool = True) -> Act:
    address = reverse(name, kwargs={"community": problem.community.slug, "number": problem.number})
    return Act(label, address, icon, inline)


def _under_way(problem: Problem, reader: Reader, now: datetime) -> Step:
    heading, text, late = _waiting(problem, now)
    follow = act_of(problem, "problem_follow", _("Follow"), "bell")
    done = act_of(problem, "problem_done", _("Done already? Show it"), "camera")
    update = act_of(problem, "problem_update", _("Add something new"), "pencil")
    if reader.officer:
        desk = Act(
            _("Answer at the desk"),
            reverse("desk_case", args=[problem.community.slug, problem.number]),
            "message-square",
            inline=False,
        )
        return Step(heading, text, desk, (), "clock", late=late)
    if reader.reports and reader.asked:
        reply = act_of(problem, "problem_reply", _("Reply"), "message-circle")
        return Step(
            _("You are asked"), _("Those responsible need to know more. One sentence may do."), reply, (done,), "clock"
        )
    if reader.reports or reader.joined:
        others = (done,) if reader.follows else (follow, done)
        told = _("You reported it.") if reader.reports else _("You are counted: it affects you too.")
        return Step(heading, text, update, others, "clock", note=told, late=late)
    sun = act_of(problem, "problem_endorse", _("It affects me too"), "hand-helping")
    others = (done,) if reader.follows else (follow, done)
    return Step(heading, text, sun, others, "clock", note=_("You are counted once, and told what happens."), late=late)


def _waiting(problem: Problem, now: datetime) -> tuple[str, str, bool]:
    """The heading, what stands below it, and whether somebody is late."""
    community = problem.community
    due = due_of(problem, now=now)
    if problem.state == State.BLOCKED:
        day = day_words(problem.review_on, community, now) if problem.review_on else ""
        text = _("They look at it again on %(day)s. The story says what stands in the way.") % {"day": day}
        return _("There is an obstacle"), text, False
    if problem.promised_for is not None:
        return _promised(problem, now)
    if problem.state in {State.TAKEN_UP, State.IN_PROGRESS}:
        heading = _("Work is under way") if problem.state == State.IN_PROGRESS else _("It is taken up")
        return heading, _("No day is promised yet. When they say that it is done, neighbours will look."), False
    if problem.owner is None:
        return _("We are finding out who is responsible"), _("Do you know? Add it: that speeds things up."), False
    if due is not None and due.is_late:
        text = _("The more people are affected, the harder it is not to answer.")
        return due.label[:1].upper() + due.label[1:], text, True
    if problem.answered_at is not None or problem.answer_due is None:
        return _("An answer came, work has not begun"), _("The answer stands in the story below."), False
    heading = _("We wait for an answer by %(day)s") % {"day": day_words(problem.answer_due, community, now)}
    return (
        heading,
        _("%(owner)s owes it. We remind them, and this page shows if they stay silent.")
        % {"owner": problem.owner.name},
        False,
    )


def _promised(problem: Problem, now: datetime) -> tuple[str, str, bool]:
    assert problem.promised_for is not None
    day = day_words(problem.promised_for, problem.community, now)
    if problem.promised_for < problem.community.calendar.today(now):
        text = _("It was promised by %(day)s, and nobody has said that it is done.") % {"day": day}
        return _("The promised day has passed"), text, True
    text = _("When they say that it is done, those who knew of it will look whether it is so.")
    return _("It is promised by %(day)s") % {"day": day}, text, False


def _claimed(problem: Problem, reader: Reader, needed: Needed | None, now: datetime) -> Step:
    verify = act_of(problem, "problem_verify", _("Look and answer"), "eye", inline=False)
    day = day_words(round_ends(problem), problem.community, now) if problem.claimed_at else ""
    note = _("If nobody answers by %(day)s, we write “closed unverified”. We will not count it as solved.") % {
        "day": day
    }
    follow = act_of(problem, "problem_follow", _("Follow"), "bell")
    return Step(
        _("They say it is done. Is it?"),
        _still_needed(needed),
        verify,
        () if reader.follows else (follow,),
        "eye",
        note=note,
    )


def _still_needed(needed: Needed | None) -> str:
    if needed is None:
        return _("Whoever did the work cannot confirm it. Neighbours do.")
    if needed.objected:
        return _("Somebody has shown with a photo that it is not done. Go and look yourself.")
    if needed.anchor_missing:
        return _(
            "Neighbours have confirmed it. Now the reporter, a librarian or somebody checked in person has to look."
        )
    return ngettext(
        "One more answer is needed from those who did not do the work.",
        "%(missing)s more answers are needed from those who did not do the work.",
        needed.missing,
    ) % {"missing": needed.missing}


def _said(problem: Problem) -> str:
    if problem.by_reporter_alone:
        return _("It is done, says whoever reported it")
    return _("It is done, residents say so")


def _closed(problem: Problem, now: datetime) -> Step:
    verified = problem.state == State.VERIFIED
    heading = _said(problem) if verified else _("Nobody confirmed that it is done")
    icon = "check" if verified else "circle-dashed"
    if not may_reopen(problem, now):
        text = _("Is it there again? Report it anew: we will connect the two.")
        return Step(heading, text, _report(problem), (), icon)
    day = day_words(reopen_until(problem), problem.community, now)
    text = _("Is it there again? Until %(day)s a photo and a few words open it once more.") % {"day": day}
    sun = act_of(problem, "problem_reopen", _("It is there again"), "rotate-ccw")
    look = act_of(problem, "problem_verify", _("Look and answer"), "eye", inline=False)
    return Step(heading, text, sun, () if verified else (look,), icon)


def _merged(problem: Problem) -> Step:
    assert problem.merged_into is not None
    number = problem.merged_into.number
    address = reverse("problem", kwargs={"community": problem.community.slug, "number": number})
    go = Act(_("Open № %(number)s") % {"number": number}, address, "arrow-right", inline=False)
    text = _("It is the same thing. Everybody who reported or follows it is there now, and so is the clock.")
    return Step(_("Joined to № %(number)s") % {"number": number}, text, go, (), "merge")


def _aside(problem: Problem) -> Step:
    texts = {
        State.WITHDRAWN: (_("The report was taken back"), _("Is it there after all? Report it, it takes a minute.")),
        State.REJECTED: (_("We did not accept it"), _("The reason stands in the story below.")),
        State.OUT_OF_SCOPE: (_("It is for somebody else"), _("The story below says where to turn instead.")),
    }
    heading, text = texts[State(problem.state)]
    return Step(heading, text, _report(problem), (), "info")


def _report(problem: Problem) -> Act:
    address = reverse("report", kwargs={"community": problem.community.slug})
    return Act(_("Report a problem"), address, "camera", inline=False)


def _not_public(problem: Problem) -> Step:
    update = act_of(problem, "problem_update", _("Add something new"), "pencil")
    if problem.visibility == Visibility.HELD:
        text = _("A coordinator or the library looks at it first. Until then only you and they see this page.")
        return Step(_("We check it before everybody sees it"), text, update, (), "eye")
    text = _("Only whoever reported it, the body that is responsible and the coordinators see this page.")
    return Step(_("This problem is private"), text, update, (), "lock")
