"""The one next step while a plan gathers help: to promise what is lacking most, unless somebody did or leads it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencity.plans.models import Pledge
from opencity.plans.queries.needs import Line
from opencity.plans.values import PledgeState
from opencity.plans.wording import amount_words
from opencity.problems.models import Problem
from opencity.problems.states import UNDER_WAY, State
from opencity.web.public.need_rows import ACTS
from opencity.web.public.plans.need_cards import lacking_words, more_lacking, most_lacking
from opencity.web.public.plans.section import Section
from opencity.web.public.steps import Act, Reader, Step, act_of

PATIENT = (PledgeState.OFFERED, PledgeState.WAITING, PledgeState.SLEEPING)
"""Promises that somebody or something else has to move first."""


def step_of_plan(problem: Problem, section: Section, reader: Reader) -> Step | None:
    """None where the plan has nothing for this reader: the problem's own next step stands."""
    shown = section.shown
    if shown is None or problem.state not in UNDER_WAY - {State.BLOCKED}:
        return None
    if not shown.live:
        return _show(problem) if shown.leads and not reader.officer else None
    if section.grants is not None:
        return _grant(problem, section.grants)
    if reader.officer:
        return None
    if shown.leads:
        return _lead(problem, section)
    if shown.may_take_over:
        return _take_over(problem)
    due = [pledge for pledge in section.own if pledge.state == PledgeState.ACCEPTED]
    if due:
        return _keep(problem, due)
    lacking = most_lacking(section.lines)
    waits = any(pledge.state in PATIENT for pledge in section.own)
    return None if lacking is None or waits else _give(problem, lacking, section, reader)


def _give(problem: Problem, line: Line, section: Section, reader: Reader) -> Step:
    need = line.need
    text = " ".join(part for part in (_missing(line), more_lacking(section.lines)) if part)
    affected = act_of(problem, "problem_endorse", _("It affects me too"), "users-round")
    follow = act_of(problem, "problem_follow", _("Follow"), "bell")
    known = reader.reports or reader.joined
    others = () if known and reader.follows else (follow,) if known else (affected,)
    give = Act(f"{ACTS[need.kind]}: {need.words}", _address(problem, need.position), "hand-helping", inline=False)
    note = _("A promise is no contract; you may take it back with a reason.")
    return Step(_("A plan gathers help"), text, give, others, "hand-helping", note=note)


def _missing(line: Line) -> str:
    """What is lacking most, and whether the work waits for it."""
    told = {"need": line.need.words, "lacking": lacking_words(line)}
    if line.coverage.promised < line.need.minimum:
        return _("“%(need)s”: %(lacking)s. The work cannot begin without it.") % told
    return _("“%(need)s”: %(lacking)s.") % told


def _grant(problem: Problem, line: Line) -> Step:
    look = Act(_("Look and decide"), _address(problem, line.need.position), "stamp", inline=False)
    text = _("Residents ask your organisation: “%(need)s”. Nobody else can grant it.") % {"need": line.need.words}
    return Step(_("The plan waits for your permission"), text, look, (), "stamp")


def _lead(problem: Problem, section: Section) -> Step:
    lacking = sum(1 for line in section.lines if line.coverage.free > 0)
    text = _("Everything is promised.")
    if lacking:
        text = ngettext("%(n)s thing is still lacking.", "%(n)s things are still lacking.", lacking) % {"n": lacking}
    address = reverse("plan_lead", args=[problem.community.slug, problem.number])
    update = act_of(problem, "problem_update", _("Add something new"), "pencil")
    return Step(
        _("You lead this plan"), text, Act(_("Open the plan"), address, "list", inline=False), (update,), "list"
    )


def _show(problem: Problem) -> Step:
    text = _("A photo of how it is now opens the check: those who knew of the problem look whether it is so.")
    done = act_of(problem, "problem_done", _("Show the result"), "camera")
    return Step(_("Your plan has done its part"), text, done, (), "camera")


def _take_over(problem: Problem) -> Step:
    address = reverse("plan_deed", args=[problem.community.slug, problem.number, "take-over"])
    text = _("Whoever led the plan has been silent or has left. You may go on with it.")
    return Step(
        _("The plan needs somebody to lead it"),
        text,
        Act(_("I will lead it"), address, "user-check", inline=False),
        (),
        "user-check",
    )


def _keep(problem: Problem, due: list[Pledge]) -> Step:
    first = due[0]
    address = reverse("pledge", args=[problem.community.slug, first.uuid])
    text = _("“%(need)s”: %(amount)s. When it is there, say so; if you cannot, say it early.") % {
        "need": first.need.words,
        "amount": amount_words(first.quantity, first.need.unit),
    }
    done = act_of(problem, "problem_done", _("Done already? Show it"), "camera")
    return Step(
        _("You have promised to help"),
        text,
        Act(_("Open my promise"), address, "hand-helping", inline=False),
        (done,),
        "hand-helping",
    )


def _address(problem: Problem, position: int) -> str:
    return reverse("pledge_need", args=[problem.community.slug, problem.number, position])
