"""Several processes report and join the same problem at the same time, while the worker counts."""

from __future__ import annotations

from contextlib import ExitStack

from tests.crash.crowd import THREADS
from tests.crash.processes import ROUNDS, Surroundings, helping, prove, work_off, worker

PROCESSES = 4
TURNS = ROUNDS * 3


def test_every_report_gets_its_number_and_everybody_counts_once(surroundings: Surroundings) -> None:
    with helping(surroundings, "clerk", name="clerk") as clerk:
        clerk.ask("file 1")
        clerk.ask(f"invite {TURNS}")
        with worker(surroundings, "worker") as started:
            given = _crowd(surroundings)
            work_off(started, clerk, seconds=60 + 4 * ROUNDS)
        counted = clerk.ask("count")
    assert len(given) == PROCESSES * THREADS * TURNS
    assert len({number for number, _words in given}) == len(given)
    assert sorted(given) == sorted(one for one in counted["reports"] if one[0] > 1)
    assert sorted(counted["joined"]) == sorted(f"Сусідка {turn}" for turn in range(TURNS))
    assert (counted["endorsed"], counted["events"]) == (TURNS, TURNS)
    prove(surroundings)


def _crowd(env: Surroundings) -> list[list[int | str]]:
    """What all processes were given: numbers with the words they belong to."""
    with ExitStack() as stack:
        crowd = [
            stack.enter_context(helping(env, "crowd", name, TURNS, name=name))
            for name in (f"crowd-{n}" for n in range(PROCESSES))
        ]
        for one in crowd:
            assert one.hear() == "ready"
        for one in crowd:
            one.say("go")
        return [pair for one in crowd for pair in one.hear()]
