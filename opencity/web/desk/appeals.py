"""Formal appeals at the desk: what waits with its deadlines, one appeal with what may be done, and its files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from opencity.appeals.access import appeal_for_body, may_do, reads_register, sees_appeals
from opencity.appeals.form import sheet_for
from opencity.appeals.law import law_of
from opencity.appeals.models import Appeal
from opencity.appeals.operations.handling import bodies_to_forward_to
from opencity.appeals.operations.looking import look_at
from opencity.appeals.queries.listing import Row, appeals_of_body, registrations_of, row_of
from opencity.appeals.rules import FROM, Act, State, is_past, last_day, latest_day
from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import in_words
from opencity.foundation.refusals import Refusal
from opencity.people.acting import Actor
from opencity.problems.models.problem import new_uuid
from opencity.web.desk import appeals_acts
from opencity.web.desk.access import desk_actor
from opencity.web.public.appeals import own, wording
from opencity.web.public.appeals.wording import Sign
from opencity.web.public.appeals.writing import letter
from opencity.web.public.dates import Due, day_words
from opencity.web.public.problem_address import address_of_problem
from opencity.web.public.reporting import refusing


@dataclass(frozen=True)
class Listed:
    row: Row
    state: Sign
    due: Due | None
    forward_by: str


def reader(request: CommunityRequest) -> Actor:
    """404 for whoever reads no appeals of any body: to them there is no such page."""
    actor = desk_actor(request)
    if not sees_appeals(actor):
        raise Http404
    return actor


@never_cache
@require_GET
def appeals(request: CommunityRequest, community: str) -> HttpResponse:
    """Names are not in the list, so looking at it is not a look at personal data."""
    actor, moment = reader(request), now()
    live = request.GET.get("show") != "ended"
    rows = appeals_of_body(request.community, actor, live=live, now=moment)
    context = {
        "rows": [_listed(one, moment) for one in rows],
        "live": live,
        "reports": bool(reads_register(actor)),
        "law_name": in_words(law_of(request.community).law.names),
    }
    return render(request, "desk/appeals/list.html", context)


def _listed(row: Row, moment: datetime) -> Listed:
    appeal = row.appeal
    day = day_words(row.forward_by, appeal.community, moment) if row.forward_by else ""
    return Listed(row, wording.state_of(appeal), wording.due_of(appeal, now=moment), day)


@never_cache
@require_http_methods(["GET", "POST"])
def appeal(request: CommunityRequest, community: str, uuid: UUID) -> HttpResponse:
    """What was typed comes back with the reason when it is refused."""
    actor = reader(request)
    found = appeal_for_body(request.community, actor, uuid)
    if request.method != "POST":
        return _show(request, found, actor)
    try:
        act = Act(request.POST.get("act", ""))
    except ValueError:
        raise Http404 from None
    try:
        told = appeals_acts.do(request, found, actor, act, now=now())
    except Refusal as refusal:
        return _show(request, found, actor, act, refusal)
    messages.success(request, told)
    return redirect("desk_appeals", community) if act == Act.FORWARD else redirect("desk_appeal", community, uuid)


@never_cache
@require_GET
def appeal_file(request: CommunityRequest, community: str, uuid: UUID, kind: str) -> HttpResponse:
    """The letter for the body's own register; taking it is a look."""
    actor = reader(request)
    found = appeal_for_body(request.community, actor, uuid)
    if found.erased_at is not None:
        raise Http404
    look_at(found, actor, now=now())
    return own.as_pdf(found, actor.person) if kind == "pdf" else own.as_docx(found, actor.person)


def _show(
    request: CommunityRequest, found: Appeal, actor: Actor, failed: Act | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    moment, law = now(), law_of(request.community)
    look_at(found, actor, now=moment)
    shown = refusing.shown_plainly(request.community, [refusal] if refusal else [])
    row = row_of(found, now=moment)
    context = {
        "appeal": found,
        "state": wording.state_of(found),
        "due": wording.due_of(found, now=moment),
        "row": row,
        "forward_by": day_words(row.forward_by, request.community, moment) if row.forward_by else "",
        "registrations": [(one, in_words(law.classifier.name_of(one.question))) for one in registrations_of(found)],
        "steps": own.happened(found, request.community),
        "result": in_words(law.classifier.name_of(found.result)),
        "law": law,
        "own": found.person_id == actor.person.pk,
        "failed": failed.value if failed else "",
        "typed": request.POST,
        "refusals": shown,
        "errors": refusing.by_field(shown),
        "uuid": request.POST.get("uuid") or str(new_uuid()),
        **letter(sheet_for(found, address_of_problem(found.problem))),
        **_acts(found, actor, moment),
    }
    return render(request, "desk/appeals/appeal.html", context, status=refusal.status if refusal else 200)


def _acts(found: Appeal, actor: Actor, moment: datetime) -> dict[str, Any]:
    """What may be done now, and what the forms choose from."""
    law, calendar = law_of(found.community), found.community.calendar
    periods, came = law.periods, found.came_on
    may = {act: may_do(found, actor, act) for act in FROM if act != Act.WITHDRAW}
    acts = [act.value for act in may if may[act] and State(found.state) in FROM[act]]
    if is_past(last_day(came, periods.forward, calendar), calendar, moment):
        acts = [one for one in acts if one != Act.FORWARD]
    if is_past(last_day(came, periods.give_back, calendar), calendar, moment):
        acts = [one for one in acts if one != Act.RETURN]
    latest = latest_day(came, periods, calendar)
    if found.due_on >= latest or is_past(found.due_on, calendar, moment):
        acts = [one for one in acts if one != Act.EXTEND]
    kind = law.kind(found.kind)
    return {
        "acts": acts,
        "today": calendar.today(moment).isoformat(),
        "came": came.isoformat(),
        "latest": latest,
        "return_by": day_words(last_day(came, periods.give_back, calendar), found.community, moment),
        "bodies": bodies_to_forward_to(found, now=moment) if Act.FORWARD in acts else [],
        "questions": [(one.code, in_words(one.names)) for one in law.classifier.questions],
        "results": [(one.code, in_words(one.names)) for one in law.classifier.results_of("answer")],
        "marks": [
            (
                one.code,
                in_words(one.names),
                [(choice.code, in_words(choice.names)) for choice in one.choices],
                one.default or (kind.classifier if kind else ""),
            )
            for one in law.classifier.marks
        ],
        "classifier_note": "" if law.classifier.checked else in_words(law.classifier.notes) or _("To be checked."),
    }
