"""The one place where a problem's history is written, and its projection with it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from opencity.assets.models import Asset
from opencity.catalogue.models import Category
from opencity.communities.models import Community
from opencity.foundation.chains import Fact, Line, commit, genesis, link, microseconds, new_salt
from opencity.foundation.languages import current
from opencity.people.models import Organisation, Person
from opencity.places.models import Area
from opencity.problems.models import ActorKey, Event, EventText, Outbox, Problem
from opencity.problems.rules import projection
from opencity.problems.states import Visibility


@dataclass(frozen=True)
class Words:
    """A text as it was said, with the language it was said in."""

    text: str
    language: str = ""

    def in_language(self) -> str:
        return self.language or current()


def locked(problem: Problem) -> Problem:
    """The problem as it is now, held until the transaction ends. Call it late and once, before any check."""
    rows = Problem.everywhere.select_related("community", "category", "area", "owner", "asset__kind", "merged_into")
    return rows.select_for_update(of=("self",)).get(pk=problem.pk)


def record(
    problem: Problem,
    kind: str,
    *,
    actor: Person | None,
    at: datetime,
    changes: Mapping[str, Any] | None = None,
    facts: Mapping[str, Fact] | None = None,
    texts: Mapping[str, Words] | None = None,
) -> Event:
    """Write one line of history and bring the problem to where it leads.

    Call it inside the transaction of the deed, with the problem locked (or new and unsaved). `changes` names fields
    of the projection with their new values; `facts` are further integers, codes and commitments; `texts` are free
    texts, of which only salted commitments enter the chain.
    """
    salted = {name: (words, new_salt()) for name, words in (texts or {}).items() if words.text}
    said = {f"text_{name}": commit(salt, words.text) for name, (words, salt) in salted.items()}
    plain: dict[str, Fact] = {**{n: encode(v) for n, v in (changes or {}).items()}, **(facts or {}), **said}
    _bring_forward(problem, kind, at, changes or {}, plain)
    return _append(problem, kind, actor, at, plain, salted)


@dataclass(frozen=True)
class Beginning:
    """The first event of a problem that is new and unsaved."""

    problem: Problem
    at: datetime
    changes: Mapping[str, Any]
    facts: Mapping[str, Fact]


def begin_many(kind: str, beginnings: Sequence[Beginning]) -> list[Problem]:
    """Begin the histories of many new public problems in a few statements. Nobody acts and nothing is owed after it."""
    events = []
    for one in beginnings:
        plain: dict[str, Fact] = {**{n: encode(v) for n, v in one.changes.items()}, **one.facts}
        _bring_forward(one.problem, kind, one.at, one.changes, plain)
        events.append(_chained(one.problem, kind, one.at, "", plain))
    problems = Problem.everywhere.bulk_create([one.problem for one in beginnings])
    for event, problem in zip(events, problems, strict=True):
        event.problem = problem
    Event.everywhere.bulk_create(events)
    return problems


def _bring_forward(
    problem: Problem, kind: str, at: datetime, changes: Mapping[str, Any], plain: Mapping[str, Fact]
) -> None:
    before = values_of(problem) if problem.position else projection.beginning()
    for name, value in changes.items():
        setattr(problem, name, value)
    after = projection.step(before, kind, microseconds(at), plain)
    for name in projection.DERIVED:
        setattr(problem, name, _moment(after[name]) if name != "before_block" else after[name])


def _chained(problem: Problem, kind: str, at: datetime, key: str, facts: Mapping[str, Fact]) -> Event:
    """The unsaved event that follows the problem's last; the problem's head and position go forward with it."""
    community = problem.community
    problem.position += 1
    line = Line(
        community=community.uuid,
        subject=problem.uuid,
        position=problem.position,
        kind=kind,
        at=at,
        actor=key,
        facts=facts,
    )
    problem.head = link(problem.head or genesis(community.uuid, problem.uuid), line)
    return Event(
        community=community,
        problem=problem,
        position=problem.position,
        kind=kind,
        at=at,
        actor=key,
        facts=facts,
        hash=problem.head,
    )


def _append(
    problem: Problem,
    kind: str,
    actor: Person | None,
    at: datetime,
    facts: dict[str, Fact],
    salted: dict[str, tuple[Words, bytes]],
) -> Event:
    community = problem.community
    if problem.visibility == Visibility.PRIVATE:
        salt, sealed = new_salt(), json.dumps(facts, ensure_ascii=False, sort_keys=True)
        salted["facts"] = (Words(sealed, "zxx"), salt)
        facts = {"sealed": commit(salt, sealed)}
    known = None if problem._state.adding else _actor_key(problem, actor)
    key = known.key if known else secrets.token_hex(16) if actor else ""
    event = _chained(problem, kind, at, key, facts)
    adding = problem._state.adding
    problem.save(force_insert=adding, update_fields=None if adding else [*FIELDS, "position", "head"])
    if actor and not known:
        ActorKey.everywhere.create(community=community, problem=problem, person=actor, key=key)
    event.problem = problem
    event.save(force_insert=True)
    for name, (words, salt) in salted.items():
        EventText.everywhere.create(
            community=community,
            event=event,
            name=name,
            words=words.text,
            language=words.in_language(),
            salt=salt,
        )
    Outbox.objects.create(event=event, problem_id=problem.pk, next_try=at)
    return event


def _actor_key(problem: Problem, actor: Person | None) -> ActorKey | None:
    if actor is None:
        return None
    return ActorKey.everywhere.filter(problem=problem, person=actor).first()


FIELDS = (*projection.STATED, *projection.DERIVED)


def values_of(problem: Problem) -> projection.Values:
    """The stored projection in the form in which events state it."""
    return {name: encode(getattr(problem, name)) for name in FIELDS}


def encode(value: object) -> Fact:
    """A field's value as a fact: codes for what is named, microseconds for moments, "" for nothing."""
    match value:
        case None:
            return ""
        case bool():
            return int(value)
        case datetime():
            return microseconds(value)
        case date():
            return value.isoformat()
        case Category() | Area():
            return value.code
        case Organisation() | Problem() | Asset():
            return str(value.uuid)
        case int() | str():
            return value
    raise TypeError(f"{type(value).__name__} cannot stand in an event")


def _moment(value: Fact) -> datetime | None:
    if value == "":
        return None
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(value))


def facts_of(event: Event) -> Mapping[str, Fact]:
    """The facts, also of a private problem's event, whose facts stand beside it behind a commitment."""
    if "sealed" not in event.facts:
        return cast(Mapping[str, Fact], event.facts)
    kept = next((text for text in event.texts.all() if text.name == "facts"), None)
    return cast(Mapping[str, Fact], json.loads(kept.words)) if kept else {}


def line_of(event: Event, community: Community, problem: UUID) -> Line:
    """The event as the chain hashes it."""
    return Line(
        community=community.uuid,
        subject=problem,
        position=event.position,
        kind=event.kind,
        at=event.at,
        actor=event.actor,
        facts=event.facts,
    )
