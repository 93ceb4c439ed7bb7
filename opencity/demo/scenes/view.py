"""One photograph being composed: what a scene is told, and the layers it lays its strokes on.

A scene always draws for light coming from the left, in the box 480 × 300. Whether the place is mirrored is decided
here; a scene that wants the right side of things asks `lee`, the direction in which shadows fall before mirroring.
"""

from __future__ import annotations

from typing import Literal, get_args

from .dice import Dice
from .palettes import LIGHTS, Light
from .pen import dot, mix, path, poly, rect

Moment = Literal["before", "during", "after"]
MOMENTS: tuple[Moment, ...] = get_args(Moment)
WIDE, HIGH = 480, 300


class View:
    def __init__(self, kind: str, *, seed: int, moment: Moment, angle: int) -> None:
        self.kind, self.seed, self.moment, self.angle = kind, seed, moment, angle
        self.before, self.during, self.after = (moment == word for word in MOMENTS)
        way = self.dice("camera")
        other_side = way.chance(0.5) and angle % 2 == 1
        self.flipped = way.chance(0.5) != other_side
        self.lee = -1 if self.flipped else 1
        self.zoom = 1.0 if angle % 2 == 0 else (1.1 if other_side else way.between(1.16, 1.26))
        self.focus = (240.0, 190.0)
        self._drift = 0.0 if angle % 2 == 0 else way.pick((-26, 26))
        self.light = self._pick_light(LIGHTS)
        self.open_air = True
        self._far: list[str] = []
        self._near: list[str] = []

    def dice(self, topic: str) -> Dice:
        """The same for every moment and angle of a place: a place keeps its walls, trees and colours."""
        return Dice(self.kind, self.seed, topic)

    def under(self, lights: tuple[Light, ...]) -> None:
        """Another choice of hours: winter, night."""
        self.light = self._pick_light(lights)

    def _pick_light(self, lights: tuple[Light, ...]) -> Light:
        return lights[(self.dice("light").whole(0, len(lights) - 1) + self.angle) % len(lights)]

    def far(self, *strokes: str) -> None:
        """Behind everything; shifts a little when the camera steps aside."""
        self._far.extend(strokes)

    def add(self, *strokes: str) -> None:
        self._near.extend(strokes)

    def shadow(self, x: float, y: float, width: float, length: float, *, drop: float = 0.16) -> str:
        """A long shadow on flat ground from a foot at x ± width/2 on the line y; `drop` is its fall per unit."""
        run, half = length * self.lee, width / 2
        fall, thick = length * drop, min(7.0, 1.5 + width * 0.14)
        near = [(x - half, y - thick), (x + half, y + thick)]
        edge = [*near, (x + run + half, y + fall + thick), (x + run - half, y + fall - thick)]
        return poly(edge, "000000", self.light.shadow)

    def svg(self) -> str:
        body = "".join((*self._sky(), f'<g transform="{self._camera()}">', self._far_layer(), *self._near, "</g>"))
        return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}">{body}</svg>'

    def _sky(self) -> list[str]:
        if not self.open_air:
            return []
        light, air = self.light, self.dice(f"sky{self.angle}")
        left = air.between(40, 120)
        cloud = air.between(150, 380)
        high = air.between(24, 60)
        puff = f"M{cloud} {high}h70a9 9 0 0 0-14-10a15 15 0 0 0-28-4a11 11 0 0 0-18 6a7 7 0 0 0-10 8z"
        return [
            rect(0, 0, WIDE, HIGH, light.sky),
            rect(0, 120, WIDE, 180, mix(light.sky, light.haze, 0.7)),
            dot(left, light.sun_y, light.disc, light.sun),
            path(puff, mix(light.sky, light.haze, 0.85)),
        ]

    def _far_layer(self) -> str:
        return f'<g transform="translate({self._drift:g} 0)">{"".join(self._far)}</g>'

    def _camera(self) -> str:
        """Mirror, then come closer, keeping the frame full."""
        x, y = self.focus
        if self.flipped:
            x = WIDE - x
        across = min(0.0, max(WIDE * (1 - self.zoom), WIDE / 2 - x * self.zoom))
        down = min(0.0, max(HIGH * (1 - self.zoom), HIGH * 0.56 - y * self.zoom))
        mirror = f"translate({WIDE} 0) scale(-1 1)" if self.flipped else ""
        return f"translate({across:.1f} {down:.1f}) scale({self.zoom:g}) {mirror}".strip()
