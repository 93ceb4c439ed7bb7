"""Where a promise stands, in plain words: a sign, and what comes next for its giver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencity.plans.models import Pledge
from opencity.plans.values import NeedKind, PledgeState
from opencity.web.public.dates import day_words


@dataclass(frozen=True)
class PledgeSign:
    """An icon, words and a tone; green stays with residents' verdicts."""

    css: str
    icon: str
    label: str


_LOOKS: Mapping[str, tuple[str, str]] = {
    PledgeState.OFFERED: ("open", "clock"),
    PledgeState.ACCEPTED: ("doing", "check"),
    PledgeState.WAITING: ("quiet", "users-round"),
    PledgeState.SLEEPING: ("quiet", "circle-pause"),
    PledgeState.DECLINED: ("quiet", "x"),
    PledgeState.DELIVERED: ("claimed", "circle-help"),
    PledgeState.ACKNOWLEDGED: ("doing", "circle-check"),
    PledgeState.DISPUTED: ("late", "circle-alert"),
    PledgeState.WITHDRAWN: ("quiet", "undo-2"),
    PledgeState.LAPSED: ("quiet", "clock-alert"),
}


def sign_of(pledge: Pledge) -> PledgeSign:
    tone, icon = _LOOKS[pledge.state]
    return PledgeSign(f"s-{tone}", icon, str(PledgeState(pledge.state).label))


@dataclass(frozen=True)
class Next:
    heading: str
    text: str


def next_words(pledge: Pledge, *, ahead: int, now: datetime) -> Next:
    """`ahead` is how many stand in line before it."""
    match pledge.state:
        case PledgeState.ACCEPTED:
            return _accepted(pledge, now)
        case PledgeState.OFFERED:
            text = _("Whoever leads the plan says yes or no, and we write to you at once.")
            return Next(_("Your offer waits for an answer"), text)
        case PledgeState.WAITING:
            return _waiting(ahead)
        case PledgeState.SLEEPING:
            text = _("Until then nobody counts on it. We write as soon as the condition comes true; then it counts.")
            return Next(_("Your promise waits for its condition"), text)
        case PledgeState.DELIVERED:
            text = _("Whoever receives it confirms what came. Nothing is left for you to do.")
            return Next(_("You said that it is there"), text)
        case PledgeState.ACKNOWLEDGED:
            return Next(_("It is received. Thank you"), _("It stands in the story of the problem and stays there."))
        case PledgeState.DISPUTED:
            text = _("The story of the problem says what is wrong. Please set it right with whoever leads the plan.")
            return Next(_("It did not come as promised"), text)
    return _ended(pledge)


def _accepted(pledge: Pledge, now: datetime) -> Next:
    if pledge.need.kind == NeedKind.PERMISSION:
        text = _("Hand over the paper, if there is one, and say that it is there.")
        return Next(_("The permission is granted"), text)
    text = _("When it is there, say so on this page. If you cannot keep it, say it early: somebody else may step in.")
    if pledge.due is None:
        return Next(_("Your promise counts"), text)
    day = day_words(pledge.due, pledge.need.plan.problem.community, now)
    if pledge.due < pledge.need.plan.problem.community.calendar.today(now):
        return Next(_("The day of your promise has passed: %(day)s") % {"day": day}, text)
    return Next(_("It is awaited by %(day)s") % {"day": day}, text)


def _waiting(ahead: int) -> Next:
    text = _("If somebody cannot keep their promise, the first in line that fits moves up, and we write at once.")
    if not ahead:
        return Next(_("You are the first in line"), text)
    heading = ngettext("%(n)s promise stands before yours", "%(n)s promises stand before yours", ahead)
    return Next(heading % {"n": ahead}, text)


def _ended(pledge: Pledge) -> Next:
    text = _("Other needs of this plan, and of other plans, wait for help.")
    headings = {
        PledgeState.WITHDRAWN: _("You took your promise back"),
        PledgeState.DECLINED: _("This time it is not needed"),
        PledgeState.LAPSED: _("Your promise has ended"),
    }
    return Next(headings[PledgeState(pledge.state)], text)
