"""The source as a tree, for rules of the house that are read off it."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import opencity

ROOT = Path(opencity.__file__).parent
FILES = sorted(path for path in ROOT.rglob("*.py") if "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))
