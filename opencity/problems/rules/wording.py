"""What can be told from a text before anybody reads it. Pure."""

from __future__ import annotations

import re

LONGEST_TITLE = 90
_LINK = re.compile(r"https?://|www\.|\b[\w-]+\.(?:com|ru|net|info|biz|shop|xyz|top|site|online)\b", re.IGNORECASE)
_PERSONAL = {
    "email": re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"),
    "phone": re.compile(r"(?<!\d)(?:\+?38)?[\s(-]*0\d{2}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}(?!\d)"),
    "plate": re.compile(r"\b[АВЕІКМНОРСТХABEIKMHOPCTX]{2}\s?\d{4}\s?[АВЕІКМНОРСТХABEIKMHOPCTX]{2}\b", re.IGNORECASE),
}
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")


def title_of(words: str) -> str:
    """The first sentence, cut at a word when it is long; empty for empty words."""
    first = _SENTENCE_END.split(words.strip(), maxsplit=1)[0].strip().rstrip(".")
    if len(first) <= LONGEST_TITLE:
        return first
    return first[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(",;:—- ") + "…"


def has_link(words: str) -> bool:
    return bool(_LINK.search(words))


def personal_data(words: str) -> list[str]:
    """What looks personal: "email", "phone", "plate". A warning to the writer, never a reason to refuse."""
    return [kind for kind, pattern in _PERSONAL.items() if pattern.search(words)]
