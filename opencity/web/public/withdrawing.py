"""Take back what one has said: a report nobody else needs, or an objection that is no longer true."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import current
from opencity.foundation.refusals import Refusal
from opencity.problems.access import capacities
from opencity.problems.history import Words
from opencity.problems.operations.updating import may_withdraw, withdraw
from opencity.verification.operations.judging import withdraw_objection
from opencity.web.public import cases
from opencity.web.public.reporting.origin import from_our_pages


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def problem_withdraw(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    case = cases.shown_case(request, number)
    possible = case.actor is not None and may_withdraw(case.problem, capacities(case.problem, case.actor))
    if request.method != "POST":
        return cases.form(request, "public/withdraw.html", case, possible=possible)
    try:
        actor = cases.must_be_known(case, _("Only whoever reported it can take it back."))
        withdraw(case.problem, actor, Words(cases.words_of(request), current()), now=case.now)
    except Refusal as refusal:
        return cases.form(request, "public/withdraw.html", case, refusal=refusal, possible=possible)
    return cases.done(request, case, _("The report is taken back. Thank you for saying so."))


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def problem_objection(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    case = cases.shown_case(request, number)
    if request.method != "POST":
        return cases.form(request, "public/objection.html", case)
    try:
        actor = cases.must_be_known(case, _("Only whoever objected can take the objection back."))
        withdraw_objection(case.problem, actor.person, now=case.now)
    except Refusal as refusal:
        return cases.form(request, "public/objection.html", case, refusal=refusal)
    return cases.done(request, case, _("The objection is taken back."))
