"""A town's own base map comes in ranges, and only where one was laid."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from opencity.communities.operations.founding import lay_base_map
from opencity.foundation.refusals import NotUnderstood
from tests.town import Town


@pytest.fixture
def laid(town: Town, settings, tmp_path: Path) -> Client:
    settings.HOME = tmp_path
    (tmp_path / "tiles").mkdir()
    (tmp_path / "tiles" / "mykolaiv.pmtiles").write_bytes(b"PMTiles" + bytes(range(200)))
    lay_base_map(town.community, "pmtiles", file="mykolaiv.pmtiles", attribution="Хтось")
    return Client()


def test_a_part_is_given_as_it_stands_in_the_file(laid: Client) -> None:
    answer = laid.get("/mykolaiv/map/base.pmtiles", headers={"range": "bytes=0-6", "accept-encoding": "gzip"})
    assert (answer.status_code, answer.content) == (206, b"PMTiles")
    assert answer["Content-Range"] == "bytes 0-6/207"
    assert laid.get("/mykolaiv/map/base.pmtiles", headers={"range": "bytes=999-"}).status_code == 416


def test_the_map_page_names_it(laid: Client) -> None:
    page = laid.get("/mykolaiv/map/").content.decode()
    assert "/mykolaiv/map/base.pmtiles" in page and "Хтось" in page


def test_without_one_there_is_none(town: Town, elsewhere: Town) -> None:
    for slug in ("mykolaiv", "voznesensk"):
        assert Client().get(f"/{slug}/map/base.pmtiles").status_code == 404


@pytest.mark.parametrize(("kind", "more"), [("raster", {}), ("vector", {}), ("pmtiles", {}), ("moon", {})])
def test_half_a_base_map_is_refused(town: Town, kind: str, more: dict[str, str]) -> None:
    with pytest.raises(NotUnderstood):
        lay_base_map(town.community, kind, **more)
    with pytest.raises(NotUnderstood):
        lay_base_map(town.community, "raster", address="javascript:alert(1)")
