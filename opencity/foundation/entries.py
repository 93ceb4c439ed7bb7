"""Entries of a data file that comes with the program, read field by field.

Every complaint names the file, the entry and the field. Pure: knows no civic word and no framework.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = ("uk", "en")


class WrongEntry(ValueError):
    """A data file says something that cannot be used."""

    def __init__(self, file: str, entry: str, field: str, why: str) -> None:
        self.file, self.entry, self.field, self.why = file, entry, field, why
        super().__init__(": ".join(part for part in (file, entry, field, why) if part))


@dataclass(frozen=True)
class Entry:
    """`name` is how people find it in the file: a code, a slug or the number of its line."""

    file: str
    name: str
    values: Mapping[str, object]

    def wrong(self, field: str, why: str) -> WrongEntry:
        return WrongEntry(self.file, self.name, field, why)

    def named(self, name: str) -> Entry:
        return Entry(self.file, name, self.values)

    def only(self, *fields: str) -> None:
        """Refuse fields nobody reads: a misspelt one would otherwise be silently forgotten."""
        for field in self.values:
            if field not in fields:
                raise self.wrong(field, "there is no such field")

    def text(self, field: str, default: str | None = None) -> str:
        """Null and a field left out are the default; without a default, text is owed."""
        value = self.values.get(field)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.wrong(field, "text is wanted")
        return value

    def one_of(self, field: str, allowed: Collection[str], default: str | None = None) -> str:
        value = self.text(field, default)
        if value != default and value not in allowed:
            raise self.wrong(field, f"“{value}” is none of {', '.join(sorted(allowed))}")
        return value

    def whole(self, field: str, default: int | None = None, *, least: int = 0) -> int:
        value = self.values.get(field, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise self.wrong(field, f"a whole number from {least} is wanted")
        return value

    def degrees(self, field: str) -> float | None:
        value = self.values.get(field)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not -180 <= value <= 180:
            raise self.wrong(field, "degrees are wanted")
        return float(value)

    def yes_no(self, field: str, default: bool | None = None) -> bool:
        value = self.values.get(field, default)
        if not isinstance(value, bool):
            raise self.wrong(field, "true or false is wanted")
        return value

    def texts(self, field: str) -> tuple[str, ...]:
        value = self.values.get(field, [])
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            raise self.wrong(field, "a list of texts is wanted")
        return tuple(value)

    def part(self, field: str) -> Entry:
        value = self.values.get(field)
        if not isinstance(value, dict):
            raise self.wrong(field, "an object is wanted")
        return Entry(self.file, f"{self.name}: {field}", value)

    def parts(self, field: str) -> tuple[Entry, ...]:
        value = self.values.get(field, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.wrong(field, "a list of objects is wanted")
        return tuple(Entry(self.file, f"{self.name}: {field} {n}", one) for n, one in enumerate(value, start=1))

    def in_words(self, field: str, *, owed: bool = True) -> dict[str, str]:
        """A value per language; every language or none at all."""
        if self.values.get(field) is None and not owed:
            return {}
        part = self.part(field)
        part.only(*LANGUAGES)
        said = {language: part.text(language, "") for language in LANGUAGES}
        missing = [language for language, words in said.items() if not words.strip()]
        if missing and (owed or len(missing) < len(LANGUAGES)):
            raise self.wrong(field, f"no words in {', '.join(missing)}")
        return {} if missing else said


def read_object(path: Path) -> Entry:
    value = _json(path)
    if not isinstance(value, dict):
        raise WrongEntry(path.name, "", "", "an object is wanted")
    return Entry(path.name, "", value)


def read_list(path: Path, key: str) -> tuple[Entry, ...]:
    """The objects of a list; each is named by its `key`, or by its place in the list counted from 0."""
    value = _json(path)
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise WrongEntry(path.name, "", "", "a list of objects is wanted")
    return tuple(Entry(path.name, str(one.get(key, n)), one) for n, one in enumerate(value))


def _json(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WrongEntry(path.name, "", "", f"cannot be read ({error.strerror})") from error
    except json.JSONDecodeError as error:
        raise WrongEntry(path.name, f"line {error.lineno}", "", error.msg) from error
