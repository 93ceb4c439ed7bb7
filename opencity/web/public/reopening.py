"""It is there again: a closed problem is reopened with words and a new photograph."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import current
from opencity.foundation.refusals import Refusal
from opencity.problems.history import Words
from opencity.verification.operations.reopening import reopen
from opencity.web.public import cases
from opencity.web.public.planned import may_reopen, reopen_until
from opencity.web.public.reporting.origin import from_our_pages


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def problem_reopen(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    case = cases.shown_case(request, number)
    possible = may_reopen(case.problem, case.now)
    shown: dict[str, Any] = {"possible": possible, "until": reopen_until(case.problem) if possible else None}
    if request.method != "POST":
        return cases.form(request, "public/reopen.html", case, **shown)
    kept: list[str] = []
    try:
        actor = cases.must_be_known(case, _("To reopen a problem we have to know who says so."))
        photos = cases.take_photos(request, actor.person, case.now)
        kept = cases.keep_tokens(photos)
        event = reopen(case.problem, actor, Words(cases.words_of(request), current()), photos, now=case.now)
    except Refusal as refusal:
        return cases.form(request, "public/reopen.html", case, refusal=refusal, kept=kept, **shown)
    if event.kind == "reopened":
        return cases.done(request, case, _("The problem is open again, and those responsible are told."))
    return cases.done(request, case, _("Written down. Once one more neighbour shows the same, it is open again."))
