"""The clock of an appeal, and what may follow what. Pure: days of the law are given, time comes as an argument.

The law counts calendar days from the day an appeal came, which is not counted itself; a last day that is a day off
moves to the next working day. The most an answer may take does not move: there it is the author whom the law protects.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from opencity.foundation.workdays import Calendar

_MOST_DAYS_OFF = 366
"""A calendar in which nothing but days off follows is wrong; the last day then stays where it is."""


@dataclass(frozen=True)
class Period:
    """`moves`: whether a last day on a day off moves to the next working day."""

    days: int = 0
    months: int = 0
    moves: bool = True


@dataclass(frozen=True, kw_only=True)
class Periods:
    """`answer` without study, `study` with it, `extend` the most in all."""

    forward: Period
    give_back: Period
    answer: Period
    study: Period
    extend: Period


class State(StrEnum):
    SENT = "sent"
    REGISTERED = "registered"
    RETURNED = "returned_incomplete"
    FORWARDED = "forwarded"
    """With another body, which has not registered it yet."""
    EXTENDED = "extended"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class Act(StrEnum):
    REGISTER = "register"
    RETURN = "return"
    FORWARD = "forward"
    EXTEND = "extend"
    ANSWER = "answer"
    WITHDRAW = "withdraw"


UNREGISTERED = frozenset({State.SENT, State.FORWARDED})
LIVE = UNREGISTERED | {State.REGISTERED, State.EXTENDED}

FROM: Mapping[Act, frozenset[State]] = {
    Act.REGISTER: UNREGISTERED,
    Act.RETURN: frozenset({State.REGISTERED}),
    Act.FORWARD: frozenset({State.REGISTERED}),
    Act.EXTEND: frozenset({State.REGISTERED, State.EXTENDED}),
    Act.ANSWER: frozenset({State.REGISTERED, State.EXTENDED}),
    Act.WITHDRAW: LIVE,
}
TO: Mapping[Act, State] = {
    Act.REGISTER: State.REGISTERED,
    Act.RETURN: State.RETURNED,
    Act.FORWARD: State.FORWARDED,
    Act.EXTEND: State.EXTENDED,
    Act.ANSWER: State.ANSWERED,
    Act.WITHDRAW: State.WITHDRAWN,
}


def last_day(came: date, period: Period, calendar: Calendar) -> date:
    """The last day of a period that began on the day something came."""
    day = _months_later(came, period.months) + timedelta(days=period.days)
    return _next_workday(day, calendar) if period.moves else day


def ends_at(day: date, calendar: Calendar) -> datetime:
    """The last second of a day where the community lives."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=calendar.timezone)


def is_past(day: date, calendar: Calendar, now: datetime) -> bool:
    return calendar.today(now) > day


def days_late(day: date, calendar: Calendar, now: datetime) -> int:
    return max(0, (calendar.today(now) - day).days)


def answer_day(came: date, periods: Periods, calendar: Calendar, *, studied: bool) -> date:
    """By when an answer is owed; never later than the most there may be."""
    day = last_day(came, periods.study if studied else periods.answer, calendar)
    return min(day, latest_day(came, periods, calendar))


def latest_day(came: date, periods: Periods, calendar: Calendar) -> date:
    """The last day to which an answer may be put off."""
    return last_day(came, periods.extend, calendar)


@dataclass(frozen=True)
class Quarter:
    year: int
    number: int

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        return self.first + timedelta(days=sum(monthrange(self.year, self.first.month + n)[1] for n in range(3)) - 1)

    @property
    def before(self) -> Quarter:
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)


def quarter_of(day: date) -> Quarter:
    return Quarter(day.year, (day.month + 2) // 3)


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last one where it has no such day."""
    if not months:
        return day
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _next_workday(day: date, calendar: Calendar) -> date:
    for n in range(_MOST_DAYS_OFF):
        if calendar.is_workday(day + timedelta(days=n)):
            return day + timedelta(days=n)
    return day
