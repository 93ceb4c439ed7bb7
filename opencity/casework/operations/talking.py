"""Who looks at a case, keeps an eye on it and speaks of it among colleagues."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from opencity.casework.access import colleagues, may_have, must_read
from opencity.casework.models import Glance, Mention, Watch
from opencity.casework.operations.auditing import body_of, note_line
from opencity.people.acting import Actor
from opencity.people.models import Person
from opencity.problems.models import Note, Problem
from opencity.problems.operations.reviewing import note

_NAMED = re.compile(r"@([\w’'ʼ-]+(?: [\w’'ʼ-]+)?)")
AT_IT = timedelta(minutes=3)
"""Whoever had the case open so lately is probably still at it."""


def look(problem: Problem, actor: Actor, *, now: datetime) -> None:
    """The case is open on somebody's screen."""
    rows = Glance.everywhere.filter(community=problem.community, problem=problem, person=actor.person)
    if not rows.update(last_at=now):
        Glance.everywhere.bulk_create(
            [Glance(community=problem.community, problem=problem, person=actor.person, first_at=now, last_at=now)],
            ignore_conflicts=True,
        )


@transaction.atomic
def watch(problem: Problem, actor: Actor, *, on: bool, now: datetime) -> None:
    must_read(problem, actor)
    if on:
        Watch.everywhere.get_or_create(
            community=problem.community, person=actor.person, problem=problem, defaults={"since": now}
        )
    else:
        Watch.everywhere.filter(person=actor.person, problem=problem).delete()


@transaction.atomic
def write_note(problem: Problem, actor: Actor, words: str, *, now: datetime) -> Note:
    """An internal note. Colleagues named with @ hear of it; a name that is nobody's here is only a word."""
    body = body_of(problem, actor)
    made = note(problem, actor, words, organisation=body, now=now)
    for person in named_in(words, colleagues(problem.owner, now=now) if problem.owner else []):
        if person.pk != actor.person.pk and may_have(problem, person, now=now):
            Mention.everywhere.create(community=problem.community, note=made, person=person, at=now)
    note_line(problem.community, actor, "note_written", problem=problem, now=now)
    return made


def named_in(words: str, people: Sequence[Person]) -> list[Person]:
    """Those of the people whom the words name with @, by their whole public name or its first word."""
    said = [one.casefold() for one in _NAMED.findall(words)]
    found = []
    for person in people:
        name = person.public_name.casefold()
        first = name.split(" ")[0]
        if name and any(one == name or one.split(" ")[0] == first for one in said):
            found.append(person)
    return found
