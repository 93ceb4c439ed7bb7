"""People, dogs, birds. Drawn with the feet at (x, y); a grown person is 66 units high at k = 1. Faces are not drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .palettes import AMBER, COATS, INK, PAPER, SKIN, STEEL, WOOD
from .pen import dot, line, moved, oval, path, rect, shade
from .view import View

Pose = Literal["stand", "walk", "dig", "reach", "sit", "kneel", "carry"]

LEGS: dict[Pose, str] = {
    "stand": "M-4-27V-2M4-27V-2",
    "walk": "M-2-27L-10-2M2-27L9-3",
    "dig": "M-4-26L-9-2M3-26L8-2",
    "reach": "M-4-27V-2M4-27V-2",
    "sit": "M-2-25H14V-2M2-23H17V-2",
    "kneel": "M-3-22L-13-3H-20M3-20L12-14V-2",
    "carry": "M-2-27L-9-2M2-27L8-2",
}
ARMS: dict[Pose, str] = {
    "stand": "M-8-46L-10-28M8-46L10-28",
    "walk": "M-7-46L-12-29M7-46L13-31",
    "dig": "M4-42L19-28M8-44L26-34",
    "reach": "M-8-46L-11-29M7-46L17-66",
    "sit": "M6-42L17-29",
    "kneel": "M4-38L18-26M7-40L20-20",
    "carry": "M-6-44L9-34M7-44L16-36",
}
LEAN: dict[Pose, float] = {"dig": 24, "kneel": 16, "carry": -4}


@dataclass(frozen=True)
class Look:
    coat: str
    legs: str = INK
    hair: str = "4A3526"
    skin: str = SKIN[0]
    helmet: bool = False
    scarf: str | None = None
    skirt: bool = False


def passer(v: View, topic: str) -> Look:
    """Somebody who happens to be there; another person on another day."""
    luck = v.dice(f"{topic}{v.moment}")
    coat = luck.pick(COATS)
    woman = luck.chance(0.5)
    scarf = luck.pick((None, None, "C4573A", "5D8A94")) if woman else None
    hair = luck.pick(("4A3526", "2E2622", "8A7660", "A9A59C"))
    return Look(coat, luck.pick((INK, "3B4A50", "4A4238")), hair, luck.pick(SKIN), scarf=scarf, skirt=woman)


def mother(v: View) -> Look:
    luck = v.dice(f"mother{v.moment}")
    return Look(luck.pick(COATS), INK, luck.pick(("4A3526", "2E2622", "6B4A30")), luck.pick(SKIN), skirt=True)


WORKER = Look("D9722B", "34454C", helmet=True)
OTHER_WORKER = Look("D9722B", "2B3A40", skin=SKIN[2], helmet=True)


def person(x: float, y: float, look: Look, pose: Pose = "stand", k: float = 1, *, left: bool = False) -> str:
    """`left`: facing left."""
    body, lean = _torso(look, pose), LEAN.get(pose, 0)
    upper = [*body, line(ARMS[pose], shade(look.coat, -0.18), 5.4), *_head(look)]
    feet = line(LEGS[pose], look.legs, 6.4)
    turned = (
        f'<g transform="translate(0 -26) rotate({lean:g}) translate(0 26)">{"".join(upper)}</g>'
        if lean
        else "".join(upper)
    )
    return moved([feet, turned], x, y, k, mirror=left)


def _torso(look: Look, pose: Pose) -> list[str]:
    if look.skirt and pose in ("stand", "walk", "reach"):
        shape = path("M-9-48q9-6 18 0l4 34h-26z", look.coat)
    else:
        shape = path("M-9-48q9-6 18 0l1 25h-20z", look.coat)
    stripes = [rect(-9.6, -36, 19.2, 3.2, "F4E38A"), rect(-9.8, -29, 19.6, 3.2, "F4E38A")] if look.helmet else []
    return [shape, *stripes]


def _head(look: Look) -> list[str]:
    neck = [rect(-2.5, -53, 5, 5, shade(look.skin, -0.12)), dot(0.5, -58.5, 7, look.skin)]
    if look.helmet:
        return [*neck, path("M-8-60a8.3 8.3 0 0 1 16.5 0l3 1.5h-19.5z", "F3C35B")]
    if look.scarf:
        folds = path("M-6-50q-5-14 4-17q10-2 9 6q-6 0-7 5l3 7q-4 4-9-1z", look.scarf)
        return [*neck, folds, path("M2-51l6 2-4 5-4-4z", shade(look.scarf, -0.15))]
    return [*neck, path("M-7.5-56a8 8 0 1 1 14.5-6q-8-1-10 6z", look.hair)]


def child(x: float, y: float, coat: str, pose: Pose = "stand", k: float = 1, *, left: bool = False) -> str:
    return person(x, y, Look(coat, "3B4A50", "5A3E28", SKIN[1]), pose, 0.66 * k, left=left)


def elder(x: float, y: float, k: float = 1, *, left: bool = False) -> str:
    """An old woman with a scarf and a stick."""
    stick = line("M15-31V-1M12-32h6", WOOD, 2.6)
    body = person(0, 0, Look("6B4E6B", "3B3A40", scarf="C4573A", skin=SKIN[1], skirt=True), "stand")
    return moved([body, line("M8-44L15-32", "584058", 5.4), stick], x, y, k, mirror=left)


def shovel(x: float, y: float, *, left: bool = False) -> str:
    """For somebody who digs at the same (x, y)."""
    return moved([line("M14-30L36-4", WOOD, 3), path("M32-9l8-3 3 11-8 3z", STEEL)], x, y, mirror=left)


def digger(x: float, y: float, look: Look, k: float = 1, *, left: bool = False) -> str:
    return moved([shovel(0, 0), person(0, 0, look, "dig")], x, y, k, mirror=left)


def pram(x: float, y: float, k: float = 1, *, tone: str = "7A3B69", left: bool = False) -> str:
    parts = [
        line("M-22-32L-6-14", STEEL, 2.6),
        path("M-10-16a16 16 0 0 0 32 0z", tone),
        path("M6-16v-16a16 16 0 0 1 16 16z", shade(tone, -0.2)),
        dot(-3, -4, 4.5, INK),
        dot(16, -4, 4.5, INK),
    ]
    return moved(parts, x, y, k, mirror=left)


def wheelchair(x: float, y: float, coat: str, k: float = 1, *, left: bool = False) -> str:
    """A person in a wheelchair, facing right."""
    parts = [
        line("M-14-42V-18H10L14-4H20", STEEL, 3.2),
        line("M-4-26H12L15-6", INK, 6.4),
        path("M-12-46q8-6 16 0l1 24h-18z", coat),
        line("M2-42L10-28", shade(coat, -0.18), 5.2),
        dot(-4, -56, 7, SKIN[1]),
        path("M-12-53a8 8 0 1 1 14-6q-8-1-10 6z", "4A3526"),
        '<circle cx="-5" cy="-13" r="12" fill="none" stroke="#24363D" stroke-width="3"/>',
        dot(14, -4, 4, INK),
    ]
    return moved(parts, x, y, k, mirror=left)


def dog(x: float, y: float, coat: str, *, left: bool = False, lying: bool = False, tag: bool = False) -> str:
    ear = shade(coat, -0.3)
    yellow = rect(20, -29, 3.5, 4.5, AMBER) if tag else ""
    if lying:
        parts = [
            path("M-22 0q-4-14 12-15h18q10 1 12 15z", coat),
            oval(20, -9, 9, 6.5, coat),
            oval(28, -6, 6, 3.6, coat),
            path("M12-14q4-4 7 0l-1 9q-6-1-6-9z", ear),
            dot(33, -7, 1.8, INK),
        ]
        parts += [line("M-21-3q-10 2-12-5", coat, 4), rect(17, -18, 3, 4, AMBER) if tag else ""]
    else:
        parts = [
            line("M-14-12L-16-1M-9-12V-1M9-12L11-1M13-12L16-1", shade(coat, -0.12), 4),
            path("M-19-21q8-5 30-2q8 0 7 8q-2 6-12 5l-18 1q-9-2-7-12z", coat),
            line("M-18-19q-9-5-8-14", coat, 4),
            path("M10-20l4-10q8-4 12 1l9 4q0 5-9 5l-4 6z", coat),
            path("M14-29l3-8 6 6z", ear),
            yellow,
        ]
    return moved(parts, x, y, mirror=left)


def heron(x: float, y: float) -> str:
    parts = [
        line("M-1-14V0M4-14V0", STEEL, 1.8),
        path("M-12-16q6-10 16-8q4 2 4 8q-10 6-20 0z", "9DAFB3"),
        line("M5-20q8-6 3-16", PAPER, 3.4),
        path("M6-39q5-3 8 0l10 2-11 3q-6 1-7-5z", PAPER),
    ]
    return moved(parts, x, y, 1.2)
