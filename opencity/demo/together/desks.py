"""The work behind the desks of the demonstration: duties, a team, cases that somebody has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from opencity.casework.operations.assigning import assign
from opencity.casework.operations.talking import watch, write_note
from opencity.casework.operations.teaming import form_team
from opencity.casework.operations.wording import NewTemplate, keep_template
from opencity.demo.darkroom import Shot
from opencity.demo.living import Stage
from opencity.people.models import MembershipKind, Role
from opencity.people.operations.appointing import appoint, entrust
from opencity.problems.history import Words
from opencity.problems.models import Problem
from opencity.problems.operations.asking import ask_reporter
from opencity.problems.states import UNDER_WAY, State, Visibility

Act = Callable[[], None]
Kind = MembershipKind
DUTIES = (
    ("iryna", "housing-department", Kind.SUPERVISOR),
    ("ruslan", "city-parks", Kind.SUPERVISOR),
    ("vadym", "city-parks", Kind.INSPECTOR),
    ("leonid", "city-roads", Kind.SUPERVISOR),
    ("borys", "water-utility", Kind.SUPERVISOR),
    ("yana", "water-utility", Kind.INTAKE),
)


@dataclass(frozen=True)
class Desks:
    """They hang on no problem, and so on no life."""

    now: datetime
    index: int = -1

    def all_shots(self) -> Iterator[tuple[datetime, Shot]]:
        return iter(())

    def deeds(self, stage: Stage) -> Iterator[tuple[datetime, str, Act]]:
        at = self.now - timedelta(hours=3)
        yield at, "duties at the desks", _duties(stage, at)
        yield at + timedelta(hours=1), "cases are given", _give(stage, at + timedelta(hours=1))
        yield at + timedelta(hours=1), "templates are kept", _word(stage, at + timedelta(hours=1))


def _duties(stage: Stage, at: datetime) -> Act:
    def act() -> None:
        settled = stage.settled
        for key, body, kind in DUTIES:
            entrust(settled.people[key], settled.organisations[body], kind, now=at)
        appoint(settled.people["liudmyla"], settled.community, Role.Kind.DATA_PROTECTION, since=at)

    return act


TEMPLATES = (
    ("answer", "Оглянемо на місці", "Дякуємо за повідомлення № {number}. Оглянемо на місці ({address}) до {?}."),
    ("accept", "Взяли в роботу", "Взяли в роботу. {body}: бригада приїде {?}."),
    ("ask", "Уточнити місце", "Уточніть, будь ласка, де саме це: біля якого під’їзду чи дерева?"),
)


def _word(stage: Stage, at: datetime) -> Act:
    def act() -> None:
        settled, boss = stage.settled, stage.actor("ruslan", at)
        parks = settled.organisations["city-parks"]
        for deed, title, text in TEMPLATES:
            new = NewTemplate(organisation=parks, deed=deed, title=title, text=text, language="uk")
            keep_template(settled.community, boss, new, now=at)
        rows = Problem.everywhere.filter(community=settled.community, owner=parks, state=State.TAKEN_UP)
        problem = rows.filter(visibility=Visibility.PUBLIC).order_by("-number").first()
        if problem is not None:
            ask_reporter(problem, boss, Words("З якого боку будинку стоїть дерево?", "uk"), now=at)

    return act


def _give(stage: Stage, at: datetime) -> Act:
    def act() -> None:
        settled = stage.settled
        parks, ruslan, vadym = settled.organisations["city-parks"], settled.people["ruslan"], settled.people["vadym"]
        boss = stage.actor("ruslan", at)
        team = form_team(settled.community, parks, boss, "Бригада саду", [ruslan, vadym], now=at)
        rows = Problem.everywhere.filter(
            community=settled.community, owner=parks, state__in=UNDER_WAY, visibility=Visibility.PUBLIC
        ).select_related("community", "category", "owner")
        for number, problem in enumerate(rows.order_by("-number")[:7]):
            if number % 3 == 2:
                assign(problem, boss, team=team, now=at)
            else:
                assign(problem, boss, person=vadym if number % 3 else ruslan, now=at)
            if number == 0:
                write_note(problem, boss, "@Вадим, візьми довгу пилку: гілки над дротами.", now=at)
                watch(problem, stage.actor("vadym", at), on=True, now=at)

    return act
