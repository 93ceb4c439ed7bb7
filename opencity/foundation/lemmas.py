"""Words brought to their dictionary forms, so that «ями» and «яму» find «яма».

Ukrainian has no probabilities in its dictionary, so a word stands under every form the dictionary knows for it:
«води» under «вода» and «водити». Apostrophes vanish and ґ becomes г, because people type them in every way. Whatever
comes out holds letters, digits and spaces only, and both databases cut it into the same words.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

_APOSTROPHE = re.compile("(?<=\\w)['’ʼ‘`´′](?=\\w)")
_STRESS = str.maketrans("", "", "\u0301\u00ad")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_CYRILLIC = re.compile("[а-яіїєґ']+")
_LONGEST = 40
SHORTEST = 2


def words_of(text: str) -> list[str]:
    """The words in lower case with plain apostrophes; single letters are left out."""
    plain = unicodedata.normalize("NFC", _APOSTROPHE.sub("'", text.translate(_STRESS))).lower()
    return [word[:_LONGEST] for word in _WORD.findall(plain) if len(word) >= SHORTEST]


def lemmatise(text: str, language: str = "uk") -> str:
    """Dictionary forms in the order of the words, joined by spaces. `language` matters for Latin letters only."""
    return " ".join(form for word in words_of(text) for form in _indexed(word, language))


def lemmas_between_blanks(text: str, language: str = "uk", *, longest: int = 400) -> str:
    """For a short column that is searched with LIKE «% word %»; a word that would be cut is left out."""
    kept = " "
    for form in lemmatise(text, language).split():
        if len(kept) + len(form) + 1 > longest:
            break
        kept += f"{form} "
    return kept


def _indexed(word: str, language: str) -> tuple[str, ...]:
    if _CYRILLIC.fullmatch(word):
        return _ukrainian(word)
    return (_bare(_singular(word) if language == "en" else word),)


def forms(word: str) -> tuple[str, ...]:
    """Everything a word of `words_of` may stand under: as typed, and its dictionary forms in either language."""
    found = _ukrainian(word) if _CYRILLIC.fullmatch(word) else (_bare(_singular(word)),)
    return tuple(dict.fromkeys([_bare(word), *found]))


@lru_cache(maxsize=50_000)
def _ukrainian(word: str) -> tuple[str, ...]:
    parses = _analyser().parse(word)
    known = [parse.normal_form for parse in parses if parse.is_known]
    return tuple(dict.fromkeys(_bare(form) for form in known or [parses[0].normal_form]))


@cache
def _analyser() -> Any:
    # Loaded with the first word that needs it: a web process that is never searched does not pay for it.
    from pymorphy3 import MorphAnalyzer

    logging.getLogger("pymorphy3").setLevel(logging.WARNING)
    return MorphAnalyzer(lang="uk")


def _singular(word: str) -> str:
    """Enough English for names of things: potholes, branches, batteries."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _bare(word: str) -> str:
    return word.replace("'", "").replace("ґ", "г").replace("-", "")
