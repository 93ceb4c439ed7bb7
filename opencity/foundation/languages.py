"""Names in several languages, and the languages the interface speaks."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language

Names = Mapping[str, str]
INTERFACE = ("uk", "en")


def current() -> str:
    """The interface's language now: one of INTERFACE."""
    language = (get_language() or INTERFACE[0])[:2]
    return language if language in INTERFACE else INTERFACE[0]


def in_words(names: Names, language: str = "") -> str:
    """The name in the wanted language, else in the first that has one."""
    wanted = names.get(language or current())
    return wanted or next((name for name in names.values() if name), "")
