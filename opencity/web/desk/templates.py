"""Templates of answers: kept here, offered beside the deeds of a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from opencity.casework.models import AnswerTemplate
from opencity.casework.operations.wording import NewTemplate, end_template, keep_template
from opencity.casework.queries.wording import templates_of
from opencity.casework.rules.filling import BLANK, FIELDS, fill
from opencity.catalogue.lookup import categories
from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import current
from opencity.foundation.refusals import NotUnderstood, Refusal
from opencity.people.acting import Actor
from opencity.people.models import Organisation
from opencity.people.present import bodies_here
from opencity.people.rights import Right
from opencity.problems.models import Problem
from opencity.web.desk.access import desk_actor
from opencity.web.public.dates import day_words
from opencity.web.public.reporting import refusing
from opencity.web.public.reporting.forms import plain

DEEDS_WITH_WORDS: Mapping[str, Promise] = {
    "answer": gettext_lazy("Answer in public"),
    "accept": gettext_lazy("Take it up and answer"),
    "ask": gettext_lazy("Ask whoever reported it"),
    "block": gettext_lazy("There is an obstacle"),
    "forward": gettext_lazy("Not ours, pass it on"),
    "claim": gettext_lazy("Say that it is done"),
    "pause": gettext_lazy("Pause the deadline"),
}
FIELD_NAMES: Mapping[str, Promise] = {
    "number": gettext_lazy("the number of the problem"),
    "category": gettext_lazy("its category"),
    "address": gettext_lazy("its place, as everybody sees it"),
    "body": gettext_lazy("the body that has the duty"),
    "today": gettext_lazy("today's date"),
    "due": gettext_lazy("the day by which an answer is due"),
}


def filled(template: AnswerTemplate, problem: Problem, moment: datetime) -> str:
    """The template's words with what the case can say of itself."""
    community = problem.community
    values = {
        "number": str(problem.number),
        "category": problem.category.name,
        "address": problem.place_words or (problem.area.name if problem.area else ""),
        "body": problem.owner.name if problem.owner else "",
        "today": day_words(moment, community, moment),
        "due": day_words(problem.answer_due, community, moment) if problem.answer_due else "",
    }
    return fill(template.text, values)


@never_cache
@require_http_methods(["GET", "POST"])
def templates(request: CommunityRequest, community: str) -> HttpResponse:
    """The list, and one form: for a new one, or with ?edit= for one that is there."""
    actor, moment = desk_actor(request), now()
    bodies = list(bodies_here(request.community).filter(pk__in=actor.bodies_where(Right.RULES)))
    if not bodies and not actor.coordinates:
        raise Http404
    known = templates_of(request.community, frozenset(one.pk for one in bodies), everybody=actor.coordinates)
    edited = _named(known, request.POST.get("known") or request.GET.get("edit", ""))
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            _act(request, actor, bodies, edited, moment)
            return redirect("desk_templates", community)
        except Refusal as refused:
            refusal = refused
    shown = refusing.shown_plainly(request.community, [refusal] if refusal else [])
    context: dict[str, Any] = {
        "templates": [(one, DEEDS_WITH_WORDS.get(one.deed, one.deed)) for one in known],
        "bodies": bodies,
        "everybody": actor.coordinates,
        "edited": edited,
        "typed": request.POST if refusal else _typed(edited),
        "chosen_categories": request.POST.getlist("category") if refusal else (edited.categories if edited else []),
        "deeds": DEEDS_WITH_WORDS.items(),
        "category_choices": sorted(
            (one for one in categories(request.community).values() if one.active), key=lambda one: one.name
        ),
        "fields": [(f"{{{name}}}", FIELD_NAMES[name]) for name in FIELDS],
        "blank": BLANK,
        "refusals": shown,
        "errors": refusing.by_field(shown),
    }
    return render(request, "desk/templates.html", context, status=refusal.status if refusal else 200)


def _act(
    request: CommunityRequest,
    actor: Actor,
    bodies: list[Organisation],
    edited: AnswerTemplate | None,
    moment: datetime,
) -> None:
    if "end" in request.POST:
        rows = AnswerTemplate.everywhere.filter(community=request.community, ended_at=None)
        said = request.POST["end"]
        end_template(get_object_or_404(rows, pk=int(said) if said.isdecimal() else 0), actor, now=moment)
        messages.success(request, _("It is offered no more."))
        return
    keep_template(request.community, actor, _read(request, bodies), known=edited, now=moment)
    messages.success(request, _("Kept. It is offered where it fits."))


def _read(request: CommunityRequest, bodies: list[Organisation]) -> NewTemplate:
    said, deed = request.POST.get("body", ""), request.POST.get("deed", "")
    body = next((one for one in bodies if one.slug == said), None)
    if said and body is None:
        raise NotUnderstood(_("It is not said for whom it is."), _("Choose from the list."), field="body")
    if deed not in DEEDS_WITH_WORDS:
        raise NotUnderstood(_("It is not said for which deed it is."), _("Choose from the list."), field="deed")
    known = {one.code for one in categories(request.community).values()}
    return NewTemplate(
        organisation=body,
        deed=deed,
        title=plain(request.POST.get("title", "")),
        text=plain(request.POST.get("text", "")),
        language=current(),
        categories=tuple(code for code in request.POST.getlist("category") if code in known),
    )


def _typed(edited: AnswerTemplate | None) -> Mapping[str, str]:
    if edited is None:
        return {}
    body = edited.organisation.slug if edited.organisation else ""
    return {"body": body, "deed": edited.deed, "title": edited.title, "text": edited.text}


def _named(known: list[AnswerTemplate], said: str) -> AnswerTemplate | None:
    return next((one for one in known if str(one.pk) == said), None)
