"""Child processes that live and end together."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic, sleep

PATIENCE = 15.0
"""Seconds a child has to finish what it does after it was asked to stop."""
LONG_ENOUGH = 5.0
"""A child that lived this many seconds had started well: it is started again at once."""
MOST_TRIES = 5
TICK = 0.1


@dataclass
class Child:
    words: tuple[str, ...]
    process: subprocess.Popen[bytes]
    began: float
    tries: int = 0
    again_at: float = 0.0


class Family:
    """Starts `opencity …` children, starts a crashed one again, and stops all of them when asked."""

    def __init__(self, commands: Mapping[str, tuple[str, ...]]) -> None:
        self._commands = commands
        self._children: dict[str, Child] = {}
        self._stopping = False

    def run(self, *, ready: Callable[[], None], port: int) -> int:
        """Run until a signal; `ready` is called once when the port answers. Returns the exit status."""
        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, self._stop_soon)
        self._children = {name: Child(words, _start(words), monotonic()) for name, words in self._commands.items()}
        try:
            if self._answers(port) and not self._stopping:
                ready()
            while not self._stopping:
                if not all(self._alive(name, child) for name, child in self._children.items()):
                    return 1
                sleep(TICK)
        finally:
            self._stop()
        return 0

    def _stop_soon(self, number: int, frame: object) -> None:
        self._stopping = True

    def _answers(self, port: int) -> bool:
        until = monotonic() + 60
        while monotonic() < until and not self._stopping:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return True
            except OSError:
                sleep(TICK)
        return False

    def _alive(self, name: str, child: Child) -> bool:
        """False when the child cannot be kept alive. A crash is followed by a fresh start, later each time."""
        if child.process.poll() is None:
            return True
        now = monotonic()
        if not child.again_at:
            child.tries = 1 if now - child.began > LONG_ENOUGH else child.tries + 1
            if child.tries > MOST_TRIES:
                print(f"opencity: the {name} does not stay up; giving up.", file=sys.stderr)
                return False
            child.again_at = now + 2 ** (child.tries - 1) / 2
            status = child.process.returncode
            print(f"opencity: the {name} stopped by itself (status {status}); starting it again.", file=sys.stderr)
        if now >= child.again_at:
            child.process, child.began, child.again_at = _start(child.words), now, 0.0
        return True

    def _stop(self) -> None:
        running = [child.process for child in self._children.values() if child.process.poll() is None]
        for process in running:
            process.terminate()
        until = monotonic() + PATIENCE
        for process in running:
            try:
                process.wait(timeout=max(0.1, until - monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _start(words: tuple[str, ...]) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches only this process, which then stops its children in order.
    return subprocess.Popen([sys.executable, "-m", "opencity.command", *words], start_new_session=True)  # noqa: S603
