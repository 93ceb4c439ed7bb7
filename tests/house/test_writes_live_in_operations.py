"""Only operations write. Everything else asks.

Reads every call of a writing method, whatever it is called on: a model's instance, a manager, a queryset, a relation.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.source import FILES, name, tree

ON_ROWS = {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}
"""Names that nothing but a manager or queryset has."""
ON_ANYTHING = {"save", "delete", "create", "update"}
"""Names that dictionaries, forms and caches have as well: the call's object decides."""
HARMLESS = ("headers", "cookies", "cache", "session", "hashlib", "form", "fields", "values", "query", "context", "seen")
MAY_WRITE = {"operations", "operations.py", "history.py", "migrations"}
DOORS_OF_LIBRARIES = {
    "web/account/adapter.py",  # allauth calls it to make its own rows
    "jobs/outbox.py",  # the queue's own bookkeeping
}


def _writes(path: Path) -> list[str]:
    found = []
    for call in ast.walk(tree(path)):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            continue
        owner = ast.unparse(call.func.value)
        if call.func.attr in ON_ROWS or (call.func.attr in ON_ANYTHING and _is_of_rows(call, owner)):
            found.append(f"{name(path)}:{call.lineno} {owner}.{call.func.attr}()")
    return found


def _is_of_rows(call: ast.Call, owner: str) -> bool:
    assert isinstance(call.func, ast.Attribute)
    if any(word in owner.lower() for word in HARMLESS):
        return False
    if call.func.attr == "update":
        # A queryset's update has keywords only; a dictionary's or set's has one argument.
        return not call.args and bool(call.keywords)
    if call.func.attr == "save":
        # A picture is saved to a file and a format; a row is saved with keywords or nothing.
        return not call.args
    return (call.func.attr == "delete" and not call.args) or (call.func.attr == "create" and not call.args)


@pytest.mark.parametrize("path", FILES, ids=name)
def test_only_operations_write(path: Path) -> None:
    if MAY_WRITE & set(path.parts) or name(path) in DOORS_OF_LIBRARIES:
        return
    assert _writes(path) == []


@pytest.mark.parametrize(
    "code",
    [
        "problem.save()",
        "problem.save(update_fields=['x'])",
        "problem.delete()",
        "Model.everywhere.create(a=1)",
        "rows.update(a=1)",
        "problem.events.create(kind='x')",
        "rows.filter(a=1).delete()",
        "Model.objects.bulk_create([])",
    ],
)
def test_the_rule_sees_a_write(code: str) -> None:
    call = ast.parse(code).body[0].value  # type: ignore[attr-defined]
    assert isinstance(call.func, ast.Attribute)
    assert call.func.attr in ON_ROWS or _is_of_rows(call, ast.unparse(call.func.value))
