"""Tools of branch № 5, for which Taras answers, and loans of them."""

from __future__ import annotations

from datetime import datetime

from opencity.lending.models import Loan, Tool
from opencity.lending.operations.handing import Back, lend
from opencity.lending.operations.keeping import NewTool, add_tool
from opencity.lending.operations.reserving import NewLoan, reserve
from opencity.lending.values import ToolKind
from opencity.people.models import Role
from opencity.problems.history import Words
from tests.town import MONDAY, Town


def taras_serves(town: Town) -> None:
    Role.everywhere.filter(person=town.people["taras"]).update(access_point=town.organisations["library"])


def drill(town: Town, owned: int = 1, *, words: str = "Шуруповерт", days: int = 7, now: datetime = MONDAY) -> Tool:
    new = NewTool(words=words, kind=ToolKind.POWER, owned=owned, days=days, terms="Паспорт із собою.", language="uk")
    return add_tool(town.community, town.organisations["library"], town.actor("taras"), new, now=now)


def reserved(town: Town, tool: Tool, who: str = "olena", *, now: datetime = MONDAY, **more: object) -> Loan:
    return reserve(tool, town.actor(who, now), NewLoan(**more), now=now)  # type: ignore[arg-type]


def lent(town: Town, tool: Tool, who: str = "olena", *, now: datetime = MONDAY, **more: object) -> Loan:
    return lend(tool, town.people[who], town.actor("taras", now), NewLoan(**more), now=now)  # type: ignore[arg-type]


def back(whole: int = 1, broken: int = 0, words: str = "") -> Back:
    return Back(back=whole, broken=broken, condition=Words(words, "uk"))


def fresh(loan: Loan) -> Loan:
    return Loan.everywhere.select_related("tool__access_point", "person", "problem", "community").get(pk=loan.pk)
