"""Holes, covers and slabs: what people walk and ride on."""

from __future__ import annotations

from . import backdrops
from . import greenery as g
from . import people as p
from . import props as o
from .palettes import AMBER, ASPHALT, BRICK, CARS, CONCRETE, GLASS, INK, PAPER, STEEL, WATER, WOOD
from .pen import dot, line, moved, oval, path, poly, rect, shade
from .view import View

HOLE = "1B2226"


def hatch_open(v: View) -> None:
    backdrops.roadway(v)
    v.focus = (270, 225)
    if v.after:
        v.add(o.cover(262, 236))
        return
    v.add(oval(262, 237, 90, 33, "5A5C5D"), oval(262, 235, 72, 24, HOLE))
    v.add(path("M190 235a72 24 0 0 0 144 0l-5 11c-22 20-112 20-134 0z", "3A4145"))
    if v.during:
        v.add(p.person(190, 250, p.WORKER, "dig"), line("M214 226L232 214", STEEL, 4))
        v.add(o.cover(392, 264, tone="C4C8C6", k=0.66))
        v.add(p.person(336, 238, p.OTHER_WORKER, "carry", left=True), o.cone(130, 276), o.cone(300, 292))
        v.add(o.barrier(26, 236), o.van(396, 178, "E2DFD3", k=0.7))
        return
    limb = "M266 240C270 196 252 150 232 96M254 152q16-12 22-34M244 126q-18-8-26-22"
    v.add(line(limb, "5A4330", 6.5), path("M234 94c-20 10-34 4-52-6l5 38c16 10 34-4 50 4z", PAPER))
    v.add(path("M220 96c-5 1-10 0-14-1l4 35c6-1 10-2 15-2zM194 92c-4-1-8-2-12-4l5 38c4 2 8 3 12 2z", BRICK))
    v.add(v.shadow(396, 268, 60, 30), oval(398, 266, 46, 15, "4D5253"), oval(398, 261, 46, 15, "8B8F8E"))
    v.add(line("M368 261h60M376 254h44M376 268h44", "6D7271", 3))


def hatch_broken(v: View) -> None:
    backdrops.street(v, horizon=150, kerb=274, parked=False)
    v.focus = (230, 225)
    v.add(oval(236, 226, 102, 36, shade(CONCRETE, -0.3)))
    if v.after:
        v.add(o.cover(236, 226, tone="A9AFAE"), v.shadow(380, 204, 14, 60))
        v.add(p.person(370, 206, p.mother(v), "walk", left=True), p.child(400, 206, "C4573A", left=True))
        return
    v.add(oval(236, 225, 76, 25, HOLE))
    if v.during:
        v.add(o.cover(106, 266, tone="A9AFAE", k=0.7), p.person(176, 244, p.WORKER, "kneel"))
        v.add(line("M192 220l36 6", STEEL, 4), o.barrier(386, 276), o.cone(272, 276), o.cone(44, 232))
        v.add(path("M328 232a40 14 0 0 1 60-14l-20 14 12 10q-36 4-52-10z", "8B8F8E"))
        return
    v.add(path("M160 222a76 25 0 0 1 104-21l-26 20 12 18-34 9a76 25 0 0 1-56-26z", "8B8F8E"))
    v.add(path("M160 222a76 25 0 0 0 56 26l34-9v5l-32 9a76 25 0 0 1-58-27z", "5F6463"))
    v.add(line("M174 216h62M186 208h58M180 226h50M196 236h38M206 201h46", "6D7271", 3.2))
    v.add(line("M206 200l14 16-10 12 16 18", HOLE, 3))
    v.add(path("M276 238l28-8 2 10-24 8z", "7C8080"), line("M352 268L246 176", WOOD, 9))
    v.add(line("M352 268L246 176", shade(WOOD, 0.25), 3), poly([(262, 186), (284, 180), (288, 198), (268, 200)], BRICK))
    v.add(p.person(408, 206, p.passer(v, "passer"), left=True), v.shadow(408, 206, 14, 50))


def pothole(v: View) -> None:
    backdrops.roadway(v)
    v.focus = (260, 230)
    tone = v.dice("car").pick(CARS)
    if v.after:
        v.add(path("M152 214l190-8 46 52-262 12z", shade(ASPHALT, -0.24)))
        v.add(line("M152 214l190-8 46 52-262 12z", shade(ASPHALT, -0.38), 2.4))
        v.add(v.shadow(390, 186, 90, 40), o.car(384, 192, tone, k=0.9))
        return
    if v.before:
        v.add(path("M170 238c6-24 50-28 84-28s60-6 84 8 44 20 26 38-60 22-110 22-96-6-84-40z", "5E6161"))
        v.add(path("M184 240c8-16 40-20 70-20s56-6 76 6 34 16 22 28-54 16-98 16-78-6-70-30z", "45494A"))
        v.add(path("M208 246c14-10 40-12 62-11s58-2 62 10-40 16-70 16-66-2-54-15z", WATER))
        v.add(line("M232 244h44M250 254h40", shade(WATER, 0.4), 2.6), o.rubble(v, 150, 262, 34, tone="6A6D6D"))
        v.add(o.rubble(v, 360, 270, 30, tone="6A6D6D"))
        v.add(v.shadow(396, 190, 90, 40), moved([o.car(0, 0, tone)], 392, 198, 0.95, turn=7))
        v.add(line("M112 228l-20-10M108 246l-26 0", "9A9D9C", 2.4))
        return
    v.add(path("M152 214l190-8 46 52-262 12z", "3E4243"), path("M152 214l190-8 20 22-222 12z", shade(ASPHALT, -0.24)))
    v.add(
        moved(
            [
                rect(-46, -52, 74, 30, AMBER, r=4),
                path("M-20-52v-26h34l8 26z", shade(AMBER, -0.2)),
                rect(-14, -74, 22, 18, GLASS),
                dot(-30, -16, 20, INK),
                dot(26, -16, 21, "8B9391"),
                dot(26, -16, 17, "A9B2B2"),
                dot(-30, -16, 12, "77807F"),
                line("M26-16V-40H8", AMBER, 5),
                dot(26, -16, 4, INK),
            ],
            372,
            222,
        )
    )
    v.add(p.digger(206, 256, p.WORKER, 1.05), p.person(100, 246, p.OTHER_WORKER))
    v.add(path("M244 262q20-22 44-2z", "2F3435"), o.cone(60, 280), o.cone(420, 284), o.barrier(20, 222))


def sidewalk(v: View) -> None:
    backdrops.street(v, horizon=158, kerb=262, parked=False)
    v.focus = (240, 220)
    if v.before:
        v.add(path("M60 214l70-14 46 10 60-12 84 8 70-6 40 22-60 26-96 6-110 2-80-14z", "8C8472"))
        v.add(g.weeds(v, 120, 226, 40), g.weeds(v, 300, 234, 46))
        for d in (
            "M90 216l44-10 14 20-46 8z",
            "M160 206l50-4 6 22-48 2z",
            "M232 226l56-14 16 16-50 16z",
            "M310 206l54 0 10 18-56 0z",
            "M196 240l40-4 8 14-44 4z",
            "M372 222l34-8 12 14-34 10z",
        ):
            v.add(path(d, shade(CONCRETE, 0.14)), line(d, shade(CONCRETE, -0.3), 1.6))
        v.add(path("M232 226l56-14 0 8-52 14z", "000000", 0.18), o.puddle(146, 250, 90))
        v.add(v.shadow(352, 252, 14, 60), p.person(344, 254, p.mother(v), "walk", left=True))
        v.add(moved([p.pram(0, 0)], 308, 246, turn=-10, mirror=True))
        return
    slabs = "".join(f"M{20 + at} 204l-18 48" for at in range(0, 480, 46)) + "M0 220h480M0 236h480M0 252h480"
    if v.during:
        v.add(rect(0, 204, 480, 52, "C3AB78"), rect(0, 204, 210, 52, shade(CONCRETE, 0.2)))
        v.add(
            line(
                "".join(f"M{20 + at} 204l-18 48" for at in range(0, 200, 46)) + "M0 220h210M0 236h210",
                shade(CONCRETE, -0.14),
                1.8,
            )
        )
        v.add(p.person(238, 246, p.WORKER, "kneel", left=True), p.digger(330, 242, p.OTHER_WORKER, left=True))
        v.add(o.barrier(396, 262))
        for row in range(5):
            v.add(rect(262, 262 - row * 7, 44, 6, shade(CONCRETE, 0.1 - row * 0.04)))
        v.add(path("M344 258q26-26 60 0z", "C9B27E"), o.cone(40, 282))
        return
    v.add(rect(0, 204, 480, 52, shade(CONCRETE, 0.2)), line(slabs, shade(CONCRETE, -0.1), 1.8))
    v.add(rect(0, 224, 480, 7, "D9B65C", 0.8))
    v.add(v.shadow(200, 246, 14, 60), p.person(190, 248, p.mother(v), "walk"), p.pram(226, 248))
    v.add(v.shadow(356, 222, 14, 50), p.elder(352, 224, left=True))
