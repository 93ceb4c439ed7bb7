"""Where a scene happens: the ground and all that stands behind it, laid straight on the view."""

from __future__ import annotations

from . import buildings as b
from .greenery import bush, hedge, leaf_tone, poplar, tree, tufts
from .palettes import ASPHALT, CONCRETE, GRASS, SNOW, WALLS, WATER
from .pen import line, mix, oval, path, rect, shade
from .props import car
from .view import View


def grass_tone(v: View) -> str:
    return v.dice("grass").pick((GRASS, "A3AE82", "B0B186"))


def row_of_houses(v: View, base: float, *, windows: b.Windows = b.DAY, tall: float = 1.0) -> None:
    """Two or three houses with a gap in which the far town and poplars stand."""
    luck = v.dice("row")
    walls = luck.shuffled(WALLS)
    gap = luck.between(190, 260)
    left_w, right_w = gap + 70, 560 - gap - 60
    v.far(b.skyline(v, base))
    make = luck.pick((b.block, b.block, b.old_house))
    v.far(make(v, -70, base, left_w - 20, luck.between(96, 140) * tall, walls[0], windows=windows))
    v.far(b.block(v, gap + 54, base, right_w, luck.between(118, 168) * tall, walls[1], windows=windows))
    v.far(poplar(v, gap + 12, base + 2, luck.between(84, 116) * tall))
    v.far(poplar(v, gap + 34, base + 2, luck.between(104, 138) * tall))
    if luck.chance(0.5):
        v.far(tree(v, luck.between(10, 90), base + 3, luck.between(54, 76) * tall))


def street(
    v: View, *, horizon: float = 200, kerb: float = 246, windows: b.Windows = b.DAY, parked: bool = True
) -> None:
    """Houses, a strip of lawn, a pavement, a kerb and the road in front."""
    row_of_houses(v, horizon - 4, windows=windows)
    lawn = grass_tone(v)
    v.far(rect(-80, horizon - 12, 640, 34, lawn), hedge(-80, horizon + 3, 640, 10, shade(leaf_tone(v, "hedge"), -0.05)))
    v.add(rect(0, horizon + 2, 480, kerb - horizon, CONCRETE), rect(0, horizon + 2, 480, 4, shade(CONCRETE, -0.14)))
    v.add(line(_joints(horizon + 6, kerb), shade(CONCRETE, -0.1), 1.2), rect(0, kerb, 480, 7, shade(CONCRETE, 0.22)))
    v.add(rect(0, kerb + 4, 480, 5, shade(CONCRETE, -0.26)), rect(0, kerb + 8, 480, 300 - kerb - 8, ASPHALT))
    luck = v.dice("parked")
    if parked and luck.chance(0.5):
        v.far(car(luck.between(20, 110), horizon + 8, luck.pick(("8A9BA0", "B9B6AA", "6F848A")), k=0.55))


def _joints(top: float, bottom: float) -> str:
    return "".join(f"M{at} {top:g}L{at + (at - 240) * 0.14:.0f} {bottom:g}" for at in range(-40, 540, 44))


def yard(v: View, *, horizon: float = 194, windows: b.Windows = b.DAY, path_at: float = 262) -> None:
    """One long panel block behind a lawn with trees and a path in front."""
    luck = v.dice("yard")
    wall = luck.pick(WALLS)
    v.far(b.skyline(v, horizon))
    long_left = luck.pick((-70, 90))
    v.far(b.block(v, long_left, horizon, 460, luck.between(112, 146), wall, windows=windows))
    if long_left > 0:
        v.far(poplar(v, 20, horizon + 4, 122), poplar(v, 48, horizon + 4, 98))
    else:
        v.far(poplar(v, 420, horizon + 4, 126), poplar(v, 450, horizon + 4, 100))
    lawn = grass_tone(v)
    v.far(rect(-80, horizon - 2, 640, 30, lawn))
    for at in (luck.between(10, 150), luck.between(300, 470)):
        v.far(bush(v, at, horizon + 6, luck.between(44, 66)))
    v.add(rect(0, horizon + 12, 480, 300 - horizon, lawn))
    v.add(path(f"M0 {horizon + 30}q160-14 480 4V300H0z", shade(lawn, -0.06)))
    v.add(tufts(v, 0, horizon + 20, 480, 80, shade(lawn, -0.2)))
    v.add(path(f"M0 {path_at}q190-12 480 2v22q-250-10-480 0z", shade(CONCRETE, 0.06)))
    v.add(path(f"M0 {path_at + 22}q230-10 480 2v3q-250-10-480 0z", "000000", 0.08))


def roadway(v: View, *, horizon: float = 132) -> None:
    """Looking down at a road from eye height: its surface fills the lower half."""
    row_of_houses(v, horizon, tall=0.82)
    v.far(rect(-80, horizon - 3, 640, 14, grass_tone(v)))
    v.add(rect(0, horizon + 6, 480, 16, shade(CONCRETE, -0.02)), rect(0, horizon + 22, 480, 4, shade(CONCRETE, 0.24)))
    v.add(rect(0, horizon + 25, 480, 5, shade(CONCRETE, -0.28)), rect(0, horizon + 30, 480, 170, ASPHALT))
    v.add(path("M0 232q240-22 480-8v76H0z", shade(ASPHALT, -0.05)))
    v.add(path("M36 300l58-82h15l-46 82zM122 198l19-26h10l-16 26z", "E4E2D8", 0.75))
    v.add(line("M300 176l60 6M380 214l44 2M180 280l50 4M30 206l36 3", shade(ASPHALT, -0.14), 1.8))


def river(v: View) -> None:
    """The Southern Buh with the far bank, a bridge and a sandy shore."""
    luck = v.dice("river")
    bridge = luck.between(190, 260)
    v.far(path("M-80 130q90-14 200-6t200-12 240 4v20H-80z", mix("6E8468", v.light.far, 0.35)))
    v.far(rect(bridge, 97, 400, 7, "5D7378"))
    v.far(path("".join(f"M{bridge + at:g} 103h6v32h-6z" for at in (24, 84, 144, 204, 264)), "5D7378"))
    v.add(rect(0, 132, 480, 84, WATER))
    v.add(line("M56 150h112M196 166h154M22 184h86M310 148h96M240 190h120", shade(WATER, 0.36), 3.6))
    v.add(path("M0 204q170-22 480 4v92H0z", "D2BD8D"), path("M0 250q200-22 480 8v42H0z", "C3AB78"))
    v.add(tufts(v, 0, 214, 480, 70, "B39A66"))


def facade(v: View, *, base: float = 246, wall: str | None = None) -> str:
    """A house wall filling the frame, pavement below. Returns the tone of the wall."""
    tone = wall or v.dice("facade").pick(WALLS)
    v.far(rect(-80, -20, 640, base + 30, tone))
    v.add(rect(0, base - 18, 480, 20, shade(tone, -0.22)), rect(0, base, 480, 60, CONCRETE))
    v.add(rect(0, base, 480, 5, shade(CONCRETE, -0.2)), line(_joints(base + 6, 300), shade(CONCRETE, -0.1), 1.3))
    return tone


def room(v: View, *, wall: str, floor: str, base: float = 240) -> None:
    """Indoors: no sky, one wall, one floor, light falling in from the left."""
    v.open_air = False
    v.far(rect(-80, -20, 640, 340, wall))
    slant = 1 if v.lee > 0 else -1
    x = 70 if slant > 0 else 410
    v.add(path(f"M{x} 40h{slant * 70}l{slant * 70} {base - 60}h{-slant * 70}z", "FFFFFF", 0.13))
    v.add(rect(0, base, 480, 300 - base, floor), rect(0, base - 7, 480, 8, shade(wall, -0.24)))
    v.add(rect(0, base + 1, 480, 6, "000000", 0.1))


def winter_yard(v: View, windows: b.Windows) -> None:
    """A yard under snow."""
    luck = v.dice("winter")
    v.far(b.skyline(v, 190))
    v.far(b.block(v, luck.pick((-60, 60)), 190, 430, 150, luck.pick(WALLS), windows=windows))
    v.far(rect(-80, 188, 640, 40, shade(SNOW, -0.06)))
    v.add(rect(0, 204, 480, 96, SNOW), path("M0 236q170-22 480-2v66H0z", shade(SNOW, -0.05)))
    v.add(oval(120, 284, 200, 22, shade(SNOW, -0.09)))
