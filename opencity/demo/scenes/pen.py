"""The few strokes everything is drawn with: functions that return SVG elements.

Colours are six hex digits without the hash. Transparency is always of a fill or a stroke, never of a group: a
transparent group makes the renderer paint a second canvas.
"""

from __future__ import annotations

from collections.abc import Iterable


def _see(name: str, share: float) -> str:
    return f' {name}-opacity="{share:g}"' if share < 1 else ""


def _n(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")


def rect(x: float, y: float, w: float, h: float, fill: str, see: float = 1, *, r: float = 0) -> str:
    size = f'x="{_n(x)}" y="{_n(y)}" width="{_n(w)}" height="{_n(h)}"'
    rounded = f' rx="{_n(r)}"' if r else ""
    return f'<rect {size}{rounded} fill="#{fill}"{_see("fill", see)}/>'


def box(x: float, y: float, w: float, h: float) -> str:
    """The path data of a rectangle, to draw many as one shape."""
    return f"M{_n(x)} {_n(y)}h{_n(w)}v{_n(h)}h{_n(-w)}z"


def path(d: str, fill: str, see: float = 1) -> str:
    return f'<path d="{d}" fill="#{fill}"{_see("fill", see)}/>'


def poly(points: Iterable[tuple[float, float]], fill: str, see: float = 1) -> str:
    return path("M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points) + "z", fill, see)


def line(d: str, colour: str, width: float, see: float = 1, *, cap: str = "round", dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="{d}" fill="none" stroke="#{colour}" stroke-width="{_n(width)}" stroke-linecap="{cap}"'
        f' stroke-linejoin="round"{dashed}{_see("stroke", see)}/>'
    )


def dot(x: float, y: float, r: float, fill: str, see: float = 1) -> str:
    return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(r)}" fill="#{fill}"{_see("fill", see)}/>'


def oval(x: float, y: float, rx: float, ry: float, fill: str, see: float = 1) -> str:
    return f'<ellipse cx="{_n(x)}" cy="{_n(y)}" rx="{_n(rx)}" ry="{_n(ry)}" fill="#{fill}"{_see("fill", see)}/>'


def moved(parts: Iterable[str], x: float, y: float, k: float = 1, *, turn: float = 0, mirror: bool = False) -> str:
    scale = " scale(-1 1)" if mirror else ""
    size = f" scale({k:g})" if k != 1 else ""
    spin = f" rotate({_n(turn)})" if turn else ""
    return f'<g transform="translate({_n(x)} {_n(y)}){scale}{size}{spin}">{"".join(parts)}</g>'


def shade(colour: str, amount: float) -> str:
    """Towards black below zero, towards white above; amount from -1 to 1."""
    target = 255 if amount > 0 else 0
    tones = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return "".join(f"{round(tone + (target - tone) * abs(amount)):02X}" for tone in tones)


def mix(one: str, other: str, share: float) -> str:
    """`share` of the other colour in the one."""
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (0, 2, 4))
    return "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)
