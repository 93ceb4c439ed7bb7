from __future__ import annotations

import pytest

from opencity.foundation.matching import Part
from opencity.places.models import Street
from opencity.places.streets import find_streets, middle_of
from tests.town import Town


@pytest.fixture
def streets(town: Town) -> Town:
    for names, aliases, rank in [
        ("вулиця Велика Садова", [], 3),
        ("вулиця Садова", ["Комсомольська"], 1),
        ("проспект Богоявленський", ["Жовтневий проспект"], 0),
        ("вулиця 6-та Поздовжня", [], 3),
    ]:
        Street.everywhere.create(
            community=town.community, names={"uk": names, "en": "Street"}, aliases=aliases, rank=rank
        )
    return town


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("садова", ["вулиця Садова", "вулиця Велика Садова"]),
        ("вул. Садовій, 12", ["вулиця Садова", "вулиця Велика Садова"]),
        ("велика сад", ["вулиця Велика Садова"]),
        ("комсомольську", ["вулиця Садова"]),
        ("Богоявл", ["проспект Богоявленський"]),
        ("6 поздовжня", ["вулиця 6-та Поздовжня"]),
        ("вулиця ", []),
        ("12", []),
        ("", []),
    ],
)
def test_streets_are_found_in_any_form(streets: Town, typed: str, expected: list[str]) -> None:
    assert [found.street.names["uk"] for found in find_streets(streets.community, typed)] == expected


def test_a_former_name_is_told(streets: Town) -> None:
    (found,) = find_streets(streets.community, "комсомольська")
    assert found.alias == "Комсомольська"
    (found,) = find_streets(streets.community, "жовтневий")
    assert (found.alias, found.parts[0]) == ("Жовтневий проспект", Part("проспект", False))


def test_the_middle_of_a_drawn_street(town: Town) -> None:
    line = {"type": "LineString", "coordinates": [[32.0, 46.0], [32.0, 46.2]]}
    drawn = Street(community=town.community, names={"uk": "Пряма"}, line=line)
    middle = middle_of(drawn)
    assert middle is not None and (round(middle.lat, 6), middle.lon) == (46.1, 32.0)
    assert middle_of(Street(names={})) is None
