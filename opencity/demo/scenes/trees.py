"""Trees that threaten, trees that fell, branches in the wires, and beds that wait for planting."""

from __future__ import annotations

from . import backdrops
from . import buildings as b
from . import greenery as g
from . import people as p
from . import props as o
from .palettes import AMBER, BARK, SOIL, WOOD
from .pen import dot, line, oval, path, poly, rect, shade
from .view import View


def swings(v: View, x: float, y: float, *, seats: int = 2, frame: str = "AC3517", used: bool = False) -> str:
    """A swing frame 130 wide; x is its left foot."""
    top = y - 92
    hang = [
        line(f"M{x + at} {top}V{y - 28}M{x + at + 20} {top}V{y - 28}", "39454A", 2.4)
        + rect(x + at - 4, y - 30, 28, 6, AMBER, r=2)
        for at in (34, 76)[:seats]
    ]
    rider = p.child(x + 82, y - 9, "4A5F8F", "sit") if used else ""
    poles = f"M{x} {y}L{x + 18} {top}L{x + 36} {y}M{x + 18} {top}H{x + 112}M{x + 94} {y}L{x + 112} {top}L{x + 130} {y}"
    return v.shadow(x + 70, y, 108, 60) + "".join(hang) + rider + line(poles, frame, 6)


def tree_dangerous(v: View) -> None:
    backdrops.yard(v, path_at=276)
    v.focus = (230, 210)
    v.add(v.shadow(122, 262, 30, 190 if not v.after else 30))
    v.add(swings(v, 266, 262, used=v.after))
    if v.after:
        v.add(g.stump(122, 266, 40), g.leaf_litter(v, 60, 262, 70, 14))
        v.add(p.person(232, 282, p.mother(v)))
        return
    if v.before:
        limbs = "M168 140C160 104 162 78 170 46M188 112C220 100 250 98 292 106M150 172C124 158 100 152 72 156"
        twigs = (
            "M206 92C220 70 230 58 250 42M204 94C196 70 190 58 178 30M246 100"
            "C262 84 272 76 290 72M270 102C288 116 296 124 304 138M106 154C96 138 88 130 76 122"
            "M166 70C154 58 146 50 138 44"
        )
        v.add(line(twigs, BARK, 4.4), line(limbs, BARK, 9))
    v.add(path("M104 268C112 214 132 150 198 86L214 98C164 158 144 214 140 268z", BARK))
    v.add(path("M104 268C112 214 132 150 198 86L202 89C142 156 122 214 116 268z", shade(BARK, 0.2)))
    v.add(path("M124 240c4-22 10-40 20-60 2 22-2 44-8 62q-6 6-12-2z", "E9DCC0"))
    v.add(line("M132 236c2-18 6-32 10-46", "B79B6E", 2))
    if v.before:
        v.add(line("M292 106q12 6 8 34q-4 14 2 26", BARK, 5), line("M300 140l12 12M299 156l-12 10", BARK, 3))
        return
    v.add(oval(208, 93, 12, 8, "D8B98A"), o.ladder(152, 266, 150, lean=22), p.person(172, 196, p.WORKER, "reach"))
    v.add(o.cone(64, 282), o.cone(392, 288), o.tape(64, 262, 392, 268, sag=14), g.log(28, 274, 44))
    v.add(p.person(232, 288, p.OTHER_WORKER, left=True))


def tree_fallen(v: View) -> None:
    backdrops.street(v, horizon=190, kerb=250)
    v.focus = (250, 220)
    if v.after:
        v.add(g.sapling(v, 92, 236, 84), v.shadow(92, 236, 8, 60), o.lamp(424, 214))
        v.add(v.shadow(262, 240, 14, 60), p.person(250, 240, p.mother(v), "walk"), p.pram(286, 240))
        return
    v.add(oval(82, 238, 50, 10, SOIL))
    roots = "M70 214L46 196M74 222L40 224M74 234L44 246M84 208L74 182M70 228L50 236"
    v.add(line(roots, SOIL, 6), path("M60 244c-16-22-10-50 14-60 18 4 24 42 14 62z", shade(SOIL, -0.2)))
    leaf = g.leaf_tone(v, "fallen")
    if v.during:
        for at, size in ((120, 52), (186, 44), (244, 46)):
            v.add(g.log(at, 242, size, 12))
        v.add(p.person(330, 246, p.WORKER, "kneel", left=True), rect(300, 222, 26, 9, AMBER, r=2))
        v.add(line("M302 228h-24", "5C6D74", 4))
        v.add(o.truck(420, 292, shade(WOOD, -0.1), left=True, k=0.8), o.cone(30, 272), o.cone(96, 280))
        v.add(p.person(216, 282, p.OTHER_WORKER, "carry"))
        v.add(g.log(210, 254, 30, 6))
        return
    v.add(poly([(80, 248), (330, 262), (470, 276), (480, 262), (330, 250)], "000000", v.light.shadow))
    v.add(path("M74 208C150 206 230 214 330 206L330 220C230 236 150 240 76 240z", BARK))
    v.add(path("M74 208C150 206 230 214 330 206l0 4C230 222 150 214 74 220z", shade(BARK, 0.2)))
    v.add(line("M250 214L300 170M280 222L330 262M310 210L372 186", BARK, 8))
    for x, y, r, tone in (
        (392, 232, 46, -0.18),
        (340, 246, 34, -0.1),
        (356, 192, 40, 0.0),
        (316, 182, 26, 0.0),
        (412, 204, 38, 0.0),
        (372, 172, 24, 0.14),
        (330, 216, 20, 0.1),
    ):
        v.add(dot(x, y, r, shade(leaf, tone)))
    v.add(g.leaf_litter(v, 270, 252, 150, 20), p.person(186, 292, p.passer(v, "passer"), "walk"))
    v.add(v.shadow(186, 292, 14, 40))


def branches(v: View) -> None:
    backdrops.street(v, horizon=196, kerb=254)
    v.focus = (230, 190)
    leaf = g.leaf_tone(v, "crown")
    v.add(line("M424 250V46M410 62h28M412 76h24", "6B5A48", 6), b.wires(62))
    v.add(v.shadow(196, 240, 18, 150), line("M196 242V150M196 190L150 140M196 176L246 130", BARK, 12))
    if v.before:
        rounds = (
            (150, 120, 50),
            (246, 112, 54),
            (196, 84, 56),
            (112, 150, 36),
            (292, 148, 38),
            (222, 58, 40),
            (160, 62, 38),
            (276, 84, 40),
            (198, 130, 44),
        )
        _crown(v, rounds, leaf)
        v.add(line("M96 170q-8 26-2 44M120 176q0 24 6 34M300 170q12 20 8 42M276 168q6 22 0 40", leaf, 9))
        v.add(p.person(296, 266, p.passer(v, "passer"), "dig", left=True), v.shadow(296, 266, 14, 46))
        return
    if v.after:
        _crown(v, ((168, 138, 30), (226, 132, 32), (196, 116, 34)), leaf)
        v.add(p.person(300, 266, p.passer(v, "passer"), "walk", left=True), v.shadow(300, 266, 14, 46))
        v.add(o.bench(v, 52, 244, 84))
        return
    _crown(v, ((150, 120, 42), (196, 104, 44), (206, 130, 36)), leaf)
    v.add(o.truck(330, 292, "E2DFD3", k=0.95), line("M296 240L330 190L282 148", AMBER, 8))
    v.add(rect(262, 128, 40, 24, "D9722B", r=3))
    v.add(p.person(282, 150, p.WORKER, "reach", 0.86, left=True), rect(262, 134, 40, 19, "C9632B", r=3))
    v.add(o.cone(28, 284), o.cone(214, 288), g.bush(v, 112, 268, 76, tone=leaf))
    v.add(g.bush(v, 152, 274, 62, tone=shade(leaf, -0.12)), p.person(76, 288, p.OTHER_WORKER, "carry"))


def _crown(v: View, rounds: tuple[tuple[float, float, float], ...], leaf: str) -> None:
    """Dark rounds first on the lee side, then the middle tone, then light where the sun touches."""
    for x, y, r in rounds:
        v.add(dot(x + v.lee * r * 0.2, y + r * 0.22, r, shade(leaf, -0.18)))
    for x, y, r in rounds:
        v.add(dot(x, y, r * 0.93, leaf))
    for x, y, r in rounds[::2]:
        v.add(dot(x - v.lee * r * 0.3, y - r * 0.32, r * 0.46, shade(leaf, 0.13)))


def planting(v: View) -> None:
    backdrops.yard(v, path_at=280)
    v.focus = (240, 220)
    v.add(path("M60 236L420 236L456 272L24 272z", SOIL if not v.before else "A8987A"))
    v.add(path("M54 240l6-8h360l6 8z", "C9C3B2"))
    v.add(path("M24 272h432l4 8H20z", "D6D0BF"), path("M54 236l6 0-36 36h-8zM420 236h6l38 36h-8z", "BDB6A4"))
    if v.before:
        v.add(line("M110 252l30 8 20-8 26 12M240 244l18 10 34-4 14 12M340 256l30-6 22 10", "83735A", 2.2))
        v.add(g.weeds(v, 84, 262, 40), g.weeds(v, 300, 266, 60), g.bare_branches(214, 262, 1.1))
        v.add(g.bare_branches(386, 258, 0.8))
        v.add(o.bottle(176, 266, turn=80), poly([(268, 262), (284, 258), (288, 264), (272, 268)], "F1EEE4"))
        return
    if v.during:
        v.add(g.sapling(v, 116, 254, 74), v.shadow(116, 254, 8, 46), o.earth_heap(286, 258, 50))
        v.add(oval(270, 258, 20, 5, shade(SOIL, -0.3)))
        v.add(p.digger(222, 262, p.passer(v, "digger")), p.person(372, 266, p.passer(v, "kneeler"), "kneel", left=True))
        v.add(g.flowers(v, 318, 250, 34, 2))
        v.add(o.bucket(410, 270, "3F7F8C"), line("M160 284l60-4", WOOD, 3), o.canister(52, 290))
        v.add(p.child(442, 288, "A65A3A", left=True))
        return
    v.add(g.flowers(v, 48, 254, 380, 3))
    for x in (112, 240, 368):
        v.add(v.shadow(x, 246, 7, 44), g.sapling(v, x, 246, 86))
    v.add(p.elder(424, 292, left=True), v.shadow(424, 292, 14, 40))
