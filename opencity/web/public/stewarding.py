"""Looking after a place: adopted for a rhythm, looked at with a photograph, handed over, given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import current
from opencity.foundation.refusals import NotUnderstood, Refusal
from opencity.people.models import Organisation
from opencity.plans.access import givers_bodies
from opencity.problems.history import Words
from opencity.problems.models.problem import new_uuid
from opencity.problems.states import SET_ASIDE_STATES, State
from opencity.stewardship.models import Check, Found, Stewardship
from opencity.stewardship.operations.looking_after import (
    Look,
    adopt,
    check,
    give_up,
    is_steward,
    offer_handover,
    running_at,
)
from opencity.stewardship.queries.watching import running_in
from opencity.web.public import cases, reading
from opencity.web.public.cases import Case
from opencity.web.public.dates import day_words
from opencity.web.public.photographs import evidence_picture
from opencity.web.public.reporting.origin import from_our_pages

RHYTHMS = (7, 14, 30, 90, 180)
MOST = 200


@dataclass(frozen=True)
class Watched:
    """A place that is looked after, as pages show it."""

    steward: Stewardship
    name: str
    sector: str
    since: str
    due: str
    late: bool
    mine: bool = False


def watched(row: Stewardship, moment: datetime, *, mine: bool = False) -> Watched:
    town = row.problem.community
    body = row.organisation
    person = row.person.public_name if row.person and row.person.public_name else _("a resident")
    return Watched(
        steward=row,
        name=body.name if body else person,
        sector=body.sector if body else "civil",
        since=day_words(row.since, town, moment),
        due=day_words(row.next_due, town, moment),
        late=row.next_due < town.calendar.today(moment),
        mine=mine,
    )


def section_of(case: Case) -> dict[str, Any]:
    """What the problem's page shows of it: the steward, or that one may adopt the place."""
    problem = case.problem
    if not problem.is_public or problem.state in {*SET_ASIDE_STATES, State.MERGED, State.OPEN}:
        return {}
    row = running_at(problem)
    if row is None:
        return {"may_adopt": True}
    row.problem = problem
    mine = case.actor is not None and is_steward(row, case.actor)
    return {"watched": watched(row, case.now, mine=mine), "may_adopt": row.offered_at is not None and not mine}


@require_safe
def stewardships(request: CommunityRequest, community: str) -> HttpResponse:
    """Every place that is looked after, those waiting longest for a look first."""
    moment = now()
    rows = [watched(row, moment) for row in running_in(request.community)[:MOST]]
    return reading.page(request, "public/stewardship/list.html", {"rows": rows})


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def problem_adopt(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    case = cases.shown_case(request, number)
    bodies = givers_bodies(case.actor, request.community) if case.actor else []
    more: dict[str, Any] = {"rhythms": RHYTHMS, "bodies": bodies}
    if request.method != "POST":
        return cases.form(request, "public/stewardship/adopt.html", case, **more)
    try:
        actor = cases.must_be_known(case, _("Whoever looks after a place has to be reachable."))
        adopt(
            case.problem,
            actor,
            every_days=_days(request.POST.get("every_days", "")),
            organisation=_chosen(bodies, request.POST.get("organisation", "")),
            now=case.now,
        )
    except Refusal as refusal:
        return cases.form(request, "public/stewardship/adopt.html", case, refusal=refusal, **more)
    return cases.done(request, case, _("The place is in your care. We will remind you of every look."))


def _days(said: str) -> int:
    if not said.isascii() or not said.isdecimal() or len(said) > 4:
        raise NotUnderstood(_("This is not a number of days."), _("Choose a rhythm from the list."), field="every_days")
    return int(said)


def _chosen(bodies: list[Organisation], slug: str) -> Organisation | None:
    return next((body for body in bodies if body.slug == slug), None)


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def problem_look(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    """One look of the steward: how it is, a photograph, words."""
    case, row = _running(request, number)
    more: dict[str, Any] = {
        "found": Found.choices,
        "look": request.POST.get("look") or str(new_uuid()),
        "watched": watched(row, case.now),
    }
    if request.method != "POST":
        return cases.form(request, "public/stewardship/look.html", case, **more)
    kept: list[str] = []
    try:
        actor = cases.must_be_known(case, _("Only whoever looks after the place writes looks down."))
        photos = cases.take_photos(request, actor.person, case.now)
        kept = cases.keep_tokens(photos)
        look = Look(
            found=_found(request.POST.get("found", "")),
            words=Words(cases.words_of(request), current()),
            photo=photos[0] if photos else None,
            uuid=_uuid(request.POST.get("look", "")),
        )
        check(row, actor, look, now=case.now)
    except Refusal as refusal:
        return cases.form(request, "public/stewardship/look.html", case, refusal=refusal, kept=kept, **more)
    if look.found == Found.BROKEN:
        return cases.done(
            request, case, _("Written down. Is it broken again? Open the problem once more or report it.")
        )
    return cases.done(request, case, _("Written down, thank you. We will remind you of the next look."))


def _found(said: str) -> Found:
    if said not in Found.values:
        raise NotUnderstood(_("It does not say how the place is."), _("Choose one of the three."), field="found")
    return Found(said)


def _uuid(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError:
        raise NotUnderstood(_("This form is incomplete."), _("Open it again from the problem's page.")) from None


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def problem_leave_care(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    """Ask somebody else to take over, or step back with a reason."""
    case, row = _running(request, number)
    more: dict[str, Any] = {"watched": watched(row, case.now)}
    if request.method != "POST":
        return cases.form(request, "public/stewardship/leave.html", case, **more)
    try:
        actor = cases.must_be_known(case, _("Only whoever looks after the place can do it."))
        if "offer" in request.POST:
            offer_handover(row, actor, now=case.now)
            return cases.done(request, case, _("Now everybody sees that you look for somebody who takes over."))
        give_up(row, actor, Words(cases.words_of(request), current()), now=case.now)
    except Refusal as refusal:
        return cases.form(request, "public/stewardship/leave.html", case, refusal=refusal, **more)
    return cases.done(request, case, _("You no longer look after this place. Thank you for what you did."))


def _running(request: CommunityRequest, number: int) -> tuple[Case, Stewardship]:
    case = cases.shown_case(request, number)
    row = running_at(case.problem)
    if row is None:
        raise Http404
    row.problem = case.problem
    return case, row


@require_safe
def problem_care(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    """All looks of all stewards of one place, the latest first."""
    case = cases.shown_case(request, number)
    looks = list(
        Check.everywhere.filter(stewardship__problem=case.problem)
        .select_related("stewardship__organisation", "person", "evidence__photo")
        .order_by("-at")[:MOST]
    )
    return reading.page(request, "public/stewardship/log.html", {"problem": case.problem, "looks": _told(looks, case)})


def _told(looks: list[Check], case: Case) -> list[dict[str, Any]]:
    return [
        {
            "found": one.get_found_display(),
            "state": one.found,
            "day": day_words(one.at, case.problem.community, case.now),
            "picture": evidence_picture(one.evidence, case.problem, now=case.now, sizes="240px")
            if one.evidence and not one.evidence.hidden
            else None,
        }
        for one in looks
    ]
