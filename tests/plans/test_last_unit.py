"""Forty people at ten units and ten places at once, in threads of real processes: ten each, thirty in line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
PROCESSES = 4
START_S = 6.0
"""Until then every process has loaded and read what it needs."""


@pytest.fixture
def database_url() -> Iterator[str]:
    """A database of its own beside the tests' one; on SQLite the file in the data folder."""
    server = os.environ.get("OPENCITY_DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield ""
        return
    name = f"race_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_the_last_units_are_never_promised_twice(tmp_path: Path, database_url: str) -> None:
    env = {
        **os.environ,
        "OPENCITY_HOME": str(tmp_path),
        "OPENCITY_DATABASE_URL": database_url,
        "OPENCITY_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "opencity.settings",
        "PYTHONPATH": str(CHECKOUT),
    }
    command = [sys.executable, "-m", "tests.plans.racing"]
    told = json.loads(subprocess.run([*command, "prepare"], env=env, check=True, capture_output=True, text=True).stdout)
    need, people, start = str(told["need"]), told["people"], str(time.time() + START_S)
    racers = [
        subprocess.Popen([*command, "race", need, start, *map(str, people[n::PROCESSES])], env=env)
        for n in range(PROCESSES)
    ]
    assert [racer.wait(timeout=90) for racer in racers] == [0] * PROCESSES
    came = json.loads(
        subprocess.run([*command, "tell", need], env=env, check=True, capture_output=True, text=True).stdout
    )
    assert Counter(came["states"]) == {"accepted": 10, "waiting": 30}
    assert Counter(came["places"]) == {"confirmed": 10, "waitlisted": 30}
    assert came["people"] == 40
    assert came["first"] == ["accepted"] * 10
    assert came["faults"] == []
