"""A receipt on a table: what money was spent on."""

from __future__ import annotations

from . import props as o
from .palettes import SUN
from .pen import dot, line, path, rect, shade
from .view import View

WOOD, PAPER, INK = "A9794C", "F4EFE2", "5A625F"


def receipt(v: View) -> None:
    tone = v.dice("table").pick((WOOD, "9C7350", "B58A5C"))
    v.add(rect(-40, -20, 560, 340, tone))
    for n in range(9):
        v.add(line(f"M-40 {n * 38 + 8}q260-10 560 0", shade(tone, -0.12), 2))
    v.focus = (240, 160)
    v.add(path("M170 38l128-6 10 232-10 8-10-8-10 8-10-8-10 8-10-8-10 8-10-8-10 8-10-8-10 8-10-8-12 8z", PAPER))
    rows = v.dice("rows").whole(5, 7)
    for n in range(rows):
        length = v.dice(f"row{n}").whole(36, 66)
        v.add(line(f"M188 {76 + n * 22}h{length}", INK, 4), line(f"M262 {75 + n * 22}h24", INK, 4))
    v.add(line("M188 56h92", INK, 7), line(f"M188 {84 + rows * 22}h98", INK, 2, dash="5 4"))
    v.add(line(f"M228 {102 + rows * 22}h58", INK, 7))
    v.add(o.bucket(388, 196, SUN, k=1.6), o.bag(92, 226, 1.7))
    if v.before:
        return
    v.add(line("M320 244l58-92", "23606B", 9), line("M318 248l6-10", INK, 4))
    if v.after:
        v.add(dot(250, 238, 22, "23606B", 0.35), dot(250, 238, 15, PAPER, 0.6), dot(250, 238, 6, "23606B", 0.4))
