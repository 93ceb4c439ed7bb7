"""Houses of a southern Ukrainian city: panel blocks and older brick. `base` is the line they stand on."""

from __future__ import annotations

from dataclasses import dataclass

from .palettes import GLASS, INK, PAPER, SUN
from .pen import box, line, mix, path, poly, rect, shade
from .view import View


@dataclass(frozen=True)
class Windows:
    """Tones of the panes; `lit` is the share of windows with a lamp behind them."""

    pane: str = GLASS
    warm: str = SUN
    lit: float = 0.06


DAY = Windows()
COLD = Windows(pane="75898F", lit=0.0)
WARM = Windows(lit=0.45)
NIGHTLY = Windows(pane="2F464F", lit=0.24)


def block(v: View, x: float, base: float, w: float, h: float, wall: str, *, windows: Windows = DAY) -> str:
    """A panel block with flat roof. The side away from the sun is darker."""
    luck = v.dice(f"block{x:.0f}")
    columns, rows = max(2, int(w // 26)), max(2, int(h // 31))
    step, storey = (w - 10) / columns, (h - 18) / rows
    panes: list[str] = []
    warm: list[str] = []
    sills, balconies = [], []
    hung = {luck.whole(0, columns - 1), luck.whole(0, columns - 1)}
    for row in range(rows):
        for column in range(columns):
            left, top = x + 5 + column * step + (step - 14) / 2, base - h + 15 + row * storey
            (warm if luck.chance(windows.lit) else panes).append(box(left, top, 14, 18))
            sills.append(box(left - 1.5, top + 18, 17, 2))
            if column in hung and row:
                balconies.append(box(left - 4, top + 11, 22, 10))
    dusk = x + w - w * 0.07 if v.lee > 0 else x
    return "".join(
        (
            rect(x, base - h, w, h, wall),
            path("".join(panes), windows.pane),
            path("".join(warm), windows.warm) if warm else "",
            path("".join(sills), shade(wall, 0.35)),
            path("".join(balconies), shade(wall, -0.14)) if balconies else "",
            rect(x - 2, base - h - 3, w + 4, 7, shade(wall, -0.16)),
            rect(x, base - 9, w, 9, shade(wall, -0.2)),
            rect(dusk, base - h + 4, w * 0.07, h - 4, "000000", 0.09),
        )
    )


def old_house(v: View, x: float, base: float, w: float, h: float, wall: str, *, windows: Windows = DAY) -> str:
    """Two or three storeys of rendered brick with a pitched roof and framed windows."""
    luck = v.dice(f"old{x:.0f}")
    columns, rows = max(2, int(w // 32)), max(1, int(h // 44))
    step, storey = (w - 8) / columns, (h - 12) / rows
    panes: list[str] = []
    warm: list[str] = []
    frames = []
    for row in range(rows):
        for column in range(columns):
            left, top = x + 4 + column * step + (step - 15) / 2, base - h + 12 + row * storey
            frames.append(box(left - 3, top - 4, 21, 31))
            (warm if luck.chance(windows.lit) else panes).append(box(left, top, 15, 24))
    roof = luck.pick(("8A5A44", "6F6A62", "7C5440"))
    return "".join(
        (
            rect(x, base - h, w, h, wall),
            poly(
                [(x - 6, base - h), (x + 14, base - h - 22), (x + w - 14, base - h - 22), (x + w + 6, base - h)], roof
            ),
            rect(x + w * 0.7, base - h - 32, 9, 18, shade(roof, -0.2)),
            rect(x, base - h, w, 4, "000000", 0.12),
            path("".join(frames), shade(wall, 0.4)),
            path("".join(panes), windows.pane),
            path("".join(warm), windows.warm) if warm else "",
            rect(x, base - 8, w, 8, shade(wall, -0.22)),
        )
    )


def skyline(v: View, base: float) -> str:
    """What stands beyond everything: one flat tone."""
    luck = v.dice("skyline")
    left, roofs = -60.0, []
    while left < 540:
        w, h = luck.between(38, 84), luck.between(36, 92)
        roofs.append(box(left, base - h, w, h))
        left += w + luck.between(4, 30)
    return path("".join(roofs), mix(v.light.haze, v.light.far, 0.6))


def door(x: float, base: float, w: float, h: float, leaf: str) -> str:
    return "".join(
        (
            rect(x - 4, base - h - 4, w + 8, h + 4, shade(leaf, -0.35)),
            rect(x, base - h, w, h, leaf),
            rect(x + w * 0.16, base - h * 0.88, w * 0.68, h * 0.3, shade(leaf, 0.16)),
            rect(x + w * 0.16, base - h * 0.48, w * 0.68, h * 0.38, shade(leaf, -0.12)),
            rect(x + w * 0.82, base - h * 0.54, w * 0.07, h * 0.09, SUN),
        )
    )


def big_window(x: float, y: float, w: float, h: float, *, pane: str = GLASS, frame: str = PAPER) -> str:
    """A window near enough to see its frame."""
    return "".join(
        (
            rect(x - 4, y - 4, w + 8, h + 8, frame),
            rect(x, y, w, h, pane),
            poly([(x, y + h * 0.6), (x + w * 0.5, y), (x + w * 0.72, y), (x, y + h * 0.86)], "FFFFFF", 0.16),
            line(f"M{x + w / 2} {y}v{h}M{x + w / 2} {y + h * 0.34}h{w / 2}", frame, 3.5, cap="butt"),
            rect(x - 7, y + h + 4, w + 14, 5, shade(frame, -0.15)),
        )
    )


def bricks(x: float, y: float, wide: int, rows: int) -> str:
    """A patch of bare brickwork where the plaster fell off."""
    courses = "".join(
        box(x + column * 15 + (row % 2) * 7, y + row * 7.5, 13, 5.6) for row in range(rows) for column in range(wide)
    )
    return path(courses, "A8654A")


def wires(y: float, sag: float = 14) -> str:
    return line(f"M-20 {y}q260 {sag * 2} 520 {-sag * 0.4}M-20 {y + 9}q260 {sag * 2} 520 {-sag * 0.4}", INK, 1.4, 0.7)
