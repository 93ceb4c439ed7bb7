"""Twelve people at three drills at once, in threads of real processes: three get one, nine hear when to come."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from tests.plans.test_last_unit import CHECKOUT, START_S, database_url

__all__ = ["database_url"]
PROCESSES = 2


def test_the_last_drill_goes_to_one(tmp_path: Path, database_url: str) -> None:
    env = {
        **os.environ,
        "OPENCITY_HOME": str(tmp_path),
        "OPENCITY_DATABASE_URL": database_url,
        "OPENCITY_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "opencity.settings",
        "PYTHONPATH": str(CHECKOUT),
    }
    command = [sys.executable, "-m", "tests.lending.racing"]

    def told(what: str) -> dict[str, int | list[int]]:
        ran = subprocess.run([*command, what], env=env, check=True, capture_output=True, text=True)
        return json.loads(ran.stdout)

    people, start = told("prepare")["people"], str(time.time() + START_S)
    assert isinstance(people, list)
    racers = [
        subprocess.Popen([*command, "race", start, *map(str, people[n::PROCESSES])], env=env) for n in range(PROCESSES)
    ]
    assert [racer.wait(timeout=90) for racer in racers] == [0] * PROCESSES
    assert told("tell") == {"out": 3, "people": 3}
