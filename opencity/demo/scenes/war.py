"""What the war left and what it makes needed: shelters and broken windows. No wounds, no fire."""

from __future__ import annotations

from . import backdrops
from . import buildings as b
from . import greenery as g
from . import people as p
from . import props as o
from .palettes import AMBER, CONCRETE, INK, PAPER, STEEL, SUN, TEAL
from .pen import dot, line, moved, path, poly, rect, shade
from .view import View

PLYWOOD = "C9A468"


def shelter(v: View) -> None:
    backdrops.facade(v, base=246)
    v.focus = (240, 200)
    for x in (30, 376):
        v.add(b.big_window(x, 60, 64, 70))
    v.add(path("M136 246V128l104-34 104 34v118z", shade(CONCRETE, -0.05)))
    v.add(path("M124 134L240 92l116 42-4 12-112-40-112 40z", shade(CONCRETE, -0.32)))
    v.add(path("M320 120l24 8v118h-24z", "000000", 0.1))
    v.add(rect(188, 146, 104, 104, "11191D"), _shelter_sign(240, 124))
    v.add(path("M104 246h32v-36l-32 12zM376 246h-32v-36l32 12z", shade(CONCRETE, -0.18)))
    metal = v.dice("door").pick(("5E6B62", "5C6D74", "6B6458"))
    if v.before:
        v.add(rect(190, 148, 100, 100, metal), line("M240 148v100", shade(metal, -0.4), 3))
        v.add(
            line(
                "M198 158h34v38h-34zM248 158h34v38h-34zM198 206h34v34h-34zM248 206h34v34h-34z", shade(metal, -0.2), 2.6
            )
        )
        v.add(line("M222 206q18 16 38 0", INK, 4, dash="5 3"), rect(232, 210, 18, 17, AMBER, r=2))
        v.add(line("M235 211v-6q6-8 12 0v6", STEEL, 3))
        v.add(o.notice(256, 160, 24, 28, turn=5), g.weeds(v, 196, 252, 40), o.bag(166, 262, 0.5))
        v.add(o.bottle(310, 264, turn=80), path("M190 246h100v4H190z", "000000", 0.2))
        v.add(
            p.person(96, 282, p.mother(v), "reach", 1.3),
            p.child(134, 286, "C4573A", "stand", 1.25),
            v.shadow(110, 284, 30, 50),
        )
        v.add(p.elder(400, 284, 1.25, left=True))
        return
    glow = (
        path("M192 150h96v98h-96z", "F3D48A")
        + path("M192 248l20-30h56l20 30z", "C9A86A")
        + line("M204 232h72M210 224h60", "A98A52", 2.4)
    )
    leaf = path("M292 148l34 14v94l-34-8z", metal) + line("M300 160v84", shade(metal, -0.25), 2.6)
    if v.during:
        v.add(glow, leaf, line("M206 176h70M206 190h40", "FFF3CF", 3), p.person(226, 256, p.WORKER, "reach", 1.2))
        v.add(p.person(348, 280, p.OTHER_WORKER, "kneel", 1.2, left=True), rect(296, 270, 38, 16, "AC3517", r=2))
        v.add(line("M304 270q10-9 20 0", INK, 3), o.cone(110, 276), path("M30 286h90v6H30zM36 278h86v6H36z", "D8B98A"))
        return
    v.add(glow, dot(240, 162, 6, "FFFBE8"), rect(204, 206, 30, 6, "8E6B45"), rect(204, 212, 4, 12, "6B4E33"))
    v.add(rect(230, 212, 4, 12, "6B4E33"), leaf, path("M188 248h104l34 44H154z", SUN, 0.28))
    v.add(line("M136 246V196H104V254M344 246V196H376V254", AMBER, 4), p.person(210, 282, p.mother(v), "walk", 1.25))
    v.add(p.child(246, 284, "C4573A", "walk", 1.25), p.elder(92, 286, 1.25))


def _shelter_sign(x: float, y: float) -> str:
    """A plain plate with a roof and an arrow down."""
    return moved(
        [
            rect(-34, -12, 68, 28, TEAL, r=3),
            path("M-24 8v-8l10-7 10 7v8z", PAPER),
            line("M14-5v14M8 4l6 6 6-6", PAPER, 3.4),
        ],
        x,
        y,
    )


def damage(v: View) -> None:
    luck = v.dice("row")
    backdrops.yard(v, horizon=206, path_at=274)
    v.focus = (250, 180)
    wall = luck.pick(("CFC9B8", "D6CDBB", "C8C6BC"))
    v.add(rect(70, 34, 350, 182, wall), rect(64, 28, 362, 9, shade(wall, -0.2)))
    v.add(rect(70, 206, 350, 10, shade(wall, -0.24)), rect(394 if v.lee > 0 else 70, 37, 26, 179, "000000", 0.08))
    v.add(v.shadow(250, 218, 330, 40))
    hurt = {(row, column) for row in range(3) for column in range(6)} - {(0, 0), (2, 0), (0, 5), (1, 0)}
    for row in range(3):
        for column in range(6):
            x, y = 92 + column * 54, 52 + row * 53
            v.add(_window(v, x, y, row, column, hurt=(row, column) in hurt))
    if v.after:
        v.add(v.shadow(256, 286, 26, 50), p.person(250, 286, p.mother(v), "walk"), p.child(276, 288, "4A5F8F", "walk"))
        v.add(g.sapling(v, 330, 252, 70), g.sapling(v, 384, 254, 66), path("M84 246h132l8 14H76z", "7A6248"))
        v.add(g.flowers(v, 84, 250, 128, 2))
        return
    scars = (
        "M136 92l10-4 6 8-8 6zM300 96l8-6 8 6-6 8zM250 146l10-2 2 10-10 2zM192 98"
        "l6-6 8 4-4 8zM356 150l8-4 4 8-8 4zM178 150l6-5 6 5-5 6zM330 42l6-3 5 5-6 4z"
    )
    v.add(path(scars, shade(wall, -0.36)), path("M400 34h20v46l-10-8-4-16-8-6z", shade(wall, -0.3)) if v.before else "")
    if v.before:
        v.add(o.rubble(v, 110, 250, 110), o.rubble(v, 300, 252, 90, tone="A8654A"))
        v.add(poly([(240, 262), (262, 256), (268, 264), (246, 268)], "B9CDD0"))
        v.add(poly([(214, 252), (228, 248), (226, 256)], "B9CDD0"), o.tape(60, 252, 440, 256, sag=12))
        v.add(o.stake(60, 276, 36), o.stake(440, 280, 36), p.person(370, 292, p.passer(v, "tenant"), left=True))
        v.add(v.shadow(370, 292, 14, 40))
        return
    v.add(line("M196 252V40M292 252V40M196 96H292M196 150H292M196 204H292M196 252L292 204M292 150L196 96", STEEL, 3.6))
    v.add(rect(188, 148, 112, 6, "B98A52"), rect(188, 94, 112, 6, "B98A52"))
    v.add(p.person(226, 148, p.WORKER, "carry", 0.86), p.person(262, 94, p.OTHER_WORKER, "reach", 0.86, left=True))
    v.add(o.truck(390, 284, "E2DFD3", k=0.9, left=True))
    v.add(poly([(356, 230), (440, 230), (440, 244), (356, 244)], "B9CDD0"), p.person(130, 282, p.WORKER, "carry"))
    v.add(poly([(140, 226), (168, 226), (168, 262), (140, 262)], "CFE0E4"), line("M140 226h28v36h-28z", PAPER, 3))
    v.add(o.cone(70, 290))


def _window(v: View, x: float, y: float, row: int, column: int, *, hurt: bool) -> str:
    frame = rect(x - 3, y - 3, 34, 39, PAPER)
    whole = frame + rect(x, y, 28, 33, "8FA5A8") + line(f"M{x + 14} {y}v33", PAPER, 2.4, cap="butt")
    if not hurt or v.after:
        return whole + (path(f"M{x} {y + 20}l12-20h6l-18 28z", "FFFFFF", 0.22) if hurt else "")
    if v.during and column < 4 and row < 2:
        return whole
    if (row + column) % 3 == 0:
        shards = f"M{x} {y}l10 12-10 8zM{x + 28} {y + 33}l-12-4 12-12zM{x + 28} {y}l-8 6 8 6z"
        return frame + rect(x, y, 28, 33, "1B2226") + path(shards, "9DB2B5")
    grain = f"M{x + 3} {y + 9}h22M{x + 3} {y + 18}h22M{x + 3} {y + 26}h22"
    board = rect(x - 4, y - 4, 36, 41, PLYWOOD) + line(grain, shade(PLYWOOD, -0.15), 1.6)
    nails = "".join(dot(a, c, 1.2, INK) for a in (x - 1, x + 29) for c in (y - 1, y + 34))
    return board + nails
