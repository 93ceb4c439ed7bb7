"""Who under eighteen may come. Pure."""

from __future__ import annotations

from opencity.catalogue.models import Hazard, Participation

YOUNGEST = 14
ADULT = 18


def adults_only(*, hazard: str, participation: str, coarsen: bool) -> bool:
    """Whether a category is too dangerous for minors: a hazard, licensed work, damage of war."""
    return hazard != Hazard.NONE or participation == Participation.LICENSED or coarsen
