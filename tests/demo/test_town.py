"""The demo town: true to its hot line's year, possible under the rules, and read with clear complaints."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from shapely import unary_union
from shapely.geometry import Point

from opencity.catalogue.packs.loader import Pack, load_pack
from opencity.demo.town.lives import BY_THE_COMMUNITY, BY_THE_OWNER, DEEDS, walk
from opencity.demo.town.loader import HERE, REJECTIONS, load_town, read_town
from opencity.demo.town.records import Town, TownProblem
from opencity.foundation.entries import WrongEntry
from opencity.problems.operations import reviewing
from opencity.problems.states import State, Visibility

# The hot line's year 2025 in hundredths, by what the pack calls them; leaks stand beside water there as here.
PUBLISHED = {
    "greenery": 23,
    "water": 19,
    "leaks": 8,
    "improvement": 15,
    "waste": 9,
    "heating": 7,
    "housing": 7,
    "roads": 6,
}
LARGEST_FILE = 1_200_000
DISTRICTS = {
    "UA48060150010443183": (46.96, 47.05),
    "UA48060150010139573": (46.91, 46.99),
    "UA48060150010235917": (46.91, 47.00),
    "UA48060150010393291": (46.81, 46.93),
}
"""The register's codes, and between which latitudes each district lies."""


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("ua")


@pytest.fixture(scope="module")
def town() -> Town:
    return load_town()


def _topic(problem: TownProblem, pack: Pack) -> str:
    special = {"water.leak": "leaks", "heat.none": "heating"}
    return special.get(problem.category, pack.category(problem.category).sphere)


def test_four_hundred_problems_fall_as_the_hot_line_s_year_did(town: Town, pack: Pack) -> None:
    assert len(town.problems) == 400
    share = Counter(_topic(problem, pack) for problem in town.problems)
    for topic, hundredths in PUBLISHED.items():
        assert abs(share[topic] / 4 - hundredths) <= 2, (topic, share[topic])


def test_every_category_that_is_taken_has_a_problem(town: Town, pack: Pack) -> None:
    told = {problem.category for problem in town.problems}
    assert {category.code for category in pack.categories} - told == {"war.uxo"}


def test_every_state_and_visibility_appears_and_verified_leads(town: Town) -> None:
    states = Counter(problem.state for problem in town.problems)
    assert set(states) == set(State.values)
    assert {problem.visibility for problem in town.problems} == set(Visibility.values)
    assert 0.35 <= states["verified"] / 400 <= 0.40
    assert 0.06 <= states["closed_unverified"] / 400 <= 0.10
    assert states["merged"] == 10


def test_every_kind_of_step_and_verdict_is_played(town: Town) -> None:
    steps = [step for problem in town.problems for step in problem.life]
    assert {step.do for step in steps} == DEEDS
    assert {step.value for step in steps if step.do == "verdict"} == {"yes", "partly", "no", "cannot_tell"}


def test_some_wait_beyond_their_deadline(town: Town, pack: Pack) -> None:
    late = [
        problem
        for problem in town.problems
        if problem.state == "open"
        and not problem.life
        and problem.visibility == "public"
        # Weekends are no working days: twice the number is past it for certain.
        and problem.days_ago > 2 * pack.category(problem.category).response_days
    ]
    assert len(late) >= 20


def test_nobody_repeats_anybody(town: Town) -> None:
    assert not [words for words, times in Counter(one.words for one in town.problems).items() if times > 1]
    assert not [title for title, times in Counter(one.title for one in town.problems).items() if times > 1]


def test_words_are_in_the_language_they_say(town: Town) -> None:
    for problem in town.problems:
        latin = sum(letter.isascii() and letter.isalpha() for letter in problem.words)
        assert (latin > len(problem.words) / 2) == (problem.language == "en"), problem.title
    assert 0.03 <= sum(problem.language == "en" for problem in town.problems) / 400 <= 0.07


def test_a_joined_problem_lies_near_the_one_it_is_joined_to(town: Town) -> None:
    for problem in town.problems:
        for step in problem.life:
            if step.into is not None:
                other = town.problems[step.into]
                assert other.category == problem.category
                away = Point(problem.lon, problem.lat).distance(Point(other.lon, other.lat))
                assert away < 0.002, problem.title


def test_reasons_are_those_the_moderators_know() -> None:
    assert set(REJECTIONS) == set(reviewing.REJECTIONS)


def test_owners_and_coordinators_have_different_deeds() -> None:
    assert not BY_THE_OWNER & BY_THE_COMMUNITY
    assert BY_THE_OWNER | BY_THE_COMMUNITY <= DEEDS


def test_districts_share_their_borders_and_fill_the_community(town: Town) -> None:
    whole, *areas = town.areas
    districts = [area for area in areas if area.kind == "district"]
    together = unary_union([district.shape for district in districts])
    assert whole.kind == "community"
    assert {district.code for district in districts} == set(DISTRICTS)
    assert together.symmetric_difference(whole.shape).area < 1e-9
    assert sum(district.shape.area for district in districts) - together.area < 1e-9


def test_districts_lie_where_they_are(town: Town) -> None:
    for code, (south, north) in DISTRICTS.items():
        _west, bottom, _east, top = town.area_by_code[code].shape.bounds
        assert south <= bottom < top <= north, code


def test_microdistricts_lie_in_their_districts_and_beside_each_other(town: Town) -> None:
    small = [area for area in town.areas if area.kind == "microdistrict"]
    assert len(small) == 22
    for area in small:
        assert town.area_by_code[area.parent].shape.buffer(1e-6).covers(area.shape), area.code
        for other in small:
            assert area is other or area.shape.intersection(other.shape).area < 1e-9, (area.code, other.code)


def test_outlines_are_sketches(town: Town) -> None:
    for area in town.areas:
        if area.kind != "community":
            assert area.geometry["type"] == "Polygon"
            assert 4 <= len(area.geometry["coordinates"][0]) - 1 <= 25, area.code


def test_the_drawing_has_water_bridges_and_the_main_streets(town: Town) -> None:
    kinds = Counter(feature["properties"]["kind"] for feature in town.base["features"])
    assert kinds["water"] == 2
    assert kinds["street"] >= 22
    drawn = {one["properties"]["name"]["uk"] for one in town.base["features"] if one["properties"]["kind"] == "street"}
    bridges = {name for name in drawn if "міст" in name}
    assert len(bridges) == 2
    assert drawn - bridges <= {street.names["uk"] for street in town.streets}


def test_every_body_says_that_it_is_invented(town: Town) -> None:
    for organisation in town.organisations:
        assert organisation.names["uk"].endswith("(демо)")
        assert organisation.names["en"].endswith("(demo)")
    assert {organisation.sector for organisation in town.organisations} == {"civil", "authority", "business", "library"}
    branches = [one for one in town.organisations if one.kind == "branch"]
    assert len(branches) == 5
    assert all(one.parent == "city-library" and one.lat and one.address for one in branches)


def test_every_owner_named_by_a_rule_has_somebody_who_speaks_for_it(town: Town) -> None:
    for rule in town.rules:
        assert not rule.organisation or town.officers_of(rule.organisation), rule.why["en"]


def test_some_manholes_belong_to_nobody_known(town: Town) -> None:
    assert town.owner_of("manhole.open", "improvement", "balabanivka") == ""
    assert town.owner_of("manhole.open", "improvement", "namyv") == "telecom-south"
    assert town.owner_of("manhole.open", "improvement", "tsentr") == "water-utility"


def test_every_category_has_a_rule_everywhere(town: Town, pack: Pack) -> None:
    for category in pack.categories:
        if category.sphere in {"ideas"} or category.code == "manhole.open":
            continue
        for area in town.areas:
            if area.kind != "community":
                assert town.owner_of(category.code, category.sphere, area.code), (category.code, area.code)


def test_the_cast_is_complete(town: Town) -> None:
    assert {"olena", "petro", "iryna", "taras"} <= set(town.person_by_key)
    kinds = Counter(person.kind for person in town.people)
    assert kinds["resident"] >= 40
    assert kinds["coordinator"] and kinds["moderator"] and kinds["librarian"] >= 2
    assert len({person.email for person in town.people}) == len(town.people)


def test_the_data_stay_small() -> None:
    assert sum(path.stat().st_size for path in HERE.iterdir() if path.is_file()) < LARGEST_FILE


def _with(town: Town, do: str) -> TownProblem:
    return next(problem for problem in town.problems if any(step.do == do for step in problem.life))


def test_a_life_ends_as_its_steps_lead(town: Town, pack: Pack) -> None:
    problem = _with(town, "reopened")
    course = walk(town, problem, pack.category(problem.category))
    assert (course.state, course.visibility) == (problem.state, problem.visibility)


def _spoil(folder: Path, file: str, change: Callable[[Any], None]) -> Path:
    for path in HERE.iterdir():
        if path.suffix in {".json", ".geojson"}:
            shutil.copy(path, folder)
    told = json.loads((folder / file).read_text(encoding="utf-8"))
    change(told)
    (folder / file).write_text(json.dumps(told), encoding="utf-8")
    return folder


def _first(told: list[dict[str, Any]], do: str) -> dict[str, Any]:
    return next(problem for problem in told if any(step["do"] == do for step in problem["life"]))


def _turn_round(told: list[dict[str, Any]]) -> None:
    _first(told, "claimed")["life"].reverse()


def _claim_after_the_end(told: list[dict[str, Any]]) -> None:
    problem = _first(told, "withdrawn")
    problem["days_ago"] += 10
    problem["life"].append({"day": problem["days_ago"] - 2, "at": "10:00", "do": "claimed", "words": "Зробили"})


@pytest.mark.parametrize(
    ("file", "change", "field"),
    [
        ("problems.json", lambda told: told[0].update(category="sea.monster"), "category"),
        ("problems.json", lambda told: told[0].update(lat=46.5), "area"),
        ("problems.json", lambda told: told[0].update(days_ago=0), "days_ago"),
        ("problems.json", lambda told: told[0].update(endorsers=["nobody"]), "endorsers"),
        ("problems.json", lambda told: told[0].update(answers={"colour": "red"}), "answers"),
        ("problems.json", lambda told: told[0].update(answers={}), "answers"),
        ("problems.json", lambda told: _first(told, "claimed").update(state="rejected"), "state"),
        ("problems.json", lambda told: told[0].update(at="25:00"), "at"),
        ("problems.json", _turn_round, "life"),
        ("problems.json", _claim_after_the_end, "life"),
        ("people.json", lambda told: told[0].update(email="olena@example.com"), "email"),
        ("rules.json", lambda told: told[0].update(organisation="nobody"), "organisation"),
        ("streets.json", lambda told: told[0].update(area="atlantis"), "area"),
        ("organisations.json", lambda told: told[0].update(sector="crime"), "sector"),
        ("base.geojson", lambda told: told["features"][0]["properties"].update(rank=7), "rank"),
        ("areas.geojson", lambda told: told["features"][2]["properties"].update(centre=[0, 0]), "centre"),
    ],
)
def test_a_wrong_town_names_the_file_and_the_field(
    file: str, change: Callable[[Any], None], field: str, tmp_path: Path, pack: Pack
) -> None:
    with pytest.raises(WrongEntry) as caught:
        read_town(_spoil(tmp_path, file, change), pack)
    assert caught.value.file == file
    assert caught.value.field == field
    assert caught.value.entry
