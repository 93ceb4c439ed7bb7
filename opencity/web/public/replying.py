"""The reply of whoever reported it to a question of the body that has the duty."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import current
from opencity.foundation.refusals import Refusal
from opencity.problems.history import Words
from opencity.problems.operations.asking import reply_to_question
from opencity.problems.queries.questions import open_question, words_of
from opencity.problems.rules.wording import personal_data
from opencity.web.public import cases
from opencity.web.public.reporting.origin import from_our_pages

TEMPLATE = "public/reply.html"


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def problem_reply(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    case = cases.shown_case(request, number)
    question = open_question(case.problem)
    shown: dict[str, Any] = {"question": question, "asked": words_of(question) if question else ""}
    if request.method != "POST":
        return cases.form(request, TEMPLATE, case, **shown)
    try:
        person = cases.must_be_known(case, _("The question is for whoever reported it.")).person
        cases.limit(request, "reply", case.now)
        reply_to_question(case.problem, person, Words(cases.words_of(request), current()), now=case.now)
    except Refusal as refusal:
        warnings = personal_data(request.POST.get("words", ""))
        return cases.form(request, TEMPLATE, case, refusal=refusal, warnings=warnings, **shown)
    return cases.done(request, case, _("Thank you. Those who asked read it now."))
