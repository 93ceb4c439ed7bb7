"""The worker is killed while it reacts and sends letters: no consequence is lost, none is doubled.

What SMTP cannot promise is kept to one letter for each death: the one whose acknowledgement was lost, which leaves
again under the same Message-ID.
"""

from __future__ import annotations

import random
import re
import signal
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.crash.processes import ROUNDS, Running, Surroundings, helping, prove, work_off, worker
from tests.notices.conftest import PostOffice, text_of

PORTION = 24
"""So many problems are filed while a worker lives, each with a letter of its own: there is always one to die over."""
WAYS = ("by the clock", "before it is taken", "after it is taken")
OWNER = "parks@mykolaiv.example.org"


class Ambush(PostOffice):
    """A post office that kills whoever brings it a certain letter, before or after it has kept the letter."""

    def __init__(self) -> None:
        super().__init__()
        self.victim: subprocess.Popen[str] | None = None
        self.spared = 0
        self.way = ""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.spared -= 1
        due = self.victim is not None and self.spared < 0
        if due and self.way == "before it is taken":
            self._kill()
            return "451 Nothing was taken"
        answer = await super().handle_DATA(server, session, envelope)
        if due and self.way == "after it is taken":
            self._kill()
        return answer

    def _kill(self) -> None:
        assert self.victim is not None
        self.victim.kill()
        # Until it is gone it might still read our answer.
        self.victim.wait()


@contextmanager
def open_office() -> Iterator[Ambush]:
    office = Ambush()
    office.open()
    yield office
    office.close()


def test_no_consequence_is_lost_and_none_is_doubled(surroundings: Surroundings) -> None:
    chance = random.Random(11)
    with open_office() as office, helping(surroundings, "clerk", name="clerk") as clerk:
        env = surroundings | {"OPENCITY_EMAIL_URL": f"smtp://127.0.0.1:{office.port}"}
        clerk.ask(f"file {PORTION}")
        for turn in range(ROUNDS):
            way = office.way = WAYS[turn % len(WAYS)]
            office.spared = chance.randint(0, 15)
            with worker(env, f"worker-{turn}") as started:
                office.victim = started.process
                clerk.say(f"file {PORTION}")
                _await_death(started, chance.uniform(0, 0.5) if way == "by the clock" else 60)
                office.victim = None
            clerk.hear()
            clerk.ask("later")
        with worker(env, "peace") as started:
            work_off(started, clerk, seconds=60 + 2 * ROUNDS)
        books = clerk.ask("tell")
    _everything_is_owed_once(books)
    _every_letter_left_once(books, office.letters)
    prove(surroundings)


def _await_death(started: Running, seconds: float) -> None:
    """Whoever meets no ambush in that time is killed by the clock."""
    try:
        started.process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        started.process.kill()
    assert started.process.wait() == -signal.SIGKILL
    assert '"level": "error"' not in started.log.read_text()


def _everything_is_owed_once(books: Any) -> None:
    """A receipt for each reporter, a letter to the body that has the duty, and news of what was taken up."""
    expected: Counter[tuple[str, int]] = Counter()
    for number, _address, state in books["reports"]:
        expected.update([("receipt", number), ("owner_told", number)])
        if state == "taken_up":
            expected["accepted", number] += 1
    assert len(books["reports"]) == PORTION * (ROUNDS + 1)
    assert Counter((kind, number) for kind, number, _status, _letter in books["deliveries"]) == expected
    # News of what was taken up gathers for a while; the rest has left.
    assert {status for kind, _number, status, _letter in books["deliveries"] if kind != "accepted"} == {"sent"}


def _every_letter_left_once(books: Any, letters: list[EmailMessage]) -> None:
    taken = Counter(str(one["Message-ID"]) for one in letters)
    assert taken.keys() == {letter for _kind, _number, status, letter in books["deliveries"] if status == "sent"}
    repeats = taken.total() - len(taken)
    assert ROUNDS // len(WAYS) <= repeats <= ROUNDS
    # A letter that came again says the same; its links are sealed anew.
    said = {(str(one["Message-ID"]), str(one["To"]), re.sub(r"http\S+", "", text_of(one))) for one in letters}
    assert len(said) == len(taken)
    to, told = defaultdict(set), defaultdict(set)
    for one in letters:
        name = str(one["Message-ID"])
        to[str(one["To"])].add(name)
        for number in re.findall(r"/mykolaiv/problems/(\d+)/", text_of(one)) if one["To"] == OWNER else ():
            told[int(number)].add(name)
    assert {len(names) for address, names in to.items() if address != OWNER} == {1}
    assert to.keys() == {address for _number, address, _state in books["reports"]} | {OWNER}
    assert {number: len(names) for number, names in told.items()} == {one[0]: 1 for one in books["reports"]}
