"""Follow a problem or an area: one tap for whoever is signed in."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencity.communities.http import CommunityRequest
from opencity.foundation.refusals import Refusal
from opencity.problems.models import Subscription
from opencity.problems.operations.following import follow, unfollow
from opencity.web.public import cases
from opencity.web.public.cases import Case
from opencity.web.public.reporting.origin import from_our_pages


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def problem_follow(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    case = cases.shown_case(request, number)
    if request.method != "POST":
        return cases.form(request, "public/follow.html", case, follows=_follows(case))
    try:
        person = cases.must_be_known(case, _("To write to you we have to know where.")).person
    except Refusal as refusal:
        return cases.form(request, "public/follow.html", case, refusal=refusal, follows=False)
    if "leave" in request.POST:
        unfollow(case.problem, person)
        return cases.done(request, case, _("You no longer follow № %(number)s.") % {"number": number})
    follow(case.problem, person, now=case.now)
    return cases.done(
        request, case, _("You follow № %(number)s. We will write when something happens.") % {"number": number}
    )


def _follows(case: Case) -> bool:
    if case.person is None:
        return False
    return Subscription.everywhere.filter(problem=case.problem, person=case.person).exists()
