from __future__ import annotations

from pathlib import Path

import pytest

from tests.command.conftest import Program, feature, geojson
from tests.town import square

pytestmark = pytest.mark.own_home
CREATE = ("community", "create", "halych", "--name", "uk=Галич", "--timezone", "Europe/Kyiv", "--language", "uk")


def test_a_community_has_its_catalogue_and_areas_find_their_parents(program: Program, tmp_path: Path) -> None:
    outline = geojson(tmp_path / "outline.geojson", feature(square(49.0, 24.0, 49.2, 24.3)))
    assert "35 categories" in program.well(*CREATE, "--outline", outline, "--katottg", "UA26040090010011111")
    file = geojson(
        tmp_path / "areas.geojson",
        feature(square(49.01, 24.01, 49.05, 24.05), code="old-town", **{"name:uk": "Старе місто"}),
        feature(square(49.0, 24.0, 49.2, 24.2), code="west", **{"name:uk": "Західний"}),
        feature({"type": "Point", "coordinates": [24.1, 49.1]}, name="a label"),
    )
    out = program.well("areas", "import", file, "--community", "halych")
    assert "2 new, 0 drawn anew, 0 wrong" in out
    assert "old-town lies in west" in out
    assert "0 new, 2 drawn anew" in program.well("areas", "import", file, "--community", "halych")


def test_every_wrong_feature_is_named_and_right_ones_are_imported(program: Program, tmp_path: Path) -> None:
    outline = geojson(tmp_path / "outline.geojson", feature(square(49.0, 24.0, 49.2, 24.3)))
    program.well(*CREATE, "--outline", outline)
    eight = [[24.0, 49.0], [24.1, 49.1], [24.1, 49.0], [24.0, 49.1], [24.0, 49.0]]
    crossed = {"type": "Polygon", "coordinates": [eight]}
    file = geojson(
        tmp_path / "areas.geojson",
        feature(crossed, code="crossed", name="Вісімка"),
        feature(square(49.0, 24.0, 49.1, 24.1), code="good", name="Добрий"),
        feature(square(49.0, 24.0, 49.1, 24.1), code="nameless"),
        feature(square(50.0, 30.0, 50.1, 30.1), code="far", name="Далекий"),
        feature(square(2_000, 500, 2_100, 600), code="metres", name="У метрах"),
    )
    answer = program("areas", "import", file, "--community", "halych")
    assert answer.status == 1
    assert "feature 1, geometry" in answer.err and "not valid" in answer.err
    assert "feature 3, name" in answer.err
    assert "feature 4, geometry" in answer.err and "outside" in answer.err
    assert "feature 5, geometry" in answer.err and "not degrees" in answer.err
    assert "4 rows are wrong and not imported; 1 imported" in answer.err
    assert "0 new, 1 drawn anew" in program("areas", "import", file, "--community", "halych").out


def test_all_or_nothing_imports_nothing_when_a_feature_is_wrong(program: Program, tmp_path: Path) -> None:
    program.well(*CREATE)
    file = geojson(
        tmp_path / "areas.geojson",
        feature(square(49.0, 24.0, 49.1, 24.1), code="good", name="Добрий"),
        feature(None, code="bad", name="Порожній"),
    )
    answer = program("areas", "import", file, "--community", "halych", "--all-or-nothing")
    assert answer.status == 1 and "nothing was imported" in answer.err
    assert "1 new" in program("areas", "import", file, "--community", "halych").out


def test_streets_come_from_lines(program: Program, tmp_path: Path) -> None:
    program.well(*CREATE)
    line = {"type": "LineString", "coordinates": [[24.0, 49.0], [24.1, 49.0]]}
    wrong = feature({"type": "Polygon"}, name="площа")
    file = geojson(tmp_path / "streets.geojson", feature(line, name="вулиця Шевченка"), wrong)
    answer = program("areas", "import", file, "--community", "halych", "--kind", "street")
    assert answer.status == 1 and "1 new" in answer.out and "feature 2, geometry" in answer.err


def create(slug: str, zone: str = "Europe/Kyiv") -> tuple[str, ...]:
    return ("community", "create", slug, "--name", "X", "--timezone", zone, "--language", "uk")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (create("api"), "platform itself"),
        (create("Місто"), "small Latin"),
        (create("x", "Kyiv"), "no time zone"),
        ((*CREATE, "--katottg", "UA48"), "seventeen digits"),
        ((*CREATE, "--outline", "missing.geojson"), "missing.geojson: No such file"),
        ((*CREATE, "--pack", "fr"), "There is no pack"),
        (("areas", "import", "missing.geojson", "--community", "nowhere"), "there is no community 'nowhere'"),
    ],
)
def test_what_cannot_be_used_is_said_in_words(program: Program, words: tuple[str, ...], said: str) -> None:
    answer = program(*words)
    assert answer.status == 1
    assert said in answer.err and "Traceback" not in answer.err


def test_before_the_first_migration_the_next_step_is_named(tmp_path: Path) -> None:
    answer = Program(tmp_path)("check")
    assert answer.status == 1 and "opencity migrate" in answer.err


def test_the_demo_listens_on_this_machine_only(program: Program) -> None:
    answer = program("serve", "--host", "0.0.0.0", OPENCITY_DEMO="1")
    assert answer.status == 1 and "this machine only" in answer.err
