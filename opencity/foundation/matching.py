"""Short names found by typed words, in any form, also while the last word is still being typed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from opencity.foundation.lemmas import forms, words_of

_PIECES = re.compile(r"([^\W_]+(?:['’ʼ][^\W_]+)*)")
_SHORTEST_BEGUN = 2


class Part(NamedTuple):
    """A piece of a name; `hit` where it is what was typed."""

    text: str
    hit: bool


@dataclass(frozen=True)
class Typed:
    """One typed word: everything it may stand under, and its letters if it may be only begun."""

    forms: frozenset[str]
    begun: str = ""

    def hits(self, lemmas: Iterable[str]) -> bool:
        return not self.forms.isdisjoint(lemmas) or bool(
            self.begun and any(one.startswith(self.begun) for one in lemmas)
        )


def typed_words(words: str, *, but: Set[str] = frozenset()) -> list[Typed]:
    """The typed words without those in `but`. The last counts as begun unless something follows it."""
    found = words_of(words)
    last = len(found) - 1 if words[-1:].isalnum() else -1
    typed = []
    for n, word in enumerate(found):
        possible = forms(word)
        begun = possible[0] if n == last and len(word) >= _SHORTEST_BEGUN else ""
        if begun or but.isdisjoint(possible):
            typed.append(Typed(frozenset(possible), begun))
    return typed


def parts_of(name: str, typed: Sequence[Typed]) -> tuple[Part, ...]:
    """The name cut so that the words that were typed can be shown as such; a begun word up to where it was typed."""
    parts: list[Part] = []
    for n, piece in enumerate(_PIECES.split(name)):
        if piece:
            parts += _marked(piece, typed) if n % 2 else [Part(piece, False)]
    return tuple(parts)


def _marked(piece: str, typed: Sequence[Typed]) -> list[Part]:
    plain = words_of(piece)
    stands_under = forms(plain[0]) if plain else ()
    if any(not one.forms.isdisjoint(stands_under) for one in typed):
        return [Part(piece, True)]
    begun = next((one.begun for one in typed if one.begun and plain and plain[0].startswith(one.begun)), "")
    if begun:
        return [part for part in (Part(piece[: len(begun)], True), Part(piece[len(begun) :], False)) if part.text]
    return [Part(piece, False)]
