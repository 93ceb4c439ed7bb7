"""Homes and their stairs: heat, lifts, roofs, entrances."""

from __future__ import annotations

from . import backdrops
from . import buildings as b
from . import greenery as g
from . import people as p
from . import props as o
from .palettes import AMBER, BARK, CONCRETE, INK, PAPER, SNOW, STEEL, SUN, TEAL, WATER, WINTER, WOOD
from .pen import dot, line, moved, oval, path, poly, rect, shade
from .view import View


def heat_none(v: View) -> None:
    v.under(WINTER)
    backdrops.winter_yard(v, b.WARM if v.after else b.COLD)
    v.focus = (250, 210)
    v.add(line("M64 244V170M64 206L36 180M64 196L96 166M64 184L44 158", BARK, 6), v.shadow(64, 244, 8, 70))
    v.add(v.shadow(280, 262, 300, 30))
    for x in (130, 236, 342, 448):
        v.add(rect(x - 6, 232, 12, 36, "8C8B80"), rect(x - 10, 264, 20, 6, SNOW))
    wrap = "B9BDBA" if not v.after else "D8B45C"
    for y in (210, 226):
        v.add(rect(96, y, 400, 14, wrap), rect(96, y, 400, 4, shade(wrap, 0.35)))
        v.add(rect(96, y + 11, 400, 3, shade(wrap, -0.25)))
    if v.after:
        v.add(line("M150 210v30M204 210v30M258 210v30M312 210v30M366 210v30M420 210v30", shade(wrap, -0.2), 2))
        v.add(p.person(176, 286, p.passer(v, "walker"), "walk"), p.child(202, 288, "C4573A", "walk"))
        v.add(v.shadow(176, 286, 26, 50))
        return
    v.add(rect(262, 208, 62, 34, "6B5A4C"), rect(262, 214, 62, 5, "8A7666"), rect(262, 230, 62, 5, "8A7666"))
    v.add(path("M258 240q-8 8-2 20l8-16zM318 240q6 10 14 14l-4-16z", "C9B98A"))
    if v.before:
        v.add(_steam(292, 208), oval(296, 268, 56, 8, "C3CDD0"), p.elder(176, 284), v.shadow(176, 284, 14, 40))
        v.add(line("M300 236v26", WATER, 3.4, dash="5 7"))
        return
    v.add(p.person(246, 274, p.WORKER, "kneel"), dot(270, 238, 4, SUN))
    v.add(line("M270 238l10-8M270 238l12 2M270 238l4 12", SUN, 2))
    v.add(p.person(346, 276, p.OTHER_WORKER, "carry", left=True), o.van(116, 282, "E2DFD3", stripe=AMBER, k=0.8))
    v.add(o.cone(216, 288), o.cone(392, 288))


def _steam(x: float, y: float) -> str:
    puffs = ((0, -8, 12), (10, -30, 17), (-8, -50, 20), (18, -70, 24), (2, -98, 28), (36, -112, 24), (-22, -84, 18))
    return "".join(dot(x + dx, y + dy, r, "FFFFFF", 0.5) for dx, dy, r in puffs)


def lift(v: View) -> None:
    wall = v.dice("hall").pick(("C9D3C4", "D3CFC0", "C7D0D4"))
    backdrops.room(v, wall=shade(wall, -0.06 if v.before else 0.1), floor="A7A294")
    v.focus = (230, 180)
    v.add(rect(0, 132, 480, 101, shade(wall, -0.26)), rect(0, 129, 480, 4, shade(wall, -0.4)))
    v.add(line("M240 240L226 300M80 240L20 300M400 240L460 300M0 268h480", shade("A7A294", -0.12), 1.6))
    v.add(path("M352 240V92H480V240z", shade(wall, -0.4)))
    v.add(path("M360 240h120v-22h-96v-22h96v-22h-72v-22h72v-22h-48v-22h48", shade(wall, -0.22)))
    v.add(line("M372 214L470 118", WOOD, 5))
    v.add(rect(140, 62, 152, 178, "6D7678"), rect(152, 74, 128, 166, "141C20"), rect(306, 140, 20, 36, "8A9496", r=2))
    if v.before:
        v.add(rect(152, 74, 40, 166, "8F9899"))
        v.add(poly([(236, 74), (280, 74), (280, 240), (252, 240), (240, 170), (246, 120)], "8F9899"))
        v.add(line("M246 120l10 8M240 170l14-4M172 110l8 40M166 180l10 20", "5C6668", 3))
        v.add(o.tape(140, 186, 292, 168, sag=18), o.notice(302, 96, 30, 36, turn=-5), dot(316, 152, 3.4, "7C3A2C"))
        v.add(rect(196, 20, 64, 8, "9AA3A0"))
        v.add(v.shadow(100, 280, 22, 50), p.person(100, 284, p.mother(v), "stand", 1.6))
        v.add(p.pram(50, 286, 1.5, left=True))
        return
    if v.during:
        v.add(rect(152, 74, 30, 166, "A9B2B2"), rect(250, 74, 30, 166, "A9B2B2"))
        v.add(line("M216 74V150M224 74V150", STEEL, 2.6), p.person(186, 270, p.WORKER, "kneel", 1.6))
        v.add(rect(256, 262, 44, 20, "AC3517", r=2), line("M266 262q12-11 24 0", INK, 3), o.barrier(40, 286))
        v.add(p.person(336, 278, p.OTHER_WORKER, "stand", 1.6, left=True))
        return
    v.add(rect(152, 74, 128, 166, "F6E3B4"), rect(160, 84, 112, 156, "E9D7A6"), rect(176, 100, 80, 60, "CFE0E4"))
    v.add(rect(152, 74, 20, 166, "C3CBCB"), rect(260, 74, 20, 166, "C3CBCB"), rect(152, 74, 128, 8, "FFF3CF"))
    v.add(dot(316, 152, 4, SUN), dot(316, 164, 4, PAPER), rect(196, 20, 64, 8, "FFF3CF"), rect(190, 48, 52, 10, INK))
    v.add(path("M210 56l6-6 6 6z", AMBER), path("M152 240h128l30 40H122z", "FFF3CF", 0.35))
    v.add(p.person(236, 266, p.mother(v), "walk", 1.6, left=True), p.pram(184, 268, 1.5, left=True))


def roof_leak(v: View) -> None:
    paper = v.dice("room").pick(("D9CDB4", "C9D3C4", "D3C6BE"))
    backdrops.room(v, wall=paper, floor="A9835A", base=234)
    v.focus = (240, 180)
    v.add(line("M0 258h480M0 280h480M90 235l-30 65M250 235l-4 65M400 235l30 65", shade("A9835A", -0.14), 1.6))
    v.add(rect(0, -20, 480, 50, "EFEBDF"), rect(0, 28, 480, 5, shade(paper, -0.2)))
    v.add(b.big_window(56, 78, 78, 96), path("M44 70q14 60-4 118h-12V70zM146 70q-14 60 4 118h12V70z", "B8784F"))
    v.add(rect(22, 64, 146, 6, "6B4E42"))
    sofa = v.dice("sofa").pick(("6E7F8A", "7F6A62", "6B7B62"))
    v.add(path("M330 252v-46q0-12 12-12h100q12 0 12 12v46z", sofa))
    v.add(path("M318 222q14-6 20 6v26h-20zM466 222q-14-6-20 6v26h20z", shade(sofa, -0.18)))
    v.add(rect(338, 226, 108, 18, shade(sofa, 0.16), r=6), rect(354, 96, 70, 50, "8E6B45"))
    v.add(rect(360, 102, 58, 38, "BFD0CC"), path("M360 140l20-18 14 10 10-8 14 16z", "7F9A6A"))
    if v.after:
        v.add(line("M244 30v26", INK, 2.4), path("M226 70q18-26 36 0z", AMBER), dot(244, 72, 6, "FFF3CF"))
        v.add(p.elder(210, 278, 1.5), oval(330, 282, 110, 10, "B86A4A"), oval(330, 282, 92, 7, "D8A07A"))
        return
    stain = "M176 30q10 26 44 20 20 30 50 12 30 10 46-14 20-2 22-18z"
    v.add(path("M164-20h190v52H164z", "D3BF94"), path(stain, "BFA273"))
    v.add(path("M200 0q40-14 100 0t20 30H200q-18-16 0-30z", "A98A5C"))
    if v.before:
        v.add(line("M212 16l20 8-6 10M280 8l-10 14 12 10", "7C6240", 2.2), o.drops(222, 62, 172, 2, 70))
        v.add(o.drops(258, 74, 176, 1), line("M236 50q-4 40 2 90M270 60q4 50 0 80", "BFA273", 5, 0.5))
        v.add(path("M194 240h58l-8 24h-42z", "5E8FA0"), oval(223, 240, 29, 7, WATER), o.bucket(292, 262, STEEL, k=1.5))
        v.add(oval(292, 232, 13, 3.6, WATER), oval(258, 274, 60, 7, WATER, 0.7))
        v.add(line("M223 236l-8-12M223 236l9-10M292 229l-8-9M292 229l8-9", WATER, 2.4), p.elder(140, 284, 1.5))
        return
    v.add(path("M164-20h190v52H164z", "EFEBDF", 0.5), o.ladder(222, 276, 190, lean=24))
    v.add(p.person(250, 178, p.WORKER, "reach", 1.4), path("M300 260l110-6 60 40H290z", "E2E6E4"))
    v.add(path("M318 200q70-26 150 4v54l-150 0z", "E2E6E4", 0.92))
    v.add(line("M336 206q4 30-4 50M400 194q6 30 0 62", "C3CACA", 2.4), o.bucket(190, 280, PAPER, k=1.4))
    v.add(p.person(130, 286, p.OTHER_WORKER, "carry", 1.5))


def entrance(v: View) -> None:
    fresh = v.dice("fresh").pick(("E4CFA0", "D9C7A8", "CFD6C4"))
    wall = backdrops.facade(v, base=250, wall=fresh if v.after else "BDB6A6")
    v.focus = (240, 200)
    if v.during:
        v.add(rect(-10, -20, 260, 180, fresh))
    for x in (44, 376):
        v.add(b.big_window(x, 92, 60, 72, frame=PAPER if v.after else "A8A08E"))
    v.add(path("M176 238h128v12H176zM164 244h152v12H164z", CONCRETE), rect(158, 250, 164, 8, shade(CONCRETE, -0.2)))
    if v.before:
        v.add(b.door(206, 240, 68, 128, "7A6656"))
        v.add(path("M212 128l14 8-6 26 10 30-14 8zM258 190l12-10v40l-16-6z", "A08A74"), line("M206 240l0-128", INK, 5))
        v.add(poly([(206, 112), (222, 116), (222, 240), (206, 240)], "1F282C"))
        v.add(path("M164 84l152 8 6 14-158-10z", "8F8A7D"), path("M250 94l22 2-4 8-12-2z", "6B675D"))
        v.add(b.bricks(300, 150, 4, 8), b.bricks(112, 190, 3, 6), b.bricks(330, 216, 2, 3))
        v.add(line("M120 20l14 40-10 30 12 40M340 10l-10 50 14 30", shade(wall, -0.3), 2.6))
        v.add(o.rubble(v, 122, 262, 50), o.rubble(v, 318, 264, 60), line("M240 74v10M236 86l8 4", STEEL, 3))
        v.add(g.weeds(v, 20, 262, 60), v.shadow(312, 284, 16, 50), p.elder(312, 288, 1.35, left=True))
        v.add(path("M300 238l16 6 2 10-14 0z", "77746A"))
        return
    v.add(b.door(206, 240, 68, 128, TEAL if v.after else "8A8F8E"), path("M160 90h160l10 14H150z", shade(wall, -0.34)))
    if v.during:
        v.add(b.bricks(330, 200, 3, 5))
        v.add(line("M30 268V20M140 268V20M30 84H150M30 176H150M30 268L140 176M30 176L140 84", STEEL, 4))
        v.add(rect(22, 174, 136, 7, "B98A52"), rect(22, 82, 136, 7, "B98A52"))
        v.add(p.person(80, 174, p.WORKER, "reach", 1.3), o.bucket(124, 174, fresh))
        v.add(p.person(352, 284, p.OTHER_WORKER, "reach", 1.35, left=True), o.bucket(390, 286, fresh, k=1.2))
        v.add(o.cone(186, 286))
        return
    v.add(oval(240, 112, 30, 10, "FFF3CF", 0.5), dot(240, 108, 6, "FFF3CF"), o.plate(286, 128, 30, 20))
    v.add(line("M180 240V200H166V256M300 240V200H314V256", AMBER, 4))
    v.add(path("M24 262h110l8 14H16zM346 262h110l8 14H338z", "7A6248"), g.flowers(v, 22, 266, 112, 2))
    v.add(g.flowers(v, 344, 266, 112, 2))
    v.add(v.shadow(236, 288, 16, 40), p.person(236, 290, p.passer(v, "neighbour"), "walk", 1.35, left=True))
    v.add(moved([o.notice(0, 0, 24, 30)], 180, 140))
