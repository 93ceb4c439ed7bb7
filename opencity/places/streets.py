"""A street found by what people type: its name or a former one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from opencity.communities.models import Community
from opencity.foundation.lemmas import lemmatise
from opencity.foundation.matching import Typed, typed_words
from opencity.places.models import Street

MOST = 8
_KINDS = frozenset(
    "вулиця вул проспект просп пр провулок пров бульвар бульв площа пл узвіз набережна наб street st avenue ave lane"
    " будинок буд двір".split()
)
"""Words that stand in every second address and say nothing of which street it is."""


@dataclass(frozen=True)
class _Entry:
    street: Street
    lemmas: frozenset[str]
    now: frozenset[str]
    """The lemmas of today's names only."""


def find_streets(community: Community, words: str, *, most: int = MOST) -> list[Street]:
    """Streets that hold every typed word, in today's name or a former one; house numbers may stand beside it.

    Those found by today's name come first, and of them the ones everybody knows.
    """
    typed = typed_words(words, but=_KINDS)
    needed = [one for one in typed if not any(form[0].isdigit() for form in one.forms)]
    if not needed:
        return []
    entries = _entries(community.uuid, community.structure_version)
    fitting = [entry for entry in entries if all(word.hits(entry.lemmas) for word in needed)]
    return [entry.street for entry in sorted(fitting, key=lambda entry: _rank(entry, typed, needed))[:most]]


def _rank(entry: _Entry, typed: list[Typed], needed: list[Typed]) -> tuple[int, bool, int, int]:
    today = all(word.hits(entry.now) for word in needed)
    return -sum(word.hits(entry.lemmas) for word in typed), not today, entry.street.rank, entry.street.pk


@lru_cache(maxsize=64)
def _entries(community: UUID, _version: int) -> tuple[_Entry, ...]:
    rows = Street.everywhere.filter(community__uuid=community).select_related("area").order_by("rank", "pk")
    return tuple(_entry(row) for row in rows)


def _entry(street: Street) -> _Entry:
    now = {lemma for language, name in street.names.items() for lemma in lemmatise(name, language).split()}
    former = {lemma for alias in street.aliases for lemma in lemmatise(alias).split()}
    return _Entry(street, frozenset(now | former | set(street.lemmas.split())) - _KINDS, frozenset(now) - _KINDS)
