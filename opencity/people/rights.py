"""What somebody may do with the cases of their organisation: one table of duties and rights, least by default.

Civic acts in a body's name (promising, leading, deciding) need SPEAK; handling cases needs the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from opencity.people.models import MembershipKind as Kind


class Right(StrEnum):
    READ = "read"
    """See the organisation's cases at the desk, with internal notes."""
    READ_PRIVATE = "read_private"
    """See private cases, exact places and contacts of reporters."""
    SORT = "sort"
    """Put the category right, pass on, assign."""
    ANSWER = "answer"
    """The organisation's public word: take up, answer, name a day or an obstacle."""
    WORK = "work"
    """Say that work began or is done, with photographs."""
    NOTE = "note"
    BULK = "bulk"
    """Do one thing to many cases at once."""
    RULES = "rules"
    """Change rules and templates of the own organisation."""
    FIGURES = "figures"
    PEOPLE = "people"
    """Say who has which duty in the own organisation."""
    AUDIT = "audit"
    """Read who saw and did what."""
    SPEAK = "speak"
    """Promise, lead and decide in the organisation's name."""


_READ = frozenset({Right.READ, Right.NOTE})
_INTAKE = _READ | {Right.READ_PRIVATE, Right.SORT}
_INSPECTOR = _READ | {Right.WORK}
_OFFICER = _INTAKE | _INSPECTOR | {Right.ANSWER, Right.FIGURES, Right.SPEAK}
_SUPERVISOR = _OFFICER | {Right.BULK, Right.RULES, Right.PEOPLE, Right.AUDIT}

RIGHTS: Mapping[str, frozenset[Right]] = {
    Kind.MEMBER: frozenset({Right.SPEAK}),
    Kind.READER: frozenset({Right.READ, Right.FIGURES}),
    Kind.INTAKE: _INTAKE,
    Kind.INSPECTOR: _INSPECTOR,
    Kind.CONTRACTOR: frozenset({Right.WORK}),
    Kind.OFFICER: _OFFICER,
    Kind.SUPERVISOR: _SUPERVISOR,
    Kind.LEAD: _SUPERVISOR,
}


@dataclass(frozen=True)
class Duty:
    """What somebody is in one organisation; `categories` are codes, none means all."""

    organisation: int
    kind: str
    categories: frozenset[str] = frozenset()

    def gives(self, right: Right, category: str = "") -> bool:
        """Rights that are not about one case hold whatever the categories are."""
        return right in RIGHTS[self.kind] and (not self.categories or not category or category in self.categories)
