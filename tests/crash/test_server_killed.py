"""The server is killed while reports arrive: whatever it acknowledged is there, and the history proves itself."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from urllib.parse import urlencode

import pytest

from tests.crash.processes import ROUNDS, Surroundings, prove, run
from tests.walks.conftest import CHECKOUT, free_port

pytestmark = pytest.mark.own_home
CLIENTS = 6
COUNT = """
import django; django.setup()
import json, sys
from opencity.problems.models import Report
json.dump(list(Report.everywhere.values_list("words", flat=True)), sys.stdout)
"""


@dataclass
class Visitor:
    """Sends one report after the other until the server is gone; remembers which were acknowledged."""

    port: int
    name: str
    acknowledged: list[str] = field(default_factory=list)

    def run(self) -> None:
        n = 0
        while True:
            n += 1
            words = f"Яма {self.name} число {n} на дорозі."
            fields = {
                "category": "road.pothole",
                "lat": f"{46.93 + n / 10_000:.4f}",
                "lon": "32.0",
                "source": "map",
                "place_words": "вул. Мірна",
                "words": words,
                "email": f"{self.name}-{n}@example.org",
            }
            try:
                with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
                    kind = {"Content-Type": "application/x-www-form-urlencoded"}
                    connection.request("POST", "/mykolaiv/report/send/", urlencode(fields), kind)
                    with connection.getresponse() as answer:
                        answer.read()
                        status = answer.status
            except (OSError, http.client.HTTPException):
                return
            assert status == 302, status
            self.acknowledged.append(words)


def test_nothing_that_was_acknowledged_is_lost(surroundings: Surroundings) -> None:
    chance, port = random.Random(5), free_port()
    run(surroundings, "-m", "tests.walks.stage")
    acknowledged: set[str] = set()
    for turn in range(ROUNDS):
        acknowledged |= _round(surroundings, port, turn, chance.uniform(0.6, 1.6))
    kept = json.loads(run(surroundings, "-c", COUNT))
    assert len(acknowledged) >= ROUNDS
    assert acknowledged <= set(kept)
    assert len(kept) == len(set(kept))
    prove(surroundings)


def _round(env: Surroundings, port: int, turn: int, seconds: float) -> set[str]:
    command = [sys.executable, "-m", "opencity.command", "serve", "--workers", "2", "--port", str(port)]
    server = subprocess.Popen(command, cwd=CHECKOUT, env=env, start_new_session=True)
    try:
        _wait(port)
        visitors = [Visitor(port, f"{turn}-{n}") for n in range(CLIENTS)]
        threads = [threading.Thread(target=visitor.run) for visitor in visitors]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
    for thread in threads:
        thread.join(timeout=20)
    return {words for visitor in visitors for words in visitor.acknowledged}


def _wait(port: int) -> None:
    for _ in range(150):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            connection.request("GET", "/health")
            with connection.getresponse() as answer:
                if answer.status == 200:
                    return
        except (OSError, http.client.HTTPException):
            time.sleep(0.2)
        finally:
            connection.close()
    raise AssertionError("the server did not start")
