"""My page: what waits for my verdict, my reports, what I follow, my name, my data."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from opencity.actions.queries.listing import sign_ups_of
from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community
from opencity.foundation.languages import INTERFACE
from opencity.foundation.refusals import Refusal
from opencity.notices.exporting import everything_about
from opencity.notices.operations.erasing import erase_person
from opencity.organisations.models import Answer
from opencity.organisations.queries.directory import asked_by, bodies_of, joiners_of
from opencity.people.acting import actor_for
from opencity.people.contacts import email_of
from opencity.people.models import Person
from opencity.people.operations.introducing import rename, speak
from opencity.plans.queries.fitting import interest_of
from opencity.problems.access import receipt_token
from opencity.problems.models import Endorsement, Report, Subscription
from opencity.problems.operations.following import stop_following
from opencity.verification.queries.rounds import waiting_for
from opencity.web.account.fits import suggestions
from opencity.web.account.leaving import FORGET
from opencity.web.account.loans import own_loans
from opencity.web.account.promises import own_plans, own_promises
from opencity.web.public.appeals.wording import own_appeals
from opencity.web.public.certificates import own_certificates
from opencity.web.public.signs import state_sign, visibility_sign

MOST = 100
SUGGESTED = 3


@never_cache
@require_http_methods(["GET", "POST"])
def me(request: CommunityRequest, community: str) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    person = request.user
    if request.method == "POST":
        rename(person, request.POST.get("public_name", ""))
        language = request.POST.get("language", "")
        if language in INTERFACE:
            speak(person, language)
        messages.success(request, _("Kept."))
        return redirect("me", community)
    return render(request, "me/me.html", _context(person, request.community))


def _context(person: Person, town: Community) -> dict[str, object]:
    reports = Report.everywhere.filter(community=town, reporter=person).select_related(
        "problem__category", "problem__merged_into"
    )
    joined = Endorsement.everywhere.filter(community=town, person=person, withdrawn_at=None).select_related(
        "problem__category", "problem__merged_into"
    )
    follows = Subscription.everywhere.filter(community=town, person=person).select_related("problem", "area")
    interest = interest_of(town, person)
    return {
        "person": person,
        "actor": actor_for(person, town, now=now()),
        "email": email_of(person),
        "waiting": waiting_for(person, town)[:MOST],
        "reports": [
            (row, receipt_token(row), state_sign(row.problem), visibility_sign(row.problem))
            for row in reports.order_by("-created_at")[:MOST]
        ],
        "joined": [(row, state_sign(row.problem)) for row in joined.order_by("-created_at")[:MOST]],
        "suggested": suggestions(interest, town, now(), most=SUGGESTED) if interest else [],
        **_bodies(person, town, now()),
        "appeals": own_appeals(person, town, now=now()),
        "promises": own_promises(person, town, now=now()),
        "plans": own_plans(person, town),
        "loans": own_loans(person, town, now=now()),
        "sign_ups": sign_ups_of(person, town)[:MOST],
        **own_certificates(person, town),
        "follows": follows.order_by("-created_at")[:MOST],
        "interface": [("uk", "Українська"), ("en", "English")],
    }


def _bodies(person: Person, town: Community, moment: datetime) -> dict[str, object]:
    """In whose name they act, who asks to join those they lead, and what they asked for themselves."""
    bodies = bodies_of(town, person, now=moment)
    asking = joiners_of([body for body, leads in bodies if leads], town)
    unanswered = [one for one in asked_by(person, town) if one.state in {Answer.ASKED, Answer.DECLINED}]
    return {"bodies": bodies, "joiners": asking, "asked": unanswered}


@require_POST
def unfollow(request: CommunityRequest, community: str, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    rows = Subscription.everywhere.filter(community=request.community, person=request.user)
    stop_following(get_object_or_404(rows, pk=pk))
    messages.success(request, _("You no longer follow it."))
    return redirect("me", community)


@never_cache
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Everything kept about the person, in all communities, as one JSON file."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    answer = JsonResponse(everything_about(request.user), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


@never_cache
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Asks once more, then forgets."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            erase_person(request.user, now=now())
        except Refusal as refused:
            refusal = refused
        else:
            logout(request)
            answer = render(request, "me/erased.html")
            answer["Clear-Site-Data"] = FORGET
            return answer
    return render(request, "me/erase.html", {"refusal": refusal}, status=409 if refusal else 200)
