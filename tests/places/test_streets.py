from __future__ import annotations

import pytest

from opencity.places.models import Street
from opencity.places.streets import find_streets
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
    assert [found.names["uk"] for found in find_streets(streets.community, typed)] == expected
