"""The pack of Ukraine is complete, and a pack that is not says where."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from opencity.catalogue.packs.loader import HERE, Pack, load_pack, read_pack
from opencity.foundation.entries import WrongEntry

SPHERES = set(
    "greenery water housing improvement waste roads light transport accessibility social war animals order culture "
    "ideas".split()
)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("ua")


def test_there_are_thirty_five_categories_in_fifteen_spheres(pack: Pack) -> None:
    assert len(pack.categories) == 35
    assert {sphere.code for sphere in pack.spheres} == SPHERES
    assert {category.sphere for category in pack.categories} == SPHERES


def test_a_sphere_and_its_categories_have_names_of_their_own_in_each_language(pack: Pack) -> None:
    for language in ("uk", "en"):
        names = Counter(category.names[language].casefold() for category in pack.categories)
        assert not [name for name, times in names.items() if times > 1]


def test_ukrainian_and_english_are_not_mixed_up(pack: Pack) -> None:
    cyrillic = set("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя")
    for category in pack.categories:
        assert set(category.names["uk"].lower()) & cyrillic, category.code
        assert not set(category.names["en"].lower()) & cyrillic, category.code
        assert not set(category.hint["en"].lower()) & cyrillic, category.code


def test_ukrainian_holds_no_letters_of_another_alphabet_and_no_straight_apostrophes() -> None:
    """Words are left out: residents type them as they like."""
    told = json.loads((HERE / "ua.json").read_text(encoding="utf-8"))
    for category in told["categories"]:
        del category["words"]
    text = json.dumps(told, ensure_ascii=False)
    assert not set("ыэъёЫЭЪЁ") & set(text)
    assert "’" in text and not any(f"{letter}'" in text for letter in "бпвмфрБПВМФР")


def test_words_are_in_lower_case_and_tell_categories_apart(pack: Pack) -> None:
    for language in ("uk", "en"):
        owners: dict[str, list[str]] = {}
        for category in pack.categories:
            for word in category.words[language]:
                assert word == word.lower() == word.strip(), (category.code, word)
                owners.setdefault(word, []).append(category.code)
        crowded = {word: codes for word, codes in owners.items() if len(codes) > 2}
        assert not crowded
        for category in pack.categories:
            own = [word for word in category.words[language] if owners[word] == [category.code]]
            assert len(own) >= 4, (category.code, language, own)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("яма", "road.pothole"),
        ("вибоїна", "road.pothole"),
        ("люк", "manhole.open"),
        ("витік", "water.leak"),
        ("ліфт", "housing.lift"),
        ("ліхтар", "light.out"),
        ("звалище", "waste.dump"),
        ("батарея", "heat.none"),
        ("міна", "war.uxo"),
        ("pothole", "road.pothole"),
    ],
)
def test_what_residents_type_leads_to_one_category(pack: Pack, typed: str, code: str) -> None:
    assert [one.code for one in pack.categories if typed in (*one.words["uk"], *one.words["en"])] == [code]


def test_explosive_finds_are_never_taken_and_name_both_numbers(pack: Pack) -> None:
    uxo = pack.category("war.uxo")
    assert uxo.hazard == "never_taken"
    assert uxo.emergency_numbers == ("101", "112")
    assert [one.code for one in pack.categories if one.hazard == "never_taken"] == ["war.uxo"]


def test_a_person_stuck_in_a_lift_stops_the_report_at_101(pack: Pack) -> None:
    stuck = pack.category("housing.lift").question("stuck")
    assert stuck is not None and stuck.required
    assert {option.code: option.stop for option in stuck.options} == {"yes": "101", "no": ""}


def test_people_s_needs_are_private_and_signs_of_war_are_checked_and_coarsened(pack: Pack) -> None:
    assert {one.code for one in pack.categories if one.visibility == "private"} == {
        "social.person_in_need",
        "social.idp",
        "social.veteran",
    }
    assert {one.code for one in pack.categories if one.coarsen} == {"war.shelter_closed", "war.damage", "war.uxo"}
    assert all(one.visibility == "check_first" for one in pack.categories if one.coarsen)
    assert not any(one.anonymous for one in pack.categories if one.visibility == "private")


def test_an_answer_is_due_before_the_work_is(pack: Pack) -> None:
    for category in pack.categories:
        assert category.response_days <= category.resolve_days, category.code


def test_official_codes_wait_to_be_compared(pack: Pack) -> None:
    assert not any(one.classifier_checked for one in pack.categories)
    assert all(len(one.classifier_858) == 3 and one.classifier_858.isdigit() for one in pack.categories)


def test_questions_are_few(pack: Pack) -> None:
    for category in pack.categories:
        most, least = (0, 0) if category.hazard == "never_taken" else (3, 1)
        assert least <= len(category.questions) <= most, category.code


def _spoil(change: Callable[[dict[str, Any]], None], folder: Path) -> Path:
    told = json.loads((HERE / "ua.json").read_text(encoding="utf-8"))
    change(told)
    path = folder / "bad.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("change", "entry", "field"),
    [
        (lambda told: told["categories"][0].pop("icon"), "green.dangerous_tree", "icon"),
        (lambda told: told["categories"][0]["names"].pop("en"), "green.dangerous_tree", "names"),
        (lambda told: told["categories"][1].update(sphere="sea"), "green.fallen_tree", "sphere"),
        (lambda told: told["categories"][1].update(colour="red"), "green.fallen_tree", "colour"),
        (lambda told: told["categories"][1].update(response_days=0), "green.fallen_tree", "response_days"),
        (lambda told: told["categories"][1].update(near_m=True), "green.fallen_tree", "near_m"),
        (lambda told: told["categories"][1].update(words={"uk": ["раз"], "en": []}), "green.fallen_tree", "words"),
        (lambda told: told["categories"][0].update(emergency_numbers=[]), "green.dangerous_tree", "emergency_numbers"),
        (lambda told: told["categories"][0]["questions"][0]["options"].clear(), "green.dangerous_tree", "options"),
        (lambda told: told["categories"].append(told["categories"][0]), "", "categories"),
    ],
)
def test_a_wrong_pack_names_the_file_the_entry_and_the_field(
    change: Callable[[dict[str, Any]], None], entry: str, field: str, tmp_path: Path
) -> None:
    with pytest.raises(WrongEntry) as caught:
        read_pack(_spoil(change, tmp_path))
    assert caught.value.file == "bad.json"
    assert caught.value.entry.startswith(entry)
    assert caught.value.field == field


def test_a_pack_that_is_not_json_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text('{\n"code": ,\n}', encoding="utf-8")
    with pytest.raises(WrongEntry) as caught:
        read_pack(path)
    assert caught.value.entry == "line 2"
