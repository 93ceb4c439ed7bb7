"""The desk's first page: queues beside a list, the nearest deadline on top."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from opencity.communities.http import CommunityRequest
from opencity.notices.queries import dead_letters
from opencity.organisations.queries.directory import waiting_applications
from opencity.problems.models import Problem
from opencity.problems.queries.queues import queue, queues_for, sizes
from opencity.web.desk.access import desk_actor
from opencity.web.public.dates import Due, due_of
from opencity.web.public.signs import Seen, Sign, state_sign, visibility_sign

PAGE = 60
NAMES: Mapping[str, Promise] = {
    "ours": _("Everything of ours"),
    "ours_waiting": _("Waiting for an answer"),
    "ours_overdue": _("Overdue"),
    "ours_working": _("In work"),
    "ours_blocked": _("With an obstacle"),
    "ours_checking": _("Neighbours check"),
    "held": _("To be checked"),
    "flagged": _("Flagged"),
    "unowned": _("Owner unknown"),
    "overdue": _("Silent past the deadline"),
    "private": _("Private"),
    "hidden": _("Hidden"),
    "checking": _("Residents check"),
}
URGENT = frozenset({"ours_overdue", "overdue", "flagged"})


@dataclass(frozen=True)
class Rail:
    """One queue in the rail."""

    name: str
    label: Promise
    size: int
    current: bool
    late: bool


@dataclass(frozen=True)
class Row:
    problem: Problem
    state: Sign
    seen: Seen | None
    due: Due | None


@never_cache
@require_GET
def desk(request: CommunityRequest, community: str) -> HttpResponse:
    actor, moment = desk_actor(request), now()
    queues = queues_for(actor, now=moment)
    chosen = request.GET.get("queue", "")
    if chosen not in queues:
        chosen = next(iter(queues))
    counted = sizes(request.community, queues)
    found = list(queue(request.community, queues[chosen])[:PAGE])
    rows = [_row(problem, moment) for problem in found]
    return render(
        request,
        "desk/queue.html",
        {
            "actor": actor,
            "rail": [Rail(name, NAMES[name], counted[name], name == chosen, name in URGENT) for name in queues],
            "label": NAMES[chosen],
            "size": counted[chosen],
            "more": max(0, counted[chosen] - len(rows)),
            "rows": rows,
            # A name that is the same in every row tells nothing.
            "owners": len({problem.owner_id for problem in found}) > 1,
            "asking_bodies": len(waiting_applications(request.community)) if actor.coordinates else 0,
            "dead_letters": dead_letters(request.community).count() if actor.coordinates else 0,
        },
    )


def _row(problem: Problem, moment: datetime) -> Row:
    return Row(problem, state_sign(problem), visibility_sign(problem), due_of(problem, now=moment))
