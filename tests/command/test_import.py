from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.command.conftest import EXAMPLES, Program, records_beside_the_checkout

pytestmark = pytest.mark.own_home
MAPPING: dict[str, Any] = {
    "source": "desk",
    "language": "uk",
    "timezone": "Europe/Kyiv",
    "key": ["id"],
    "created": {"column": "made", "format": "%d.%m.%Y %H:%M"},
    "changed": [{"column": "closed"}],
    "coordinates": {"x": "lon", "y": "lat"},
    "address": "where",
    "title": "{what}, {where}",
    "state": {"column": "state", "values": {"закрито": "closed_unverified"}, "otherwise": "open"},
    "category": {"column": "what", "values": {"Яма": "road.pothole"}, "otherwise": "other"},
    "categories": [{"code": "other", "sphere": "ideas", "names": {"uk": "Інше", "en": "Something else"}}],
}
HEAD = "id,made,closed,what,where,state,lat,lon\n"
GOOD = (
    '1,03.11.2026 10:15,,Яма,"вул. Садова, 3",нове,46.97,32.0\n'
    "2,04.11.2026 08:00,2026-11-05T12:00:00+02:00,Гойдалка,Парк,закрито,46.96,32.01\n"
    "3,04.11.2026 09:00,,Яма,за мостом,нове,,\n"
)
BAD = (
    "4,4 листопада,,Яма,Парк,нове,46.96,32.01\n"
    "5,04.11.2026 09:00,,Яма,Парк,нове,широта,32.01\n"
    "6,04.11.2026 09:00,,Яма,,нове,,\n"
    "1,04.11.2026 09:00,,Яма,Парк,нове,46.96,32.01\n"
    "7,04.11.2026 09:00,,Яма,Парк\n"
    "8,04.11.2026 09:00,,Яма,Парк,нове,0,0\n"
    "9,04.11.2026 09:00,01.01.2020,Яма,Парк,нове,46.96,32.01\n"
)


@pytest.fixture
def town(program: Program, tmp_path: Path) -> Program:
    program.well("community", "create", "town", "--name", "uk=Місто", "--timezone", "Europe/Kyiv", "--language", "uk")
    (tmp_path / "mapping.json").write_text(json.dumps(MAPPING), encoding="utf-8")
    return program


def load(program: Program, tmp_path: Path, rows: str, *more: str) -> Any:
    file = tmp_path / "records.csv"
    file.write_text(HEAD + rows, encoding="utf-8")
    return program("problems", "import", file, "--community", "town", "--mapping", tmp_path / "mapping.json", *more)


def ask(program: Program, question: str) -> list[Any]:
    with closing(sqlite3.connect(program.home / "opencity.sqlite3")) as database:
        return database.execute(question).fetchall()


def test_records_become_problems_with_one_event_each_and_nothing_owed(town: Program, tmp_path: Path) -> None:
    answer = load(town, tmp_path, GOOD)
    assert answer.status == 0, answer.err
    rows = ask(town, "SELECT number, title, state, cell IS NULL, clock_started_at, origin FROM problems_problem")
    assert rows == [
        (1, "Яма, вул. Садова, 3", "open", 0, None, "imported"),
        (2, "Гойдалка, Парк", "closed_unverified", 0, None, "imported"),
        (3, "Яма, за мостом", "open", 1, None, "imported"),
    ]
    assert ask(town, "SELECT kind, count(*) FROM problems_event GROUP BY kind") == [("imported", 3)]
    assert ask(town, "SELECT count(*) FROM problems_outbox") == [(0,)]
    assert ask(town, "SELECT ended_at, created_at FROM problems_problem WHERE number = 2") == [
        ("2026-11-05 10:00:00", "2026-11-04 06:00:00")
    ]
    assert ask(town, "SELECT sum(n) FROM statistics_cellcount WHERE level = 0") == [(3,)]
    town.well("check")


def test_importing_again_makes_no_doubles_and_takes_what_is_new(town: Program, tmp_path: Path) -> None:
    load(town, tmp_path, GOOD)
    assert "0 imported, 3 were here already" in load(town, tmp_path, GOOD).out
    more = "10,05.11.2026 09:00,,Яма,Парк,нове,46.96,32.01\n"
    assert "1 imported, 3 were here already" in load(town, tmp_path, GOOD + more).out


def test_every_wrong_row_is_named_and_right_ones_are_imported(town: Program, tmp_path: Path) -> None:
    answer = load(town, tmp_path, GOOD + BAD)
    assert answer.status == 1
    assert "3 imported, 0 were here already, 7 wrong" in answer.out
    for line, field in [
        (5, "made"),
        (6, "lat"),
        (7, "lon"),
        (8, "id"),
        (9, "the whole row"),
        (10, "lon, lat"),
        (11, "closed"),
    ]:
        assert f"records.csv, line {line}, {field}: " in answer.err
    assert "stands in line 2 already" in answer.err


def test_all_or_nothing_imports_nothing_when_a_row_is_wrong(town: Program, tmp_path: Path) -> None:
    answer = load(town, tmp_path, GOOD + BAD, "--all-or-nothing")
    assert answer.status == 1 and "7 wrong rows" in answer.err
    assert ask(town, "SELECT count(*) FROM problems_problem") == [(0,)]


def test_equal_rows_without_a_key_are_told_apart_by_their_number(town: Program, tmp_path: Path) -> None:
    (tmp_path / "mapping.json").write_text(json.dumps(MAPPING | {"key": []}), encoding="utf-8")
    row = "1,03.11.2026 10:15,,Яма,Парк,нове,46.97,32.0\n"
    assert "2 imported" in load(town, tmp_path, row + row).out
    assert "1 imported, 2 were here" in load(town, tmp_path, row + row + row).out


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"titel": "x"}, "mapping.json, titel: there is no such key here"),
        ({"timezone": "Kyiv"}, "mapping.json, timezone: there is no time zone 'Kyiv'"),
        ({"created": {"format": "%d"}}, "mapping.json, created.column: this key is missing"),
        ({"created": {"column": "day"}}, "line 1: there is no column 'day'"),
        ({"state": {"otherwise": "verified"}}, "'verified' is none of"),
        ({"category": {"otherwise": "road.hole"}}, "has no category 'road.hole'"),
        ({"category": {"otherwise": "social.person_in_need"}}, "social.person_in_need"),
        ({"coordinates": {"x": "lon", "y": "lat", "system": "EPSG:0"}}, "'EPSG:0' is not known"),
    ],
)
def test_a_wrong_mapping_is_named_with_its_key(
    town: Program, tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    (tmp_path / "mapping.json").write_text(json.dumps(MAPPING | change), encoding="utf-8")
    answer = load(town, tmp_path, GOOD)
    assert answer.status == 1 and said in answer.err
    assert "Traceback" not in answer.err
    assert ask(town, "SELECT count(*) FROM problems_problem") == [(0,)]


def test_swiss_coordinates_are_turned_into_degrees(town: Program, tmp_path: Path) -> None:
    file = tmp_path / "z.csv"
    file.write_text("date,year,service_code,e,n\n2016-06-27,2016,Graffiti,2683920,1245604\n", encoding="utf-8")
    town.well("problems", "import", file, "--community", "town", "--mapping", EXAMPLES / "zurich_zueri_wie_neu.json")
    [(lat, lon, title, language)] = ask(town, "SELECT lat, lon, title, language FROM problems_problem")
    assert (round(lat, 3), round(lon, 3), title, language) == (47.356, 8.549, "Graffiti", "de")


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "mapping", "zone", "rows", "without_place"),
    [
        ("los_angeles_2020.csv", "los_angeles_311.json", "America/Los_Angeles", 10_000, 11),
        ("zurich_zueri_wie_neu.csv", "zurich_zueri_wie_neu.json", "Europe/Zurich", 62_245, 0),
    ],
)
def test_every_row_of_the_real_records_is_imported(
    program: Program, name: str, mapping: str, zone: str, rows: int, without_place: int
) -> None:
    file = records_beside_the_checkout(f"311/{name}")
    program.well("community", "create", "city", "--name", "en=City", "--timezone", zone, "--language", "en")
    out = program.well("problems", "import", file, "--community", "city", "--mapping", EXAMPLES / mapping)
    assert f"{rows:,} imported, 0 were here already, 0 wrong" in out
    assert ask(program, "SELECT count(*) FROM problems_problem WHERE cell IS NULL") == [(without_place,)]
    assert ask(program, "SELECT count(*) FROM problems_problem WHERE state = 'verified'") == [(0,)]
    mapped = json.loads((EXAMPLES / mapping).read_text(encoding="utf-8"))["category"]
    text = file.read_text(encoding="utf-8")
    assert all(re.search(re.escape(value), text) for value in mapped["values"])
    program.well("check")
