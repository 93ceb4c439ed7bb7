"""The demo town as typed records. Everything here is invented or schematic; nothing knows of the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from shapely.geometry.base import BaseGeometry

Words = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class TownArea:
    """`centre` is latitude and longitude of where the name is written; `checked` says whether the place is certain."""

    kind: str
    code: str
    parent: str
    names: Words
    rank: int
    centre: tuple[float, float]
    checked: bool
    geometry: Mapping[str, Any]
    shape: BaseGeometry


@dataclass(frozen=True, kw_only=True)
class TownStreet:
    """`short` is how an address begins: «вул. Садова». `checked` is False for invented and uncertain names."""

    names: Words
    short: str
    aliases: tuple[str, ...]
    area: str
    rank: int
    checked: bool


@dataclass(frozen=True, kw_only=True)
class TownOrganisation:
    slug: str
    names: Words
    sector: str
    kind: str
    parent: str
    inbox: str
    address: str
    area: str
    lat: float | None
    lon: float | None
    about: Words


@dataclass(frozen=True, kw_only=True)
class TownRule:
    """Empty category, sphere or area fits anything; an empty organisation says that nobody knows the owner."""

    category: str
    sphere: str
    area: str
    organisation: str
    why: Words


@dataclass(frozen=True, kw_only=True)
class TownPerson:
    """`kind` is resident, officer, coordinator, moderator or librarian; `line` tells newcomers who they are."""

    key: str
    name: str
    language: str
    email: str
    kind: str
    organisation: str
    assurance: int
    area: str
    line: Words


@dataclass(frozen=True, kw_only=True)
class LifeStep:
    """One step of a life, `day` days after the report at the time `at`; what it means depends on `do`.

    `who` is empty where an officer of the owner acts. `promise` and `until` are days after the report: the day named
    when the owner accepts; the day promised later, or on which an obstacle is looked at again. `near` says that the
    place of the photograph was proven.
    """

    day: int
    at: str
    do: str
    who: str
    words: str
    to: str
    promise: int | None
    until: int | None
    into: int | None
    value: str
    photo: bool
    near: bool
    update: str
    rule: str


@dataclass(frozen=True, kw_only=True)
class TownProblem:
    """`reporter` is empty for somebody who left no contact. Endorsers speak up before the first claim or the end."""

    category: str
    scene: str
    title: str
    words: str
    language: str
    area: str
    place: str
    lat: float
    lon: float
    days_ago: int
    at: str
    reporter: str
    channel: str
    access_point: str
    show_name: bool
    endorsers: tuple[str, ...]
    answers: Mapping[str, str]
    state: str
    visibility: str
    life: tuple[LifeStep, ...]


@dataclass(frozen=True, kw_only=True)
class Town:
    """`base` is the drawing below the map as it is kept: a collection of water, streets and named places."""

    areas: tuple[TownArea, ...]
    base: Mapping[str, Any]
    streets: tuple[TownStreet, ...]
    organisations: tuple[TownOrganisation, ...]
    rules: tuple[TownRule, ...]
    people: tuple[TownPerson, ...]
    problems: tuple[TownProblem, ...]

    @cached_property
    def area_by_code(self) -> Mapping[str, TownArea]:
        return {area.code: area for area in self.areas}

    @cached_property
    def person_by_key(self) -> Mapping[str, TownPerson]:
        return {person.key: person for person in self.people}

    @cached_property
    def organisation_by_slug(self) -> Mapping[str, TownOrganisation]:
        return {organisation.slug: organisation for organisation in self.organisations}

    def with_parents(self, code: str) -> tuple[str, ...]:
        """The area's code and those above it, from the smallest up."""
        chain: list[str] = []
        while code:
            chain.append(code)
            code = self.area_by_code[code].parent
        return tuple(chain)

    def officers_of(self, organisation: str) -> tuple[TownPerson, ...]:
        return tuple(one for one in self.people if one.kind == "officer" and one.organisation == organisation)

    def owner_of(self, category: str, sphere: str, area: str) -> str:
        """The slug the first fitting rule names; empty where nobody knows."""
        here = self.with_parents(area)
        for rule in self.rules:
            if rule.category in ("", category) and rule.sphere in ("", sphere) and (not rule.area or rule.area in here):
                return rule.organisation
        return ""
