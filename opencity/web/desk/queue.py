"""The desk's first page: queues and kept lists beside the cases, narrowed and worked with the keyboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from opencity.appeals.access import sees_appeals
from opencity.appeals.queries.listing import count_waiting
from opencity.casework.access import colleagues
from opencity.casework.models import Assignment, BulkAct
from opencity.casework.operations.bulk import UNDO_WITHIN
from opencity.casework.queries.inbox import SORTS, Around, InboxFilters, around, inbox, kept_filters, teams_of
from opencity.catalogue.lookup import categories, category_by_code
from opencity.communities.http import CommunityRequest
from opencity.notices.queries import dead_letters
from opencity.organisations.queries.directory import waiting_applications
from opencity.people.acting import Actor
from opencity.people.models import Organisation, Person
from opencity.people.rights import Right
from opencity.places.tree import areas
from opencity.problems.models import Problem
from opencity.problems.queries.filters import read_box
from opencity.problems.queries.queues import MANY, queues_for, sizes
from opencity.problems.states import UNDER_WAY, State
from opencity.web.desk.access import desk_actor
from opencity.web.public.dates import Due, due_of
from opencity.web.public.reporting.forms import plain
from opencity.web.public.reporting.whereabouts import area_choices
from opencity.web.public.signs import Seen, Sign, state_sign, visibility_sign

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
SORT_NAMES: Mapping[str, Promise] = {
    "due": _("the nearest deadline first"),
    "newest": _("the newest first"),
    "updated": _("what moved last first"),
    "affected": _("the most affected first"),
}
OPEN = (*sorted(UNDER_WAY), State.CLAIMED_DONE)
"""What a queue of the own body may hold."""
KEPT = ("queue", "q", "area", "category", "had", "box", "sort")


@dataclass(frozen=True)
class Rail:
    """One queue in the rail."""

    name: str
    label: Promise
    size: int
    current: bool
    late: bool
    more: bool
    """Longer than anybody counts."""


@dataclass(frozen=True)
class Row:
    problem: Problem
    state: Sign
    seen: Seen | None
    due: Due | None
    held: Assignment | None
    at_it: Sequence[Person]
    watched: bool


@never_cache
@require_GET
def desk(request: CommunityRequest, community: str) -> HttpResponse:
    actor, moment = desk_actor(request), now()
    if not queues_for(actor, now=moment):
        return redirect("desk_audit", community)
    return render(request, "desk/queue.html", listed(request, actor, moment))


def listed(request: CommunityRequest, actor: Actor, moment: datetime) -> dict[str, Any]:
    """Everything the list shows; bulk acts show it again with what was refused."""
    town = request.community
    asked = ask(request, actor, moment)
    queues, chosen, filters, query = asked.queues, asked.chosen, asked.filters, asked.query
    counted = sizes(town, queues)
    found, more = inbox(town, actor, queues[chosen], filters, states=asked.states)
    known = around(found, actor, now=moment)
    body = _only_body(actor)
    return {
        "actor": actor,
        "rail": [
            Rail(name, NAMES[name], counted[name], name == chosen, name in URGENT, counted[name] >= MANY)
            for name in queues
        ],
        "queue": chosen,
        "due_board": "ours" in queues or actor.coordinates,
        "label": NAMES[chosen],
        "size": counted[chosen],
        "many": counted[chosen] >= MANY,
        "rows": [_row(problem, known, moment) for problem in found],
        "filters": filters,
        "next": _asked(query, page=str(filters.page + 1)) if more else "",
        "previous": _asked(query, page=str(filters.page - 1)) if filters.page > 1 else "",
        "list": _asked(query),
        "everywhere": f"?{_asked(query, without='box')}" if filters.box is not None else "",
        "box": query.get("box", "") if filters.box is not None else "",
        "kept": kept_filters(town, actor.person),
        "area_choices": area_choices(town),
        "category_choices": sorted((one for one in categories(town).values() if one.active), key=lambda one: one.name),
        "sort_choices": [(name, SORT_NAMES[name]) for name in SORTS],
        "teams": teams_of(town, body) if body is not None else [],
        "staff": colleagues(body, now=moment) if body is not None else [],
        "bulk": bool(actor.bodies_where(Right.BULK)) or actor.coordinates,
        "last_bulk": _last_bulk(actor),
        # A name that is the same in every row tells nothing.
        "owners": len({problem.owner_id for problem in found}) > 1,
        "asking_bodies": len(waiting_applications(town)) if actor.coordinates else 0,
        "dead_letters": dead_letters(town).count() if actor.coordinates else 0,
        "sees_appeals": bool(sees_appeals(actor)),
        "appeals_waiting": count_waiting(town, actor) if sees_appeals(actor) else 0,
        "figures": actor.coordinates or bool(actor.bodies_where(Right.FIGURES)),
        "street": bool(actor.bodies_where(Right.WORK)),
        "templates": actor.coordinates or bool(actor.bodies_where(Right.RULES)),
        "audits": actor.coordinates or bool(actor.bodies_where(Right.AUDIT)),
    }


@dataclass(frozen=True)
class Asking:
    """Which queue of those the reader has, and how it is narrowed."""

    queues: Mapping[str, Q]
    chosen: str
    filters: InboxFilters
    query: QueryDict

    @property
    def states(self) -> Sequence[str]:
        """Those the queue holds, where it holds few."""
        return OPEN if self.chosen.startswith("ours") else ()


def ask(request: CommunityRequest, actor: Actor, moment: datetime) -> Asking:
    queues = queues_for(actor, now=moment)
    query = request.GET if request.method == "GET" else QueryDict(request.POST.get("list", ""))
    chosen = query.get("queue", "")
    return Asking(queues, chosen if chosen in queues else next(iter(queues)), _filters(request, query), query)


def _filters(request: CommunityRequest, query: QueryDict) -> InboxFilters:
    town = request.community
    page = query.get("page", "1")
    sort = query.get("sort", "due")
    return InboxFilters(
        words=plain(query.get("q", ""))[:200],
        area=areas(town).by_code(query.get("area", "")),
        category=category_by_code(town, query.get("category", "")),
        had=query.get("had", "")[:40],
        box=read_box(query.get("box", "")),
        sort=sort if sort in SORTS else "due",
        page=int(page) if page.isascii() and page.isdecimal() and 0 < len(page) < 5 and int(page) else 1,
    )


def _asked(query: QueryDict, *, without: str = "", **more: str) -> str:
    """The list's own address, without what makes no difference."""
    kept = QueryDict(mutable=True)
    for name in KEPT:
        said = query.get(name)
        if said and name != without:
            kept[name] = str(said)
    kept.update(more)
    return kept.urlencode()


def _row(problem: Problem, known: Around, moment: datetime) -> Row:
    return Row(
        problem,
        state_sign(problem),
        visibility_sign(problem),
        due_of(problem, now=moment),
        known.held.get(problem.pk),
        known.at_it.get(problem.pk, ()),
        problem.pk in known.watched,
    )


def _only_body(actor: Actor) -> Organisation | None:
    """The organisation whose teams are offered: the one somebody sorts for."""
    sorting = actor.bodies_where(Right.SORT)
    return Organisation.objects.filter(pk=min(sorting)).first() if sorting else None


def _last_bulk(actor: Actor) -> BulkAct | None:
    rows = BulkAct.everywhere.filter(person=actor.person, undone_at=None, done_at__gt=now() - UNDO_WITHIN)
    return rows.order_by("-done_at").first()
