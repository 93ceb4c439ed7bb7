"""The page of one joint action: when, where, who comes, and the one next step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from opencity.actions.access import host_of, is_dangerous
from opencity.actions.models import Action, Participation
from opencity.actions.queries.crowds import Crowd, bodies_of, crowds_of
from opencity.actions.values import EXPECTED, TAKING, ActionState, Minors, ParticipationState
from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import current
from opencity.maps.locator import draw
from opencity.problems.history import facts_of
from opencity.problems.models import Event, EventText, Evidence, Problem
from opencity.problems.states import Precision, Stage, State
from opencity.web.public.actions_case import ActionCase, case_of
from opencity.web.public.actions_words import (
    action_sign,
    address_of,
    decision_words,
    is_over,
    lead_name,
    place_words,
    result_words,
    row_of,
    when_of,
)
from opencity.web.public.photographs import evidence_picture
from opencity.web.public.reading import page, stamp_of, unchanged
from opencity.web.public.signs import state_sign

KEPT_S = 3600
WORDS_OF = {ActionState.CANCELLED: "action_cancelled", ActionState.REPORTED: "action_reported"}


@require_safe
def action(request: CommunityRequest, community: str, number: int, position: int) -> HttpResponse:
    case = case_of(request, number, position)
    shown = case.action
    phase = (case.now >= shown.starts_at, case.now >= shown.ends_at, case.now >= shown.decide_by)
    stamp = stamp_of(request, shown.pk, shown.revision, shown.problem.head, phase, now=case.now, of_all=False)
    answer = unchanged(request, stamp)
    if answer is None:
        answer = page(request, "public/actions/action.html", _context(case), stamp=stamp)
    return answer


def _context(case: ActionCase) -> dict[str, Any]:
    shown, now = case.action, case.now
    crowd = crowds_of([shown])[shown.pk]
    own = case.own()
    return {
        "action": shown,
        "problem": shown.problem,
        "problem_state": state_sign(shown.problem),
        "address": address_of(shown),
        "canonical_address": settings.PUBLIC_URL + address_of(shown),
        "state": action_sign(crowd.state, tag=True),
        "when": when_of(shown, now),
        "crowd": crowd,
        "rows": [row_of(one) for one in crowd.roles],
        "bodies": bodies_of(shown),
        "panel": panel(case, crowd, own),
        "own": own,
        "leads": case.leads,
        "lead": lead_name(shown),
        "host": host_of(shown),
        "place": place_words(shown),
        "picture": picture_of(shown),
        "geo": f"geo:{shown.lat:.5f},{shown.lon:.5f}" if shown.lat and shown.precision != Precision.AREA else "",
        "decision": decision_words(shown, now),
        "over": is_over(shown, now),
        "begun": now >= shown.starts_at,
        "result": result_words(crowd),
        "said": _said(shown),
        "pictures": _pictures(case),
        "dangerous": is_dangerous(shown.problem.category),
        "minors_welcome": shown.minors != Minors.ADULTS and not is_dangerous(shown.problem.category),
    }


@dataclass(frozen=True)
class Panel:
    """What a reader may do now: `kind` names the part of the template; `one_tap` is a button that signs up at once."""

    kind: str
    one_tap: bool = False
    joined: Participation | None = None


def panel(case: ActionCase, crowd: Crowd, own: Participation | None) -> Panel:
    shown, now = case.action, case.now
    if shown.state == ActionState.CANCELLED:
        return Panel("cancelled")
    if own is not None and own.state in EXPECTED and not is_over(shown, now):
        kind = "waiting" if own.state == ParticipationState.WAITLISTED else "joined"
        return Panel(kind, joined=own)
    if own is not None and own.state == ParticipationState.ATTENDED:
        return Panel("came", joined=own)
    if shown.state == ActionState.PLANNED and not is_over(shown, now):
        return Panel("announced")
    if shown.state in TAKING and not is_over(shown, now):
        return Panel("open", one_tap=case.person is not None)
    return Panel("over")


def picture_of(shown: Action) -> SafeString:
    """The drawing of the surroundings with a pin, or a disc where the place is told roughly."""
    if shown.lat is None or shown.lon is None:
        return mark_safe("")
    community = shown.problem.community
    key = f"locator:action:{community.uuid}:{community.structure_version}:{shown.uuid}:{shown.revision}:{current()}"
    kept = cache.get(key)
    if kept is None:
        there = Problem(
            community=community,
            lat=shown.lat,
            lon=shown.lon,
            precision=shown.precision,
            area=shown.area,
            place_words=shown.place_words,
            state=State.IN_PROGRESS,
        )
        kept = str(render_to_string("pieces/locator.html", {"drawing": draw(there)}))
        cache.set(key, kept, KEPT_S)
    return mark_safe(str(kept))


def _said(shown: Action) -> EventText | None:
    """Why it was called off, or what came of it, as it stands in the history."""
    kind = WORDS_OF.get(ActionState(shown.state))
    if kind is None:
        return None
    events = Event.everywhere.filter(problem=shown.problem, kind=kind).order_by("-position").prefetch_related("texts")
    for event in events:
        if facts_of(event).get("action") == str(shown.uuid):
            return next((text for text in event.texts.all() if text.name == "words"), None)
    return None


def _pictures(case: ActionCase) -> list[Any]:
    """Photographs that came with the report: both carry the same moment."""
    shown = case.action
    if shown.reported_at is None:
        return []
    rows = Evidence.everywhere.filter(
        problem=shown.problem, stage=Stage.DURING, created_at=shown.reported_at, hidden=False
    )
    return [
        evidence_picture(one, shown.problem, now=case.now, sizes="(max-width: 900px) 100vw, 380px")
        for one in rows.select_related("photo").order_by("pk")
    ]
