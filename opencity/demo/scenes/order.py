"""Rubbish, containers, dogs, stalls, monuments: the order of shared places."""

from __future__ import annotations

from . import backdrops
from . import greenery as g
from . import people as p
from . import props as o
from .palettes import AMBER, BRICK, CONCRETE, INK, PAPER, STEEL, WOOD
from .pen import box, dot, line, moved, oval, path, poly, rect, shade
from .view import View

PLASTIC, PAPERBLUE, GLASSGREEN, MIXED = "E0B23C", "4A6FA5", "5F8F5A", "5C6468"


def dump(v: View) -> None:
    backdrops.river(v)
    v.focus = (230, 215)
    v.add(g.reeds(424, 240), g.reeds(30, 222, 0.7))
    if v.after:
        v.add(p.heron(384, 216), v.shadow(176, 268, 100, 50), o.bench(v, 130, 268, 96, slat=WOOD))
        v.add(p.person(176, 262, p.passer(v, "angler"), "sit"), rect(284, 236, 46, 30, PAPER))
        v.add(line("M290 266v16M324 266v16", WOOD, 4))
        v.add(line("M291 245h32M291 253h32M291 260h18", "8C979A", 2.6))
        return
    if v.during:
        v.add(o.truck(120, 262, "9AA39A", k=0.9), o.bag(90, 206, 0.5), o.bag(62, 206, 0.46, "3D565B"))
        v.add(v.shadow(120, 262, 120, 60))
        v.add(p.person(246, 270, p.passer(v, "first"), "carry", left=True), o.bag(228, 244, 0.42))
        v.add(p.person(318, 276, p.passer(v, "second"), "dig"), o.bottle(352, 278, turn=80), o.bag(282, 284, 0.62))
        v.add(p.child(398, 284, "A65A3A", "walk", left=True), o.bag(386, 280, 0.3, "3D565B"))
        return
    v.add(poly([(90, 262), (290, 278), (440, 290), (452, 282), (200, 256)], "000000", v.light.shadow))
    v.add(_tyre(250, 262), o.bag(130, 264), o.bag(186, 270, 0.86, "3D565B"), o.bag(90, 280, 0.7, "41504F"))
    v.add(o.bag(160, 284, 0.6))
    v.add(path("M286 270l8-40 54 8-6 40z", "C9C5B8"), path("M286 270l8-40 8 1-7 41z", shade("C9C5B8", -0.2)))
    v.add(rect(304, 244, 30, 18, INK, 0.5), o.bottle(226, 286, turn=76), o.bottle(370, 280, "A6CBD1", turn=-70))
    v.add(o.bottle(62, 270, turn=84))
    v.add(rect(240, 276, 34, 9, BRICK, 0.85), poly([(330, 284), (358, 278), (364, 290), (338, 296)], PAPER))
    v.add(poly([(400, 268), (430, 262), (434, 272), (404, 278)], "B98A52"))


def _tyre(x: float, y: float) -> str:
    ring = f'<ellipse cx="{x}" cy="{y - 20}" rx="17" ry="20" fill="none" stroke="#2B3336" stroke-width="11"/>'
    return ring + f'<ellipse cx="{x}" cy="{y - 20}" rx="11" ry="14" fill="none" stroke="#566064" stroke-width="2"/>'


def bins_full(v: View) -> None:
    backdrops.yard(v, horizon=190, path_at=236)
    v.focus = (220, 215)
    v.add(path("M20 222h330l30 44H-4z", CONCRETE), path("M-4 266h384v5H-4z", shade(CONCRETE, -0.25)))
    if v.after:
        v.add(path(box(30, 176, 300, 50), "A9865C"))
        v.add(path("".join(box(30 + at, 176, 3, 50) for at in range(0, 300, 18)), shade("A9865C", -0.2)))
        v.add(rect(24, 170, 312, 8, "7C6244"))
    tone = v.dice("bin").pick(("3D6B5B", "4A5F6F", "6B6F4A"))
    for at in (60, 138, 216):
        v.add(v.shadow(at + 30, 254, 50, 40))
    if v.after:
        v.add(*(o.bin_box(at, 254, tone, w=62, h=52) for at in (60, 138, 216)))
        v.add(p.person(322, 270, p.passer(v, "neighbour"), "walk", left=True), o.bag(306, 250, 0.34))
        v.add(g.bush(v, 420, 258, 70))
        return
    if v.during:
        v.add(o.truck(404, 262, "E07B3A", cab="E2DFD3", k=1.06), line("M322 236L300 200", STEEL, 6))
        v.add(o.bin_box(60, 254, tone, w=62, h=52), o.bin_box(138, 254, tone, w=62, h=52))
        v.add(moved([o.bin_box(-31, 0, tone, w=62, h=52, open_lid=True)], 272, 226, turn=24))
        v.add(p.person(230, 270, p.WORKER, "carry"), p.person(40, 276, p.OTHER_WORKER, "dig"), o.bag(92, 282, 0.5))
        return
    for at in (60, 138, 216):
        v.add(o.bin_box(at, 254, tone, w=62, h=52, open_lid=True), o.bag(at + 20, 208, 0.52))
        v.add(o.bag(at + 44, 206, 0.46, "41504F"), poly([(at + 6, 204), (at + 24, 190), (at + 36, 204)], PAPER))
    v.add(o.bag(38, 272, 0.8), o.bag(306, 270, 0.9, "3D565B"), o.bag(340, 278, 0.66), o.bag(196, 284, 0.56))
    v.add(path("M374 276v-40q0-8 8-8h54q8 0 8 8v40z", "8C6A5A"))
    v.add(path("M366 254q10-6 14 4v18h-14zM452 254q-10-6-14 4v18h14z", shade("8C6A5A", -0.2)))
    v.add(rect(382, 252, 54, 12, shade("8C6A5A", 0.15), r=4))
    v.add(o.bottle(128, 278, turn=80), poly([(238, 276), (260, 270), (266, 282), (244, 288)], PAPER))
    v.add(poly([(92, 278), (110, 274), (114, 284), (96, 288)], "B98A52"))
    v.add(moved([p.dog(0, 0, "9A7B56")], 268, 286, 0.9, mirror=True))


def sorting(v: View) -> None:
    backdrops.yard(v, horizon=190, path_at=300)
    v.focus = (230, 215)
    v.add(path("M30 226h420l24 38H4z", CONCRETE), path("M4 264h470v5H4z", shade(CONCRETE, -0.25)))
    if v.before:
        v.add(v.shadow(150, 254, 60, 60), o.bin_box(110, 254, MIXED, w=76, h=58, open_lid=True), o.bag(132, 202, 0.5))
        v.add(o.bottle(166, 200), o.bottle(152, 200, "A6CBD1", turn=20))
        v.add(poly([(170, 200), (188, 184), (192, 200)], PAPER))
        v.add(o.bottle(214, 262, "8FB7A6", turn=78), o.bottle(246, 256, "A6CBD1"), o.bottle(258, 258, "6F9A6A"))
        v.add(o.bottle(270, 256, "6F9A6A"), path("M300 258l4-28 40 4-2 26z", "B98A52"))
        v.add(line("M304 232l18 8 22-4", "8E6B45", 2), poly([(352, 262), (384, 254), (390, 266), (358, 272)], PAPER))
        v.add(o.bag(84, 270, 0.6), o.bottle(60, 278, "A6CBD1", turn=84), o.canister(404, 262, 0.9))
        v.add(p.person(438, 282, p.passer(v, "neighbour"), left=True), o.bag(420, 282, 0.36))
        return
    kinds = ((48, PLASTIC, "bottle"), (136, PAPERBLUE, "sheet"), (224, GLASSGREEN, "jar"), (312, MIXED, "dash"))
    for at, tone, mark in kinds[: 2 if v.during else 4]:
        v.add(v.shadow(at + 34, 254, 56, 40), o.bin_box(at, 254, tone, w=70, h=58), _mark(at + 35, 226, mark))
    if v.during:
        v.add(moved([o.bin_box(-35, 0, GLASSGREEN, w=70, h=58)], 274, 258, turn=-7))
        v.add(p.person(328, 268, p.WORKER, "carry", left=True), p.person(214, 270, p.OTHER_WORKER, "reach"))
        v.add(o.truck(430, 298, "E2DFD3", k=0.7, left=True))
        return
    v.add(v.shadow(140, 284, 26, 50), o.bottle(113, 222, "A6CBD1", turn=-20))
    v.add(p.person(130, 282, p.passer(v, "neighbour"), "reach", left=True), p.child(164, 284, "C4573A"))
    v.add(o.notice(398, 190, 36, 44), line("M402 234v30M428 234v30", STEEL, 3.5), g.bush(v, 452, 262, 50))


def _mark(x: float, y: float, kind: str) -> str:
    """What goes into the container, as a white sign on it."""
    drawn = {
        "bottle": path("M-5 10v-14q0-4 3-6v-5h4v5q3 2 3 6v14z", PAPER),
        "sheet": path("M-8 10v-22h11l6 6v16z", PAPER),
        "jar": path("M-7 10v-16h-1v-6h16v6h-1v16z", PAPER),
        "dash": path("M-9 10l2-16h14l2 16zM-10-8h20v-3h-20z", PAPER),
    }
    return moved([drawn[kind]], x, y)


def stray_dogs(v: View) -> None:
    backdrops.yard(v, path_at=250)
    v.focus = (250, 222)
    luck = v.dice("pack")
    coats = luck.shuffled(("9A7B56", "4E4640", "C2A678", "6E6258"))
    v.add(o.fence(-4, 226, 120, "8F978C", h=30), g.tree(v, 60, 236, 110))
    if v.after:
        v.add(v.shadow(230, 268, 14, 60), p.person(220, 268, p.passer(v, "walker"), "walk"))
        v.add(line("M233 238Q254 250 272 250", INK, 2), p.dog(268, 270, coats[0], tag=True))
        v.add(p.child(370, 266, "C4573A", "walk", left=True), o.bench(v, 380, 252, 84))
        return
    if v.during:
        v.add(o.van(380, 250, "E2DFD3", stripe="5F8F5A", left=True), rect(398, 196, 36, 26, "39454A"))
        v.add(line("M404 196v26M412 196v26M420 196v26M428 196v26", "9AA5A5", 2))
        v.add(p.person(180, 276, p.passer(v, "volunteer"), "kneel"), p.dog(232, 278, coats[0], left=True))
        v.add(line("M200 252L226 262", AMBER, 2.4), p.person(288, 270, p.passer(v, "vet")))
        v.add(p.dog(110, 284, coats[1], lying=True), oval(204, 282, 10, 3, STEEL))
        return
    v.add(v.shadow(150, 272, 40, 50), p.dog(140, 272, coats[0]), p.dog(204, 262, coats[1]), v.shadow(232, 288, 40, 50))
    v.add(moved([p.dog(0, 0, coats[2])], 232, 290, 1.15), p.dog(76, 284, coats[3], lying=True))
    v.add(line("M266 252l8-4M266 260h9", INK, 2), v.shadow(352, 276, 26, 60))
    v.add(p.person(346, 276, p.mother(v), left=True), p.child(374, 278, "C4573A", left=True))


def kiosk(v: View) -> None:
    backdrops.street(v, horizon=180, kerb=252, parked=False)
    v.focus = (230, 210)
    tone = v.dice("kiosk").pick(("7C8FA0", "9A8A6A", "6F8A7A"))
    if v.after:
        v.add(rect(120, 214, 190, 34, shade(CONCRETE, 0.16)))
        v.add(line("M158 214l-6 34M196 214l-4 34M234 214v34M272 214l4 34M120 231h190", CONCRETE, 1.5))
        v.add(g.tree(v, 60, 230, 92), v.shadow(60, 230, 8, 60))
        v.add(v.shadow(200, 240, 26, 60), p.person(180, 242, p.mother(v), "walk"), p.pram(216, 242))
        v.add(p.person(318, 238, p.passer(v, "second"), "walk", left=True), v.shadow(318, 238, 14, 50))
        v.add(p.elder(390, 246, left=True))
        return
    stall = _stall(tone, v)
    if v.during:
        v.add(o.truck(350, 294, "8A8F8E", cab=BRICK, k=1.04), line("M322 240L306 70L216 44", AMBER, 9))
        v.add(line("M216 46V74M216 74L150 92M216 74L282 92", INK, 2.4), moved([stall], 0, -34))
        v.add(rect(124, 236, 180, 14, "000000", 0.12))
        v.add(p.person(96, 252, p.WORKER, "reach"), o.cone(50, 272), o.cone(230, 274), o.crate(20, 252))
        v.add(o.crate(22, 234))
        return
    v.add(v.shadow(214, 244, 180, 90), stall)
    v.add(o.crate(76, 252, 42, 20, fruit="C4573A"), o.crate(84, 272, 42, 20, fruit="D98A3A"))
    v.add(o.crate(312, 250, 42, 20, fruit="8FA05A"), o.crate(318, 272, 42, 20, fruit="7A3B69"))
    v.add(o.crate(356, 262, 34, 20), o.crate(358, 242, 34, 20), o.crate(50, 268, 30))
    v.add(v.shadow(396, 288, 14, 40), p.person(396, 288, p.passer(v, "walker"), "walk", left=True), p.elder(166, 276))
    v.add(o.crate(200, 286, 40, 14, fruit="C4573A"))


def _stall(tone: str, v: View) -> str:
    """A kiosk 180 wide standing at y 244, with a striped awning and a hatch."""
    stripes = "".join(f"M{116 + at} 134h14l-4 24h-16z" for at in range(0, 188, 28))
    return "".join(
        (
            rect(124, 126, 180, 118, tone),
            rect(290 if v.lee > 0 else 124, 126, 14, 118, "000000", 0.14),
            rect(140, 158, 120, 42, "2D3F46"),
            path(
                box(144, 182, 16, 18)
                + box(164, 176, 12, 24)
                + box(182, 184, 22, 16)
                + box(210, 178, 14, 22)
                + box(230, 182, 24, 18),
                "C9A15A",
            ),
            rect(134, 200, 134, 7, shade(tone, 0.4)),
            rect(112, 134, 204, 24, PAPER),
            path(stripes, BRICK),
            rect(118, 118, 192, 14, shade(tone, -0.35)),
            line("M136 222h60M136 232h40", shade(tone, -0.25), 4),
        )
    )


def memorial(v: View) -> None:
    backdrops.yard(v, horizon=190, path_at=272)
    v.focus = (240, 200)
    clean = "C6C8C4" if v.after else "A3A39B"
    v.add(g.tree(v, 70, 226, 120), g.tree(v, 420, 224, 112), v.shadow(250, 252, 120, 110))
    v.add(path("M120 256h240l14 14H106z", clean), rect(120, 244, 240, 13, shade(clean, 0.14)))
    v.add(rect(146, 230, 188, 15, clean), path("M204 232L214 70l26-16 26 16 10 162z", shade(clean, 0.06)))
    v.add(path("M240 54l26 16 10 162h-36z", "000000", 0.09 if v.lee > 0 else 0.02))
    if v.before:
        _forgotten(v)
        return
    bronze = (
        rect(218, 152, 46, 54, "9A7B3C")
        + rect(221, 155, 40, 48, "B8954C")
        + line("M228 166h26M228 175h26M228 184h26M228 193h16", "6E5626", 2.8)
    )
    if v.during:
        v.add(rect(220, 154, 42, 50, "8C8B82"), path("M204 232L214 70l26-16v178z", "FFFFFF", 0.28))
        v.add(o.ladder(250, 244, 130, lean=6), p.person(268, 168, p.passer(v, "first"), "reach", left=True))
        v.add(p.person(160, 278, p.passer(v, "second"), "kneel"), o.bucket(196, 280), moved([bronze], 92, 60))
        v.add(p.person(412, 284, p.passer(v, "third"), "dig", left=True), p.shovel(412, 284, left=True))
        v.add(o.bag(450, 288, 0.5))
        return
    v.add(bronze, path("M120 262h240l8 8H112z", "7A6248"), g.flowers(v, 122, 258, 96, 2), g.flowers(v, 268, 258, 96, 2))
    v.add(path("M226 244l4-16 22 0 4 16z", "6E8A62"))
    heads = zip((230, 238, 246, 234, 243), (226, 221, 225, 232, 231), ("C4573A", PAPER) * 3, strict=False)
    v.add(*(dot(x, y, 4, tone) for x, y, tone in heads))
    v.add(p.elder(92, 290), p.child(116, 292, "4A5F8F"), v.shadow(100, 290, 28, 40))


def _forgotten(v: View) -> None:
    """Cracks, a chipped edge, the plaque fallen on the steps, weeds and last year's flowers."""
    v.add(rect(220, 154, 42, 50, "8C8B82"), dot(223, 158, 1.8, INK), dot(259, 158, 1.8, INK))
    v.add(line("M226 90l10 24-8 16 12 22M262 180l-14 20 8 30M160 230l14 14M310 244l-10 12", "6B6A62", 2.6))
    v.add(path("M266 72l2 30-14-8-4-30z", shade(v.light.far, -0.1)))
    fallen = [rect(-22, -8, 46, 32, "7A6A45"), line("M-14 0h30M-14 8h30M-14 15h18", "5C4F33", 2.6)]
    v.add(moved(fallen, 300, 246, turn=-16))
    v.add(g.weeds(v, 110, 258, 70), g.weeds(v, 226, 246, 46), g.weeds(v, 330, 262, 60))
    v.add(line("M180 244l-14-10M184 243l-16-4M180 246l-18 2", "8A7A4A", 3), dot(164, 233, 3, "7C6244"))
    v.add(dot(166, 239, 3, "7C6244"), rect(178, 238, 12, 8, "77776E"), v.shadow(76, 288, 14, 40), p.elder(76, 288))
