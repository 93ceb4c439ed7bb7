"""Problems are taken over from another system's records: one event each, no clock, no notice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.catalogue.models import Category, Publicity
from opencity.catalogue.routing import route
from opencity.communities.models import Community
from opencity.foundation.chains import Fact, commit, microseconds, new_salt
from opencity.foundation.refusals import NotUnderstood
from opencity.places.cells import Point
from opencity.places.lookup import atlas
from opencity.places.models import Area
from opencity.problems.history import Beginning, begin_many
from opencity.problems.models import ExactPlace, ImportedRecord, Problem
from opencity.problems.operations.filing import next_number
from opencity.problems.rules.placing import public_place
from opencity.problems.states import State, Visibility

STATES = frozenset({State.OPEN, State.CLOSED_UNVERIFIED, State.WITHDRAWN, State.OUT_OF_SCOPE})
"""What another system's word can amount to. Nothing is verified, or taken up, because a record says so."""
ORIGIN = "imported"


@dataclass(frozen=True, kw_only=True)
class NewRecord:
    """One record. `key` is its name at the source; `changed_at` is the last moment the source tells of."""

    key: str
    category: Category
    title: str
    state: State
    created_at: datetime
    changed_at: datetime
    point: Point | None = None
    words: str = ""
    language: str = "uk"


@dataclass(frozen=True)
class CheckedRecord:
    record: NewRecord
    areas: tuple[Area, ...]


def taken_over(community: Community, source: str) -> set[str]:
    """The keys of all records of the source that are here already."""
    rows = ImportedRecord.everywhere.filter(community=community, source=source)
    return set(rows.values_list("key", flat=True))


def check_record(community: Community, new: NewRecord) -> CheckedRecord:
    """Raises NotUnderstood naming the field that cannot be used."""
    if new.category.community_id != community.pk or new.category.publicity != Publicity.PUBLIC:
        raise NotUnderstood(
            _("Records of the category “%(category)s” are not taken over.") % {"category": new.category.code},
            _("Name a public category of this community."),
            field="category",
        )
    if new.state not in STATES:
        raise NotUnderstood(
            _("A record cannot begin as “%(state)s”.") % {"state": new.state},
            _("It is open, closed_unverified, withdrawn or out_of_scope: only residents verify."),
            field="state",
        )
    if not new.title.strip():
        raise NotUnderstood(_("The record has no title."), _("Change the title's template."), field="title")
    if not new.key or len(new.key) > 120:
        raise NotUnderstood(_("The record has no usable key."), _("Name the columns that tell it apart."), field="key")
    if new.changed_at < new.created_at:
        raise NotUnderstood(
            _("It changed before it was made."), _("Check the formats of the moments."), field="changed"
        )
    if new.point is None:
        return CheckedRecord(new, ())
    known = atlas(community)
    if not known.covers(new.point):
        raise NotUnderstood(
            _("The place lies outside %(community)s.") % {"community": community.name},
            _("Check the coordinate system and the order of the columns."),
            field="place",
        )
    return CheckedRecord(new, known.areas_at(new.point))


@transaction.atomic
def take_over(community: Community, source: str, records: Sequence[CheckedRecord], *, now: datetime) -> list[Problem]:
    """Write checked records whose keys are new. Give some thousands at a time: they hold one transaction."""
    first = next_number(community, len(records))
    beginnings = [_beginning(community, source, one, first + n, now) for n, one in enumerate(records)]
    problems = begin_many("imported", beginnings)
    pairs = list(zip(problems, records, strict=True))
    ExactPlace.everywhere.bulk_create([_exact(problem, one.record) for problem, one in pairs])
    ImportedRecord.everywhere.bulk_create(
        [
            ImportedRecord(community=community, problem=problem, source=source, key=one.record.key)
            for problem, one in pairs
        ]
    )
    return problems


def _beginning(community: Community, source: str, one: CheckedRecord, number: int, now: datetime) -> Beginning:
    new = one.record
    shown = public_place(new.point, new.words[:200], "import", coarsen=new.category.coarsen)
    title, title_salt, place_salt = new.title.strip()[:120], new_salt(), new_salt()
    problem = Problem(
        community=community,
        number=number,
        title=title,
        title_salt=title_salt,
        language=new.language,
        precision=shown.precision,
        lat=shown.point.lat if shown.point else None,
        lon=shown.point.lon if shown.point else None,
        cell=shown.cell,
        place_words=shown.words,
        place_salt=place_salt,
        origin=ORIGIN,
        created_at=new.created_at,
    )
    facts: dict[str, Fact] = {
        "source": source,
        "taken_over": microseconds(now),
        "precision": shown.precision.value,
        "title": commit(title_salt, title),
        "place": commit(place_salt, shown.words),
    }
    return Beginning(problem, new.changed_at, _changes(community, one), facts)


def _changes(community: Community, one: CheckedRecord) -> Mapping[str, object]:
    return {
        "category": one.record.category,
        "area": one.areas[0] if one.areas else None,
        "owner": route(community, one.record.category, one.areas).owner,
        "state": one.record.state,
        "visibility": Visibility.PUBLIC,
    }


def _exact(problem: Problem, new: NewRecord) -> ExactPlace:
    return ExactPlace(
        community_id=problem.community_id,
        problem=problem,
        lat=new.point.lat if new.point else None,
        lon=new.point.lon if new.point else None,
        words=new.words[:200],
        source="import",
    )
