"""The mapping file that tells how the columns of a source become problems. Explained in docs/guides/import.md."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from opencity.catalogue.operations.stocking import NewCategory
from opencity.command.surroundings import Failed
from opencity.command.wrong import Paper
from opencity.problems.operations.importing import STATES
from opencity.problems.states import State

_COLUMN = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class Moment:
    """A column with a date or time; `form` is a format of strptime, empty for ISO 8601."""

    column: str
    form: str


@dataclass(frozen=True)
class Coordinates:
    """`x` is the column of the longitude or easting, `y` of the latitude or northing."""

    x: str
    y: str
    system: str


@dataclass(frozen=True)
class Choice:
    """A column whose values are looked up; what is not listed becomes `otherwise`."""

    column: str
    values: Mapping[str, str]
    otherwise: str

    def of(self, row: Mapping[str, str]) -> str:
        return self.values.get(row[self.column].strip(), self.otherwise) if self.column else self.otherwise


@dataclass(frozen=True, kw_only=True)
class SourceMapping:
    source: str
    language: str
    timezone: ZoneInfo
    encoding: str
    delimiter: str
    key: tuple[str, ...]
    """The columns that tell a record apart; empty: the whole row does, with its number among equal rows."""
    created: Moment
    changed: tuple[Moment, ...]
    """The first of them that is filled is the last moment the source tells of."""
    coordinates: Coordinates | None
    address: str
    title: str
    state: Choice
    category: Choice
    categories: tuple[NewCategory, ...]

    def columns(self) -> set[str]:
        """Every column the mapping speaks of."""
        named = {*self.key, self.created.column, *(one.column for one in self.changed), self.address}
        named |= {self.state.column, self.category.column, *_COLUMN.findall(self.title)}
        if self.coordinates:
            named |= {self.coordinates.x, self.coordinates.y}
        return named - {""}

    def title_of(self, row: Mapping[str, str]) -> str:
        return _COLUMN.sub(lambda found: row[found.group(1)].strip(), self.title).strip(" ,:;")


def read_mapping(path: Path) -> SourceMapping:
    """Raises Failed naming the file and the key that cannot be used."""
    try:
        paper = Paper(path, json.loads(path.read_text(encoding="utf-8")))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise Failed(f"{path}: this is no JSON file ({error}).") from error
    mapping = SourceMapping(
        source=paper.text("source"),
        language=paper.text("language"),
        timezone=_zone(paper),
        encoding=paper.text("encoding", "utf-8"),
        delimiter=paper.text("delimiter", ","),
        key=paper.words("key"),
        created=_moment(paper.part("created")),
        changed=tuple(_moment(one) for one in paper.parts("changed")),
        coordinates=_coordinates(paper.part("coordinates")) if paper.has("coordinates") else None,
        address=paper.text("address", ""),
        title=paper.text("title"),
        state=_state(paper),
        category=_choice(paper.part("category")),
        categories=tuple(_category(one) for one in paper.parts("categories")),
    )
    paper.has("about")
    paper.finished()
    if len(mapping.source) > 60:
        raise paper.wrong("source", "60 characters at most")
    return mapping


def _zone(paper: Paper) -> ZoneInfo:
    name = paper.text("timezone")
    if name not in available_timezones():
        raise paper.wrong("timezone", f"there is no time zone {name!r}; a name such as Europe/Kyiv is wanted")
    return ZoneInfo(name)


def _moment(paper: Paper) -> Moment:
    moment = Moment(paper.text("column"), paper.text("format", ""))
    paper.finished()
    return moment


def _coordinates(paper: Paper) -> Coordinates:
    coordinates = Coordinates(paper.text("x"), paper.text("y"), paper.text("system", "EPSG:4326"))
    paper.finished()
    return coordinates


def _choice(paper: Paper) -> Choice:
    choice = Choice(paper.text("column", ""), paper.texts("values"), paper.text("otherwise"))
    paper.finished()
    return choice


def _state(paper: Paper) -> Choice:
    choice = _choice(paper.part("state")) if paper.has("state") else Choice("", {}, State.OPEN.value)
    for value in (*choice.values.values(), choice.otherwise):
        if value not in STATES:
            raise paper.wrong("state", f"{value!r} is none of {', '.join(sorted(STATES))}")
    return choice


def _category(paper: Paper) -> NewCategory:
    category = NewCategory(
        code=paper.text("code"),
        sphere=paper.text("sphere"),
        names=paper.texts("names"),
        icon=paper.text("icon", ""),
        coarsen=paper.flag("coarsen"),
    )
    paper.finished()
    return category
