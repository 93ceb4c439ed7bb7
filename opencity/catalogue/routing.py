"""Who has the duty: place × category × rules gives the owner, or says that nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from opencity.catalogue.models import Category, Rule
from opencity.communities.models import Community
from opencity.people.models import Organisation
from opencity.places.models import Area


@dataclass(frozen=True)
class Considered:
    """A rule that was looked at, and what kept it from fitting: "category", "area" or nothing."""

    rule: Rule
    misfit: str


@dataclass(frozen=True)
class Routed:
    """`owner` is None when the fitting rule says the owner is unknown, or no rule fits; `rule` tells which."""

    owner: Organisation | None
    rule: Rule | None
    considered: tuple[Considered, ...]


def route(community: Community, category: Category, areas: Sequence[Area]) -> Routed:
    """The first rule, in order, that fits the category and one of the areas the place lies in."""
    return choose(_rules(community.uuid, community.structure_version), category, areas)


def choose(rules: Sequence[Rule], category: Category, areas: Sequence[Area]) -> Routed:
    here = {area.pk for area in areas}
    considered: list[Considered] = []
    for rule in rules:
        misfit = _misfit(rule, category, here)
        considered.append(Considered(rule, misfit))
        if not misfit:
            return Routed(rule.organisation, rule, tuple(considered))
    return Routed(None, None, tuple(considered))


def _misfit(rule: Rule, category: Category, here: set[int]) -> str:
    if rule.category_id is not None and rule.category_id != category.pk:
        return "category"
    if rule.sphere and rule.sphere != category.sphere:
        return "category"
    if rule.area_id is not None and rule.area_id not in here:
        return "area"
    return ""


@lru_cache(maxsize=64)
def _rules(community: UUID, _version: int) -> tuple[Rule, ...]:
    rows = Rule.everywhere.filter(community__uuid=community).select_related("organisation", "category", "area")
    return tuple(rows.order_by("position"))
