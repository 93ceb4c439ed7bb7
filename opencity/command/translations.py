"""Compile the translations: only the .po files are kept under version control."""

from __future__ import annotations

import os
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_translations(folder: Path = LOCALE) -> int:
    """Write every .mo that is missing or older than its .po; returns how many."""
    stale = [po for po in sorted(folder.glob("*/LC_MESSAGES/*.po")) if _is_stale(po)]
    if stale:
        import polib

        for po in stale:
            whole = po.with_suffix(f".mo.{os.getpid()}")
            polib.pofile(str(po)).save_as_mofile(str(whole))
            # Several processes may compile at once, and others read: a file is complete or absent.
            whole.replace(po.with_suffix(".mo"))
    return len(stale)


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime
