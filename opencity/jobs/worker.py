"""The worker: events have consequences, letters leave, time passes. Told to stop, it ends after the batch in hand."""

from __future__ import annotations

import signal
import threading
from datetime import datetime, timedelta
from time import monotonic

import structlog
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils.timezone import now

from opencity.foundation.tenancy import acting_in
from opencity.jobs import outbox
from opencity.jobs.schedule import Schedule
from opencity.notices.operations.sending import send_due
from opencity.notices.queries import communities_due

log = structlog.get_logger()
IDLE_S = 0.5
YIELD_S = 0.005
"""At least so long between two batches, and as long as the batch took: whoever reports gets a turn at the database."""
TROUBLE_S = 5.0
MAIL_DOWN = timedelta(seconds=30)
TICK = timedelta(seconds=5)
"""How often the schedule is looked at."""


class Worker:
    def __init__(self) -> None:
        self._schedule = Schedule()
        self._looked: datetime | None = None
        self._mail_rests_until: datetime | None = None

    def step(self, moment: datetime) -> bool:
        """Do what is due, a batch of each; whether there was anything to do."""
        if self._looked is None or moment - self._looked >= TICK:
            self._looked = moment
            self._schedule.run(moment)
        busy = outbox.work(moment) > 0
        if self._mail_rests_until is None or moment >= self._mail_rests_until:
            readers, down = deliver(moment)
            self._mail_rests_until = moment + MAIL_DOWN if down else None
            busy = busy or readers > 0
        return busy


def deliver(moment: datetime) -> tuple[int, bool]:
    """A batch of letters of each community: for how many readers, and whether mail cannot leave at all."""
    readers = 0
    for community in communities_due(moment):
        with acting_in(community.pk):
            done = send_due(community, now=moment)
        readers += done.readers
        if done.down:
            return readers, True
    return readers, False


def run(stop: threading.Event | None = None, *, once: bool = False) -> None:
    """Work until told to stop; with `once`, until nothing is left to do now."""
    if stop is None:
        stop = _stop_by_signal()
    worker = Worker()
    log.info("worker.started")
    while not stop.is_set():
        close_old_connections()
        began = monotonic()
        try:
            busy = worker.step(now())
        except (DatabaseError, InterfaceError):
            log.exception("worker.database")
            connection.close()
            stop.wait(TROUBLE_S)
            continue
        if once and not busy:
            break
        stop.wait(max(YIELD_S, monotonic() - began) if busy else IDLE_S)
    log.info("worker.stopped")


def _stop_by_signal() -> threading.Event:
    stop = threading.Event()
    if threading.current_thread() is threading.main_thread():
        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, lambda _number, _frame: stop.set())
    return stop


def work_through(moment: datetime) -> None:
    """Everything that is due at a moment: all events, then all letters."""
    while outbox.work(moment):
        pass
    while True:
        readers, down = deliver(moment)
        if not readers or down:
            return
