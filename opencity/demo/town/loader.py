"""The demo town read from its files: everything is checked, complaints name file, entry and field."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, TypeVar

from shapely import unary_union
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from opencity.catalogue.packs.loader import SCENES, Pack, PackedCategory, Question, load_pack
from opencity.demo.town.lives import DEEDS, Impossible, moment, walk
from opencity.demo.town.records import (
    LifeStep,
    Town,
    TownArea,
    TownOrganisation,
    TownPerson,
    TownProblem,
    TownRule,
    TownStreet,
)
from opencity.foundation.entries import Entry, read_list, read_object
from opencity.problems.states import State, Visibility

HERE = Path(__file__).resolve().parent
SECTORS = ("civil", "authority", "business", "library")
AREA_KINDS = ("community", "district", "microdistrict")
DRAWN_KINDS = {"water": "Polygon", "street": "LineString", "place": "Point"}
PEOPLE_KINDS = ("resident", "officer", "coordinator", "moderator", "librarian")
CHANNELS = ("web", "library", "phone")
VERDICTS = ("yes", "partly", "no", "cannot_tell")
UPDATES = ("fact", "question", "offer")
REJECTIONS = ("not_local", "private_dispute", "false", "offensive", "advertising", "no_place", "dangerous")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
T = TypeVar("T")

__all__ = ["Town", "load_town", "read_town"]


def load_town() -> Town:
    """The town that comes with the program, checked against the pack of Ukraine. Raises WrongEntry."""
    return read_town(HERE, load_pack("ua"))


def read_town(folder: Path, pack: Pack) -> Town:
    areas = _areas(folder / "areas.geojson")
    base, water = _base(folder / "base.geojson")
    codes = {area.code for area in areas}
    organisations = tuple(_organisation(one, codes) for one in read_list(folder / "organisations.json", "slug"))
    slugs = {one.slug for one in organisations}
    town = Town(
        areas=areas,
        base=base,
        streets=tuple(_street(one, codes) for one in read_list(folder / "streets.json", "short")),
        organisations=organisations,
        rules=tuple(_rule(one, pack, codes, slugs) for one in read_list(folder / "rules.json", "")),
        people=tuple(_person(one, codes, slugs) for one in read_list(folder / "people.json", "key")),
        problems=tuple(_problem(one, pack) for one in read_list(folder / "problems.json", "")),
    )
    for number, problem in enumerate(town.problems):
        _check_problem(town, pack.category(problem.category), problem, Entry("problems.json", str(number), {}), water)
    return town


def _known(entry: Entry, field: str, known: Collection[str], *, owed: bool = False) -> str:
    value = entry.text(field, None if owed else "")
    if value and value not in known:
        raise entry.wrong(field, f"“{value}” is not known")
    return value


def _features(path: Path) -> list[tuple[Entry, dict[str, Any], BaseGeometry]]:
    """Properties, geometry and shape of each feature."""
    found = []
    for feature in read_object(path).parts("features"):
        told = feature.part("properties")
        geometry = dict(feature.part("geometry").values)
        made = shape(geometry)
        if not made.is_valid:
            raise told.wrong("geometry", "the outline is not valid")
        found.append((told, geometry, made))
    return found


def _areas(path: Path) -> tuple[TownArea, ...]:
    made: dict[str, TownArea] = {}
    for properties, geometry, outline in _features(path):
        told = properties.named(properties.text("code"))
        told.only("kind", "code", "parent", "names", "rank", "centre", "checked")
        centre = told.values.get("centre")
        if not isinstance(centre, list) or len(centre) != 2 or not outline.contains(Point(centre[1], centre[0])):
            raise told.wrong("centre", "latitude and longitude inside the outline are wanted")
        area = TownArea(
            kind=told.one_of("kind", AREA_KINDS),
            code=told.text("code"),
            parent=_known(told, "parent", made),
            names=told.in_words("names"),
            rank=told.whole("rank"),
            centre=(centre[0], centre[1]),
            checked=told.yes_no("checked"),
            geometry=geometry,
            shape=outline,
        )
        if area.code in made:
            raise told.wrong("code", "it stands there twice")
        made[area.code] = area
    return tuple(made.values())


def _base(path: Path) -> tuple[dict[str, Any], BaseGeometry]:
    """The drawing as it is kept, and all of its water."""
    water = []
    for properties, geometry, made in _features(path):
        told = properties.named(properties.in_words("name")["uk"])
        told.only("kind", "name", "rank")
        kind = told.one_of("kind", DRAWN_KINDS)
        if geometry["type"] != DRAWN_KINDS[kind]:
            raise told.wrong("geometry", f"a {DRAWN_KINDS[kind]} is wanted")
        if told.whole("rank") > 3:
            raise told.wrong("rank", "0 to 3 is wanted")
        if kind == "water":
            water.append(made)
    return dict(read_object(path).values), unary_union(water)


def _organisation(told: Entry, areas: Collection[str]) -> TownOrganisation:
    told.only(*TownOrganisation.__dataclass_fields__)
    return TownOrganisation(
        slug=told.text("slug"),
        names=told.in_words("names"),
        sector=told.one_of("sector", SECTORS),
        kind=told.text("kind"),
        parent=told.text("parent", ""),
        inbox=_address(told, "inbox"),
        address=told.text("address", ""),
        area=_known(told, "area", areas),
        lat=told.degrees("lat"),
        lon=told.degrees("lon"),
        about=told.in_words("about"),
    )


def _address(told: Entry, field: str) -> str:
    """Nobody of the demo may ever be written to."""
    value = told.text(field)
    if not value.endswith("@example.org"):
        raise told.wrong(field, "an address at example.org is wanted")
    return value


def _street(told: Entry, areas: Collection[str]) -> TownStreet:
    told.only(*TownStreet.__dataclass_fields__)
    return TownStreet(
        names=told.in_words("names"),
        short=told.text("short"),
        aliases=told.texts("aliases"),
        area=_known(told, "area", areas, owed=True),
        rank=told.whole("rank"),
        checked=told.yes_no("checked"),
    )


def _rule(told: Entry, pack: Pack, areas: Collection[str], organisations: Collection[str]) -> TownRule:
    told.only(*TownRule.__dataclass_fields__)
    return TownRule(
        category=_known(told, "category", {one.code for one in pack.categories}),
        sphere=_known(told, "sphere", {one.code for one in pack.spheres}),
        area=_known(told, "area", areas),
        organisation=_known(told, "organisation", organisations),
        why=told.in_words("why"),
    )


def _person(told: Entry, areas: Collection[str], organisations: Collection[str]) -> TownPerson:
    told.only(*TownPerson.__dataclass_fields__)
    kind = told.one_of("kind", PEOPLE_KINDS)
    return TownPerson(
        key=told.text("key"),
        name=told.text("name"),
        language=told.one_of("language", ("uk", "en")),
        email=_address(told, "email"),
        kind=kind,
        organisation=_known(told, "organisation", organisations, owed=kind in {"officer", "librarian"}),
        assurance=told.whole("assurance"),
        area=_known(told, "area", areas),
        line=told.in_words("line", owed=False),
    )


def _problem(told: Entry, pack: Pack) -> TownProblem:
    told.only(*TownProblem.__dataclass_fields__)
    lat, lon = told.degrees("lat"), told.degrees("lon")
    if lat is None or lon is None:
        raise told.wrong("lat", "a point is wanted")
    return TownProblem(
        category=_known(told, "category", {one.code for one in pack.categories}, owed=True),
        scene=_known(told, "scene", SCENES),
        title=told.text("title"),
        words=told.text("words"),
        language=told.one_of("language", ("uk", "en")),
        area=told.text("area"),
        place=told.text("place"),
        lat=lat,
        lon=lon,
        days_ago=told.whole("days_ago", least=1),
        at=_clock(told),
        reporter=told.text("reporter", ""),
        channel=told.one_of("channel", CHANNELS),
        access_point=told.text("access_point", ""),
        show_name=told.yes_no("show_name"),
        endorsers=told.texts("endorsers"),
        answers={code: told.part("answers").text(code) for code in told.part("answers").values},
        state=told.one_of("state", State.values),
        visibility=told.one_of("visibility", Visibility.values),
        life=tuple(_step(one) for one in told.parts("life")),
    )


def _clock(told: Entry) -> str:
    value = told.text("at")
    if not _CLOCK.fullmatch(value):
        raise told.wrong("at", "hours and minutes are wanted")
    return value


def _step(told: Entry) -> LifeStep:
    told.only(*LifeStep.__dataclass_fields__)
    return LifeStep(
        day=told.whole("day"),
        at=_clock(told),
        do=told.one_of("do", DEEDS),
        who=told.text("who", ""),
        words=told.text("words", ""),
        to=told.text("to", ""),
        promise=_maybe(told, "promise", told.whole),
        until=_maybe(told, "until", told.whole),
        into=_maybe(told, "into", told.whole),
        value=told.one_of("value", VERDICTS, ""),
        photo=told.yes_no("photo", False),
        near=told.yes_no("near", True),
        update=told.one_of("update", UPDATES, ""),
        rule=told.one_of("rule", REJECTIONS, ""),
    )


def _maybe(told: Entry, field: str, read: Callable[[str], T]) -> T | None:
    return read(field) if told.values.get(field) is not None else None


def _check_problem(
    town: Town, category: PackedCategory, problem: TownProblem, entry: Entry, water: BaseGeometry
) -> None:
    _check_place(town, problem, entry, water)
    _check_people(town, category, problem, entry)
    _check_answers(category, problem.answers, entry)
    _check_times(problem, entry)
    try:
        course = walk(town, problem, category)
    except Impossible as error:
        raise entry.wrong("life", str(error)) from error
    if (course.state, course.visibility) != (problem.state, problem.visibility):
        raise entry.wrong("state", f"its life ends {course.state}, {course.visibility}")
    _check_merging(town, problem, entry)


def _check_place(town: Town, problem: TownProblem, entry: Entry, water: BaseGeometry) -> None:
    """In the area named and in no smaller one, and on dry land."""
    spot = Point(problem.lon, problem.lat)
    holding = [area for area in town.areas if area.shape.covers(spot)]
    if not holding or max(holding, key=lambda area: area.rank).code != problem.area:
        raise entry.wrong("area", f"the point does not lie in “{problem.area}”")
    if water.covers(spot):
        raise entry.wrong("lat", "the point lies on water")


def _check_people(town: Town, category: PackedCategory, problem: TownProblem, entry: Entry) -> None:
    for key in (problem.reporter, *problem.endorsers):
        if key and (key not in town.person_by_key or town.person_by_key[key].kind != "resident"):
            raise entry.wrong("endorsers", f"“{key}” is no resident")
    if len({problem.reporter, *problem.endorsers}) <= len(problem.endorsers):
        raise entry.wrong("endorsers", "somebody stands there twice, or is the reporter")
    if not problem.reporter and not category.anonymous:
        raise entry.wrong("reporter", "this category is not taken without a way to reach people")
    if (problem.channel == "library") != bool(problem.access_point):
        raise entry.wrong("access_point", "a library names its branch, and nobody else does")
    if problem.access_point and town.organisation_by_slug[problem.access_point].kind != "branch":
        raise entry.wrong("access_point", "it is no branch")


def _check_answers(category: PackedCategory, answers: Mapping[str, str], entry: Entry) -> None:
    if category.hazard == "never_taken":
        raise entry.wrong("category", "this is never taken")
    for code, value in answers.items():
        if code == "hazard" and category.hazard == "ask" and value in {"soon", "no"}:
            continue
        question = category.question(code)
        if question is None or (question.answers and value not in question.answers) or _stops(question, value):
            raise entry.wrong("answers", f"{code}: {value}")
    missing = [one.code for one in category.questions if one.required and one.code not in answers]
    if missing:
        raise entry.wrong("answers", f"no answer to {missing[0]}")


def _stops(question: Question, value: str) -> bool:
    return any(option.code == value and option.stop for option in question.options)


def _check_times(problem: TownProblem, entry: Entry) -> None:
    before = moment(0, problem.at)
    for step in problem.life:
        if moment(step.day, step.at) <= before:
            raise entry.wrong("life", f"{step.do} on day {step.day} stands out of order")
        before = moment(step.day, step.at)
    if problem.life and problem.life[-1].day > problem.days_ago - 1:
        raise entry.wrong("life", "it goes on in the future")


def _check_merging(town: Town, problem: TownProblem, entry: Entry) -> None:
    """Both must be there when they are joined, and the other one still running."""
    for step in problem.life:
        if step.into is None:
            continue
        if step.into >= len(town.problems) or town.problems[step.into] is problem:
            raise entry.wrong("life", "it is joined to nothing")
        into = town.problems[step.into]
        joined = problem.days_ago - step.day
        ends = [into.days_ago - one.day for one in into.life if one.do in {"verdict", "closed_unverified", "merged"}]
        if into.days_ago <= joined or any(end >= joined for end in ends):
            raise entry.wrong("life", "the other problem is not running on that day")
