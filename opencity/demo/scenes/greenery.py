"""Trees, bushes, grass, flowers. A tree's (x, y) is where its trunk meets the ground."""

from __future__ import annotations

from .palettes import AUTUMN, BARK, LEAVES, SOIL
from .pen import box, dot, line, oval, path, poly, rect, shade
from .view import View


def leaf_tone(v: View, topic: str) -> str:
    """One place in four is photographed in autumn."""
    season = AUTUMN if v.dice("season").chance(0.25) else LEAVES
    return v.dice(topic).pick(season)


def poplar(v: View, x: float, y: float, h: float) -> str:
    tone, w = leaf_tone(v, f"poplar{x:.0f}"), h * 0.11
    left = f"M{x:g} {y - 8:g}C{x - w * 1.5:g} {y - h * 0.3:g} {x - w:g} {y - h * 0.8:g} {x:g} {y - h:g}"
    right = f"C{x + w:g} {y - h * 0.8:g} {x + w * 1.5:g} {y - h * 0.3:g} {x:g} {y - 8:g}z"
    half = f"M{x:g} {y - 8:g}V{y - h:g}{right}" if v.lee > 0 else f"{left}V{y - 8:g}z"
    return rect(x - 2, y - 14, 4, 14, BARK) + path(left + right, tone) + path(half, "000000", 0.1)


def tree(v: View, x: float, y: float, h: float, *, tone: str | None = None) -> str:
    """A broad tree: crown of a few rounds, lighter where the sun is."""
    luck = v.dice(f"tree{x:.0f}")
    leaf = tone or leaf_tone(v, f"leaf{x:.0f}")
    r, top, d = h * 0.27, y - h * 0.66, v.lee
    wobble = luck.between(-0.1, 0.1) * r
    return "".join(
        (
            line(
                f"M{x:g} {y:g}V{y - h * 0.5:g}M{x:g} {y - h * 0.34:g}l{-r * 0.6:g} {-h * 0.18:g}",
                BARK,
                max(3, h * 0.05),
            ),
            dot(x + d * r * 0.62, top + r * 0.36, r * 0.78, shade(leaf, -0.16)),
            dot(x - d * r * 0.66, top + r * 0.3 + wobble, r * 0.76, leaf),
            dot(x + d * r * 0.1, top - r * 0.28, r, leaf),
            dot(x - d * r * 0.3, top - r * 0.42, r * 0.56, shade(leaf, 0.14)),
        )
    )


def sapling(v: View, x: float, y: float, h: float = 64, *, tone: str | None = None) -> str:
    """A young tree tied to its stake, in a round of dug earth."""
    leaf = tone or leaf_tone(v, "sapling")
    return "".join(
        (
            oval(x, y, h * 0.22, h * 0.06, SOIL),
            line(f"M{x + 6:g} {y:g}V{y - h * 0.62:g}", "B98A52", 3),
            line(f"M{x:g} {y:g}V{y - h * 0.8:g}", BARK, 3),
            line(f"M{x:g} {y - h * 0.48:g}h6", "F1EEE4", 2.5),
            oval(x, y - h * 0.84, h * 0.16, h * 0.22, leaf),
            oval(x - v.lee * h * 0.05, y - h * 0.9, h * 0.08, h * 0.12, shade(leaf, 0.18)),
        )
    )


def bush(v: View, x: float, y: float, w: float, *, tone: str | None = None) -> str:
    leaf = tone or leaf_tone(v, f"bush{x:.0f}")
    h = w * 0.5
    mound = f"M{x - w / 2:g} {y:g}q{-w * 0.02:g} {-h * 0.8:g} {w * 0.26:g} {-h * 0.8:g}"
    mound += f"q{w * 0.1:g} {-h * 0.34:g} {w * 0.34:g} {-h * 0.1:g}q{w * 0.36:g} {-h * 0.08:g} {w * 0.4:g} {h * 0.9:g}z"
    return path(mound, leaf) + oval(x + v.lee * w * 0.14, y - h * 0.22, w * 0.26, h * 0.2, "000000", 0.08)


def bare_branches(x: float, y: float, k: float, colour: str = BARK) -> str:
    """A little dry branch lying or standing."""
    twig = (
        f"M{x:g} {y:g}l{6 * k:g} {-22 * k:g}l{8 * k:g} {-16 * k:g}M{x + 6 * k:g} {y - 22 * k:g}l{-9 * k:g} {-12 * k:g}"
    )
    return line(twig, colour, 3 * k)


def weeds(v: View, x: float, y: float, w: float, *, tone: str = "8C9160") -> str:
    """Tall grass gone to seed."""
    luck = v.dice(f"weeds{x:.0f}{y:.0f}")
    blades = []
    for at in range(int(w // 6)):
        left = x + at * 6 + luck.between(-2, 2)
        blades.append(f"M{left:g} {y:g}q{luck.between(-3, 3):g} -8 {luck.between(-7, 7):g} {-luck.between(11, 24):g}")
    return line("".join(blades), tone, 2.4)


def tufts(v: View, x: float, y: float, w: float, h: float, tone: str) -> str:
    """Grass is never one flat colour: short strokes scattered over it."""
    luck = v.dice(f"tufts{x:.0f}{y:.0f}")
    marks = [f"M{x + luck.throw() * w:.0f} {y + luck.throw() * h:.0f}l2-5m3 5l1-4" for _ in range(int(w * h / 900))]
    return line("".join(marks), tone, 1.6)


def flowers(v: View, x: float, y: float, w: float, rows: int = 3) -> str:
    """A bed in flower: greens below, heads in three tones."""
    luck = v.dice("flowers")
    tones = luck.pick((("E8A92B", "F1EEE4", "C4573A"), ("F3C35B", "A8577F", "F1EEE4"), ("C4573A", "F3C35B", "E7B8A6")))
    stems, heads = [], []
    for row in range(rows):
        for at in range(int(w // 12)):
            left, top = x + at * 12 + 6 + luck.between(-3, 3) + row * 3, y + row * 7 - luck.between(7, 13)
            stems.append(f"M{left:g} {y + row * 7:g}V{top:g}")
            heads.append(dot(left, top, 3.1, luck.pick(tones)))
    return line("".join(stems), "6E8A62", 3) + "".join(heads)


def reeds(x: float, y: float, k: float = 1) -> str:
    stems = "M0 0c0-30 4-56 10-82M14 4c2-30 8-50 18-76M-14 2c-2-24-6-42-12-60M4 2c-2-20-2-40-6-58"
    heads = "M8-80l6-22 2 24zM30-70l8-20 0 24zM-27-56l-2-22 8 20zM-3-54l-2-20 7 19z"
    return f'<g transform="translate({x:g} {y:g}) scale({k:g})">{line(stems, "6B7747", 4)}{path(heads, "8B5A33")}</g>'


def stump(x: float, y: float, w: float = 34) -> str:
    return "".join(
        (
            path(f"M{x - w / 2:g} {y - 15:g}l{-w * 0.14:g} 18h{w * 1.28:g}l{-w * 0.14:g}-18z", "5F4B38"),
            oval(x, y - 15, w / 2, w * 0.16, "D8B98A"),
            oval(x, y - 15, w / 4, w * 0.08, "BF9A68"),
        )
    )


def log(x: float, y: float, w: float, r: float = 9) -> str:
    """A sawn length lying on its side; y is the ground under it."""
    return "".join(
        (
            rect(x, y - 2 * r, w, 2 * r, "5F4B38"),
            rect(x, y - 2 * r, w, r * 0.7, "745E48"),
            oval(x + w, y - r, r * 0.5, r, "D8B98A"),
            oval(x + w, y - r, r * 0.25, r * 0.5, "BF9A68"),
        )
    )


def hedge(x: float, y: float, w: float, h: float, tone: str) -> str:
    humps = "".join("q9 -7 18 0" for _ in range(int(w // 18)))
    return path(f"M{x:g} {y:g}v{-h:g}{humps}v{h:g}z", tone) + path(box(x, y - 4, w // 18 * 18, 4), "000000", 0.1)


def leaf_litter(v: View, x: float, y: float, w: float, h: float) -> str:
    luck = v.dice(f"litter{x:.0f}")
    spots = [
        poly([(a, b), (a + 5, b - 2), (a + 7, b + 1)], luck.pick(AUTUMN))
        for a, b in ((x + luck.throw() * w, y + luck.throw() * h) for _ in range(12))
    ]
    return "".join(spots)
