"""The plans of the demonstration as a script: who leads, what is needed, who promises and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class Line:
    """A need. `grantor` and `payee` are slugs; `by` is a number of days after the plan is published."""

    words: str
    kind: str
    unit: str
    quantity: str
    least: str = "0"
    by: int | None = None
    hours: str = ""
    skill: str = ""
    grantor: str = ""
    payee: str = ""
    payment: str = ""


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One act on a plan, so many days (with a fraction for the time) after it is published.

    `do` is pledge, deliver, acknowledge, dispute, withdraw, accept, decline, gift, spend, begin, step, change, finish,
    abandon or claim; `need` the place of the need, `name` what later deeds call this promise by.
    """

    day: float
    do: str
    who: str = ""
    need: int = 0
    quantity: str = "1"
    hours: str = ""
    name: str = ""
    words: str = ""
    quiet: bool = False
    granted: int = 0
    """The permission on which the promise depends."""
    covered: tuple[int, int] = (0, 0)
    """A need and the per cent to which it has to be covered."""
    ready: bool = False
    from_day: int | None = None
    due: int | None = None


@dataclass(frozen=True, kw_only=True)
class Script:
    """`index` is the problem's place in problems.json, `ago` when the plan is published, in days before today."""

    index: int
    ago: float
    lead: str
    route: str
    summary: str
    steps: tuple[str, ...]
    needs: tuple[Line, ...]
    body: str = ""
    ask_first: bool = False
    draft: bool = False
    deeds: tuple[Deed, ...] = field(default=())


def number(said: str) -> Decimal:
    return Decimal(said)
