"""Which zooms of cells are counted. Pure.

A map tile is cut into 4 × 4 squares, one cluster in each: a tile of zoom z shows cells of zoom z + 2 and reads them
from the next level that is kept. Tiles beyond CLUSTERED show problems one by one.
"""

from __future__ import annotations

from collections.abc import Sequence

GRID = 2
CLUSTERED = 13
CLUSTER_LEVELS = (3, 5, 7, 9, 11, 13, 15)
"""Without category and month there are few rows, so many levels are cheap."""
FILTER_LEVELS = (8, 12, 15)


def level_for(zoom: int, levels: Sequence[int]) -> int:
    """The level from which a tile of this zoom is read. Raises StopIteration beyond CLUSTERED."""
    return next(level for level in levels if level >= zoom + GRID)
