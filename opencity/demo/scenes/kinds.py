"""Every kind of scene and the function that composes it."""

from __future__ import annotations

from collections.abc import Callable

from . import housing, order, papers, roads, streets, trees, war, water, yards
from .view import View

SCENES: dict[str, Callable[[View], None]] = {
    "tree_dangerous": trees.tree_dangerous,
    "tree_fallen": trees.tree_fallen,
    "branches": trees.branches,
    "planting": trees.planting,
    "water_leak": water.water_leak,
    "sewer": water.sewer,
    "no_water": water.no_water,
    "water_point": water.water_point,
    "hatch_open": roads.hatch_open,
    "hatch_broken": roads.hatch_broken,
    "heat_none": housing.heat_none,
    "lift": housing.lift,
    "roof_leak": housing.roof_leak,
    "entrance": housing.entrance,
    "playground": yards.playground,
    "bench": yards.bench,
    "stop": streets.stop,
    "dump": order.dump,
    "bins_full": order.bins_full,
    "sorting": order.sorting,
    "pothole": roads.pothole,
    "sidewalk": roads.sidewalk,
    "sign": streets.sign,
    "lamp": streets.lamp,
    "ramp": yards.ramp,
    "shelter": war.shelter,
    "damage": war.damage,
    "stray_dogs": order.stray_dogs,
    "kiosk": order.kiosk,
    "memorial": order.memorial,
    "idea": yards.idea,
    "crossing": streets.crossing,
    "receipt": papers.receipt,
}
KINDS: tuple[str, ...] = tuple(SCENES)
