"""What two branches of the demonstration lend: tools, and loans in every state, one of them for the bus stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from opencity.demo.darkroom import Shot
from opencity.demo.living import Stage
from opencity.demo.together.bus_stop import BusStop
from opencity.lending.models import Loan, Tool
from opencity.lending.operations.handing import Back, extend, hand_over, lend, take_back
from opencity.lending.operations.keeping import NewTool, add_tool
from opencity.lending.operations.reserving import NewLoan, cancel, release, reserve
from opencity.lending.values import ToolKind
from opencity.problems.history import Words

LIBRARIANS = {"library-1": "taras", "library-3": "mariana"}


@dataclass(frozen=True)
class Owned:
    point: str
    key: str
    words: str
    kind: ToolKind
    owned: int
    days: int = 7
    terms: str = ""


OWNED = (
    Owned("library-1", "drill", "Шуруповерт", ToolKind.POWER, 2, 3, "Із зарядкою і набором біт. Поверніть зарядженим."),
    Owned("library-1", "ladder", "Драбина, 3 метри", ToolKind.HEIGHT, 1, 5, "Приходьте вдвох: вона важка."),
    Owned("library-1", "rollers", "Малярні валики", ToolKind.PAINT, 12, 7, "Поверніть відмитими."),
    Owned("library-1", "shears", "Секатор", ToolKind.GARDEN, 3, 7),
    Owned("library-1", "spades", "Лопата", ToolKind.GARDEN, 6, 7),
    Owned("library-3", "rakes", "Граблі", ToolKind.GARDEN, 8, 7),
    Owned("library-3", "barrow", "Тачка", ToolKind.TRANSPORT, 2, 3, "Перевірте тиск у колесі."),
    Owned("library-3", "tent", "Намет для зустрічей надворі", ToolKind.GATHERING, 1, 3, "Ставити вчотирьох."),
)


@dataclass(frozen=True, kw_only=True)
class Told:
    """One deed, so many days before today. `loan` is what later deeds call it by."""

    ago: float
    do: str
    tool: str
    loan: str
    who: str = ""
    quantity: int = 1
    in_days: int = 0
    back: int = 1
    broken: int = 0
    words: str = ""


TOLD = (
    Told(ago=41, do="lend", tool="rakes", loan="rake", who="mykola", quantity=2),
    Told(ago=36, do="back", tool="rakes", loan="rake", back=1, words="Одні граблі загубили на толоці."),
    Told(ago=33, do="reserve", tool="tent", loan="tent", who="volodymyr", in_days=2),
    Told(ago=32, do="cancel", tool="tent", loan="tent", who="volodymyr"),
    Told(ago=28, do="reserve", tool="barrow", loan="barrow", who="artem"),
    Told(ago=24, do="release", tool="barrow", loan="barrow"),
    Told(ago=22, do="lend", tool="tent", loan="wind", who="natalia"),
    Told(ago=20, do="back", tool="tent", loan="wind", back=0, words="Намет порвало вітром, каркас погнуло."),
    Told(ago=9, do="lend", tool="shears", loan="shears", who="kateryna"),
    Told(ago=4, do="lend", tool="spades", loan="spades", who="halyna", quantity=2),
    Told(ago=2, do="extend", tool="spades", loan="spades", who="halyna"),
    Told(ago=2, do="reserve", tool="ladder", loan="ladder", who="petro", in_days=1),
    Told(ago=1, do="hand_over", tool="ladder", loan="ladder"),
    Told(ago=0.3, do="reserve", tool="drill", loan="drill", who="olena", in_days=2),
    Told(ago=0.2, do="reserve", tool="barrow", loan="barrow2", who="inna"),
)


@dataclass
class Tools:
    """They hang on no life of a problem; the bus stop's own loan follows its Saturday."""

    now: datetime
    stop: BusStop
    index: int = -1
    tools: dict[str, Tool] = field(default_factory=dict)
    points: dict[str, str] = field(default_factory=dict)
    loans: dict[str, Loan] = field(default_factory=dict)

    def all_shots(self) -> Iterator[tuple[datetime, Shot]]:
        return iter(())

    def deeds(self, stage: Stage) -> Iterator[tuple[datetime, str, Callable[[], None]]]:
        for row in OWNED:
            at = self.now - timedelta(days=60)
            yield at, f"{row.words} of {row.point}", _owning(self, stage, row, at)
        for told in (*TOLD, *self._for_the_stop()):
            at = self.now - timedelta(days=told.ago)
            yield at, f"{told.do} of {told.loan}", _doing(self, stage, told, at)

    def _for_the_stop(self) -> Iterator[Told]:
        """The NGO's lead fetches the rollers the day before and brings them back on Monday."""
        ago = (self.now - self.stop.saturday) / timedelta(days=1)
        yield Told(ago=ago + 4, do="reserve", tool="rollers", loan="stop", who="yaryna", quantity=8, in_days=3)
        yield Told(ago=ago + 0.9, do="hand_over", tool="rollers", loan="stop")
        words = "Усі відмиті, в одного тріснула ручка."
        yield Told(ago=ago - 2.1, do="back", tool="rollers", loan="stop", back=8, broken=1, words=words)

    def new(self, told: Told, now: datetime) -> NewLoan:
        day = (now + timedelta(days=told.in_days)).date()
        problem = self.stop.case() if told.loan == "stop" else None
        return NewLoan(quantity=told.quantity, from_day=day if told.in_days else None, problem=problem)

    def loan(self, told: Told) -> Loan:
        rows = Loan.everywhere.select_related("tool", "problem__community")
        return rows.get(pk=self.loans[told.loan].pk)


def _owning(tools: Tools, stage: Stage, row: Owned, at: datetime) -> Callable[[], None]:
    def add() -> None:
        settled = stage.settled
        new = NewTool(words=row.words, kind=row.kind, owned=row.owned, days=row.days, terms=row.terms, language="uk")
        actor = stage.actor(LIBRARIANS[row.point], at)
        tools.points[row.key] = row.point
        tools.tools[row.key] = add_tool(settled.community, settled.organisations[row.point], actor, new, now=at)

    return add


def _doing(tools: Tools, stage: Stage, told: Told, at: datetime) -> Callable[[], None]:
    def do() -> None:
        tool, librarian = tools.tools[told.tool], stage.actor(LIBRARIANS[tools.points[told.tool]], at)
        match told.do:
            case "reserve":
                tools.loans[told.loan] = reserve(tool, stage.actor(told.who, at), tools.new(told, at), now=at)
            case "lend":
                person = stage.settled.people[told.who]
                tools.loans[told.loan] = lend(tool, person, librarian, tools.new(told, at), now=at)
            case "hand_over":
                hand_over(tools.loan(told), librarian, now=at)
            case "extend":
                extend(tools.loan(told), stage.actor(told.who, at), now=at)
            case "cancel":
                cancel(tools.loan(told), stage.actor(told.who, at), now=at)
            case "release":
                release(tools.loan(told), now=at)
            case "back":
                what = Back(back=told.back, broken=told.broken, condition=Words(told.words, "uk"))
                take_back(tools.loan(told), librarian, what, now=at)

    return do
