"""The photographs of the demonstration town: drawn, because a real one would show somebody's yard and somebody's face.

    draw("pothole", seed=1204, moment="before")      a JPEG, 960 × 600
    alt("pothole", "before", "uk")                   what is on it, in one sentence

The same seed is the same place: its walls, trees and colours stay through every moment and both angles. Angle 1 comes
closer or shows the place from its other side, at another hour. Everything here is a pure function of its arguments,
safe to run in many processes.
"""

from __future__ import annotations

from .captions import alt
from .kinds import KINDS, SCENES
from .render import ExifFacts, jpeg
from .view import MOMENTS, Moment, View

__all__ = ["KINDS", "MOMENTS", "ExifFacts", "Moment", "alt", "draw"]


def draw(kind: str, *, seed: int, moment: Moment, angle: int = 0, phone_exif: ExifFacts | None = None) -> bytes:
    """A JPEG, with the facts a telephone would have written if they are given. An unknown kind is a KeyError."""
    view = View(kind, seed=seed, moment=moment, angle=angle)
    SCENES[kind](view)
    return jpeg(view.svg(), view.light, phone_exif)
