"""`make bench-desk`: the desk of a body with very many open cases, measured as its officer asks for it.

Builds a town of its own by the product's import, opens every case and gives them all to one body; histories are not
touched, because the desk does not read them. Writes docs/performance-desk.md with --keep.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import town
from bench.__main__ import WORKERS, Measured, _free_port, _run, _start, _wait
from bench.targets import GZIP, Target
from bench.town import SLUG

PAGE = town.CHECKOUT / "docs" / "performance-desk.md"


def main() -> int:
    asked = argparse.ArgumentParser(prog="make bench-desk", description=__doc__)
    asked.add_argument("--cases", type=int, default=100_000)
    asked.add_argument("--seconds", type=float, default=8)
    asked.add_argument("--clients", type=int, default=2)
    asked.add_argument("--keep", action="store_true", help="write docs/performance-desk.md")
    args = asked.parse_args()
    home = Path(tempfile.mkdtemp(prefix="opencity-bench-"))
    try:
        return _measure(home, args)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _measure(home: Path, args: argparse.Namespace) -> int:
    port = _free_port()
    env = town.environment(home, port)
    town.build(home, env, args.cases)
    laid = subprocess.run(
        [sys.executable, "-m", "bench.lay_desk"], cwd=town.CHECKOUT, env=env, check=True, capture_output=True, text=True
    )
    cookie, number = laid.stdout.split()
    running = [_start(env, "serve", "--workers", str(WORKERS), "--port", str(port))]
    try:
        _wait(port)
        found = [_run(target, port, args) for target in _targets(cookie, number)]
    finally:
        for process in running:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=20)
    text = _page(args, found)
    print(text)
    if args.keep:
        PAGE.write_text(text)
    return int(any(one.wrong for one in found))


def _targets(cookie: str, number: str) -> list[Target]:
    def get(path: str) -> list[dict[str, Any]]:
        headers = {**GZIP, "Cookie": f"sessionid={cookie}"}
        return [{"method": "GET", "path": f"/{SLUG}/desk/{path}", "headers": headers, "expect": [200]}]

    return [
        Target("the list, as it opens", get(""), 0, 200),
        Target("the list of what is overdue", get("?queue=ours_overdue"), 0, 200),
        Target("narrowed to a category", get("?category=road.pothole"), 0, 200),
        Target("narrowed by a word", get("?q=%D1%8F%D0%BC%D0%B0"), 0, 200),
        Target("what is mine", get("?had=me"), 0, 200),
        Target("page 50 of it", get("?page=50"), 0, 200),
        Target("one case", get(f"{number}/"), 0, 200),
    ]


def _page(args: argparse.Namespace, found: list[Measured]) -> str:
    lines = [
        "# How fast the desk is",
        "",
        f"Made by `make bench-desk`, {datetime.now(UTC):%Y-%m-%d}. {args.cases:,} open cases of one body, SQLite, "
        f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}, server and load on one "
        f"machine, {args.clients} officers who click without a pause.",
        "",
        "| page | a second | median ms | p95 ms | goal |",
        "|---|---:|---:|---:|---|",
    ]
    for one in found:
        goal = f"under {one.target.p95} ms: {one.met}" if not one.wrong else f"wrong answers: {one.wrong}"
        lines.append(f"| {one.target.name} | {one.rate:,.0f} | {one.p50:.0f} | {one.p95:.0f} | {goal} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    began = time.perf_counter()
    code = main()
    print(f"{time.perf_counter() - began:.0f} s in all")
    sys.exit(code)
