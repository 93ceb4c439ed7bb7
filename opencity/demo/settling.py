"""The demonstration's two communities, with their places, bodies and people, made by the ordinary operations."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from opencity.assets.operations.stocking import stock_kinds
from opencity.catalogue.models import Category
from opencity.catalogue.operations.stocking import NewRule, lay_rules, pack, stock
from opencity.communities.models import Community
from opencity.communities.operations.founding import NewCommunity, found
from opencity.demo.cast import NEIGHBOUR, TOWN, VASYL
from opencity.demo.town.records import Town
from opencity.people.models import Organisation, Person, Role
from opencity.people.operations.appointing import NewOrganisation, appoint, enlist, register, settle, vouch
from opencity.people.operations.introducing import Stranger, confirm_email, introduce
from opencity.places.models import Area
from opencity.places.operations.drawing import NewArea, NewStreet, check_area, draw_areas, draw_streets
from opencity.problems.operations.following import follow_area

BEFORE = timedelta(days=500)
"""So long before today the communities began."""
ROLES = {"coordinator": Role.Kind.COORDINATOR, "moderator": Role.Kind.MODERATOR, "librarian": Role.Kind.LIBRARIAN}
NEIGHBOUR_OUTLINE = {
    "type": "Polygon",
    "coordinates": [
        [
            [31.27, 47.59],
            [31.30, 47.60],
            [31.34, 47.595],
            [31.37, 47.58],
            [31.36, 47.555],
            [31.32, 47.545],
            [31.28, 47.56],
        ]
    ],
}


@dataclass
class Settled:
    """What the lives of problems need at hand."""

    community: Community
    categories: dict[str, Category]
    areas: dict[str, Area]
    organisations: dict[str, Organisation]
    people: dict[str, Person]
    officers: dict[int, Person] = field(default_factory=dict)
    """Whoever speaks for an organisation, by its id."""


def settle_town(town: Town, *, now: datetime) -> Settled:
    began = now - BEFORE
    community = _community(town, began)
    stock(community, pack("ua"))
    stock_kinds(community)
    _places(community, town)
    organisations = _organisations(community, town, began)
    lay_rules(
        community,
        [
            NewRule(
                category=rule.category,
                sphere=rule.sphere,
                area=rule.area,
                organisation=rule.organisation,
                why=rule.why,
            )
            for rule in town.rules
        ],
    )
    settled = Settled(
        community=community,
        categories={one.code: one for one in Category.everywhere.filter(community=community)},
        areas={one.code: one for one in Area.everywhere.filter(community=community).select_related("parent")},
        organisations=organisations,
        people={},
    )
    _people(settled, town, began)
    return settled


def _community(town: Town, began: datetime) -> Community:
    whole = next(one for one in town.areas if one.kind == "community")
    return found(
        NewCommunity(
            slug=TOWN,
            names={"uk": "Миколаїв", "en": "Mykolaiv"},
            timezone="Europe/Kyiv",
            languages=("uk", "en"),
            katottg=whole.code,
            outline=whole.geometry,
            centre=whole.centre,
            choices={
                "controller": "Миколаївська міська бібліотека (демо)",
                "contact": "library@example.org",
            },
            drawing=_drawing(town),
        ),
        now=began,
    )


def _places(community: Community, town: Town) -> None:
    areas = [
        NewArea(
            code=one.code,
            kind=one.kind,
            names=one.names,
            outline=one.geometry,
            parent="" if one.kind == "district" else one.parent,
            label=one.centre,
        )
        for one in town.areas
        if one.kind != "community"
    ]
    draw_areas(community, [check_area(community, one) for one in areas])
    streets = [one for one in town.base["features"] if one["properties"]["kind"] == "street"]
    lines = {one["properties"]["name"]["uk"]: one["geometry"] for one in streets}
    draw_streets(
        community,
        [
            NewStreet(
                names=one.names,
                aliases=one.aliases,
                area=one.area,
                line=lines.get(one.names["uk"]),
                rank=one.rank,
            )
            for one in town.streets
        ],
    )


def _drawing(town: Town) -> dict[str, Any]:
    """The drawing below the map; streets with a row of their own are drawn from there."""
    rows = {street.names["uk"] for street in town.streets}
    features = [one for one in town.base["features"] if one["properties"]["name"]["uk"] not in rows]
    return {"type": "FeatureCollection", "features": features}


def _organisations(community: Community, town: Town, began: datetime) -> dict[str, Organisation]:
    made: dict[str, Organisation] = {}
    for one in town.organisations:
        made[one.slug] = register(
            NewOrganisation(
                slug=one.slug,
                names=one.names,
                sector=one.sector,
                kind=one.kind,
                about=one.about,
                parent=made[one.parent] if one.parent else None,
            ),
            now=began,
        )
        settle(made[one.slug], community, inbox=one.inbox, verified=True, address=one.address)
    return made


def _people(settled: Settled, town: Town, began: datetime) -> None:
    for one in town.people:
        person = _person(one.name, one.email, one.language, began)
        settled.people[one.key] = person
        body = settled.organisations.get(one.organisation)
        if one.kind == "officer" and body is not None:
            enlist(person, body, since=began)
            settled.officers.setdefault(body.pk, person)
        if one.kind in ROLES:
            appoint(person, settled.community, ROLES[one.kind], since=began, access_point=body)
        if one.area and one.line:
            follow_area(settled.areas[one.area], person, now=began)
    first = next(settled.people[one.key] for one in town.people if one.kind == "coordinator")
    for one in town.people:
        if one.assurance >= 2:
            vouch(settled.people[one.key], by=first, where="Бібліотека № 1", now=began)


def _person(name: str, email: str, language: str, began: datetime) -> Person:
    person = introduce(Stranger(name=name, email=email, language=language), now=began)
    return confirm_email(person, email, now=began)


def settle_neighbour(*, now: datetime) -> tuple[Community, Person]:
    """The second community, small, and its one resident, who must never see anything private of the first."""
    began = now - BEFORE
    community = found(
        NewCommunity(
            slug=NEIGHBOUR,
            names={"uk": "Вознесенськ", "en": "Voznesensk"},
            timezone="Europe/Kyiv",
            languages=("uk", "en"),
            outline=NEIGHBOUR_OUTLINE,
        ),
        now=began,
    )
    stock(community, pack("ua"))
    stock_kinds(community)
    body = register(
        NewOrganisation(
            slug="voznesensk-housing",
            names={"uk": "Житлове господарство Вознесенська (демо)", "en": "Voznesensk Housing (demo)"},
            sector="authority",
            kind="department",
        ),
        now=began,
    )
    settle(body, community, inbox="voznesensk@example.org", verified=True)
    lay_rules(
        community, [NewRule(organisation=body.slug, why={"uk": "Одне підприємство на все", "en": "One body for all"})]
    )
    return community, _person(VASYL.name, VASYL.email, "uk", began)
