"""«Уже зроблено»: anybody whose address is confirmed may show with a photograph that it is done."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import current
from opencity.foundation.refusals import Refusal
from opencity.problems.history import Words
from opencity.verification.operations.claiming import claim
from opencity.web.public import cases
from opencity.web.public.reporting.origin import from_our_pages


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def problem_done(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    case = cases.shown_case(request, number)
    if request.method != "POST":
        return cases.form(request, "public/done.html", case)
    kept: list[str] = []
    try:
        actor = cases.must_be_known(case, _("To ask the neighbours to look we have to know who says so."))
        photos = cases.take_photos(request, actor.person, case.now)
        kept = cases.keep_tokens(photos)
        claim(case.problem, actor, Words(cases.words_of(request), current()), photos, now=case.now)
    except Refusal as refusal:
        return cases.form(request, "public/done.html", case, refusal=refusal, kept=kept)
    return cases.done(request, case, _("Written down. Now those who knew of it are asked to look."))
