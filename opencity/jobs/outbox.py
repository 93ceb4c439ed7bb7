"""The queue of events whose consequences are still owed.

Events of one problem are taken in their order and one at a time, so that several workers keep it too. A reaction that
fails delays its event, and with it the later ones of the same problem, until the event is given up.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from time import monotonic

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef

from opencity.communities.models import Community
from opencity.communities.operations.founding import brought_forward
from opencity.foundation.tenancy import acting_in
from opencity.jobs.reactions import react
from opencity.problems.models import Outbox
from opencity.problems.operations.indexing import index
from opencity.problems.operations.numbering import number
from opencity.statistics.operations.counting import recount

log = structlog.get_logger()
BATCH = 50
MOST_OLD = 500
PATIENCE_S = 0.04
"""After so long no further event of the batch is begun: on SQLite reports wait while the worker writes."""
MOST_TRIES = 12
FIRST_DELAY = timedelta(seconds=10)
LONGEST_DELAY = timedelta(hours=1)


def work(now: datetime) -> int:
    """React to one batch of events in one transaction; returns how many were taken up."""
    with transaction.atomic():
        rows = _claim(now)
        begun = monotonic()
        done: list[Outbox] = []
        taken = 0
        for row in rows:
            if taken and monotonic() - begun > PATIENCE_S:
                break
            taken += 1
            if _reacted(row, now):
                done.append(row)
        for community, some in _by_community(done).items():
            _bring_forward(community, some, now)
    if taken:
        log.info("outbox.worked", events=taken, failed=taken - len(done))
    return taken


def _claim(now: datetime) -> list[Outbox]:
    """Due events that are the first of their problem. Given-up ones stand aside and hold nobody up."""
    earlier = Outbox.objects.filter(problem_id=OuterRef("problem_id"), event_id__lt=OuterRef("event_id"), dead=False)
    rows = Outbox.objects.filter(~Exists(earlier), dead=False, next_try__lte=now).select_related("event__community")
    return list(rows.select_for_update(of=("self",), skip_locked=True).order_by("event_id")[:BATCH])


def _reacted(row: Outbox, now: datetime) -> bool:
    try:
        with transaction.atomic(), acting_in(row.event.community_id):
            react(row.event, now=now)
    except Exception as error:
        _postpone(row, error, now)
        return False
    return True


def _by_community(rows: Sequence[Outbox]) -> dict[Community, list[Outbox]]:
    found: dict[Community, list[Outbox]] = {}
    for row in rows:
        found.setdefault(row.event.community, []).append(row)
    return found


def _bring_forward(community: Community, rows: Sequence[Outbox], now: datetime) -> None:
    """Projections of a batch in a few statements; one by one only when something among them fails."""
    try:
        _project(community, rows, now)
    except Exception as error:
        if len(rows) == 1:
            _postpone(rows[0], error, now)
            return
        for row in rows:
            _bring_forward(community, [row], now)


def _project(community: Community, rows: Sequence[Outbox], now: datetime) -> None:
    with transaction.atomic(), acting_in(community.pk):
        problems = sorted({row.problem_id for row in rows})
        index(problems)
        recount(problems, now=now)
        number([row.event for row in rows])
        brought_forward(community)
        Outbox.objects.filter(pk__in=[row.pk for row in rows]).delete()


def put_away(community: Community, *, before: datetime) -> int:
    """Number events of earlier than that, whose news is old, and take them off the queue; returns how many.

    For a history that came in at one go: its counts and search texts are made by `opencity rebuild`.
    """
    taken = 0
    rows = Outbox.objects.filter(event__community=community, event__at__lt=before).select_related("event")
    while some := list(rows.order_by("event_id")[:MOST_OLD]):
        with transaction.atomic():
            number([row.event for row in some])
            Outbox.objects.filter(pk__in=[row.pk for row in some]).delete()
        taken += len(some)
    return taken


def _postpone(row: Outbox, error: Exception, now: datetime) -> None:
    """The error's text may hold what people wrote, so the log names its kind alone."""
    row.attempts += 1
    row.dead = row.attempts >= MOST_TRIES
    row.next_try = now + min(FIRST_DELAY * 2 ** (row.attempts - 1), LONGEST_DELAY)
    row.last_error = f"{type(error).__name__}: {error}"[:2000]
    row.save(update_fields=["attempts", "dead", "next_try", "last_error"])
    tell = log.error if row.dead else log.warning
    tell("outbox.failed", row=row.pk, kind=row.event.kind, tries=row.attempts, error=type(error).__name__)
