"""The three steps. Each saves what was typed before it refuses anything, and needs neither scripts nor the map."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from opencity.catalogue.answers import read_answers
from opencity.catalogue.models import Category, Hazard
from opencity.communities.http import CommunityRequest
from opencity.foundation.refusals import CallEmergency, NotUnderstood, Refusal
from opencity.places.lookup import atlas
from opencity.problems.models import Draft
from opencity.problems.operations import drafting
from opencity.problems.operations.filing import outside
from opencity.web.public.reporting import drafts, forms, offered_assets, pages
from opencity.web.public.reporting.forms import ANSWER, Fields
from opencity.web.public.reporting.origin import from_our_pages
from opencity.web.public.reporting.photos import take

HAZARD = f"{ANSWER}hazard"


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def where(request: CommunityRequest, community: str) -> HttpResponse:
    if request.method != "POST":
        draft = drafts.current(request)
        return pages.where(request, draft.fields if draft else {}, draft)
    moment = now()
    typed = forms.with_pin_kept(forms.read(request.POST))
    if "unpin" in request.POST:
        typed |= dict.fromkeys((*forms.PIN, "street"), "")
    draft = drafting.change(drafts.writable(request, now=moment), typed, now=moment)
    refusals = take(request, draft, now=moment)
    draft.refresh_from_db()
    answer = _after_where(request, {**typed, **_filled(draft)}, draft, refusals)
    drafts.remember(request, answer, draft)
    return answer


def _filled(draft: Draft) -> dict[str, str]:
    """What the draft knows beyond what was typed: a photograph may have told the place."""
    return {name: value for name, value in draft.fields.items() if value and len(value) < drafting.LONGEST_FIELD}


def _after_where(request: CommunityRequest, fields: Fields, draft: Draft, refusals: list[Refusal]) -> HttpResponse:
    going_on = "go" in request.POST
    if going_on and not refusals:
        refusals = _refusals_of_place(request, fields)
    if refusals or "streets" in request.POST:
        return pages.where(request, fields, draft, refusals=refusals)
    return redirect("report_what" if going_on else "report", request.community.slug)


def _refusals_of_place(request: CommunityRequest, fields: Fields) -> list[Refusal]:
    try:
        forms.check_lengths(fields)
        place = forms.place_of(request.community, fields)
    except Refusal as refusal:
        return [refusal]
    if place.point is not None:
        return [] if atlas(request.community).covers(place.point) else [outside(request.community, place)]
    return [] if place.area is not None else [forms.no_place()]


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def what(request: CommunityRequest, community: str) -> HttpResponse:
    if request.method != "POST":
        draft = drafts.current(request)
        return pages.what(request, draft.fields if draft else {}, draft)
    moment = now()
    draft = drafts.writable(request, now=moment)
    typed = _asked_for(forms.read(request.POST), draft, asked=request.POST.get("asked", ""))
    try:
        refusals = _refusals_of_what(request, {**draft.fields, **typed}, draft) if "go" in request.POST else []
    except CallEmergency as stop:
        draft = keep_without_danger(draft, typed, now=moment)
        answer = pages.emergency(request, stop)
    else:
        draft = drafting.change(draft, typed, now=moment)
        answer = _after_what(request, {**draft.fields, **typed}, draft, refusals)
    drafts.remember(request, answer, draft)
    return answer


def _asked_for(typed: dict[str, str], draft: Draft, *, asked: str) -> dict[str, str]:
    """Without the answers to another category's questions, should the category have been changed."""
    if asked == typed.get("category", ""):
        return typed
    old = {name: "" for name in draft.fields if name.startswith(ANSWER)}
    return {name: value for name, value in typed.items() if not name.startswith(ANSWER)} | old


def keep_without_danger(draft: Draft, typed: Fields, *, now: datetime) -> Draft:
    """The draft stays for when everybody is safe; the answers that stopped it do not."""
    kept = {**draft.fields, **typed}
    never_taken = forms.find_category(draft.community, kept.get("category", ""))
    cleared = {name: "" for name in kept if name.startswith(ANSWER)}
    if never_taken is not None and never_taken.hazard == Hazard.NEVER_TAKEN:
        cleared["category"] = ""
    return drafting.change(draft, {**typed, **cleared}, now=now)


def _refusals_of_what(request: CommunityRequest, fields: Fields, draft: Draft) -> list[Refusal]:
    """Every refusal at once; raises CallEmergency where the report stops."""
    refusals: list[Refusal] = []
    try:
        forms.check_lengths(fields)
        category = forms.category_of(request.community, fields)
        if category.hazard == Hazard.NEVER_TAKEN or _was_asked(request, category):
            refusals += _refusals_of_answers(category, fields)
    except CallEmergency:
        raise
    except Refusal as refusal:
        refusals.append(refusal)
    if not fields.get("words") and not forms.answers_of(fields) and not drafts.photos_of(draft):
        refusals.append(forms.nothing_said())
    return refusals


def _refusals_of_answers(category: Category, fields: Fields) -> list[Refusal]:
    refusals: list[Refusal] = []
    if category.hazard == Hazard.ASK and not fields.get(HAZARD):
        unanswered = NotUnderstood(
            _("We do not know yet whether somebody may be hurt."),
            _("Please answer: it decides how fast somebody comes."),
            field=HAZARD,
        )
        refusals.append(unanswered)
    try:
        read_answers(category, forms.answers_of(fields))
    except CallEmergency:
        raise
    except NotUnderstood as refusal:
        refusals.append(refusal)
    return refusals


def _was_asked(request: CommunityRequest, category: Category) -> bool:
    return request.POST.get("asked") == category.code


def _after_what(request: CommunityRequest, fields: Fields, draft: Draft, refusals: list[Refusal]) -> HttpResponse:
    if refusals:
        return pages.what(request, fields, draft, refusals=refusals)
    here = reverse("report_what", args=[request.community.slug])
    if "go" not in request.POST:
        return redirect(f"{here}#found")
    category = forms.category_of(request.community, fields)
    offered = offered_assets.of_category(request.community, category, fields)["offered_assets"]
    asks = bool(category.questions or offered) or category.hazard == Hazard.ASK
    if asks and not _was_asked(request, category):
        return redirect(f"{here}#questions")
    return redirect("report_known", request.community.slug)


@require_safe
def known(request: CommunityRequest, community: str) -> HttpResponse:
    """Step 3 needs a place and a category; without them it leads back to the step that asks for them."""
    draft = drafts.current(request)
    fields = draft.fields if draft else {}
    if _refusals_of_place(request, fields):
        return redirect("report", community)
    if forms.find_category(request.community, fields.get("category", "")) is None:
        return redirect("report_what", community)
    return pages.last(request, fields, draft)
