"""Compile the translations: only the .po files are kept under version control."""

from __future__ import annotations

import os
import re
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"
_LOOSE = re.compile(r"(?<![\w’'])([аеєиіїйоуюявз]) (?=\S)| (?=—)", re.IGNORECASE)
"""The space after a Ukrainian word of one letter, and the one before a dash: no line may break there."""
_NO_BREAK = "\u00a0"


def compile_translations(folder: Path = LOCALE) -> int:
    """Write every .mo that is missing or older than its .po; returns how many."""
    stale = [po for po in sorted(folder.glob("*/LC_MESSAGES/*.po")) if _is_stale(po)]
    if stale:
        import polib

        for po in stale:
            whole = po.with_suffix(f".mo.{os.getpid()}")
            catalogue = polib.pofile(str(po))
            for entry in catalogue:
                entry.msgstr = bound(entry.msgstr)
                entry.msgstr_plural = {n: bound(form) for n, form in entry.msgstr_plural.items()}
            catalogue.save_as_mofile(str(whole))
            # Several processes may compile at once, and others read: a file is complete or absent.
            whole.replace(po.with_suffix(".mo"))
    return len(stale)


def bound(words: str) -> str:
    """The words as they are set: translators write ordinary spaces, and no template has to think of it."""
    return _LOOSE.sub(lambda found: (found[1] or "") + _NO_BREAK, words)


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime
