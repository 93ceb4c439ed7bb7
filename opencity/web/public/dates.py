"""Days and moments as people say them, in the community's own time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencity.communities.models import Community
from opencity.foundation.languages import current
from opencity.problems.models import Problem
from opencity.problems.states import FINAL, UNDER_WAY


@dataclass(frozen=True)
class When:
    """A moment in words and for machines."""

    words: str
    iso: str


def day_words(day: date | datetime, community: Community, now: datetime) -> str:
    """«11 жовтня»; with the year when it is another one."""
    day = local(day, community).date() if isinstance(day, datetime) else day
    this_year = day.year == community.calendar.today(now).year
    return date_format(day, "MONTH_DAY_FORMAT" if this_year else "DATE_FORMAT")


def moment(at: datetime, community: Community, now: datetime) -> When:
    """«11 жовтня, 08:12»."""
    there = local(at, community)
    return When(f"{day_words(at, community, now)}, {there:%H:%M}", there.isoformat(timespec="minutes"))


def weekday(day: date, community: Community, now: datetime) -> When:
    """«24 жовтня, субота»: for a day that is still to come."""
    return When(f"{day_words(day, community, now)}, {in_a_sentence(date_format(day, 'l'))}", day.isoformat())


def local(at: datetime, community: Community) -> datetime:
    return at.astimezone(community.calendar.timezone)


def ago(at: datetime, community: Community, now: datetime) -> str:
    """How long ago, in whole days of the community."""
    days = (community.calendar.today(now) - local(at, community).date()).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days <= 30:
        return ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": days}
    return day_words(at, community, now)


@dataclass(frozen=True)
class Due:
    """A deadline in words, as pieces/deadline.html takes it."""

    tone: str
    icon: str
    label: str

    @property
    def is_late(self) -> bool:
        return self.tone == "late"


def due_of(problem: Problem, *, now: datetime) -> Due | None:
    """How the answer stands to its deadline, in working days of the community."""
    community, due = problem.community, problem.answer_due
    if due is None:
        return None
    if problem.answered_at is not None:
        return _kept(due, problem.answered_at, community)
    if problem.state in FINAL:
        return None
    if problem.paused_until is not None and community.calendar.today(now) <= problem.paused_until:
        words = _("paused until %(until)s; an answer is due by %(day)s")
        told = {"until": day_words(problem.paused_until, community, now), "day": day_words(due, community, now)}
        return Due("", "circle-pause", words % told)
    if now > due:
        return _late(community.calendar.between(due, now))
    if local(due, community).date() == community.calendar.today(now):
        return Due("soon", "clock-alert", _("an answer is due today"))
    left = community.calendar.between(now, due)
    words = ngettext(
        "an answer is due by %(day)s, %(left)s working day is left",
        "an answer is due by %(day)s, %(left)s working days are left",
        left,
    )
    return Due("", "clock", words % {"day": day_words(due, community, now), "left": left})


def promise_of(problem: Problem, *, now: datetime) -> Due | None:
    """The day by which the owner promised to be done, while it is still to be kept."""
    if problem.promised_for is None or problem.state not in UNDER_WAY:
        return None
    day = day_words(problem.promised_for, problem.community, now)
    if problem.promised_for < problem.community.calendar.today(now):
        return Due("late", "calendar-days", _("promised by %(day)s, not kept") % {"day": day})
    return Due("", "calendar-days", _("promised by %(day)s") % {"day": day})


def workdays_over(problem: Problem, *, now: datetime) -> str:
    """How long an answer is overdue, as short as a list has room for."""
    assert problem.answer_due is not None
    days = problem.community.calendar.between(problem.answer_due, now)
    return ngettext("%(days)s working day", "%(days)s working days", days) % {"days": days}


def _late(days: int) -> Due:
    words = ngettext(
        "silent %(days)s working day past the deadline", "silent %(days)s working days past the deadline", days
    )
    return Due("late", "clock-alert", words % {"days": days})


def _kept(answer_due: datetime, answered_at: datetime, community: Community) -> Due:
    over = community.calendar.between(answer_due, answered_at) if answered_at > answer_due else 0
    if not over:
        return Due("ok", "check", _("answered in time"))
    words = ngettext("answered %(days)s working day late", "answered %(days)s working days late", over)
    return Due("", "clock", words % {"days": over})


def month_name(year: int, month: int) -> str:
    """«жовтень 2026»: the month by itself, not in a date."""
    return in_a_sentence(date_format(date(year, month, 1), "F Y"))


def in_a_sentence(name: str) -> str:
    """The name of a month or a day: English alone writes it with a capital."""
    return name if current() == "en" else name.lower()
