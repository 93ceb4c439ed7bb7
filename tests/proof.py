"""`make proof`: the same proofs as in the tests, in full counts; keeps what came out in docs/proof.md."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
SQLITE, POSTGRES, NONE = "SQLite", "PostgreSQL", "none"
HEAD = """# What was proven in full counts

Written by `make proof` at commit {commit}, {day:%Y-%m-%d}, in {minutes:.0f} minutes.

| proof | counts | database | seconds | outcome |
|---|---|---|---:|---|
"""


@dataclass(frozen=True)
class Proof:
    """Tests, the database they run on, and what they count: as often as in the tests where `many` is 0."""

    path: str
    database: str
    count: str = ""
    many: int = 0


PROOFS = (
    Proof("tests/crash/test_server_killed.py", SQLITE, "rounds", 80),
    Proof("tests/crash/test_server_killed.py", POSTGRES, "rounds", 20),
    Proof("tests/crash/test_worker_killed.py", SQLITE, "rounds", 60),
    Proof("tests/crash/test_worker_killed.py", POSTGRES, "rounds", 30),
    Proof("tests/crash/test_many_at_once.py", SQLITE, "rounds", 60),
    Proof("tests/crash/test_many_at_once.py", POSTGRES, "rounds", 60),
    Proof("tests/plans/test_last_unit.py", SQLITE),
    Proof("tests/plans/test_last_unit.py", POSTGRES),
    Proof("tests/problems/test_states_as_a_machine.py", SQLITE, "examples", 200),
    Proof("tests/plans/test_plans_as_a_machine.py", SQLITE, "examples", 100),
    Proof("tests/verification/test_rule.py", NONE),
    Proof("tests/plans/test_settling.py", NONE),
    Proof("tests/api", SQLITE),
    Proof("tests/api", POSTGRES),
)


def main() -> int:
    began, asked = time.monotonic(), ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(asked, cwd=CHECKOUT, capture_output=True, text=True, check=False).stdout.strip()
    lines, holds = zip(*(_proven(proof) for proof in PROOFS), strict=True)
    head = HEAD.format(commit=commit, day=datetime.now(UTC), minutes=(time.monotonic() - began) / 60)
    (CHECKOUT / "docs" / "proof.md").write_text(head + "".join(lines))
    return int(not all(holds))


def _proven(proof: Proof) -> tuple[str, bool]:
    """The proof's line in the table, and whether it holds."""
    url = os.environ["OPENCITY_POSTGRES_URL"] if proof.database == POSTGRES else ""
    env = os.environ | {"OPENCITY_DATABASE_URL": url}
    if proof.many:
        env[f"OPENCITY_PROOF_{proof.count.upper()}"] = str(proof.many)
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", proof.path], cwd=CHECKOUT, env=env, check=False)
    counts = f"{proof.many} {proof.count}" if proof.many else "as in the tests"
    outcome = "FAILED" if done.returncode else "holds"
    seconds = time.monotonic() - began
    return f"| `{proof.path}` | {counts} | {proof.database} | {seconds:.0f} | {outcome} |\n", not done.returncode


if __name__ == "__main__":
    sys.exit(main())
