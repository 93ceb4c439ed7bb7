"""Water where it should not be, and no water where it should."""

from __future__ import annotations

from . import backdrops
from . import people as p
from . import props as o
from .palettes import AMBER, ASPHALT, FOAM, INK, PAPER, SOIL, STEEL, TEAL, WATER
from .pen import box, line, moved, oval, path, rect, shade
from .view import View


def water_leak(v: View) -> None:
    backdrops.street(v, horizon=166, kerb=204, parked=False)
    v.focus = (240, 220)
    if v.after:
        v.add(path("M176 226l118-4 26 40-168 6z", shade(ASPHALT, -0.26)))
        v.add(line("M176 226l118-4 26 40-168 6z", shade(ASPHALT, -0.4), 2))
        v.add(v.shadow(96, 200, 14, 50), p.person(96, 200, p.passer(v, "walker"), "walk"))
        v.add(o.car(398, 262, v.dice("car").pick(("8A9BA0", "B9B6AA"))))
        return
    if v.before:
        v.add(o.puddle(250, 256, 400), path("M0 206h70q40 4 90 30l-60 20H0z", WATER, 0.8))
        v.add(path("M206 246l16-14 26 6 22-10 30 16-24 12-44 4z", "4C5051"), o.rubble(v, 196, 250, 30, tone="6E7170"))
        v.add(o.rubble(v, 282, 252, 30, tone="6E7170"))
        v.add(o.jets(252, 244, 1.15), oval(252, 246, 26, 6, FOAM))
        v.add(p.person(64, 204, p.passer(v, "walker")), o.barrier(376, 244))
        return
    v.add(o.earth_heap(20, 262, 120), path("M168 224h170l24 52H146z", shade(SOIL, -0.35)))
    v.add(path("M168 224h170l6 12H162z", shade(SOIL, -0.1)))
    v.add(rect(154, 250, 200, 15, "5E7F86"), rect(154, 250, 200, 4, "86A6AC"), rect(240, 246, 26, 23, AMBER))
    v.add(oval(252, 274, 60, 4, WATER))
    v.add(p.person(214, 262, p.WORKER, "dig"), p.person(314, 226, p.OTHER_WORKER, "stand"))
    v.add(o.van(420, 222, "E2DFD3", stripe=TEAL, left=True, k=0.8))
    v.add(o.barrier(60, 294), o.barrier(360, 290), o.cone(146, 292))


def sewer(v: View) -> None:
    backdrops.roadway(v, horizon=136)
    v.focus = (250, 225)
    if v.after:
        v.add(o.cover(256, 238), v.shadow(96, 158, 12, 50), p.person(96, 160, p.passer(v, "walker"), "walk", 0.8))
        return
    if v.before:
        v.add(path("M96 236c30-34 110-40 170-34s150 0 186 38q20 34-30 48-120 20-250 6-90-12-76-58z", "69654A"))
        v.add(path("M150 240c30-20 90-24 130-20s100 2 120 24q4 18-36 26-90 10-170 0-50-8-44-30z", "7C7856"))
        v.add(line("M176 262q60 12 140 4M140 222q40-12 84-12M330 220q40 2 66 14", "9A9670", 3))
        v.add(oval(256, 240, 66, 21, "2A2B22"))
        v.add(path("M212 240q6-22 24-20 8-14 24-8 18-6 26 10 16 2 16 18-40 14-90 0z", "8A8560"))
        v.add(line("M234 226q6-8 14-4M262 220q10-4 14 6", "B4AF85", 3))
        v.add(
            moved(
                [
                    oval(0, 0, 54, 17, "4D5253"),
                    oval(0, -4, 54, 17, "8B8F8E"),
                    line("M-36-4h72M-28-11h56M-28 3h56", "6D7271", 3),
                ],
                352,
                216,
                turn=-14,
            )
        )
        v.add(p.person(70, 172, p.passer(v, "walker"), "stand", 0.86))
        return
    v.add(oval(256, 240, 80, 27, "6A6D6D"), oval(256, 239, 64, 20, "1B2226"), path("M130 250q50-16 120-10", "69654A"))
    v.add(o.truck(380, 210, "6F9457", tank=True, left=True), line("M312 184C270 176 240 200 252 240", INK, 9))
    v.add(line("M312 184C270 176 240 200 252 240", "4D5C60", 5))
    v.add(oval(150, 276, 52, 16, "4D5253"), oval(150, 272, 52, 16, "8B8F8E"))
    v.add(line("M116 272h68M124 265h52M124 279h52", "6D7271", 3))
    v.add(p.person(206, 244, p.WORKER, "carry"), o.cone(348, 276), o.cone(60, 262), o.barrier(376, 292))


def pump(x: float, y: float, *, running: bool) -> str:
    """A street water column."""
    flow = line(f"M{x + 35} {y - 54}v38", WATER, 5) + oval(x + 35, y - 15, 9, 3, FOAM) if running else ""
    return "".join(
        (
            path(f"M{x - 22} {y}h72l6 8h-84z", "9D9A8C"),
            rect(x - 11, y - 84, 22, 86, "2F6B8A", r=4),
            path(f"M{x - 14} {y - 84}q14-18 28 0z", "255870"),
            line(f"M{x + 8} {y - 64}h22q5 0 5 8", "255870", 6.5),
            line(f"M{x - 8} {y - 78}L{x - 34} {y - 96}", STEEL, 5),
            rect(x - 8, y - 36, 6, 30, "FFFFFF", 0.16),
            flow,
        )
    )


def no_water(v: View) -> None:
    backdrops.yard(v, horizon=190, path_at=250)
    v.focus = (240, 215)
    v.add(v.shadow(170, 262, 24, 90))
    if v.during:
        v.add(o.truck(318, 262, "E8A92B", tank=True), rect(226, 226, 8, 6, STEEL))
        v.add(line("M230 230q-6 10-6 16", WATER, 4), o.canister(222, 270, 1.2))
        v.add(p.person(202, 272, p.passer(v, "first"), "dig"), p.elder(136, 276), o.canister(160, 278))
        v.add(o.canister(112, 278), pump(62, 264, running=False))
        v.add(p.person(88, 284, p.passer(v, "third")), o.canister(66, 286))
        return
    v.add(pump(170, 262, running=v.after))
    if v.after:
        v.add(path("M196 266q20-5 60 2-10 8-44 6z", WATER), o.canister(205, 272, 1.25))
        v.add(p.person(246, 272, p.passer(v, "first"), "kneel", left=True))
        v.add(o.canister(282, 274, 1.1), v.shadow(366, 272, 14, 50), p.person(366, 272, p.passer(v, "second"), "walk"))
        v.add(o.canister(380, 262, 0.9))
        return
    v.add(path("M196 268l10-6 14 4 18-4 6 6-20 6z", "B7A47E", 0.8), o.canister(212, 276, 1.2))
    v.add(p.person(254, 274, p.passer(v, "first"), "reach", left=True), v.shadow(330, 274, 70, 80))
    v.add(p.elder(316, 276, left=True), o.canister(340, 280), p.person(376, 276, p.passer(v, "third"), left=True))
    v.add(o.canister(400, 280, 1.1), o.canister(420, 280), p.child(446, 278, "A65A3A", left=True))


def water_point(v: View) -> None:
    backdrops.street(v, horizon=196, kerb=256, parked=False)
    v.focus = (230, 210)
    v.add(v.shadow(230, 238, 180, 110), _cabin(v))
    if v.before:
        for at in (162, 208, 254, 300):
            v.add(line(f"M{at - 8} 186l16 16M{at + 8} 186l-16 16", "AC3517", 4))
        v.add(o.notice(226, 136, 30, 34, turn=-4), path(box(136, 214, 188, 8), "8E6B45"))
        v.add(p.person(372, 262, p.passer(v, "first"), "walk"), o.canister(386, 252), v.shadow(372, 262, 14, 50))
        v.add(p.elder(84, 264), o.canister(108, 266), o.canister(60, 266))
        return
    if v.during:
        v.add(rect(196, 172, 68, 44, "39454A"), line("M206 182h48M206 194h30v20M244 182v30", "86A6AC", 5))
        v.add(p.person(212, 252, p.WORKER, "kneel"), rect(256, 240, 30, 14, "AC3517", r=2))
        v.add(line("M262 240q9-8 18 0", INK, 3), p.person(338, 258, p.OTHER_WORKER, "carry", left=True))
        v.add(o.cone(118, 268), o.cone(388, 270))
        return
    for at in (162, 208, 254, 300):
        v.add(line(f"M{at} 200v34", "5D98A5", 4.5))
    v.add(o.canister(162, 246, 1.1), o.canister(208, 246, 1.1), o.canister(254, 246, 1.1), o.canister(300, 246, 1.1))
    v.add(p.person(184, 264, p.passer(v, "first"), "dig", left=True), p.person(280, 266, p.passer(v, "second")))
    v.add(p.child(304, 266, "4A5F8F"))
    v.add(v.shadow(280, 266, 30, 60), p.person(384, 264, p.passer(v, "third"), "walk"), o.canister(398, 254))


def _cabin(v: View) -> str:
    """A blue cabin with four taps under a canopy, 200 wide."""
    tone = v.dice("cabin").pick(("3F7F9A", "2F6B8A", "4B8A94"))
    taps = "".join(f"M{at} 190v-6h-8M{at} 190v8" for at in (162, 208, 254, 300))
    drop = path("M0-14q12 14 12 22a12 12 0 0 1-24 0q0-8 12-22z", PAPER)
    return "".join(
        (
            rect(130, 118, 200, 122, tone),
            rect(318, 118, 12, 122, shade(tone, -0.2)),
            path("M116 108h228l-8 14H124z", shade(tone, -0.35)),
            rect(140, 172, 178, 62, shade(tone, 0.55)),
            rect(134, 228, 192, 12, "9D9A8C"),
            line(taps, STEEL, 5),
            moved([drop], 158, 148),
            line("M182 140h112M182 152h70", PAPER, 4.5),
        )
    )
