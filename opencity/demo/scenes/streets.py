"""Signs, crossings, stops and lamps: what helps people along a street."""

from __future__ import annotations

from . import backdrops
from . import buildings as b
from . import greenery as g
from . import people as p
from . import props as o
from .palettes import AMBER, BRICK, CARS, INK, NIGHT, STEEL, SUN, TEAL, WOOD
from .pen import dot, line, moved, oval, path, poly, rect, shade
from .view import View


def sign(v: View) -> None:
    backdrops.street(v, horizon=178, kerb=222, parked=False)
    v.focus = (250, 200)
    luck = v.dice("cars")
    zebra(v, 150, 234, worn=False)
    if v.before:
        v.add(v.shadow(122, 218, 8, 60), o.road_sign(122, 220, 104, turn=34), line("M122 220q4-20 14-34", "7C8A8C", 5))
        v.add(_traffic_light(318, 220, lit=False), p.person(70, 216, p.passer(v, "walker")), p.child(92, 216, "C4573A"))
        v.add(o.car(404, 268, luck.pick(CARS), left=True))
        return
    if v.during:
        v.add(o.ladder(322, 222, 110, lean=-4), _traffic_light(318, 220, lit=False))
        v.add(p.person(338, 180, p.WORKER, "reach", left=True), p.person(104, 222, p.OTHER_WORKER, "kneel"))
        v.add(o.road_sign(130, 220, 104), o.cone(80, 240), o.cone(372, 236))
        v.add(o.van(420, 284, "E2DFD3", k=0.8, left=True), o.bucket(154, 222))
        return
    v.add(v.shadow(122, 218, 8, 90), o.road_sign(122, 220, 104), v.shadow(318, 218, 10, 90))
    v.add(_traffic_light(318, 220, lit=True))
    v.add(p.person(200, 254, p.passer(v, "walker"), "walk"), p.child(224, 256, "C4573A", "walk"))
    v.add(v.shadow(200, 254, 30, 50), o.car(424, 272, luck.pick(CARS), left=True))


def _traffic_light(x: float, y: float, *, lit: bool) -> str:
    tones = ("8C2F22", "8A6A22", "4FBF6B") if lit else ("4A4444", "4A4744", "434A45")
    lamps = "".join(dot(0, -122 + 17 * at, 6.4, tone) for at, tone in enumerate(tones))
    glow = dot(0, -88, 13, "8FE3A0", 0.35) if lit else ""
    return moved(
        [line("M0 0V-130", STEEL, 5), rect(-11, -134, 22, 56, INK, r=4), glow, lamps, rect(-4, -12, 8, 12, "4A5A60")],
        x,
        y,
    )


def zebra(v: View, x: float, y: float, *, worn: bool, w: float = 190) -> None:
    """Stripes across the road, running away from the kerb; x is the left edge at the kerb line y."""
    wear = v.dice("wear")
    for at in range(0, int(w), 34):
        low = [(x + at, y), (x + at + 19, y), (x + at * 1.16 + 6, 300), (x + at * 1.16 - 20, 300)]
        if not worn:
            v.add(poly(low, "EFEDE4"))
            continue
        v.add(poly(low, "D8D5CB", 0.16))
        for _ in range(3):
            top = wear.between(y + 2, 280)
            left = x + at + (top - y) * 0.02 * (at / 40 - 1)
            v.add(
                poly(
                    [
                        (left, top),
                        (left + wear.between(8, 17), top - 2),
                        (left + 12, top + wear.between(6, 14)),
                        (left - 2, top + 9),
                    ],
                    "DEDBD1",
                    0.7,
                )
            )


def crossing(v: View) -> None:
    backdrops.street(v, horizon=168, kerb=200, parked=False)
    v.focus = (240, 215)
    luck = v.dice("crossing")
    v.add(o.lamp(448, 196, 132, left=True, lit=v.after), v.shadow(448, 196, 6, 40))
    zebra(v, 140, 212, worn=not v.after, w=200)
    if v.before:
        v.add(p.person(98, 204, p.mother(v)), p.child(118, 204, "C4573A"), v.shadow(98, 204, 26, 50))
        v.add(o.car(398, 262, luck.pick(CARS), left=True), g.tree(v, 40, 198, 84))
        return
    v.add(o.road_sign(112, 200, 100), v.shadow(112, 200, 6, 60), g.tree(v, 40, 198, 84))
    if v.during:
        v.add(poly([(140, 212), (159, 212), (140, 300), (114, 300)], "EFEDE4"))
        v.add(poly([(174, 212), (193, 212), (184, 300), (158, 300)], "EFEDE4"))
        v.add(poly([(208, 212), (227, 212), (227, 270), (206, 270)], "EFEDE4"))
        v.add(p.person(250, 276, p.WORKER, "dig", left=True), o.bucket(276, 278, "F1EEE4"), o.cone(110, 284))
        v.add(o.cone(330, 240), o.cone(340, 290), p.person(392, 208, p.OTHER_WORKER, left=True))
        return
    v.add(v.shadow(232, 246, 26, 60), p.person(220, 246, p.mother(v), "walk"), p.child(246, 248, "C4573A", "walk"))
    v.add(o.car(428, 268, luck.pick(CARS), left=True))


def stop(v: View) -> None:
    backdrops.street(v, horizon=196, kerb=254)
    v.focus = (236, 200)
    tone = v.dice("stop").pick(("0E6072", "3F6B5A", "4A5F8F"))
    post = shade(tone, -0.2)
    v.add(v.shadow(240, 240, 200, 110), rect(130, 128, 220, 100, "EAF1EF", 0.55), rect(126, 128, 9, 112, post))
    v.add(rect(345, 128, 9, 112, post), rect(236, 128, 5, 100, post))
    if v.after:
        v.add(path("M116 114h230l16 14H102z", tone), o.bench(v, 160, 240, 136), o.notice(140, 146, 34, 44))
        v.add(p.person(318, 246, p.passer(v, "waiting"), left=True), p.elder(184, 250))
        return
    v.add(rect(160, 214, 7, 24, "4A5255"), rect(284, 214, 7, 24, "4A5255"))
    if v.before:
        v.add(path("M116 114h92l-10 14H102zM262 114h84l16 14H242z", "5D7A80"))
        v.add(path("M212 116l32 4-6 20-24-12z", "3A565C"), o.drops(218, 140, 84, 3))
        v.add(path("M148 206l76 4-1 9-76-4z", WOOD), poly([(240, 224), (306, 204), (309, 213), (243, 234)], WOOD))
        v.add(o.puddle(240, 266, 190), poly([(330, 238), (352, 232), (356, 240), (334, 246)], WOOD))
        v.add(o.notice(142, 150, 30, 36, turn=6), p.person(390, 250, p.passer(v, "waiting"), left=True))
        v.add(v.shadow(390, 250, 14, 40))
        return
    v.add(path("M116 114h150l-10 14H102z", tone), line("M262 121h92", "4D5C60", 3), o.ladder(300, 246, 128, lean=-10))
    v.add(p.person(312, 172, p.WORKER, "reach", left=True))
    v.add(rect(160, 206, 136, 7, AMBER), p.person(220, 258, p.passer(v, "neighbour"), "kneel", left=True))
    v.add(o.bucket(262, 258, TEAL), path("M60 256h74v6H60zM66 248h70v6H66z", "D8B98A"))
    v.add(p.person(96, 246, p.passer(v, "carrier"), "carry"))


def lamp(v: View) -> None:
    v.under((NIGHT,))
    v.focus = (250, 190)
    luck = v.dice("lamp")
    v.far(b.skyline(v, 200), b.block(v, -60, 206, 200, luck.between(130, 156), "263B44", windows=b.NIGHTLY))
    v.far(b.block(v, 330, 206, 220, luck.between(110, 140), "24373F", windows=b.NIGHTLY))
    v.far(g.poplar(v, 180, 208, 96).replace(g.leaf_tone(v, "poplar180"), "1F3336"))
    v.far(g.poplar(v, 300, 208, 112).replace(g.leaf_tone(v, "poplar300"), "1E3134"))
    v.add(rect(0, 204, 480, 96, "16242A"), path("M196 300L226 204h28l56 96z", "1F2F36"))
    v.add(o.lamp(70, 212, 110, left=True, lit=True), path("M40 108L-30 216H112L52 108z", "F6C24A", 0.16))
    v.add(oval(40, 218, 70, 8, "F6C24A", 0.2))
    if v.before:
        v.add(o.lamp(206, 214, 160), p.person(262, 276, p.Look("34515B", "0F191E"), "walk", 0.98))
        v.add(path("M270 250l90-16v40z", "F6E3A8", 0.14), rect(268, 246, 5, 8, "F6E3A8"))
        v.add(poly([(210, 290), (232, 286), (244, 292), (222, 297)], "0E181D"))
        return
    if v.during:
        v.add(o.lamp(206, 214, 160), o.truck(330, 276, "C9C5B8", left=True, cab=BRICK))
        v.add(line("M312 216L282 150L248 96", AMBER, 7), rect(232, 72, 36, 24, "D9722B", r=3))
        v.add(p.person(250, 92, p.WORKER, "reach", 0.8, left=True), rect(232, 76, 36, 20, "C9632B", r=3))
        v.add(oval(250, 56, 26, 18, SUN, 0.16), o.cone(160, 284), p.person(126, 280, p.OTHER_WORKER))
        return
    v.add(path("M230 58L120 272H372L256 58z", "F6C24A", 0.17), oval(246, 272, 140, 20, "F6C24A", 0.24))
    v.add(path("M202 284L226 204h28l48 80z", "F6D27C", 0.12), o.lamp(206, 214, 160, lit=True))
    v.add(oval(243, 54, 20, 9, "FFE9A8", 0.6))
    v.add(p.person(236, 280, p.mother(v), "walk"), p.child(264, 282, "C4573A", "walk"))
    v.add(oval(250, 282, 30, 4, "000000", 0.3))
