"""«Щось не так з цією сторінкою»: anybody may ask a coordinator to look; no account is needed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencity.communities.http import CommunityRequest
from opencity.foundation.refusals import Refusal
from opencity.problems.models import Flag
from opencity.problems.operations.updating import flag
from opencity.web.public import cases
from opencity.web.public.reporting.origin import from_our_pages

REASONS = tuple(one for one in Flag.Reason if one != Flag.Reason.LINKS)
"""What people may say; a first post with links is told by a rule."""


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def problem_flag(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    case = cases.shown_case(request, number)
    shown: dict[str, Any] = {"reasons": [(one.value, one.label) for one in REASONS]}
    if request.method != "POST":
        return cases.form(request, "public/flag.html", case, **shown)
    try:
        cases.limit(request, "flag", case.now, most=10)
        reason = request.POST.get("reason", "")
        flag(
            case.problem, case.person, reason if reason in REASONS else "", cases.words_of(request)[:2000], now=case.now
        )
    except Refusal as refusal:
        return cases.form(request, "public/flag.html", case, refusal=refusal, **shown)
    return cases.done(request, case, _("Thank you. A coordinator will look."))
