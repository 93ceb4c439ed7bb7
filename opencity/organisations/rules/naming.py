"""Names of bodies: how they are compared, and the addresses made from them. Pure."""

from __future__ import annotations

import re
import unicodedata

_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
"""At the beginning of a word (Cabinet of Ministers of Ukraine, resolution 55 of 27 January 2010)."""
_LETTERS = dict(
    zip(
        "абвгґдежзиіклмнопрстуфхцчш",
        "a b v h g d e zh z y i k l m n o p r s t u f kh ts ch sh".split(),
        strict=True,
    )
) | {"щ": "shch", "є": "ie", "ї": "i", "й": "i", "ю": "iu", "я": "ia", "ь": "", "’": "", "'": "", "ʼ": ""}
_QUOTES = re.compile(r"[«»“”„\"'’ʼ`().,]")
SHORTEST, LONGEST = 3, 120
LONGEST_SLUG = 50


def romanised(name: str) -> str:
    """Ukrainian in Latin letters by the official table of 2010; other letters lose their marks or fall away."""
    said = name.lower().replace("зг", "zgh")
    out = []
    for word in re.split(r"[^\w’'ʼ]+", said):
        letters = [(_FIRST.get(one) if n == 0 else None) or _LETTERS.get(one, one) for n, one in enumerate(word)]
        out.append("".join(letters))
    plain = unicodedata.normalize("NFKD", " ".join(out))
    return plain.encode("ascii", "ignore").decode()


def slug_of(name: str) -> str:
    """Small Latin letters, digits and single hyphens; empty where nothing of the name is left."""
    slug = re.sub(r"[^a-z0-9]+", "-", romanised(name)).strip("-")
    return slug[:LONGEST_SLUG].rstrip("-")


def same_name(name: str) -> str:
    """What two names have in common that people take for the same: case, quotes and spaces do not matter."""
    return " ".join(_QUOTES.sub(" ", unicodedata.normalize("NFKC", name).casefold()).split())
