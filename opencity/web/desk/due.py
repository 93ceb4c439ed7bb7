"""The board of what is due: overdue, today, the next working day, the week; promises, obstacles, pauses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from opencity.casework.models import Assignment
from opencity.casework.queries.due import board
from opencity.communities.http import CommunityRequest
from opencity.people.acting import Actor
from opencity.problems.models import Problem
from opencity.problems.queries.queues import queues_for
from opencity.problems.states import Visibility
from opencity.web.desk.access import desk_actor
from opencity.web.public.dates import Due, day_words, due_of, promise_of

NAMES: Mapping[str, tuple[Promise, Promise]] = {
    "overdue": (_("Overdue"), _("Nothing is overdue.")),
    "today": (_("Today"), _("Nothing more is due today.")),
    "next": (_("The next working day"), _("Nothing is due then.")),
    "week": (_("Within a week"), _("Nothing is due then.")),
    "promised": (_("Promised days"), _("No promised day is near.")),
    "review": (_("Obstacles to look at again"), _("No obstacle waits for a look.")),
    "paused": (_("Paused"), _("No deadline is paused.")),
}


@dataclass(frozen=True)
class Row:
    problem: Problem
    due: Due | None
    held: Assignment | None


@dataclass(frozen=True)
class Sheet:
    name: str
    label: Promise
    nothing: Promise
    rows: list[Row]
    more: bool

    @property
    def late(self) -> bool:
        return self.name == "overdue" and bool(self.rows)


@never_cache
@require_GET
def due(request: CommunityRequest, community: str) -> HttpResponse:
    actor, moment = desk_actor(request), now()
    found = board(request.community, _cases(actor, moment), now=moment)
    sheets = [
        Sheet(
            pile.name,
            *NAMES[pile.name],
            [Row(one, _chip(pile.name, one, moment), found.held.get(one.pk)) for one in pile.problems],
            pile.more,
        )
        for pile in found.piles
    ]
    return render(request, "desk/due.html", {"sheets": sheets, "today": moment})


def _cases(actor: Actor, moment: datetime) -> Q:
    """Those of the own bodies; for whoever coordinates, everything that is public. 404 for others."""
    queues = queues_for(actor, now=moment)
    if "ours" in queues:
        return queues["ours"]
    if actor.coordinates:
        return Q(visibility=Visibility.PUBLIC)
    raise Http404


def _chip(pile: str, problem: Problem, moment: datetime) -> Due | None:
    if pile == "promised":
        return promise_of(problem, now=moment)
    if pile == "review" and problem.review_on is not None:
        day = day_words(problem.review_on, problem.community, moment)
        late = problem.review_on < problem.community.calendar.today(moment)
        return Due("late" if late else "", "calendar-days", str(_("look again on %(day)s")) % {"day": day})
    return due_of(problem, now=moment)
