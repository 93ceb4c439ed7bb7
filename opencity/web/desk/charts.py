"""Charts as lists of shapes: pure functions from numbers. One template, desk/chart.html, draws them.

Across, everything is in per cent of the drawing's width and down in pixels, so that a chart fills a phone and a wide
screen while its letters keep their size. Shapes say what they are by classes; colours and patterns are the sheet's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

MOST_LABELS = 4
ROUND = (1, 2, 3, 4, 5, 6, 8, 10)
LETTERS = 24
"""The height in pixels that is kept for a line of letters."""
LEAST = 0.6
"""No part of a bar is drawn narrower, in per cent, or nobody would see it; its number stands beside it."""


@dataclass(frozen=True)
class Rect:
    kind: ClassVar[str] = "rect"
    css: str
    x: str
    y: int
    width: str
    height: int


@dataclass(frozen=True)
class Line:
    kind: ClassVar[str] = "line"
    css: str
    x1: str
    y1: int
    x2: str
    y2: int


@dataclass(frozen=True)
class Disc:
    kind: ClassVar[str] = "disc"
    css: str
    x: str
    y: int
    r: int


@dataclass(frozen=True)
class Text:
    """`css` holds start, middle or end: where the letters stand to x."""

    kind: ClassVar[str] = "text"
    css: str
    x: str
    y: int
    words: str


Shape = Rect | Line | Disc | Text


@dataclass(frozen=True)
class Drawing:
    height: int
    shapes: tuple[Shape, ...]


def per_cent(value: float) -> str:
    return f"{value:.2f}%"


def top_of(most: int) -> int:
    """The round number at which a scale from zero ends, not less than the greatest value."""
    noughts = 1
    while noughts * 10 < most:
        noughts *= 10
    return next(noughts * digit for digit in ROUND if noughts * digit >= most)


def columns(bars: Sequence[int], line: Sequence[int], labels: Sequence[str], *, height: int = 220) -> Drawing:
    """A column for each value, and a line with dots over them, on one scale from zero."""
    ground, top = height - LETTERS, top_of(max([*bars, *line, 1]))
    scale, slot = (ground - LETTERS) / top, 100 / max(len(bars), 1)
    shapes: list[Shape] = [
        Line("axis", "0%", LETTERS, "100%", LETTERS),
        Text("start", "0%", LETTERS - 6, str(top)),
        Line("axis", "0%", ground, "100%", ground),
    ]
    for n, value in enumerate(bars):
        tall = round(value * scale)
        if tall:
            shapes.append(Rect("came", per_cent((n + 0.15) * slot), ground - tall, per_cent(0.7 * slot), tall))
    points = [(per_cent((n + 0.5) * slot), ground - round(value * scale)) for n, value in enumerate(line)]
    shapes += [Line("done", x1, y1, x2, y2) for (x1, y1), (x2, y2) in pairwise(points)]
    shapes += [Disc("done", x, y, 4) for (x, y), value in zip(points, line, strict=True) if value]
    return Drawing(height, (*shapes, *_labels(labels, slot, height - 4)))


def _labels(labels: Sequence[str], slot: float, y: int) -> list[Text]:
    """So many that they never touch on a phone: the first, the last and some between at even steps."""
    last = len(labels) - 1
    if last <= 0:
        return [Text("middle", "50%", y, labels[0])] if labels else []
    many = min(MOST_LABELS, last + 1)
    shown = sorted({round(n * last / (many - 1)) for n in range(many)})
    return [
        Text("start" if n == 0 else "end" if n == last else "middle", _at(n, last, slot), y, labels[n]) for n in shown
    ]


def _at(n: int, last: int, slot: float) -> str:
    return "0%" if n == 0 else "100%" if n == last else per_cent((n + 0.5) * slot)


def stacked(parts: Sequence[tuple[str, int]], most: int, *, height: int = 24) -> Drawing:
    """One bar of parts, each with its class, drawn to the scale on which `most` fills the width."""
    shapes: list[Shape] = [Line("axis", "0%", height - 1, "100%", height - 1)]
    widths = [(css, max(100 * n / most, LEAST)) for css, n in parts if n] if most else []
    room = sum(width for _css, width in widths)
    left, scale = 0.0, min(1.0, 100 / room) if room else 1.0
    for css, width in widths:
        shapes.append(Rect(css, per_cent(left), 2, per_cent(width * scale), height - 5))
        left += width * scale
    return Drawing(height, tuple(shapes))


def ranged(median: float, ninetieth: float, most: float, *, height: int = 28) -> Drawing:
    """From zero to the longest of all: a disc where half were through, a tick where nine in ten were."""
    middle = height // 2
    at, to = (2 + 96 * value / most if most else 2.0 for value in (median, ninetieth))
    return Drawing(
        height,
        (
            Line("axis", "2%", middle, "98%", middle),
            Line("range", per_cent(at), middle, per_cent(to), middle),
            Line("ink tick", per_cent(to), middle - 10, per_cent(to), middle + 10),
            Disc("median", per_cent(at), middle, 8),
        ),
    )
