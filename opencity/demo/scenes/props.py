"""Things that stand and lie in a street. (x, y) is where a thing meets the ground unless said otherwise."""

from __future__ import annotations

from .palettes import AMBER, BRICK, DEEP, FOAM, INK, PAPER, SOIL, STEEL, SUN, TEAL, WATER, WOOD
from .pen import box, dot, line, moved, oval, path, poly, rect, shade
from .view import View


def lamp(x: float, y: float, h: float = 130, *, left: bool = False, lit: bool = False) -> str:
    head = "F6D27C" if lit else "8C9A9C"
    parts = [
        line(f"M0 0V{14 - h:g}q0-14 14-14h16", STEEL, 4),
        path(f"M26 {-h - 4:g}h20l4 9h-28z", STEEL),
        rect(24, 5 - h, 24, 3, head),
        rect(-4, -14, 8, 14, shade(STEEL, -0.2)),
    ]
    return moved(parts, x, y, mirror=left)


def bench(v: View, x: float, y: float, w: float = 96, *, slat: str = AMBER, back: bool = True) -> str:
    """A whole bench seen from the front."""
    parts = [
        v.shadow(x + w * 0.4, y + 2, w * 0.8, 46),
        path(box(x + 10, y - 24, 6, 24) + box(x + w - 16, y - 24, 6, 24), "39454A"),
        rect(x, y - 26, w, 5, slat),
        rect(x, y - 19, w, 4, shade(slat, -0.16)),
    ]
    if back:
        parts += [
            path(box(x + 12, y - 50, 4, 26) + box(x + w - 16, y - 50, 4, 26), "39454A"),
            rect(x, y - 50, w, 7, slat),
            rect(x, y - 40, w, 7, shade(slat, -0.08)),
        ]
    return "".join(parts)


def fence(x: float, y: float, w: float, tone: str = "9FA59B", *, h: float = 26) -> str:
    posts = "".join(box(x + at, y - h, 2.4, h) for at in range(0, int(w), 9))
    return path(posts + box(x, y - h + 4, w, 2.4) + box(x, y - 7, w, 2.4), tone)


def car(x: float, y: float, tone: str, *, left: bool = False, k: float = 1) -> str:
    parts = [
        path("M-52-10q-2-14 12-16l12-1q8-17 22-17h14q12 0 22 17l14 2q10 2 10 15z", tone),
        path("M-24-27q6-12 14-12h3v12zM-3-39h8q8 0 15 12h-23z", "B9CDD0"),
        path("M-52-10h106v5h-106z", shade(tone, -0.3)),
        dot(-30, -6, 9, INK),
        dot(32, -6, 9, INK),
        dot(-30, -6, 4, "9AA5A5"),
        dot(32, -6, 4, "9AA5A5"),
        rect(47, -21, 6, 5, SUN),
    ]
    return moved(parts, x, y, k, mirror=left)


def van(x: float, y: float, tone: str, *, stripe: str = SUN, left: bool = False, k: float = 1) -> str:
    parts = [
        path("M-66-12v-50q0-8 8-8h76q10 0 14 8l10 20 18 6q6 2 6 10v14z", tone),
        path("M22-62h8q4 0 6 5l7 15H22z", "B9CDD0"),
        rect(-66, -38, 86, 8, stripe),
        path("M-66-12h132v6h-132z", shade(tone, -0.35)),
        dot(-40, -8, 11, INK),
        dot(42, -8, 11, INK),
        dot(-40, -8, 5, "9AA5A5"),
        dot(42, -8, 5, "9AA5A5"),
    ]
    return moved(parts, x, y, k, mirror=left)


def truck(
    x: float, y: float, load: str, *, cab: str = TEAL, left: bool = False, k: float = 1, tank: bool = False
) -> str:
    """A lorry with an open body, or with a tank."""
    body = path("M-86-26h92v-30q0-16-18-16h-56q-18 0-18 16z", load) if tank else path("M-88-24v-38h94v38z", load)
    band = rect(-86, -44, 92, 6, shade(load, -0.14))
    parts = [
        rect(-88, -26, 142, 10, INK),
        body,
        band,
        path("M12-16v-52h24q8 0 11 8l8 22v22z", cab),
        path("M24-60h11q4 0 6 5l5 15H24z", "B9CDD0"),
        *(dot(at, -10, 11, INK) for at in (-66, -40, 36)),
        *(dot(at, -10, 5, "9AA5A5") for at in (-66, -40, 36)),
    ]
    return moved(parts, x, y, k, mirror=left)


def cone(x: float, y: float, k: float = 1) -> str:
    parts = [
        rect(-11, -4, 22, 4, shade(BRICK, -0.25)),
        path("M-7-4L-2-28h4L7-4z", "D9622B"),
        path("M-5-13l1.3-7h7.400l1.3 7z", PAPER),
    ]
    return moved(parts, x, y, k)


def barrier(x: float, y: float, w: float = 76) -> str:
    """A striped board on two legs."""
    stripes = "".join(f"M{x + at:g} {y - 40:g}h10l-8 13h-10z" for at in range(8, int(w) - 6, 20))
    return "".join(
        (
            line(f"M{x + 10} {y}V{y - 42}M{x + w - 10} {y}V{y - 42}", "E2DFD3", 5),
            line(f"M{x + 2} {y}h16M{x + w - 18} {y}h16", STEEL, 4),
            rect(x, y - 40, w, 13, PAPER),
            path(stripes, BRICK),
            rect(x, y - 18, w, 5, PAPER),
        )
    )


def tape(x1: float, y1: float, x2: float, y2: float, *, sag: float = 8) -> str:
    """Warning tape hung between two points."""
    bow = f"M{x1:g} {y1:g}Q{(x1 + x2) / 2:g} {(y1 + y2) / 2 + sag:g} {x2:g} {y2:g}"
    return line(bow, PAPER, 5, cap="butt") + line(bow, BRICK, 5, cap="butt", dash="9 9")


def stake(x: float, y: float, h: float = 40) -> str:
    return line(f"M{x:g} {y:g}V{y - h:g}", WOOD, 4)


def puddle(x: float, y: float, w: float, *, tone: str = WATER) -> str:
    h = w * 0.15
    shape = f"M{x - w / 2:g} {y:g}c{w * 0.04:g} {-h:g} {w * 0.3:g} {-h * 1.1:g} {w * 0.48:g} {-h * 0.9:g}"
    shape += f"s{w * 0.5:g} {-h * 0.1:g} {w * 0.52:g} {h * 0.9:g}s{-w * 0.26:g} {h:g} {-w * 0.5:g} {h * 0.9:g}"
    shape += f"s{-w * 0.5:g} {h * 0.1:g} {-w * 0.5:g} {-h * 0.9:g}z"
    return path(shape, tone) + line(
        f"M{x - w * 0.2:g} {y - h * 0.3:g}h{w * 0.3:g}m{-w * 0.16:g} {h * 0.6:g}h{w * 0.2:g}", shade(tone, 0.4), 2.6
    )


def bag(x: float, y: float, k: float = 1, tone: str = "2D4247") -> str:
    """A tied rubbish sack."""
    parts = [
        path("M-26 0c-7-30 0-46 14-50l-6-12 8 5 7-6 5 7 9-4-6 11c18 6 26 22 20 49z", tone),
        path("M-6-42q-8 14-6 34", shade(tone, 0.2), 0.6),
    ]
    return moved(parts, x, y, k)


def bottle(x: float, y: float, tone: str = "8FB7A6", *, turn: float = 0) -> str:
    return moved([path("M-4 0v-14q0-4 3-6v-5h3v5q3 2 3 6v14z", tone), rect(-1.5, -27, 4, 3, BRICK)], x, y, turn=turn)


def canister(x: float, y: float, k: float = 1, tone: str = "A6CBD1") -> str:
    """A plastic water canister with a handle."""
    parts = [
        path("M-9 0v-20q0-4 4-5h4v-4h6v4q5 1 5 5v20z", tone),
        rect(-1, -31, 6, 4, TEAL),
        line("M-6-22q-1-7 5-7", shade(tone, -0.25), 2.4),
        rect(-9, -9, 19, 2, shade(tone, -0.14)),
    ]
    return moved(parts, x, y, k)


def bin_box(x: float, y: float, tone: str, *, w: float = 56, h: float = 46, open_lid: bool = False) -> str:
    """A wheeled container seen from the front; x is its left edge."""
    lid = poly([(x - 4, y - h), (x + 2, y - h - 20), (x + w - 2, y - h - 20), (x + w + 4, y - h)], shade(tone, -0.3))
    if not open_lid:
        lid = path(f"M{x - 4:g} {y - h:g}q{w / 2 + 4:g} -13 {w + 8:g} 0z", shade(tone, -0.22))
    return "".join(
        (
            lid,
            poly([(x, y - h), (x + w, y - h), (x + w - 5, y - 5), (x + 5, y - 5)], tone),
            rect(x - 3, y - h, w + 6, 5, shade(tone, -0.3)),
            path(
                box(x + w * 0.3, y - h + 8, 2.5, h - 16) + box(x + w * 0.66, y - h + 8, 2.5, h - 16), shade(tone, -0.14)
            ),
            dot(x + 12, y - 3, 4, INK),
            dot(x + w - 12, y - 3, 4, INK),
        )
    )


def notice(x: float, y: float, w: float = 22, h: float = 28, *, turn: float = 0) -> str:
    """A sheet of paper on a wall; (x, y) is its upper left corner."""
    rules = f"M4 {h * 0.28:g}h{w - 8:g}M4 {h * 0.5:g}h{w - 8:g}M4 {h * 0.72:g}h{w * 0.4:g}"
    return moved([rect(0, 0, w, h, "FAF8F0"), line(rules, "8C979A", 2.2)], x, y, turn=turn)


def ladder(x: float, y: float, h: float, *, lean: float = 14, tone: str = "B98A52") -> str:
    rungs = "".join(f"M{x + lean * at / h:g} {y - at:g}h16" for at in range(10, int(h) - 4, 13))
    return line(f"M{x:g} {y:g}L{x + lean:g} {y - h:g}M{x + 16:g} {y:g}L{x + 16 + lean:g} {y - h:g}{rungs}", tone, 3)


def crate(x: float, y: float, w: float = 34, h: float = 18, *, fruit: str = "") -> str:
    slats = "".join(box(x, y - h + at, w, 4.4) for at in range(0, int(h) - 3, 6))
    heap = "".join(dot(x + 5 + at * 6, y - h - 1, 4, fruit) for at in range(int(w // 6))) if fruit else ""
    return heap + rect(x, y - h, w, h, shade(WOOD, -0.25)) + path(slats, "B98A52")


def bucket(x: float, y: float, tone: str = STEEL, *, k: float = 1) -> str:
    parts = [
        path("M-10-20h20l-3 20h-14z", tone),
        oval(0, -20, 10, 3, shade(tone, -0.25)),
        line("M-10-20q10-16 20 0", INK, 1.6),
    ]
    return moved(parts, x, y, k)


def rubble(v: View, x: float, y: float, w: float, *, tone: str = "9B978B") -> str:
    """Broken pieces in a low heap."""
    luck = v.dice(f"rubble{x:.0f}{y:.0f}")
    stones = []
    for at in range(max(3, int(w // 13))):
        left, size = x + at * 13 + luck.between(-3, 3), luck.between(6, 13)
        edge = [(left, y), (left + size * 0.2, y - size * 0.7), (left + size, y - size * 0.5), (left + size * 1.2, y)]
        stones.append(poly(edge, shade(tone, luck.between(-0.3, 0.3))))
    return "".join(stones)


def earth_heap(x: float, y: float, w: float) -> str:
    k = w / 100
    parts = [path("M0 0q20-34 50-36q34 0 50 36z", SOIL), path("M16-14q20-20 34-20q-10 10-12 20z", shade(SOIL, 0.16))]
    return moved(parts, x, y, k)


def cover(x: float, y: float, *, tone: str = "B7BCBB", k: float = 1) -> str:
    """A sewer cover lying in its frame; (x, y) is its middle."""
    parts = [
        oval(0, 2, 96, 35, "5F6263"),
        oval(0, 1, 72, 24, shade(tone, -0.2)),
        oval(0, -2, 72, 24, tone),
        line("M-62-2h124M-54-10h108M-54 6h108M-36-17h72M-36 13h72", shade(tone, -0.24), 3.4),
        oval(0, -2, 13, 5, shade(tone, -0.32)),
    ]
    return moved(parts, x, y, k)


def road_sign(x: float, y: float, h: float = 84, *, turn: float = 0) -> str:
    """The blue square of a pedestrian crossing on its pole."""
    parts = [
        line(f"M0 0V{-h:g}", "8C9A9C", 4.5),
        rect(-15, -h - 4, 30, 30, "2F5F9E", r=3),
        path(f"M0 {-h:g}l10 20h-20z", PAPER),
        path(f"M-1.5 {-h + 7:g}h3l3 10h-3l-1.5-4-2 4h-3z", INK),
    ]
    return moved(parts, x, y, turn=turn)


def drops(x: float, y: float, h: float, columns: int = 3, gap: float = 11) -> str:
    falls = "".join(f"M{x + at * gap:g} {y + (at % 2) * 7:g}v{h - (at % 2) * 7:g}" for at in range(columns))
    return line(falls, "5D98A5", 2.8, dash="5 8")


def jets(x: float, y: float, k: float = 1) -> str:
    """Water standing up out of a burst pipe."""
    big = "M-8 0c-4-42-22-64-46-62M-2 0c-2-50 0-74 4-92M6 0c4-42 24-62 48-58"
    small = "M-12 0c-12-30-30-38-46-30M12 0c12-28 34-36 48-24M-5 0c-4-40-12-60-22-74M5 0c2-40 8-58 18-72"
    return moved([line(big, FOAM, 8), line(small, FOAM, 4.5, 0.9)], x, y, k)


def plate(x: float, y: float, w: float = 26, h: float = 18) -> str:
    """The enamel house number, without a number: drawn marks only."""
    return rect(x, y, w, h, DEEP, r=3) + line(f"M{x + 7} {y + h / 2}h{w - 14}", PAPER, 3.5)
