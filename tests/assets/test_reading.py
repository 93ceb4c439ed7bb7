from __future__ import annotations

import contextlib
import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencity.assets.checking import check, read_columns
from opencity.assets.operations.importing import List, Outcome, bring_in, foresee, source_of
from opencity.assets.reading import MOST_BYTES, Sheet, read_sheet
from opencity.foundation.refusals import NotUnderstood
from tests.assets.laying import as_csv, as_geojson, as_geopackage, kind, rows
from tests.town import MONDAY, Town

SAID = rows(5)


def read(town: Town, raw: bytes, name: str = "list.csv", **more: Any) -> Any:
    return check(town.community, read_sheet(name, raw), {}, **more)


def test_every_form_says_the_same(town: Town, tmp_path: Path) -> None:
    told = [
        read(town, as_csv(SAID)),
        read(town, as_geojson(SAID), "list.geojson"),
        read(town, as_geopackage(SAID, tmp_path / "list.gpkg"), "list.gpkg"),
    ]
    for one in told:
        assert not one.wrong
        assert [(new.code, round(new.point.lat, 6), round(new.point.lon, 6)) for new in one.assets] == [
            (code, round(lat, 6), round(lon, 6)) for code, lat, lon in SAID
        ]


def test_a_list_of_a_spreadsheet_is_understood(town: Town) -> None:
    raw = "\ufeffІнвентарний номер;Назва;Широта;Довгота;Тип\nЛ-7;Біля школи;46,97;32,0;LED\n".encode()
    [new] = read(town, raw).assets
    assert (new.code, new.name, new.point.lat, new.attributes) == ("Л-7", "Біля школи", 46.97, {"Тип": "LED"})


def test_web_mercator_and_the_states_own_system_become_degrees(town: Town, tmp_path: Path) -> None:
    mercator = [("1", 5_934_000.0, 3_562_000.0)]
    raw = as_geopackage(mercator, tmp_path / "list.gpkg", srs=3857)
    [new] = read(town, raw).assets
    assert (round(new.point.lat, 1), round(new.point.lon, 1)) == (47.0, 32.0)


def test_a_system_nobody_knows_is_refused(town: Town, tmp_path: Path) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(town, as_geopackage(SAID, tmp_path / "list.gpkg", srs=999_999))
    assert refused.value.field == "system"


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("list.csv", b""),
        ("list.csv", b"\xff\xfe\x00"),
        ("list.csv", b'code,lat,lon\n"1,2'),
        ("list.csv", b"only one column\n1\n"),
        ("list.geojson", b"{"),
        ("list.geojson", b"{" * 100_000),
        ("list.geojson", b'{"type": "FeatureCollection"}'),
        ("list.geojson", b'{"features": []}'),
        ("list.geojson", b'{"features": [' + b"9" * 5000 + b"]}"),
        ("list.gpkg", b"PK\x03\x04"),
        ("list.gpkg", b"SQLite format 3\x00" + b"\x00" * 200),
        ("list.csv", b"x" * (MOST_BYTES + 1)),
    ],
)
def test_what_is_no_list_is_refused_with_a_next_step(town: Town, name: str, raw: bytes) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(town, raw, name)
    assert refused.value.next_step


def test_a_geopackage_with_a_view_for_a_layer_is_not_trusted(town: Town, tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "list.gpkg"
    as_geopackage(SAID, path)
    with sqlite3.connect(path) as file:
        file.executescript("ALTER TABLE lamps RENAME TO kept; CREATE VIEW lamps AS SELECT * FROM kept;")
    file.close()
    with pytest.raises(NotUnderstood):
        read(town, path.read_bytes())


def test_each_fault_names_its_row_and_what_is_wrong(town: Town) -> None:
    raw = "\n".join(
        [
            "code,lat,lon",
            "1,46.97,32.0",
            ",46.97,32.0",
            "3,тут,32.0",
            "1,46.97,32.0",
            "5,50.45,30.52",
            "6,32.0,46.97",
            "7,46.97",
            "8,nan,32.0",
            "9,4697000,3200000",
        ]
    ).encode()
    told = read(town, raw)
    assert [one.code for one in told.assets] == ["1"]
    assert [one.number for one in told.wrong] == [3, 4, 5, 6, 7, 8, 9, 10]
    assert all(one.why for one in told.wrong)


def test_a_column_that_is_not_there_is_refused_with_those_that_are(town: Town) -> None:
    with pytest.raises(NotUnderstood) as refused:
        check(town.community, read_sheet("a.csv", as_csv(SAID)), read_columns("code=REF"))
    assert "code, lat, lon" in refused.value.next_step
    with pytest.raises(NotUnderstood):
        read_columns("REF")


def brought(town: Town, raw: bytes, *, now: Any = MONDAY, **more: Any) -> Outcome:
    lamp = kind(town, "lamp")
    body = town.organisations["parks"]
    which = List(kind=lamp, source=source_of(lamp, body), owner=body, **more)
    told = read(town, raw)
    foreseen = foresee(town.community, told, which, now=now)
    done = bring_in(town.community, told, which, now=now)
    assert foreseen == done
    return done


def test_a_repeat_changes_nothing_in_any_order(town: Town) -> None:
    assert brought(town, as_csv(rows(30))).made == 30
    shuffled = rows(30)
    random.Random(7).shuffle(shuffled)
    version = town.community.structure_version
    assert brought(town, as_csv(shuffled)) == Outcome(0, 0, 30, 0, 0, 0)
    town.community.refresh_from_db()
    assert town.community.structure_version == version


def test_what_is_gone_is_retired_and_may_come_back(town: Town) -> None:
    brought(town, as_csv(SAID))
    gone = brought(town, as_csv(SAID[1:]))
    assert (gone.missing, gone.retired, gone.same) == (1, 1, 4)
    back = brought(town, as_csv(SAID))
    assert (back.returned, back.made, back.same) == (1, 0, 4)


def test_a_part_of_a_list_retires_nothing(town: Town) -> None:
    brought(town, as_csv(SAID))
    assert brought(town, as_csv(SAID[:1]), partial=True).retired == 0


def test_wrong_rows_stop_the_whole_unless_they_are_left_out(town: Town) -> None:
    brought(town, as_csv(SAID))
    raw = as_csv([SAID[0], ("", 46.97, 32.0), ("new", 46.97, 32.0)])
    with pytest.raises(NotUnderstood):
        brought(town, raw)
    left = brought(town, raw, skip_wrong=True)
    assert (left.made, left.same, left.missing, left.retired) == (1, 1, 4, 0)


def test_two_thousand_rows_take_few_queries(town: Town, django_assert_max_num_queries: Any) -> None:
    raw = as_csv(rows(2_000))
    kind(town, "lamp")
    with django_assert_max_num_queries(60):
        assert brought(town, raw).made == 2_000
    moved = as_csv([(code, lat + 0.001, lon) for code, lat, lon in rows(2_000)])
    with django_assert_max_num_queries(80):
        assert brought(town, moved).changed == 2_000


def test_two_sources_that_count_alike_have_addresses_of_their_own(town: Town) -> None:
    brought(town, as_csv(SAID))
    lamp = kind(town, "lamp")
    which = List(kind=lamp, source="other list", owner=None)
    bring_in(town.community, read(town, as_csv(SAID)), which, now=MONDAY)
    addresses = list(lamp.assets.values_list("address", flat=True))
    assert len(addresses) == len(set(addresses)) == 10


def test_a_list_does_not_undo_what_a_coordinator_decided(town: Town) -> None:
    from opencity.assets.models import Asset
    from opencity.problems.operations.naming_owners import settle_owner
    from tests.town import said

    brought(town, as_csv(SAID))
    lamp = Asset.everywhere.select_related("community").filter(code=SAID[0][0]).get()
    settle_owner(lamp, town.actor("svitlana"), town.organisations["roads"], said(), now=MONDAY)
    assert brought(town, as_csv(SAID)).same == 5
    assert Asset.everywhere.get(pk=lamp.pk).owner == town.organisations["roads"]


cells = st.one_of(st.text(max_size=12), st.floats().map(str), st.sampled_from(["46.97", "32,0", "1", "", "nan"]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=8), st.randoms())
def test_any_rows_are_either_right_or_named_once_whatever_their_order(
    town: Town, said: list[list[str]], chance: random.Random
) -> None:
    import csv
    import io

    def written(lines: list[list[str]]) -> bytes:
        file = io.StringIO()
        csv.writer(file).writerows([["code", "lat", "lon"], *lines])
        return file.getvalue().encode("utf-8", "replace")

    def counted(lines: list[list[str]]) -> tuple[set[str], int, int] | None:
        try:
            sheet: Sheet = read_sheet("a.csv", written(lines))
        except NotUnderstood:
            return None
        told = check(town.community, sheet, {})
        numbers = {one.number for one in told.assets} | {one.number for one in told.wrong}
        assert len(numbers) == len(told.assets) + len(told.wrong) == len(sheet.rows)
        return {one.code for one in told.assets}, len(told.assets), len(told.wrong)

    shuffled = list(said)
    chance.shuffle(shuffled)
    assert counted(said) == counted(shuffled)


geometries = st.one_of(
    st.none(),
    st.text(max_size=5),
    st.fixed_dictionaries(
        {
            "type": st.sampled_from(["Point", "Polygon", "LineString", "Nothing"]),
            "coordinates": st.recursive(
                st.one_of(st.floats(), st.integers(), st.text(max_size=3), st.none()),
                lambda inner: st.lists(inner, max_size=4),
                max_leaves=8,
            ),
        }
    ),
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(geometries, min_size=1, max_size=5))
def test_any_geometry_is_read_or_named_and_nothing_breaks(town: Town, said: list[Any]) -> None:
    features = [{"type": "Feature", "properties": {"ref": str(n)}, "geometry": one} for n, one in enumerate(said)]
    told = check(
        town.community,
        read_sheet("a.geojson", json.dumps({"type": "FeatureCollection", "features": features}).encode()),
        {},
    )
    assert len(told.assets) + len(told.wrong) == len(said)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.geojson", "a.gpkg"]), st.booleans())
def test_any_bytes_are_a_list_or_refused(raw: bytes, name: str, sqlite: bool) -> None:
    with contextlib.suppress(NotUnderstood):
        read_sheet(name, (b"SQLite format 3\x00" if sqlite else b"") + raw)
