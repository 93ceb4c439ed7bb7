from __future__ import annotations

import pytest

from opencity.catalogue.models import Category
from opencity.catalogue.search import Found, category_lemmas, find_categories
from opencity.foundation.matching import Part
from tests.town import Town


@pytest.fixture
def stocked(town: Town) -> Town:
    pothole, tree = town.categories["road.pothole"], town.categories["green.dangerous_tree"]
    pothole.words = {"uk": ["вибоїна", "калюжа"], "en": ["hole"]}
    tree.words = {"uk": ["верба", "гілка"], "en": []}
    tree.hints = {"uk": "Стоїть над дорогою або над ямою", "en": "It leans"}
    for category in (pothole, tree):
        category.lemmas = category_lemmas(category)
        category.save()
    town.community.structure_version += 1
    return town


def codes(town: Town, words: str) -> list[str]:
    return [found.category.code for found in find_categories(town.community, words)]


@pytest.mark.parametrize(
    "typed", ["яма", "ями", "яму", "Ямою", "ям", "pothole", "potholes", "pot", "велика яма біля школи"]
)
def test_any_form_finds_the_pothole_first(stocked: Town, typed: str) -> None:
    assert codes(stocked, typed)[0] == "road.pothole"


def test_the_name_weighs_more_than_the_words_and_these_more_than_the_hint(stocked: Town) -> None:
    assert codes(stocked, "дорога") == ["road.pothole", "green.dangerous_tree"]
    assert codes(stocked, "вибоїни") == ["road.pothole"]
    assert codes(stocked, "гілки над ямою") == ["road.pothole", "green.dangerous_tree"]


def test_what_was_typed_is_marked_in_the_name(stocked: Town) -> None:
    (found,) = [one for one in find_categories(stocked.community, "ями") if one.category.code == "road.pothole"]
    assert found == Found(found.category, (Part("Яма", True), Part(" ", False), Part("на", False), *found.parts[3:]))
    (found,) = find_categories(stocked.community, "аварі")
    assert found.parts[:2] == (Part("Аварій", False), Part("не", False)) or found.parts[0] == Part("Аварі", True)


def test_nothing_typed_and_small_words_find_nothing(stocked: Town) -> None:
    assert codes(stocked, "") == codes(stocked, "на ") == codes(stocked, "?") == []


def test_categories_that_are_not_used_any_more_are_not_offered(stocked: Town) -> None:
    Category.everywhere.filter(code="road.pothole").update(active=False)
    stocked.community.structure_version += 1
    assert "road.pothole" not in codes(stocked, "яма")
