from __future__ import annotations

import json
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.command.conftest import Program

pytestmark = pytest.mark.own_home
CREATE = ("--name", "uk=Галич", "--timezone", "Europe/Kyiv", "--language", "uk", "--pack", "none")


@pytest.fixture
def town(program: Program) -> Program:
    program.well("community", "create", "halych", *CREATE)
    photograph = program.home / "media" / "ab" / "abcd-480.jpg"
    photograph.parent.mkdir(parents=True)
    photograph.write_bytes(b"a photograph")
    return program


def communities(home: Path) -> list[str]:
    with closing(sqlite3.connect(home / "opencity.sqlite3")) as database:
        return [slug for (slug,) in database.execute("SELECT slug FROM communities_community ORDER BY slug")]


def test_what_was_backed_up_comes_back_elsewhere(town: Program, tmp_path: Path) -> None:
    file = tmp_path / "town.backup"
    assert "1 photograph" in town.well("backup", file)
    assert oct(file.stat().st_mode & 0o777) == "0o600"
    with tarfile.open(file) as tar:
        manifest = json.load(tar.extractfile("manifest.json") or pytest.fail("no manifest"))
    assert manifest["program"] and len(manifest["files"]["media/ab/abcd-480.jpg"]["sha256"]) == 64
    other = Program(tmp_path / "other")
    other.well("restore", file)
    assert communities(other.home) == ["halych"]
    assert (other.home / "media/ab/abcd-480.jpg").read_bytes() == b"a photograph"
    assert (other.home / "secret.key").read_bytes() == (town.home / "secret.key").read_bytes()
    other.well("check")


def test_a_backup_writes_over_nothing(town: Program, tmp_path: Path) -> None:
    file = tmp_path / "town.backup"
    file.write_text("something dear")
    answer = town("backup", file)
    assert answer.status == 1 and "never writes over" in answer.err
    assert file.read_text() == "something dear"


def test_a_restore_replaces_only_when_told_and_keeps_what_was_there(town: Program, tmp_path: Path) -> None:
    file = tmp_path / "town.backup"
    town.well("backup", file)
    town.well("community", "create", "rohatyn", *CREATE)
    answer = town("restore", file)
    assert answer.status == 1 and "holds communities already" in answer.err
    assert communities(town.home) == ["halych", "rohatyn"]
    town.well("restore", file, "--replace")
    assert communities(town.home) == ["halych"]
    [aside] = town.home.glob("replaced-*")
    assert communities(aside) == ["halych", "rohatyn"]


def test_a_damaged_backup_is_refused_before_anything_is_touched(town: Program, tmp_path: Path) -> None:
    file = tmp_path / "town.backup"
    town.well("backup", file)
    raw = file.read_bytes()
    file.write_bytes(raw.replace(b"a photograph", b"a falsehood!"))
    answer = town("restore", file, "--replace")
    assert answer.status == 1 and "damaged or missing: media/ab/abcd-480.jpg" in answer.err
    assert communities(town.home) == ["halych"]
    file.write_bytes(raw[: len(raw) // 2])
    answer = town("restore", file, "--replace")
    assert answer.status == 1
    assert "damaged" in answer.err or "missing" in answer.err
    assert communities(town.home) == ["halych"]


def test_whoever_was_erased_after_the_backup_stays_erased(town: Program, tmp_path: Path) -> None:
    script = (
        "from django.utils.timezone import now;"
        "from opencity.people.operations.introducing import Stranger, introduce;"
        "introduce(Stranger(name='Олена', email='olena@example.org'), now=now())"
    )
    town.well("manage", "shell", "-c", script)
    file = tmp_path / "town.backup"
    town.well("backup", file)
    erase = (
        "from django.utils.timezone import now; from opencity.people.models import Person;"
        "from opencity.notices.operations.erasing import erase_person;"
        "erase_person(Person.objects.get(), now=now())"
    )
    town.well("manage", "shell", "-c", erase)
    assert "1 erasures" in town.well("restore", file, "--replace")
    with closing(sqlite3.connect(town.home / "opencity.sqlite3")) as database:
        assert database.execute("SELECT public_name FROM people_person").fetchall() == [("",)]
        assert database.execute("SELECT count(*) FROM account_emailaddress").fetchall() == [(0,)]


def test_a_database_in_use_is_not_replaced(town: Program, tmp_path: Path) -> None:
    file = tmp_path / "town.backup"
    town.well("backup", file)
    with closing(sqlite3.connect(town.home / "opencity.sqlite3")) as open_elsewhere:
        open_elsewhere.execute("SELECT count(*) FROM communities_community").fetchall()
        answer = town("restore", file, "--replace")
    assert answer.status == 1 and "in use" in answer.err
