"""The rows of a source, one by one, as records that are checked and ready to be taken over."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from math import isfinite
from pathlib import Path

from opencity.catalogue.models import Category
from opencity.command.mapping import Coordinates, Moment, SourceMapping
from opencity.command.surroundings import Failed
from opencity.command.wrong import BadValue, Wrong
from opencity.communities.models import Community
from opencity.foundation.coordinates import turn_from
from opencity.foundation.refusals import NotUnderstood
from opencity.places.cells import Point
from opencity.problems.operations.importing import CheckedRecord, NewRecord, check_record
from opencity.problems.states import State

Row = Mapping[str, str]
Locate = Callable[[Row], Point | None]


def read_records(
    path: Path,
    mapping: SourceMapping,
    community: Community,
    categories: Mapping[str, Category],
    known: set[str],
    wrong: Wrong,
) -> Iterator[CheckedRecord | None]:
    """Each row's checked record, or None for a row that is wrong or in `known`; wrong ones are told to `wrong`."""
    locate = _locator(mapping)
    key_of = _keys(mapping)
    seen: dict[str, int] = {}
    for line, row in _rows(path, mapping, wrong):
        if row is None:
            yield None
            continue
        try:
            key = key_of(row)
            if key in seen:
                raise BadValue(" + ".join(mapping.key), f"{key!r} stands in line {seen[key]} already")
            seen[key] = line
            yield None if key in known else check_record(community, _record(row, key, mapping, categories, locate))
        except BadValue as bad:
            wrong.tell(line, bad.place, bad.why)
            yield None
        except NotUnderstood as refusal:
            wrong.tell(line, refusal.field, f"{refusal.why} {refusal.next_step}")
            yield None


def _rows(path: Path, mapping: SourceMapping, wrong: Wrong) -> Iterator[tuple[int, Row | None]]:
    """The number of each row's last line, with the row, or None for one with too many or too few cells."""
    try:
        with path.open(encoding=mapping.encoding, newline="") as file:
            reader = csv.DictReader(file, delimiter=mapping.delimiter, strict=True)
            columns = reader.fieldnames or []
            for column in sorted(mapping.columns() - set(columns)):
                raise Failed(f"{path}, line 1: there is no column {column!r}. The columns are {', '.join(columns)}.")
            for row in reader:
                if None in row or None in row.values():
                    wrong.tell(reader.line_num, "the whole row", f"{len(columns)} cells are wanted")
                    yield reader.line_num, None
                else:
                    yield reader.line_num, row
    except UnicodeDecodeError as error:
        raise Failed(f"{path}: this is not {mapping.encoding} text (byte {error.start}).") from error
    except csv.Error as error:
        raise Failed(f"{path}, line {reader.line_num}: {error}.") from error
    except LookupError as error:
        raise Failed(f"{path}: {error}.") from error


def _record(
    row: Row, key: str, mapping: SourceMapping, categories: Mapping[str, Category], locate: Locate
) -> NewRecord:
    created = _moment(row, mapping.created, mapping)
    if created is None:
        raise BadValue(mapping.created.column, "the moment is missing")
    changed = (_moment(row, one, mapping) for one in mapping.changed)
    point, address = locate(row), row[mapping.address].strip() if mapping.address else ""
    if point is None and not address:
        raise BadValue(mapping.coordinates.x if mapping.coordinates else "place", "neither coordinates nor an address")
    category = categories[mapping.category.of(row)]
    return NewRecord(
        key=key,
        category=category,
        # The template may hold the address, which a coarsened place does not tell.
        title=category.name if category.coarsen else mapping.title_of(row),
        state=State(mapping.state.of(row)),
        created_at=created,
        changed_at=next((moment for moment in changed if moment), created),
        point=point,
        words=address,
        language=mapping.language,
    )


def _moment(row: Row, moment: Moment, mapping: SourceMapping) -> datetime | None:
    text = row[moment.column].strip()
    if not text:
        return None
    try:
        read = datetime.strptime(text, moment.form) if moment.form else datetime.fromisoformat(text)  # noqa: DTZ007
    except ValueError:
        raise BadValue(moment.column, f"{text!r} is no moment in the form {moment.form or 'ISO 8601'}") from None
    return read if read.tzinfo else read.replace(tzinfo=mapping.timezone)


def _keys(mapping: SourceMapping) -> Callable[[Row], str]:
    """What tells a row apart: its key columns, else its content and its number among rows of the same content."""
    if mapping.key:
        return lambda row: " ".join(row[column].strip() for column in mapping.key).strip()
    equal: Counter[str] = Counter()

    def by_content(row: Row) -> str:
        digest = sha256("\x1f".join(row.values()).encode()).hexdigest()[:32]
        equal[digest] += 1
        return f"{digest}-{equal[digest]}"

    return by_content


def _locator(mapping: SourceMapping) -> Locate:
    where = mapping.coordinates
    if where is None:
        return lambda row: None
    try:
        turn = turn_from(where.system)
    except ValueError as error:
        raise Failed(f"coordinates.system: {where.system!r} is not known ({error}).") from error
    if turn is None:
        return lambda row: _point(where, _pair(row, where))

    def turned(row: Row) -> Point | None:
        pair = _pair(row, where)
        return _point(where, turn(*pair)) if pair else None

    return turned


def _pair(row: Row, where: Coordinates) -> tuple[float, float] | None:
    """The two numbers as they stand; None when both are missing."""
    if not row[where.x].strip() and not row[where.y].strip():
        return None
    return _number(row, where.x), _number(row, where.y)


def _number(row: Row, column: str) -> float:
    try:
        value = float(row[column])
    except ValueError:
        raise BadValue(column, f"{row[column]!r} is no number") from None
    if not isfinite(value):
        raise BadValue(column, f"{row[column]!r} is no number")
    return value


def _point(where: Coordinates, pair: tuple[float, float] | None) -> Point | None:
    if pair is None:
        return None
    lon, lat = pair
    if not (isfinite(lat) and isfinite(lon) and abs(lat) <= 85 and abs(lon) <= 180) or (lat == 0 and lon == 0):
        raise BadValue(f"{where.x}, {where.y}", "this is no place on the map; check coordinates.system and the columns")
    return Point(lat, lon)
