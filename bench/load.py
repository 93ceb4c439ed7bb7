"""The load, in a process of its own: a few keep-alive clients, bounded in time, on this machine only.

Run as `python -m bench.load`, with the job as JSON on standard input; prints JSON with the seconds each request took.
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Client:
    """One visitor with one connection, asking for the next of its requests until time is over."""

    port: int
    requests: Sequence[dict[str, Any]]
    until: float
    took: list[float] = field(default_factory=list)
    wrong: dict[int, int] = field(default_factory=dict)

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        turn = 0
        while time.perf_counter() < self.until:
            one = self.requests[turn % len(self.requests)]
            began = time.perf_counter()
            connection.request(one["method"], one["path"], body=one.get("body"), headers=one.get("headers", {}))
            answer = connection.getresponse()
            answer.read()
            self.took.append(time.perf_counter() - began)
            if answer.status not in one["expect"]:
                self.wrong[answer.status] = self.wrong.get(answer.status, 0) + 1
            turn += 1
        connection.close()


def main() -> None:
    job = json.load(sys.stdin)
    until = time.perf_counter() + job["seconds"]
    share = max(1, len(job["requests"]) // job["clients"])
    clients = [
        Client(job["port"], job["requests"][n * share :] + job["requests"][: n * share], until)
        for n in range(job["clients"])
    ]
    threads = [threading.Thread(target=client.run) for client in clients]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wrong: dict[int, int] = {}
    for client in clients:
        for status, n in client.wrong.items():
            wrong[status] = wrong.get(status, 0) + n
    spent = time.perf_counter() - began
    took = sorted(one for client in clients for one in client.took)
    json.dump({"took": took, "spent": spent, "wrong": wrong}, sys.stdout)


if __name__ == "__main__":
    main()
