"""What of a place may be seen. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from opencity.places.cells import Point, cell_of, coarse, distance_m
from opencity.problems.states import Precision, Proof


@dataclass(frozen=True)
class PublicPlace:
    precision: Precision
    point: Point | None
    cell: int | None
    words: str


def public_place(point: Point | None, words: str, source: str, *, coarsen: bool) -> PublicPlace:
    """The place as anybody may see it. Coarsening snaps to the middle of a wide tile and withholds the words."""
    if point is None:
        return PublicPlace(Precision.AREA, None, None, "" if coarsen else words)
    if coarsen:
        rough = coarse(point)
        return PublicPlace(Precision.AREA, rough, cell_of(rough), "")
    precision = Precision.STREET if source == "street" else Precision.EXACT
    return PublicPlace(precision, point, cell_of(point), words)


def prove(place: Point | None, taken: Point | None, *, near_m: int) -> tuple[Proof, int | None]:
    """Whether a photograph was taken at the place, and how many metres away."""
    if place is None or taken is None:
        return Proof.UNKNOWN, None
    away = round(distance_m(place, taken))
    return (Proof.NEAR if away <= near_m else Proof.FAR), away
