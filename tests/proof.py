"""`make proof`: the same proofs as in the tests, in full counts; keeps what came out in docs/proof.md."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
PROOFS = {
    "tests/crash": {"OPENCITY_PROOF_ROUNDS": "100"},
    "tests/problems/test_states_as_a_machine.py": {"OPENCITY_PROOF_EXAMPLES": "1000"},
    "tests/verification/test_rule.py": {},
    "tests/api": {},
}


def main() -> int:
    lines = ["# What was proven in full counts", "", "Written by `make proof`.", ""]
    asked = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(asked, cwd=CHECKOUT, capture_output=True, text=True, check=False).stdout.strip()
    lines += [
        f"Commit {commit}, {datetime.now(UTC):%Y-%m-%d}.",
        "",
        "| proof | counts | seconds | outcome |",
        "|---|---|---:|---|",
    ]
    failed = 0
    for proof, counts in PROOFS.items():
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", proof], cwd=CHECKOUT, env={**os.environ, **counts}, check=False
        )
        failed += bool(done.returncode)
        told = (
            ", ".join(f"{name.rpartition('_')[2].lower()} {value}" for name, value in counts.items())
            or "as in the tests"
        )
        outcome = "holds" if not done.returncode else "FAILED"
        lines.append(f"| `{proof}` | {told} | {time.monotonic() - began:.0f} | {outcome} |")
    (CHECKOUT / "docs" / "proof.md").write_text("\n".join(lines) + "\n")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
