"""Formal appeals of the demonstration: one answered, one registered and nearly due, one that came yesterday."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from opencity.appeals.access import appeal_rows
from opencity.appeals.models import Appeal
from opencity.appeals.operations.filing import NewAppeal, file_appeal
from opencity.appeals.operations.handling import Answering, answer_appeal
from opencity.appeals.operations.registering import NewRegistration, register_appeal
from opencity.demo.darkroom import Shot
from opencity.demo.living import Stage
from opencity.problems.history import Words
from opencity.problems.models import Problem
from opencity.problems.models.problem import new_uuid
from opencity.problems.states import UNDER_WAY, Visibility

Act = Callable[[], None]
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Letter:
    """Who appeals to which body, so many days ago. Names and addresses are made up."""

    who: str
    body: str
    days_ago: int
    kind: str
    name: str
    residence: str
    text: str


ANSWERED = Letter(
    "olena",
    "city-parks",
    20,
    "statement",
    "Коваленко Олена Петрівна",
    "м. Миколаїв, вул. Лазурна, 12, кв. 40",
    "Про це місце я повідомляла вже двічі, а гілля досі висить над доріжкою до школи.\n\n"
    "Прошу обстежити дерева, прибрати небезпечне гілля й повідомити мене, що зроблено.",
)
WAITING = Letter(
    "petro",
    "city-parks",
    13,
    "complaint",
    "Мельник Петро Іванович",
    "м. Миколаїв, вул. Лазурна, 14, кв. 7",
    "На моє повідомлення відповіли, що виїхали на місце, але ніхто не приїздив.\n\n"
    "Прошу перевірити, чому роботу не виконано, і назвати день, коли її зроблять.",
)
NEW = Letter(
    "olena",
    "housing-department",
    1,
    "proposal",
    "Коваленко Олена Петрівна",
    "м. Миколаїв, вул. Лазурна, 12, кв. 40",
    "Пропоную включити це місце до плану поточного ремонту на наступний квартал.\n\n"
    "Прошу відповісти, чи це можливо і хто це вирішує.",
)


@dataclass(frozen=True)
class Appeals:
    """They hang on problems that other lives have begun."""

    now: datetime
    index: int = -1

    def all_shots(self) -> Iterator[tuple[datetime, Shot]]:
        return iter(())

    def deeds(self, stage: Stage) -> Iterator[tuple[datetime, str, Act]]:
        for letter in (ANSWERED, WAITING, NEW):
            at = self.now - letter.days_ago * DAY
            yield at, f"{letter.who} appeals", _file(stage, letter, at)
        for letter, number in ((ANSWERED, "К-41"), (WAITING, "М-57")):
            at = self.now - (letter.days_ago - 1) * DAY
            yield at, f"an appeal of {letter.who} is registered", _register(stage, letter, number, at)
        at = self.now - 9 * DAY
        yield at, "an appeal is answered", _answer(stage, at)


def _file(stage: Stage, letter: Letter, at: datetime) -> Act:
    def act() -> None:
        settled = stage.settled
        body = settled.organisations[letter.body]
        rows = Problem.everywhere.filter(
            community=settled.community, owner=body, state__in=UNDER_WAY, visibility=Visibility.PUBLIC
        ).select_related("community", "category", "owner", "merged_into")
        problem = rows.exclude(appeals__isnull=False).order_by("number").first()
        assert problem is not None
        new = NewAppeal(
            uuid=new_uuid(),
            organisation=body,
            kind=letter.kind,
            text=Words(letter.text, "uk"),
            full_name=letter.name,
            residence=letter.residence,
            answer_by="email",
            email=f"{letter.who}@example.org",
        )
        file_appeal(problem, stage.actor(letter.who, at), new, now=at)

    return act


def _found(stage: Stage, letter: Letter) -> Appeal:
    body = stage.settled.organisations[letter.body]
    return appeal_rows(stage.settled.community).get(person=stage.settled.people[letter.who], organisation=body)


def _register(stage: Stage, letter: Letter, number: str, at: datetime) -> Act:
    def act() -> None:
        day = stage.settled.community.calendar.today(at)
        new = NewRegistration(number=number, registered_on=day, question="090")
        register_appeal(_found(stage, letter), stage.actor("ruslan", at), new, now=at)

    return act


def _answer(stage: Stage, at: datetime) -> Act:
    def act() -> None:
        words = (
            "Шановна Олено Петрівно! Дерева обстежено, сухе гілля над доріжкою зрізано й вивезено. "
            "Ще два дерева взято під нагляд, повторно оглянемо їх навесні."
        )
        answer = Answering(words=Words(words, "uk"), result="9.1")
        answer_appeal(_found(stage, ANSWERED), stage.actor("ruslan", at), answer, now=at)

    return act
