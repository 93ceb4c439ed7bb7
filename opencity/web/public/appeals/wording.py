"""What pages say of an appeal: its state, its deadline, and each thing that happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from opencity.appeals.models import Appeal, AppealStep
from opencity.appeals.queries.listing import Told, appeals_of_person, told_of
from opencity.appeals.rules import Act, State, days_late
from opencity.communities.models import Community
from opencity.people.models import Person
from opencity.problems.models import Problem
from opencity.web.public.dates import Due, day_words

STATES: Mapping[str, tuple[str, str | Promise]] = {
    State.SENT: ("mail", gettext_lazy("Sent, not registered yet")),
    State.REGISTERED: ("stamp", gettext_lazy("Registered, an answer is awaited")),
    State.RETURNED: ("undo-2", gettext_lazy("Returned: something is missing")),
    State.FORWARDED: ("arrow-right", gettext_lazy("Passed on, not registered there yet")),
    State.EXTENDED: ("clock", gettext_lazy("The answer is put off")),
    State.ANSWERED: ("circle-check", gettext_lazy("Answered")),
    State.WITHDRAWN: ("circle-x", gettext_lazy("Taken back")),
}


@dataclass(frozen=True)
class Sign:
    icon: str
    label: str


def state_of(appeal: Appeal) -> Sign:
    icon, label = STATES[appeal.state]
    return Sign(icon, str(label))


def due_of(appeal: Appeal, *, now: datetime) -> Due | None:
    """How it stands to the day its answer is owed; None when it has ended."""
    return due_on(appeal.due_on, appeal.community, now=now) if appeal.is_live else None


def due_on(day: date, town: Community, *, now: datetime) -> Due:
    late = days_late(day, town.calendar, now)
    if late:
        words = ngettext("the answer is %(days)s day late", "the answer is %(days)s days late", late)
        return Due("late", "clock-alert", words % {"days": late})
    label = _("an answer is owed by %(day)s") % {"day": day_words(day, town, now)}
    return Due("soon" if (day - town.calendar.today(now)).days <= 1 else "", "clock", label)


def told(step: AppealStep) -> str:
    """One thing that happened, in the present tense, as the stories of problems are told."""
    names = {
        "body": step.organisation.name if step.organisation else "",
        "to": step.to.name if step.to else "",
        "day": day_of(step),
    }
    match step.kind:
        case "filed":
            return _("The appeal is sent to: %(to)s. An answer is owed by %(day)s.") % names
        case Act.REGISTER:
            return _("%(body)s registers it. An answer is owed by %(day)s.") % names
        case Act.RETURN:
            return _("%(body)s returns it: something is missing.") % names
        case Act.FORWARD:
            return _("%(body)s passes it on to: %(to)s. An answer is owed by %(day)s.") % names
        case Act.EXTEND:
            return _("%(body)s puts the answer off until %(day)s.") % names
        case Act.ANSWER:
            return _("%(body)s answers.") % names
    return _("The author takes it back.")


def day_of(step: AppealStep) -> str:
    return day_words(step.due_on, step.appeal.community, step.at) if step.due_on else ""


def own_appeals(person: Person, town: Community, *, now: datetime) -> list[tuple[Appeal, Sign, Due | None]]:
    """For the writer's own page."""
    return [(one, state_of(one), due_of(one, now=now)) for one in appeals_of_person(town, person)]


@dataclass(frozen=True)
class Public:
    """What everybody reads of the appeals about a problem to one body."""

    told: Told
    made: str
    parts: tuple[str, ...]
    due: Due | None


def public_of(problem: Problem, *, now: datetime) -> list[Public]:
    """Numbers and days alone. Two queries, and one where there are none."""
    return [_public(one, problem, now) for one in told_of(problem)]


def _public(one: Told, problem: Problem, now: datetime) -> Public:
    made = ngettext("%(n)s formal appeal", "%(n)s formal appeals", one.made) % {"n": one.made}
    parts = []
    if one.answered:
        parts.append(ngettext("%(n)s is answered", "%(n)s are answered", one.answered) % {"n": one.answered})
    if one.waiting:
        parts.append(ngettext("%(n)s awaits an answer", "%(n)s await an answer", one.waiting) % {"n": one.waiting})
    if one.returned:
        parts.append(
            ngettext("%(n)s was returned as incomplete", "%(n)s were returned as incomplete", one.returned)
            % {"n": one.returned}
        )
    due = due_on(one.next_due, problem.community, now=now) if one.next_due is not None else None
    return Public(one, made, tuple(parts), due)
