"""A category found by what people type: its name, the words residents use for it, or its hint."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from opencity.catalogue.models import Category
from opencity.communities.models import Community
from opencity.foundation.lemmas import lemmatise
from opencity.foundation.matching import Part, Typed, parts_of, typed_words

MOST = 8
_WEIGHTS = (6, 4, 1)
"""What a typed word is worth in the name, among the words, in the hint."""
_SMALL_WORDS = frozenset("на не що як під над біля для від при або та до за із зі це the and of on in is at to".split())


@dataclass(frozen=True)
class Found:
    """`parts` is the name in the interface language, with what was typed marked."""

    category: Category
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class _Entry:
    category: Category
    shelves: tuple[frozenset[str], ...]


def category_lemmas(category: Category) -> str:
    """Three lines: dictionary forms of the names, of the residents' words, of the hints, in all languages."""
    names = [lemmatise(name, language) for language, name in category.names.items()]
    words = [lemmatise(" ".join(said), language) for language, said in category.words.items()]
    hints = [lemmatise(hint, language) for language, hint in category.hints.items()]
    return "\n".join(" ".join(dict.fromkeys(" ".join(shelf).split())) for shelf in (names, words, hints))


def find_categories(community: Community, words: str, *, most: int = MOST) -> list[Found]:
    """The categories people may mean, the likeliest first; whole sentences work too. Nothing typed finds nothing."""
    typed = typed_words(words, but=_SMALL_WORDS)
    scored = [(_score(entry, typed), entry.category) for entry in _entries(community.uuid, community.structure_version)]
    best = sorted(((score, one) for score, one in scored if score), key=lambda pair: (-pair[0], pair[1].position))
    return [Found(one, parts_of(one.name, typed)) for _, one in best[:most]]


def _score(entry: _Entry, typed: list[Typed]) -> int:
    return sum(
        next((weight for weight, shelf in zip(_WEIGHTS, entry.shelves, strict=True) if word.hits(shelf)), 0)
        for word in typed
    )


@lru_cache(maxsize=64)
def _entries(community: UUID, _version: int) -> tuple[_Entry, ...]:
    rows = Category.everywhere.filter(community__uuid=community, active=True).order_by("position", "pk")
    return tuple(_Entry(row, _shelves(row.lemmas or category_lemmas(row))) for row in rows)


def _shelves(lemmas: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(line.split()) - _SMALL_WORDS for line in lemmas.split("\n"))
