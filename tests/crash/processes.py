"""The program as processes of its own, beside the test."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.walks.conftest import CHECKOUT

ROUNDS = int(os.environ.get("OPENCITY_PROOF_ROUNDS", "3"))
Surroundings = dict[str, str]
"""What the processes of one test find in their environment."""


def run(env: Surroundings, *words: str) -> str:
    """Run Python with these words to its end; returns what it printed."""
    done = subprocess.run([sys.executable, *words], cwd=CHECKOUT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def prove(env: Surroundings) -> None:
    """Every chain, every count and every row fits: the program says so itself."""
    assert " 0 faults" in run(env, "-m", "opencity.command", "check", "--all")


@dataclass(frozen=True)
class Running:
    """A process that may be talked to: one line to it, one line of JSON back."""

    process: subprocess.Popen[str]
    log: Path

    def say(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def hear(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.said()
        return json.loads(line)

    def ask(self, line: str) -> Any:
        self.say(line)
        return self.hear()

    def said(self) -> str:
        """The end of its log."""
        return self.log.read_text()[-2000:]


@contextmanager
def running(env: Surroundings, *words: str, name: str) -> Iterator[Running]:
    """Python with these words, killed at the latest when the block ends; `name` names its log in the data folder."""
    log = Path(env["OPENCITY_HOME"]) / f"{name}.log"
    with (
        log.open("w") as errors,
        subprocess.Popen(
            [sys.executable, *words],
            cwd=CHECKOUT,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        try:
            yield Running(process, log)
        finally:
            process.kill()


@contextmanager
def helping(env: Surroundings, module: str, *told: object, name: str) -> Iterator[Running]:
    """`main` of one of the modules beside this one, as a process."""
    words = f"import django; django.setup(); from tests.crash import {module}; {module}.main{told!r}"
    with running(env, "-c", words, name=name) as process:
        yield process


def tell(answer: object) -> None:
    """What such a process says to the test."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


@contextmanager
def worker(env: Surroundings, name: str) -> Iterator[Running]:
    """The real worker, once it has begun to work."""
    end = time.monotonic() + 60
    with running(env | {"OPENCITY_LOG_LEVEL": "INFO"}, "-m", "opencity.command", "worker", name=name) as started:
        while "worker.started" not in started.log.read_text():
            assert started.process.poll() is None and time.monotonic() < end, started.said()
            time.sleep(0.01)
        yield started


def work_off(started: Running, clerk: Running, *, seconds: float) -> None:
    """Let a worker live until nothing is left to do; then it ends because it is told to, and had no trouble."""
    end = time.monotonic() + seconds
    while clerk.ask("left"):
        assert time.monotonic() < end, started.said()
        time.sleep(0.2)
    started.process.terminate()
    assert started.process.wait(timeout=15) == 0
    assert '"level": "error"' not in started.log.read_text()
