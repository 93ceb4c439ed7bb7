"""The lead's list at the place: who comes, who is here. It works offline; what was noted is sent as one batch."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from opencity.actions.access import arrival_of, people_of
from opencity.actions.models import ActionRole
from opencity.actions.operations.arriving import MOST_AT_ONCE, NewArrival, check_in
from opencity.actions.values import COUNTED, ParticipationState
from opencity.communities.http import CommunityRequest
from opencity.foundation.refusals import NotUnderstood, Refusal
from opencity.people.acting import Actor
from opencity.web.public.actions_case import ActionCase, case_of, done, form, must_lead
from opencity.web.public.actions_words import address_of
from opencity.web.public.dates import local
from opencity.web.public.reporting import forms
from opencity.web.public.reporting.origin import from_our_pages
from opencity.web.public.reporting.refusing import shown


def lead_only() -> str:
    return _("Only the lead sees who comes: we have to know you.")


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def action_run(request: CommunityRequest, community: str, number: int, position: int) -> HttpResponse:
    """Without a script each tap is a form of its own."""
    case = case_of(request, number, position)
    actor = must_lead(case, lead_only())
    if request.method != "POST":
        return _run_page(request, case)
    try:
        _check_one_in(case, actor, request.POST)
    except Refusal as refusal:
        return _run_page(request, case, refusal=refusal)
    return done(request, case, _("Written down: here."), "action_run")


def _check_one_in(case: ActionCase, actor: Actor, sent: Mapping[str, str]) -> None:
    """The page brings the uuid: a button that is pressed twice writes one line."""
    arrival = NewArrival(
        uuid=_uuid(sent.get("arrival")) or uuid4(),
        at=case.now,
        participation=_uuid(sent.get("participation")),
        code="".join(sent.get("code", "").split())[:12],
        name=forms.plain(sent.get("name", "")),
        role=_number(sent.get("role")),
    )
    for _uuid_of, refusal in check_in(case.action, [arrival], actor, now=case.now).refused:
        raise refusal


def _run_page(request: CommunityRequest, case: ActionCase, *, refusal: Refusal | None = None) -> HttpResponse:
    people = [one for one in people_of(case.action) if one.state in COUNTED]
    calendar = case.action.problem.community.calendar
    return form(
        request,
        "run",
        case,
        refusal=refusal,
        people=[
            (one, f"{local(one.checked_in_at, request.community):%H:%M}" if one.checked_in_at else "")
            for one in sorted(people, key=lambda one: (one.role.position, str(one.person).casefold()))
        ],
        came=sum(1 for one in people if one.state == ParticipationState.ATTENDED),
        expected=sum(1 for one in people if one.state == ParticipationState.CONFIRMED),
        roles=ActionRole.everywhere.filter(action=case.action).order_by("position"),
        today=calendar.today(case.now) >= calendar.today(case.action.starts_at),
        begun=case.now >= case.action.starts_at,
        fresh=uuid4(),
        arrivals=address_of(case.action, "action_arrivals"),
    )


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def action_here(request: CommunityRequest, community: str, number: int, position: int, token: str) -> HttpResponse:
    """What somebody's code opens: for the lead, a button that checks them in; for everybody else, nothing of them."""
    case = case_of(request, number, position)
    one = arrival_of(case.action, token)
    if one is None:
        raise Http404
    if not case.leads or case.actor is None:
        return form(request, "here", case, shown=None)
    if request.method != "POST":
        return form(request, "here", case, shown=one, fresh=uuid4())
    try:
        arrival = NewArrival(uuid=_uuid(request.POST.get("arrival")) or uuid4(), at=case.now, participation=one.uuid)
        for _uuid_of, refused in check_in(case.action, [arrival], case.actor, now=case.now).refused:
            raise refused
    except Refusal as refusal:
        return form(request, "here", case, refusal=refusal, shown=one, fresh=uuid4())
    return done(request, case, _("%(name)s is here.") % {"name": one.person}, "action_run")


@from_our_pages
@require_POST
def action_arrivals(request: CommunityRequest, community: str, number: int, position: int) -> HttpResponse:
    """A batch from the lead's phone, as JSON: {"arrivals": [{"uuid", "at", "participation" | "code" | "name"}]}.

    The answer names what is kept now and what never will be, with the reason; both may be forgotten on the phone.
    """
    case = case_of(request, number, position)
    try:
        actor = must_lead(case, lead_only())
        arrivals, unreadable = _batch(request)
        noted = check_in(case.action, arrivals, actor, now=case.now)
    except Refusal as refusal:
        return _answer({"why": refusal.why, "next_step": refusal.next_step}, status=refusal.status)
    refused = [
        {"uuid": str(uuid), "why": one.why, "next_step": one.next_step}
        for uuid, refusal in noted.refused
        for one in shown(request.community, [refusal])
    ]
    return _answer({"kept": [str(one) for one in noted.kept], "refused": [*refused, *unreadable]})


def _answer(told: Mapping[str, Any], *, status: int = 200) -> JsonResponse:
    answer = JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = "private, no-store"
    return answer


def _batch(request: CommunityRequest) -> tuple[list[NewArrival], list[dict[str, str]]]:
    try:
        rows = json.loads(request.body)["arrivals"]
    except (ValueError, TypeError, KeyError):
        raise _no_batch() from None
    if not isinstance(rows, list) or len(rows) > MOST_AT_ONCE or not all(isinstance(row, dict) for row in rows):
        raise _no_batch()
    read = [(row, _arrival(row)) for row in rows]
    return [one for _row, one in read if one is not None], list(_unreadable(row for row, one in read if one is None))


def _no_batch() -> NotUnderstood:
    return NotUnderstood(_("We can't read this list."), _("Open the page of the action again."))


def _arrival(row: Mapping[str, Any]) -> NewArrival | None:
    uuid, at = _uuid(row.get("uuid")), _moment(row.get("at"))
    if uuid is None or at is None:
        return None
    return NewArrival(
        uuid=uuid,
        at=at,
        participation=_uuid(row.get("participation")),
        code=str(row.get("code", ""))[:12],
        name=forms.plain(str(row.get("name", ""))[:200]),
        role=_number(row.get("role")),
    )


def _unreadable(rows: Iterator[Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    for row in rows:
        why, step = _("We can't read this line."), _("Check this person in by hand.")
        yield {"uuid": str(row.get("uuid", ""))[:60], "why": why, "next_step": step}


def _uuid(said: object) -> UUID | None:
    try:
        return UUID(str(said)) if said else None
    except ValueError:
        return None


def _moment(said: object) -> datetime | None:
    """Only a moment with its zone is one."""
    try:
        at = parse_datetime(said) if isinstance(said, str) else None
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None


def _number(said: object) -> int | None:
    text = str(said) if said is not None else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else None
