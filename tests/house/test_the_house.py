"""Rules of the house that are read off the source, and off what the project says of itself."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from opencity.actions.rules.moves import ACTION_MOVES, PARTICIPATION_MOVES
from opencity.foundation import refusals
from opencity.plans.rules.moves import PLAN_MOVES, PLEDGE_MOVES
from opencity.problems import events
from opencity.problems.rules.moves import MOVES
from tests.house.source import FILES, ROOT, name, tree

CHECKOUT = ROOT.parent
CLOCKS = {"now", "utcnow", "today", "localtime", "localdate"}
MAY_READ_THE_CLOCK = {"web", "api", "maps", "jobs", "command", "demo"}
TRACKED = subprocess.run(["git", "ls-files"], cwd=CHECKOUT, capture_output=True, text=True, check=False).stdout.split()
FORBIDDEN_NAMES = {"services.py", "utils.py", "helpers.py", "signals.py", "admin.py", "common.py", "misc.py"}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_only_doors_and_the_worker_read_the_clock(path: Path) -> None:
    if path.relative_to(ROOT).parts[0] in MAY_READ_THE_CLOCK:
        return
    read = [
        f"{name(path)}:{call.lineno}"
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call)
        and (
            (isinstance(call.func, ast.Attribute) and call.func.attr in CLOCKS and _is_a_clock(call.func))
            or (isinstance(call.func, ast.Name) and call.func.id in {"now", "localtime", "localdate"} and not call.args)
        )
    ]
    assert read == []


def _is_a_clock(function: ast.Attribute) -> bool:
    return ast.unparse(function.value) in {
        "datetime",
        "timezone",
        "date",
        "datetime.datetime",
        "datetime.date",
        "dj_timezone",
    }


@pytest.mark.parametrize("path", FILES, ids=name)
def test_no_f_string_is_translated(path: Path) -> None:
    words = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "ngettext_lazy"}
    for call in ast.walk(tree(path)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in words:
            assert not any(isinstance(argument, ast.JoinedStr) for argument in call.args), f"{name(path)}:{call.lineno}"


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_file_stays_under_400_lines_and_has_an_honest_name(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 400
    assert path.name not in FORBIDDEN_NAMES


def test_no_migration_is_named_auto() -> None:
    assert not [path for path in ROOT.rglob("migrations/*.py") if "_auto_" in path.name]


def test_every_refusal_is_in_the_tree_of_refusals() -> None:
    named = re.findall(r"^[├└─ ]*(\w+)", refusals.__doc__ or "", flags=re.MULTILINE)
    classes = {one for one, value in vars(refusals).items() if isinstance(value, type)}
    assert classes <= set(named)


def test_every_event_written_is_known_and_every_known_one_is_written() -> None:
    tables = (MOVES, PLAN_MOVES, PLEDGE_MOVES, ACTION_MOVES, PARTICIPATION_MOVES)
    written = {move.event for table in tables for move in table.values()}
    for path in FILES:
        for call in ast.walk(tree(path)):
            if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("record") and len(call.args) > 1:
                written |= {str(one.value) for one in ast.walk(call.args[1]) if isinstance(one, ast.Constant)}
                if isinstance(call.args[1], ast.Name) and call.args[1].id == "kind":
                    written |= {"photo_shown", "photo_hidden"}
    written.add("imported")
    assert written <= set(events.KINDS), written - set(events.KINDS)
    assert set(events.KINDS) <= written, set(events.KINDS) - written


def test_nothing_tracked_names_this_machine_or_where_packages_come_from() -> None:
    bad = re.compile(r"/work/|/root/|pypi\.org|registry\.npmjs|files\.pythonhosted", re.IGNORECASE)
    for file in TRACKED:
        path = CHECKOUT / file
        if path.suffix in {".png", ".jpg", ".woff2"} or not path.is_file() or path == Path(__file__):
            continue
        assert not bad.search(path.read_text(errors="ignore")), file


def test_every_dependency_has_its_sentence() -> None:
    told = (CHECKOUT / "docs/reasons/dependencies.md").read_text().lower()
    for file in ("run.in", "test.in"):
        lines = (CHECKOUT / "requirements" / file).read_text().splitlines()
        for found in (re.match(r"[\w-]+", line) for line in lines if not line.startswith("-")):
            assert found is None or f"**{found.group().lower()}**" in told, found


def test_lock_files_hold_hashes_and_no_addresses() -> None:
    for file in [*CHECKOUT.glob("requirements/*.txt"), CHECKOUT / "frontend" / "package-lock.json"]:
        text = file.read_text()
        assert not re.search(r'"resolved"|https?://|git\+|--index-url', text), file
        assert "sha256:" in text or "sha512-" in text, file
