"""How far long work has come: a line that rewrites itself on a terminal, else a new line every few seconds."""

from __future__ import annotations

import sys
from time import monotonic
from types import TracebackType

ON_TERMINAL, ELSEWHERE = 0.1, 5.0
"""Seconds between two lines."""


class Progress:
    """Use it as a context; call it with how much is done so far."""

    def __init__(self, label: str, total: int = 0) -> None:
        self.label, self.total = label, total
        self._terminal = sys.stderr.isatty()
        self._told = self._began = monotonic()
        self._done = self._said = 0

    def __enter__(self) -> Progress:
        return self

    def __call__(self, done: int) -> None:
        self._done = done
        if monotonic() - self._told >= (ON_TERMINAL if self._terminal else ELSEWHERE):
            self._tell()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._done != self._said and (self._terminal or self._said):
            self._tell()
        if self._terminal:
            print(file=sys.stderr)

    def _tell(self) -> None:
        self._told, self._said = monotonic(), self._done
        seconds = self._told - self._began
        known = f" of {self.total:,}, {100 * self._done // self.total} %" if self.total else ""
        line = f"{self.label}: {self._done:,}{known}, {seconds:.0f} s"
        print(
            f"\r\x1b[K{line}" if self._terminal else line,
            end="" if self._terminal else "\n",
            file=sys.stderr,
            flush=True,
        )
