"""Appeals as the doors would file and handle them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from opencity.appeals.access import appeal_rows
from opencity.appeals.models import Appeal
from opencity.appeals.operations.filing import NewAppeal, file_appeal
from opencity.appeals.operations.handling import Answering, Forwarding, answer_appeal, forward_appeal
from opencity.appeals.operations.registering import NewRegistration, register_appeal
from opencity.problems.history import Words
from opencity.problems.models import Problem
from opencity.problems.models.problem import new_uuid
from tests.town import MONDAY, Town, fresh, report

NAME = "Коваленко Олена Петрівна"
RESIDENCE = "м. Миколаїв, вул. Потаємна, 5, кв. 12"
TEXT = "Верба нахилилася над гойдалкою. Прошу її прибрати й відповісти мені."
SECRETS = (NAME, "Потаємна", "olena.tajna@example.org", "+380501112233", "Прошу її прибрати")


def new(town: Town, body: str = "parks", **more: Any) -> NewAppeal:
    fields: dict[str, Any] = {
        "uuid": new_uuid(),
        "organisation": town.organisations[body] if body else None,
        "kind": "statement",
        "text": Words(TEXT, "uk"),
        "full_name": NAME,
        "residence": RESIDENCE,
        "answer_by": "email",
        "email": "olena.tajna@example.org",
        "phone": "+380501112233",
    }
    return NewAppeal(**{**fields, **more})


def filed(
    town: Town, problem: Problem | None = None, who: str = "olena", *, now: datetime = MONDAY, **more: Any
) -> Appeal:
    problem = problem or fresh(report(town).problem)
    return file_appeal(problem, town.actor(who, now), new(town, **more), now=now)


def registered(town: Town, appeal: Appeal, *, number: str = "К-12", now: datetime = MONDAY, **more: Any) -> Appeal:
    by = more.pop("by", "iryna")
    said: dict[str, Any] = {"number": number, "registered_on": town.community.calendar.today(now), "question": "090"}
    return register_appeal(appeal, town.actor(by, now), NewRegistration(**{**said, **more}), now=now)


def forwarded(town: Town, appeal: Appeal, to: str = "roads", *, now: datetime = MONDAY) -> Appeal:
    said = Forwarding(to=town.organisations[to], words=Words("Дорога належить їм.", "uk"))
    return forward_appeal(appeal, town.actor("iryna", now), said, now=now)


def answered(town: Town, appeal: Appeal, *, now: datetime = MONDAY, result: str = "9.1", by: str = "iryna") -> Appeal:
    said = Answering(words=Words("Шановна Олено Петрівно, вербу прибрано.", "uk"), result=result)
    return answer_appeal(appeal, town.actor(by, now), said, now=now)


def again(appeal: Appeal) -> Appeal:
    return appeal_rows(appeal.community).get(pk=appeal.pk)


def day(said: str) -> date:
    return date.fromisoformat(said)
