"""Meetings of the demonstration: people who could not agree by letter sit down in a library."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from opencity.access_points.models import Meeting
from opencity.access_points.operations.meeting import NewMeeting, agree, ask_for_meeting, cancel, hold
from opencity.demo.darkroom import Shot
from opencity.demo.living import Stage
from opencity.problems.history import Words

Deed = tuple[datetime, str, Callable[[], None]]


@dataclass(frozen=True, kw_only=True)
class Told:
    """Days are counted from now; `asked` lies before `takes`. Without a librarian nobody has answered yet."""

    asked: float
    takes: float
    hour: int
    who: str
    branch: str
    title: str
    words: str
    room: str = "Читальна зала"
    problem: int | None = None
    librarian: str = ""
    answer: str = ""
    summary: str = ""
    off: str = ""


MEETINGS = (
    Told(
        asked=-26,
        takes=-19,
        hour=17,
        who="hanna",
        branch="library-2",
        problem=67,
        librarian="khrystyna",
        title="Проїзд до садка: що робимо до асфальту",
        words="Батьки, завідувачка садка, служба доріг. Треба домовитися, чим засипати ями вже зараз.",
        summary="Прийшло одинадцятеро. Служба доріг до кінця тижня привезе щебінь, батьки розрівняють у суботу. "
        "Асфальт — у весняному плані, про строк напишуть тут.",
    ),
    Told(
        asked=-6,
        takes=4,
        hour=16,
        who="ostap",
        branch="library-2",
        problem=104,
        librarian="khrystyna",
        title="Ліфт у поліклініці: зустріч із підрядником",
        words="Пацієнти, головний лікар, підрядник. Коли запрацює ліфт і як бути тим, хто не підніметься.",
        answer="Зала на першому поверсі, сходів немає. Кому потрібна допомога дорогою, подзвоніть у філію.",
    ),
    Told(
        asked=-1,
        takes=9,
        hour=18,
        who="emma",
        branch="library-1",
        title="Як скласти план дій: показуємо на прикладі",
        words="Для голів ОСББ і всіх охочих. Розберемо один план від потреб до перевірки.",
        room="Мала зала",
    ),
    Told(
        asked=-12,
        takes=2,
        hour=15,
        who="danylo",
        branch="library-5",
        problem=99,
        librarian="danylo",
        title="Сміття на зупинках Лугової",
        words="Мешканці й перевізник відходів.",
        off="У філії ремонтують опалення. Новий день напишемо тут, щойно буде тепло.",
    ),
)


@dataclass(frozen=True)
class Meetings:
    """They hang on the lives of their problems, which begin earlier, and so on no life of their own."""

    now: datetime
    index: int = -1

    def all_shots(self) -> Iterator[tuple[datetime, Shot]]:
        return iter(())

    def deeds(self, stage: Stage) -> Iterator[Deed]:
        for told in MEETINGS:
            yield from _Played(stage, told, self.now).deeds()


@dataclass
class _Played:
    stage: Stage
    told: Told
    now: datetime
    meeting: Meeting | None = None

    def deeds(self) -> Iterator[Deed]:
        told = self.told
        asked = self.now + timedelta(days=told.asked)
        yield asked, f"meeting of {told.who}, asked", lambda: self._ask(asked)
        if not told.librarian:
            return
        day = timedelta(hours=20)
        yield asked + day, f"meeting of {told.who}, agreed", lambda: self._agree(asked + day)
        if told.off:
            yield asked + 2 * day, f"meeting of {told.who}, off", lambda: self._call_off(asked + 2 * day)
        if told.summary:
            after = self._starts() + timedelta(hours=26)
            yield after, f"meeting of {told.who}, held", lambda: self._hold(after)

    def _starts(self) -> datetime:
        day = (self.now + timedelta(days=self.told.takes)).astimezone(self.stage.settled.community.calendar.timezone)
        return day.replace(hour=self.told.hour, minute=0, second=0, microsecond=0)

    def _ask(self, at: datetime) -> None:
        told, settled = self.told, self.stage.settled
        starts = self._starts()
        new = NewMeeting(
            uuid=uuid4(),
            title=told.title,
            words=Words(told.words, "uk"),
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            room=told.room,
            seats=30,
            problem=self.stage.problems[told.problem] if told.problem is not None else None,
        )
        branch = settled.organisations[told.branch]
        self.meeting = ask_for_meeting(settled.community, branch, self.stage.actor(told.who, at), new, now=at)

    def _agree(self, at: datetime) -> None:
        assert self.meeting is not None
        answer = Words(self.told.answer, "uk")
        agree(self.meeting, self.stage.actor(self.told.librarian, at), self.told.room, answer, now=at)

    def _call_off(self, at: datetime) -> None:
        assert self.meeting is not None
        cancel(self.meeting, self.stage.actor(self.told.librarian, at), Words(self.told.off, "uk"), now=at)

    def _hold(self, at: datetime) -> None:
        assert self.meeting is not None
        hold(self.meeting, self.stage.actor(self.told.librarian, at), Words(self.told.summary, "uk"), now=at)
