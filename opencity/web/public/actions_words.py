"""Joint actions in words and signs: states, days and hours, cells of people, cards for lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencity.actions.models import Action
from opencity.actions.queries.crowds import Crowd, RoleCrowd
from opencity.actions.values import COMING, ActionState
from opencity.communities.models import Community
from opencity.plans.values import PledgeSector
from opencity.plans.wording import number_words
from opencity.web.public.dates import When, local, moment, weekday
from opencity.web.public.signs import Sign

DASH = "\N{EN DASH}"
MOST_CELLS = 24
_LOOKS: Mapping[str, tuple[str, str]] = {
    ActionState.PLANNED: ("quiet", "held"),
    ActionState.OPEN: ("open", "open"),
    ActionState.FULL: ("doing", "joint"),
    ActionState.CONFIRMED: ("doing", "owned"),
    ActionState.HELD: ("doing", "progress"),
    ActionState.REPORTED: ("doing", "progress"),
    ActionState.CANCELLED: ("quiet", "quiet"),
}


def action_sign(state: ActionState, *, tag: bool = False) -> Sign:
    tone, glyph = _LOOKS[state]
    return Sign(f"s-{tone}", f"st-{glyph}", str(state.label), tag)


def address_of(action: Action, name: str = "action") -> str:
    return reverse(name, args=[action.problem.community.slug, action.problem.number, action.position])


def when_of(action: Action, now: datetime) -> When:
    """«24 жовтня, субота, 10:00–13:00»."""
    community = action.problem.community
    begins, ends = local(action.starts_at, community), local(action.ends_at, community)
    day = weekday(begins.date(), community, now).words
    until = f"{ends:%H:%M}" if begins.date() == ends.date() else moment(action.ends_at, community, now).words
    return When(f"{day}, {begins:%H:%M}{DASH}{until}", begins.isoformat(timespec="minutes"))


@dataclass(frozen=True)
class DayBlock:
    """The date as a block beside a card."""

    day: str
    month: str
    weekday: str
    iso: str


def day_block(action: Action) -> DayBlock:
    day = local(action.starts_at, action.problem.community).date()
    return DayBlock(str(day.day), date_format(day, "E"), date_format(day, "D").lower(), day.isoformat())


@dataclass(frozen=True)
class Cell:
    """A place in per cent of the bar's width. `sector` is empty where the place is free; `solid` once they came."""

    x: str
    width: str
    sector: str
    solid: bool


@dataclass(frozen=True)
class Row:
    """One role as a page shows it."""

    crowd: RoleCrowd
    cells: tuple[Cell, ...]
    label: str
    waiting: str


def row_of(crowd: RoleCrowd) -> Row:
    return Row(crowd, tuple(_cells(crowd)), _label(crowd), _waiting(crowd.waiting))


def _cells(crowd: RoleCrowd) -> Iterable[Cell]:
    """A cell for each place while they can be told apart; else one stretch for each sector and for what is free."""
    runs = [(sector, crowd.sectors.get(sector, 0)) for sector in PledgeSector.values]
    runs = [(sector, many) for sector, many in runs if many] + ([("", crowd.free)] if crowd.free else [])
    total = sum(many for _sector, many in runs) or 1
    stretches = [(sector, many) for sector, many in runs] if total > MOST_CELLS else []
    pieces = stretches or [(sector, 1) for sector, many in runs for _one in range(many)]
    at, came = 0.0, crowd.came
    for sector, many in pieces:
        width = 100 * many / total
        solid = bool(sector) and came >= many
        came -= many if solid else 0
        yield Cell(f"{at:.2f}%", f"{max(width - 0.9, 0.9):.2f}%", sector, solid)
        at += width


def _label(crowd: RoleCrowd) -> str:
    told = {"n": crowd.held, "all": crowd.role.capacity}
    if crowd.came and not crowd.placed:
        return ngettext("%(n)s person came", "%(n)s people came", crowd.came) % {"n": crowd.came}
    return _("%(n)s of %(all)s places are taken") % told


def _waiting(number: int) -> str:
    if not number:
        return ""
    return ngettext("%(n)s person waits", "%(n)s people wait", number) % {"n": number}


@dataclass(frozen=True, kw_only=True)
class Card:
    """An action in a list."""

    url: str
    title: str
    lang: str
    day: DayBlock
    when: When
    place: str
    state: Sign
    people: str
    result: str
    lead: str
    sector: str
    decided: str
    skills: tuple[str, ...]
    calendar: str
    number: int


def card(action: Action, crowd: Crowd, community: Community, *, now: datetime) -> Card:
    # The rows of a list name their community by id alone; without this each card would ask for it again.
    action.problem.community = community
    return Card(
        url=address_of(action),
        title=action.title,
        lang=action.language,
        day=day_block(action),
        when=when_of(action, now),
        place=place_words(action),
        state=action_sign(crowd.state),
        people=people_words(crowd),
        result=result_words(crowd),
        lead=lead_name(action),
        sector=action.organisation.sector if action.organisation else "civil",
        decided=decision_words(action, now),
        skills=tuple(dict.fromkeys(one.role.skill for one in crowd.roles if one.role.skill)),
        calendar=address_of(action, "action_calendar"),
        number=action.problem.number,
    )


def place_words(action: Action) -> str:
    return ", ".join(part for part in (action.place_words, action.area.name if action.area else "") if part)


def lead_name(action: Action) -> str:
    """In whose name people are called together: the body, else the person by their public name."""
    if action.organisation is not None:
        return action.organisation.name
    return action.lead.public_name if action.lead is not None else ""


def people_words(crowd: Crowd) -> str:
    """«10 з 12 місць зайнято, двоє чекають»."""
    parts = [_("%(n)s of %(all)s places are taken") % {"n": crowd.held, "all": crowd.capacity}]
    return ", ".join([*parts, *filter(None, [_waiting(crowd.waiting)])])


def result_words(crowd: Crowd) -> str:
    """«Прийшли 14 людей, 42 години роботи»."""
    if crowd.state not in {ActionState.HELD, ActionState.REPORTED}:
        return ""
    came = ngettext("%(n)s person came", "%(n)s people came", crowd.came) % {"n": crowd.came}
    if not crowd.hours:
        return came
    # Quarters of an hour are declined like several hours.
    count = int(crowd.hours) if crowd.hours == int(crowd.hours) else 2
    hours = ngettext("%(n)s hour of work", "%(n)s hours of work", count) % {"n": number_words(crowd.hours)}
    return f"{came}, {hours}"


def decision_words(action: Action, now: datetime) -> str:
    """By when the lead says whether it takes place; nothing once it is said or over."""
    if action.state not in {ActionState.OPEN, ActionState.PLANNED} or now >= action.starts_at:
        return ""
    if now > action.decide_by:
        return _("The lead has not said yet whether it takes place")
    return _("By %(moment)s the lead says whether it takes place") % {
        "moment": moment(action.decide_by, action.problem.community, now).words
    }


def is_over(action: Action, now: datetime) -> bool:
    return action.state not in COMING or now >= action.ends_at
