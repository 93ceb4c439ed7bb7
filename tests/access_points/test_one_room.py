"""Two librarians at once: a room of an hour is given away once, in real processes and on both databases."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from tests.plans.test_last_unit import CHECKOUT, database_url

__all__ = ["database_url"]
START_S = 5.0


def test_a_room_is_never_given_away_twice(tmp_path: Path, database_url: str) -> None:
    env = {
        **os.environ,
        "OPENCITY_HOME": str(tmp_path),
        "OPENCITY_DATABASE_URL": database_url,
        "OPENCITY_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "opencity.settings",
        "PYTHONPATH": str(CHECKOUT),
    }
    command = [sys.executable, "-m", "tests.access_points.racing"]
    ran = subprocess.run([*command, "prepare"], env=env, check=True, capture_output=True, text=True)
    asked, start = [str(one) for one in json.loads(ran.stdout)], str(time.time() + START_S)
    racers = [subprocess.Popen([*command, "race", start, *asked[n::2]], env=env) for n in range(2)]
    assert [racer.wait(timeout=60) for racer in racers] == [0, 0]
    told = subprocess.run([*command, "tell"], env=env, check=True, capture_output=True, text=True)
    rows = json.loads(told.stdout)
    assert len(rows) == 20
    agreed = Counter(starts for starts, state in rows if state == "agreed")
    assert set(agreed.values()) == {1} and len(agreed) == 10
