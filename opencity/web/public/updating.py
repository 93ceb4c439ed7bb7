"""Something new about a problem: a fact or photo, a question to whoever is responsible, an offer of help."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import current
from opencity.foundation.refusals import NotUnderstood, Refusal
from opencity.problems.history import Words
from opencity.problems.operations.updating import UpdateKind, add_update
from opencity.problems.rules.wording import personal_data
from opencity.web.public import cases
from opencity.web.public.phrases import UPDATE_KINDS
from opencity.web.public.reporting.origin import from_our_pages

TEMPLATE = "public/update.html"


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def problem_update(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    case = cases.shown_case(request, number)
    asked = request.POST.get("kind") or request.GET.get("kind") or UpdateKind.FACT.value
    shown: dict[str, Any] = {"kinds": UPDATE_KINDS.items(), "kind": asked}
    if request.method != "POST":
        return cases.form(request, TEMPLATE, case, **shown)
    kept: list[str] = []
    try:
        person = cases.must_be_known(case, _("Updates carry weight because we know who can answer for them.")).person
        cases.limit(request, "update", case.now)
        photos = cases.take_photos(request, person, case.now)
        kept = cases.keep_tokens(photos)
        words = cases.words_of(request)
        add_update(case.problem, person, _kind(asked), Words(words, current()), photos=photos, now=case.now)
    except Refusal as refusal:
        warnings = personal_data(request.POST.get("words", ""))
        return cases.form(request, TEMPLATE, case, refusal=refusal, kept=kept, warnings=warnings, **shown)
    return cases.done(request, case, _("Added. It stands in the story, and those responsible are told."))


def _kind(asked: str) -> UpdateKind:
    try:
        return UpdateKind(asked)
    except ValueError:
        raise NotUnderstood(
            _("We do not know what this is."), _("Choose one of the three kinds."), field="kind"
        ) from None
