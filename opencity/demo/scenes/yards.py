"""Yards: swings, benches, ramps, and an empty lot that could be a square."""

from __future__ import annotations

from . import backdrops
from . import buildings as b
from . import greenery as g
from . import people as p
from . import props as o
from .palettes import AMBER, CONCRETE, INK, TEAL, WOOD
from .pen import box, line, moved, oval, path, poly, rect, shade
from .view import View


def playground(v: View) -> None:
    backdrops.yard(v, path_at=284)
    v.focus = (240, 215)
    v.add(path("M40 236q200-12 410 0l20 44q-230 10-450 0z", "D2BD8D"))
    tone = v.dice("frame").pick(("AC3517", "0E6072", "3F6B5A"))
    frame = "8A6A5C" if v.before else tone
    v.add(_slide(v, tone, rusty=v.before), v.shadow(170, 262, 130, 80))
    poles = "M104 266L122 158L140 266M122 158H226M208 266L226 158L244 266"
    if v.before:
        v.add(line("M150 158V218M196 158V240", "39454A", 2.6), moved([rect(-3, 0, 32, 6, "6B5A48")], 148, 216, turn=64))
        v.add(line("M196 240l-6 8", "39454A", 2.6), line(poles, frame, 6.5))
        v.add(line("M118 186l3-14M232 200l4 16", "6B3A22", 7), p.child(72, 272, "A65A3A"), v.shadow(72, 272, 9, 30))
        v.add(o.bottle(270, 274, turn=80), g.weeds(v, 200, 272, 36))
        return
    if v.during:
        v.add(line(poles, "C9C5B8", 6.5), line("M104 266L122 158M122 158H170", tone, 6.5))
        v.add(p.person(168, 268, p.passer(v, "painter"), "reach", left=True), o.bucket(196, 272, tone))
        v.add(p.person(268, 276, p.passer(v, "father"), "kneel"), rect(288, 266, 34, 6, AMBER, r=2))
        v.add(o.tape(52, 246, 104, 246), o.stake(52, 280, 40))
        v.add(p.person(424, 284, p.passer(v, "carrier"), "carry", left=True))
        return
    v.add(line("M144 158V226M164 158V226", "39454A", 2.6), rect(138, 224, 32, 6, AMBER, r=2))
    v.add(line("M190 158L200 224M210 158L220 224", "39454A", 2.6), rect(196, 222, 30, 6, AMBER, r=2))
    v.add(p.child(208, 243, "4A5F8F", "sit"), line(poles, frame, 6.5), p.person(280, 276, p.mother(v), left=True))
    v.add(v.shadow(280, 276, 14, 40), p.child(62, 276, "C4573A", "walk"))


def _slide(v: View, tone: str, *, rusty: bool) -> str:
    metal = "9A8A76" if rusty else SLIDE
    hole = path("M392 222l14 8 4 12-16-6z", INK) + line("M372 206l10 4", "6B3A22", 5) if rusty else ""
    steps = "".join(f"M322 {y}h22" for y in (252, 236, 220, 204))
    return "".join(
        (
            v.shadow(380, 266, 120, 60),
            line(f"M320 266V184M346 266V184{steps}", shade(tone, -0.15) if not rusty else "6E5A4C", 5),
            path("M318 184h32l88 76h22v8h-28l-86-72h-28z", metal),
            line("M320 184V168H348V184", tone if not rusty else "6E5A4C", 4.5),
            hole,
        )
    )


SLIDE = "E8C55A"


def bench(v: View) -> None:
    backdrops.yard(v, path_at=258)
    v.focus = (240, 220)
    v.add(g.tree(v, 92, 244, 132), v.shadow(92, 244, 10, 100), o.lamp(404, 246, 140, left=True))
    v.add(v.shadow(404, 246, 5, 70))
    if v.before:
        v.add(path(box(166, 232, 7, 34) + box(304, 232, 7, 34), "39454A"), v.shadow(240, 268, 150, 50))
        v.add(poly([(152, 224), (236, 256), (232, 265), (149, 233)], WOOD))
        v.add(poly([(246, 262), (330, 222), (334, 231), (250, 272)], WOOD))
        v.add(poly([(152, 234), (228, 264), (226, 270), (150, 241)], shade(WOOD, -0.25)))
        v.add(path("M236 256l8-4-4 8 6 2-6 6-8 1z", "D8B98A"), line("M170 232L160 190M306 232L318 190", "39454A", 4.5))
        v.add(poly([(152, 190), (214, 198), (213, 206), (151, 198)], shade(WOOD, -0.1)))
        v.add(poly([(278, 276), (338, 284), (337, 290), (277, 282)], WOOD), o.bottle(212, 282, turn=80))
        v.add(p.elder(372, 274, left=True), v.shadow(372, 274, 12, 36))
        return
    if v.during:
        v.add(path(box(166, 240, 7, 30) + box(304, 240, 7, 30) + box(170, 200, 5, 40) + box(304, 200, 5, 40), "39454A"))
        v.add(rect(156, 236, 168, 8, AMBER), rect(156, 200, 110, 9, AMBER))
        v.add(p.person(202, 278, p.passer(v, "joiner"), "kneel"))
        v.add(p.person(346, 278, p.passer(v, "second"), "kneel", left=True))
        v.add(path("M60 282h84v6H60zM66 274h80v6H66z", "D8B98A"), rect(250, 274, 30, 13, "AC3517", r=2))
        v.add(line("M256 274q9-9 18 0", INK, 3))
        return
    v.add(o.bench(v, 156, 270, 168), p.person(226, 264, p.passer(v, "sitter"), "sit"), o.bucket(348, 270, TEAL, k=1.3))
    v.add(p.elder(120, 286))


def idea(v: View) -> None:
    if v.before:
        backdrops.yard(v, horizon=190, path_at=330)
        v.focus = (240, 210)
        v.add(path("M0 240q150-20 480 0v60H0z", "B7A47E"), o.rubble(v, 300, 262, 120), g.weeds(v, 20, 256, 90))
        v.add(g.weeds(v, 190, 244, 80), g.weeds(v, 120, 288, 70), g.weeds(v, 390, 290, 80))
        v.add(line("M0 286q160-40 300-38t180-30", "A08C68", 12))
        v.add(poly([(84, 272), (128, 262), (136, 272), (92, 284)], CONCRETE), o.fence(-4, 232, 110, "8A8F88", h=34))
        v.add(line("M118 232l26-14", "8A8F88", 3))
        v.add(p.person(236, 266, p.passer(v, "walker"), "walk"), v.shadow(236, 266, 14, 50))
        v.add(g.bare_branches(370, 244, 1.4))
        return
    backdrops.yard(v, horizon=190, path_at=252)
    v.focus = (240, 210)
    v.add(path("M196 300q-6-34 44-50 60 14 70 50z", shade(CONCRETE, 0.06)))
    v.add(oval(246, 262, 120, 16, shade(CONCRETE, 0.06)))
    if v.during:
        v.add(g.sapling(v, 70, 250, 76), o.earth_heap(330, 266, 70), p.digger(300, 268, p.passer(v, "digger")))
        v.add(p.person(140, 262, p.passer(v, "planter"), "carry", left=True), oval(112, 262, 18, 5, "5F4B38"))
        v.add(o.bench(v, 186, 260, 76, back=False), p.person(220, 284, p.passer(v, "joiner"), "kneel"))
        v.add(p.person(410, 282, p.passer(v, "raker"), "dig", left=True), p.shovel(410, 282, left=True))
        v.add(path("M30 288h84v6H30zM36 280h80v6H36z", "D8B98A"))
        return
    v.add(g.sapling(v, 60, 248, 96), g.sapling(v, 420, 246, 96), g.tree(v, 118, 242, 100), v.shadow(118, 242, 8, 70))
    v.add(v.shadow(420, 246, 6, 50), o.lamp(346, 252, 128, left=True, lit=True))
    v.add(o.bench(v, 142, 264, 86), o.bench(v, 272, 264, 86), p.person(190, 258, p.passer(v, "reader"), "sit"))
    v.add(g.flowers(v, 14, 276, 130, 2), g.flowers(v, 350, 276, 120, 2))
    v.add(p.person(256, 290, p.mother(v), "walk"), p.child(282, 290, "C4573A", "walk"))


def ramp(v: View) -> None:
    wall = backdrops.facade(v, base=250)
    v.focus = (240, 210)
    v.add(o.plate(284, 128, 30, 20), b.door(212, 214, 56, 104, TEAL), path("M186 92h108l10 10H176z", shade(wall, -0.3)))
    for x in (40, 116, 340, 416):
        v.add(b.big_window(x, 96, 48, 62, pane=v.dice("pane").pick(("8FA5A8", "86A0A6"))))
    steps = "M176 214h128v12H176zM166 226h148v12H166zM156 238h168v12H156z"
    v.add(path(steps, CONCRETE))
    v.add(path("M176 214h128v3H176zM166 226h148v3H166zM156 238h168v3H156z", shade(CONCRETE, 0.3)))
    v.add(path("M166 235h148v3H166zM156 247h168v3H156z", shade(CONCRETE, -0.28)))
    if v.before:
        v.add(path("M292 226l22 0 4 12-14-4zM156 238l18 0-4 10-14 2z", shade(CONCRETE, -0.34)))
        v.add(p.wheelchair(112, 282, v.dice("rider").pick(("34515B", "7A3B69", "4A5F8F")), 1.3))
        v.add(v.shadow(118, 276, 30, 50), p.person(252, 216, p.passer(v, "neighbour"), "stand", 1.25, left=True))
        return
    slope = path("M304 214h40L470 252v6H304z", shade(CONCRETE, 0.14)) + path(
        "M344 214L470 252v7L340 220z", shade(CONCRETE, -0.2)
    )
    if v.during:
        v.add(path("M304 214h40L470 252v6H304z", "C3A56E"), line("M310 222h50M310 234h90M310 246h130", "8E6B45", 2.4))
        v.add(p.person(426, 280, p.WORKER, "kneel", 1.25, left=True))
        v.add(p.digger(306, 288, p.OTHER_WORKER, 1.25, left=True), path("M226 292q24-26 60 0z", "9B978B"))
        v.add(o.bucket(352, 286), o.cone(60, 282), o.tape(60, 262, 240, 270))
        return
    rail = "M304 184H344L468 222M304 200H344L468 238M304 214V184M344 214V184M406 234V204M468 252V222"
    v.add(slope, line(rail, AMBER, 4))
    v.add(p.wheelchair(390, 228, v.dice("rider").pick(("34515B", "7A3B69", "4A5F8F")), 1.3, left=True))
    v.add(v.shadow(130, 280, 14, 50), p.person(130, 282, p.passer(v, "neighbour"), "walk", 1.3))
