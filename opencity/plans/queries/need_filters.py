"""What a list of needs is narrowed to, as its address says it. What makes no sense is left out and named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict

from opencity.communities.models import Community
from opencity.places.models import Area
from opencity.places.tree import areas
from opencity.plans.values import NeedKind
from opencity.problems.queries.filters import Circle, read_filters

SORTS = ("urgent", "near", "newest")
MOST_PAGES = 400
MOST_CHOSEN = 30


@dataclass(frozen=True, kw_only=True)
class NeedFilters:
    """`by` is the last day on which it may be needed; what names no day always fits."""

    kinds: tuple[str, ...] = ()
    skill: str = ""
    areas: tuple[Area, ...] = ()
    sphere: str = ""
    by: date | None = None
    words: str = ""
    near: Circle | None = None
    sort: str = "urgent"
    page: int = 1
    ignored: tuple[str, ...] = field(default=(), compare=False)

    @property
    def narrows(self) -> bool:
        return self != NeedFilters(sort=self.sort, page=self.page)


def read_need_filters(community: Community, query: QueryDict) -> NeedFilters:
    """From the address: kind and area (each may come several times), skill, sphere, by=2026-12-01, q,
    near=lat,lon,metres, sort, page.
    """
    found: dict[str, Any] = {}
    ignored: list[str] = []
    for name, (to, read) in _READERS.items():
        given = [one.strip() for one in query.getlist(name) if one.strip()][:MOST_CHOSEN]
        if not given:
            continue
        value = read(community, given)
        if value is None:
            ignored.append(name)
        else:
            found[to] = value
    if "near" in found:
        found.setdefault("sort", "near")
    elif found.get("sort") == "near":
        found["sort"] = "urgent"
    return NeedFilters(**found, ignored=tuple(ignored))


def _kinds(community: Community, given: list[str]) -> tuple[str, ...] | None:
    return _all_or_none(one if one in NeedKind.values else None for one in given)


def _areas(community: Community, given: list[str]) -> tuple[Area, ...] | None:
    tree = areas(community)
    return _all_or_none(tree.by_code(one) for one in given)


def _all_or_none(found: Iterable[Any]) -> tuple[Any, ...] | None:
    """What is known of it; None where nothing is."""
    return tuple(dict.fromkeys(one for one in found if one is not None)) or None


def _day(community: Community, given: list[str]) -> date | None:
    try:
        return date.fromisoformat(given[-1])
    except ValueError:
        return None


def _page(community: Community, given: list[str]) -> int | None:
    number = given[-1]
    sound = number.isascii() and number.isdecimal() and len(number) < 6
    return min(int(number), MOST_PAGES) if sound and int(number) else None


def _as_problems(name: str, attribute: str) -> Callable[[Community, list[str]], Any]:
    """Read as the list of problems reads it."""

    def read(community: Community, given: list[str]) -> Any:
        asked = read_filters(community, {name: given[-1]})
        return None if asked.ignored else getattr(asked, attribute)

    return read


_READERS: Mapping[str, tuple[str, Callable[[Community, list[str]], Any]]] = {
    "kind": ("kinds", _kinds),
    "skill": ("skill", lambda community, given: given[-1][:60]),
    "area": ("areas", _areas),
    "sphere": ("sphere", _as_problems("sphere", "sphere")),
    "by": ("by", _day),
    "q": ("words", lambda community, given: given[-1][:200]),
    "near": ("near", _as_problems("near", "near")),
    "sort": ("sort", lambda community, given: given[-1] if given[-1] in SORTS else None),
    "page": ("page", _page),
}
