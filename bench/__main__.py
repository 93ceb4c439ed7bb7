"""`make bench`: build the town, run the server and the worker, send the load, print a table, keep it in docs/."""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import town
from bench.targets import Target, targets

PAGE = town.CHECKOUT / "docs" / "performance.md"
WORKERS = 2


@dataclass(frozen=True)
class Measured:
    target: Target
    rate: float
    p50: float
    p95: float
    p99: float
    wrong: dict[str, int]

    @property
    def met(self) -> str:
        missed = []
        if self.target.rate and self.rate < self.target.rate:
            missed.append(f"{self.target.rate}/s")
        if self.target.p95 and self.p95 > self.target.p95:
            missed.append(f"p95 {self.target.p95} ms")
        goal = self.target.rate or self.target.p95
        return f"missed: {', '.join(missed)}" if missed else "met" if goal else "—"


def main() -> int:
    asked = argparse.ArgumentParser(prog="make bench", description=__doc__)
    asked.add_argument("--problems", type=int, default=100_000)
    asked.add_argument("--seconds", type=float, default=8)
    asked.add_argument("--clients", type=int, default=8)
    asked.add_argument("--only", default="", help="measure only lines whose name holds this")
    asked.add_argument("--keep", action="store_true", help="write docs/performance.md")
    args = asked.parse_args()
    home = Path(tempfile.mkdtemp(prefix="opencity-bench-"))
    try:
        return _measure(home, args)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _measure(home: Path, args: argparse.Namespace) -> int:
    port = _free_port()
    env = town.environment(home, port)
    began = time.perf_counter()
    town.build(home, env, args.problems)
    built = time.perf_counter() - began
    checked = time.perf_counter()
    town.opencity(env, "check", "--all")
    checked = time.perf_counter() - checked
    subprocess.run([sys.executable, "-m", "bench.together"], cwd=town.CHECKOUT, env=env, check=True)
    hello = _hello(args)
    running = [_start(env, "serve", "--workers", str(WORKERS), "--port", str(port)), _start(env, "worker")]
    try:
        _wait(port)
        chosen = [target for target in targets(args.problems) if args.only in target.name]
        found = [_run(target, port, args) for target in chosen]
        weights = _weights(port)
    finally:
        for process in running:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=20)
    text = _page(args, built, hello, found, weights, checked)
    print(text)
    if args.keep:
        PAGE.write_text(text)
    return int(any(one.wrong for one in found))


def _start(env: dict[str, str], *words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "opencity.command", *words]
    return subprocess.Popen(command, cwd=town.CHECKOUT, env=env, start_new_session=True)


def _hello(args: argparse.Namespace) -> Measured:
    """The same server with the same settings and an application that says hello."""
    port = _free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(WORKERS), "--blocking-threads", "4", "--log-level", "error", "bench.hello:application",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=town.CHECKOUT, start_new_session=True)
    try:
        _wait(port)
        requests = [{"method": "GET", "path": "/", "expect": [200]}]
        return _run(Target("bare “hello” of the same server", requests), port, args)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


def _run(target: Target, port: int, args: argparse.Namespace) -> Measured:
    job = {"port": port, "clients": args.clients, "seconds": args.seconds, "requests": target.requests}
    if not target.cold:
        _send({**job, "seconds": min(2.0, args.seconds / 3)})
    told = _send(job)
    took = told["took"]
    p50, p95, p99 = (_rank(took, part) for part in (0.5, 0.95, 0.99))
    return Measured(target, len(took) / told["spent"], p50, p95, p99, told["wrong"])


def _rank(took: list[float], part: float) -> float:
    """In milliseconds; `took` is sorted."""
    return took[min(len(took) - 1, int(len(took) * part))] * 1000


def _send(job: dict[str, Any]) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"], cwd=town.CHECKOUT, input=json.dumps(job), capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _weights(port: int) -> dict[str, int]:
    """What a first visit without the map weighs, compressed: the page, its styles and scripts. Fonts are apart."""
    found = {}
    for name, path in {"home": "", "list": "problems/", "problem page": "problems/1/"}.items():
        page, size = _fetch(port, f"/{town.SLUG}/{path}")
        for asset in set(re.findall(r'(?:href|src)="(/static/build/[^"]+\.(?:css|js))"', page)):
            size += _fetch(port, asset)[1]
        found[name] = size
    return found


def _fetch(port: int, path: str) -> tuple[str, int]:
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked, timeout=20) as answer:
        raw = answer.read()
        plain = gzip.decompress(raw) if answer.headers.get("Content-Encoding") == "gzip" else raw
        return plain.decode(errors="replace"), len(raw)


def _page(
    args: argparse.Namespace,
    built: float,
    hello: Measured,
    found: list[Measured],
    weights: dict[str, int],
    checked: float,
) -> str:
    lines = [
        "# How fast it is",
        "",
        f"Written by `make bench` at commit {_commit()} on {_machine()}.",
        f"{args.problems:,} imported problems on SQLite, {WORKERS} server processes and the worker,",
        "with 5,000 open needs, 50,000 pledges and 1,000 joint actions of 1,000 plans laid over them,",
        f"{args.clients} clients in a separate process for {args.seconds:g} s a line, all on the same cores.",
        f"Building the town (import, counts, search) took {built:.0f} s, `opencity check` over it {checked:.0f} s.",
        "",
        "| what | a second | p50 ms | p95 ms | p99 ms | of hello | goal | peer (Signalen 2.50) |",
        "|---|---:|---:|---:|---:|---:|---|---|",
    ]
    for one in [hello, *found]:
        share = "" if one is hello else f"{one.rate / hello.rate:.1%}"
        lines.append(
            f"| {one.target.name} | {one.rate:,.0f} | {one.p50:.1f} | {one.p95:.1f} | {one.p99:.1f} | {share}"
            f" | {one.met} | {one.target.peer} |"
        )
    lines += ["", "What a first visit weighs, compressed, without the map and the fonts:", ""]
    lines += [f"- {name}: {size / 1000:.0f} kB" for name, size in weights.items()]
    wrong = {one.target.name: one.wrong for one in found if one.wrong}
    lines += ["", f"Unexpected answers: {wrong or 'none'}.", ""]
    return "\n".join(lines)


def _commit() -> str:
    asked = ["git", "rev-parse", "--short", "HEAD"]
    done = subprocess.run(asked, cwd=town.CHECKOUT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def _machine() -> str:
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    name = model.group(1).strip() if model else platform.processor()
    return f"{os.cpu_count()} cores ({name}), {memory:.0f} GiB, Python {platform.python_version()}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(150):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The server did not start.")


if __name__ == "__main__":
    sys.exit(main())
