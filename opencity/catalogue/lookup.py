"""A community's categories, kept in this process until its structure changes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from uuid import UUID

from opencity.catalogue.models import Category
from opencity.communities.models import Community


def categories(community: Community) -> Mapping[int, Category]:
    """Every category by id, in their order; inactive ones too, because old problems have them."""
    return _categories(community.uuid, community.structure_version)


def category_by_code(community: Community, code: str) -> Category | None:
    return next((one for one in categories(community).values() if one.code == code), None)


def in_sphere(community: Community, sphere: str) -> list[Category]:
    return [one for one in categories(community).values() if one.sphere == sphere]


# By UUID, because ids come back where a database is restored or a test rolled back.
@lru_cache(maxsize=64)
def _categories(community: UUID, _version: int) -> Mapping[int, Category]:
    rows = Category.everywhere.filter(community__uuid=community).order_by("position", "pk")
    return {row.pk: row for row in rows}
