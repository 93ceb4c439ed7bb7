"""A community's areas as a tree, kept in this process until its structure changes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from opencity.communities.models import Community
from opencity.places.models import Area


@dataclass(frozen=True)
class Tree:
    """`areas` from the widest to the smallest, those of one parent in their order."""

    areas: tuple[Area, ...]

    def by_code(self, code: str) -> Area | None:
        return next((area for area in self.areas if area.code == code), None)

    def children(self, area: Area | None) -> list[Area]:
        wanted = area.pk if area else None
        return [one for one in self.areas if one.parent_id == wanted]

    def with_children(self, area: Area) -> list[int]:
        """Ids of the area and of everything in it."""
        found = [area.pk]
        for one in self.areas:
            if one.parent_id in found:
                found.append(one.pk)
        return found


def areas(community: Community) -> Tree:
    return _areas(community.uuid, community.structure_version)


@lru_cache(maxsize=64)
def _areas(community: UUID, _version: int) -> Tree:
    rows = Area.everywhere.filter(community__uuid=community).order_by("depth", "position", "pk")
    return Tree(tuple(rows))
