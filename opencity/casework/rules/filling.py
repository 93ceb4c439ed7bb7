"""Templates of answers: {fields} that the case fills, and {?} for what only a person can say. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

FIELDS = ("number", "category", "address", "body", "today", "due")
"""What a case can say of itself. Nothing of a person is among them."""
BLANK = "{?}"
_FIELD = re.compile(r"\{([^{}]*)\}")


def unknown_fields(text: str) -> list[str]:
    """Everything in braces that no case can fill, once each, in its order."""
    found = [name for name in _FIELD.findall(text) if name not in FIELDS and name != "?"]
    return list(dict.fromkeys(found))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Blanks stay, and so does a field of which the case knows nothing: as a blank."""
    return _FIELD.sub(lambda found: values.get(found[1], "") or BLANK, text)


def has_blanks(text: str) -> bool:
    return BLANK in text
