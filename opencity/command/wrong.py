"""Input that cannot be used: every wrong row is named with its file, its line and its field, then counted."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from opencity.command.surroundings import Failed


class BadValue(Exception):
    """One value of a row that cannot be used; `place` is its column, property or key."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(why)
        self.place, self.why = place, why


@dataclass
class Wrong:
    """The wrong rows of one file; `unit` is what its rows are called: line, feature."""

    path: Path
    unit: str
    rows: set[int] = field(default_factory=set)

    def tell(self, row: int, place: str, why: str) -> None:
        self.rows.add(row)
        print(f"{self.path}, {self.unit} {row}, {place}: {why}", file=sys.stderr)

    def exit_status(self, *, imported: int) -> int:
        if not self.rows:
            return 0
        of = "row is" if len(self.rows) == 1 else "rows are"
        print(f"{len(self.rows):,} {of} wrong and not imported; {imported:,} imported.", file=sys.stderr)
        return 1

    def must_be_none(self) -> None:
        if self.rows:
            raise Failed(f"{len(self.rows):,} wrong rows in {self.path}; nothing was imported (--all-or-nothing).")


class Paper:
    """A JSON object from a file, read key by key: a wrong or unknown key is named with its path."""

    def __init__(self, path: Path, data: object, at: str = "") -> None:
        self.path, self.at = path, at
        if not isinstance(data, Mapping):
            raise self.wrong("", "an object in braces is wanted")
        self.data: Mapping[str, Any] = data
        self._asked: set[str] = set()

    def wrong(self, key: str, why: str) -> Failed:
        where = ".".join(part for part in (self.at, key) if part) or "the whole"
        return Failed(f"{self.path}, {where}: {why}.")

    def text(self, key: str, default: str | None = None) -> str:
        value = self._get(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.wrong(key, "a text is wanted")
        return value

    def texts(self, key: str) -> dict[str, str]:
        value = self._get(key, {})
        if not isinstance(value, Mapping) or not all(isinstance(one, str) for one in value.values()):
            raise self.wrong(key, "an object of texts is wanted")
        return dict(value)

    def words(self, key: str) -> tuple[str, ...]:
        value = self._get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.wrong(key, "a list of texts is wanted")
        return tuple(value)

    def flag(self, key: str) -> bool:
        value = self._get(key, False)
        if not isinstance(value, bool):
            raise self.wrong(key, "true or false is wanted")
        return value

    def part(self, key: str) -> Paper:
        return Paper(self.path, self._get(key, None), ".".join(part for part in (self.at, key) if part))

    def parts(self, key: str) -> list[Paper]:
        value = self._get(key, [])
        if not isinstance(value, list):
            raise self.wrong(key, "a list is wanted")
        return [Paper(self.path, one, f"{self.at}{'.' if self.at else ''}{key}[{n}]") for n, one in enumerate(value)]

    def has(self, key: str) -> bool:
        self._asked.add(key)
        return key in self.data

    def finished(self) -> None:
        """Call it last: a key nobody asked for is a slip of the pen."""
        for key in self.data:
            if key not in self._asked:
                raise self.wrong(key, "there is no such key here")

    def _get(self, key: str, default: object) -> Any:
        self._asked.add(key)
        value = self.data.get(key, default)
        if value is None:
            raise self.wrong(key, "this key is missing")
        return value
