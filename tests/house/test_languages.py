"""Both languages are complete: every text has its Ukrainian, with all plural forms and the same places."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from tests.house.source import ROOT

PLACES = re.compile(r"%\(\w+\)[sd]")
CATALOGUE = ROOT / "locale" / "uk" / "LC_MESSAGES" / "django.po"


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> polib.POFile:
    """The texts as the source has them now."""
    copy = tmp_path_factory.mktemp("messages") / "opencity"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns("static", "locale", "migrations", "__pycache__"))
    (copy / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "-l", "uk", "--no-location", "--extension=html,txt,py"]
    surroundings = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(command, cwd=copy, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return polib.pofile(str(copy / "locale" / "uk" / "LC_MESSAGES" / "django.po"))


@pytest.fixture(scope="module")
def ukrainian() -> dict[tuple[str | None, str], polib.POEntry]:
    return {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(CATALOGUE))}


def test_every_text_has_its_ukrainian(collected: polib.POFile, ukrainian) -> None:
    missing = [
        entry.msgid
        for entry in collected
        if (entry.msgctxt, entry.msgid) not in ukrainian or not _whole(ukrainian[entry.msgctxt, entry.msgid])
    ]
    assert missing == []


def _whole(entry: polib.POEntry) -> bool:
    if entry.fuzzy:
        return False
    return all(entry.msgstr_plural.get(n) for n in range(3)) if entry.msgid_plural else bool(entry.msgstr)


def test_nothing_is_translated_that_nobody_says(collected: polib.POFile, ukrainian) -> None:
    said = {(entry.msgctxt, entry.msgid) for entry in collected}
    assert set(ukrainian) - said == set()


def test_places_for_values_are_the_same(ukrainian) -> None:
    for entry in ukrainian.values():
        wanted = set(PLACES.findall(entry.msgid)) | set(PLACES.findall(entry.msgid_plural or ""))
        for text in [entry.msgstr] if not entry.msgid_plural else entry.msgstr_plural.values():
            assert set(PLACES.findall(text)) <= wanted, entry.msgid
            if not entry.msgid_plural:
                assert set(PLACES.findall(text)) == wanted, entry.msgid


@pytest.mark.parametrize("word", ["успішно", "!!", "Caps"])
def test_ukrainian_is_plain(word: str, ukrainian) -> None:
    for entry in ukrainian.values():
        assert word not in entry.msgstr


def test_apostrophes_and_quotes_are_ukrainian(ukrainian) -> None:
    straight = re.compile(r"[а-яіїєґ]'[а-яіїєґ]|[“”]")
    for entry in ukrainian.values():
        for text in (entry.msgstr, *entry.msgstr_plural.values()):
            assert not straight.search(text), entry.msgid


def test_the_catalogue_is_where_settings_look_for_it() -> None:
    assert Path(CATALOGUE).is_file()
