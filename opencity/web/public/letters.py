"""Where the links in letters lead: confirm an address, get fewer letters. Opening a link changes nothing."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import login
from django.core.signing import BadSignature
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from opencity.communities.http import CommunityRequest
from opencity.foundation.refusals import NotAllowed
from opencity.foundation.tokens import open_seal
from opencity.notices.models import Mute
from opencity.notices.operations.unsubscribing import mute, unmute
from opencity.people.models import Person
from opencity.problems.access import receipt_token
from opencity.problems.models import Endorsement, Problem, Report
from opencity.problems.operations.confirming import confirm as confirm_address
from opencity.problems.states import Visibility
from opencity.web.public.reporting.origin import from_our_pages

CONFIRM_LASTS = timedelta(days=30)
UNSUBSCRIBE_LASTS = timedelta(days=3650)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ONE_CLICK = "One-Click"


@never_cache
@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: CommunityRequest, community: str, token: str) -> HttpResponse:
    """One button that says: this address is mine. Used once: a second time it signs nobody in."""
    person, email = _whose_address(token)
    report = Report.everywhere.filter(community=request.community, reporter=person).order_by("-pk").first()
    problem = report.problem if report else _joined(request, person)
    if _is_confirmed(person, email):
        messages.info(request, _("This address is confirmed already."))
        return _onward(request, report, problem)
    if request.method != "POST":
        return _private(render(request, "public/confirm.html", {"problem": problem, "mail": _masked(email)}))
    confirmed = confirm_address(person, email, now=now())
    _sign_in(request, confirmed)
    if problem is not None:
        problem.refresh_from_db(fields=["visibility"])
    messages.success(request, _("Thank you, the address is confirmed."))
    return _onward(request, report, problem)


def _whose_address(token: str) -> tuple[Person, str]:
    sealed = _opened("confirm", token, CONFIRM_LASTS)
    person = Person.objects.filter(pk=sealed[0], erased_at=None).first()
    if person is None:
        raise _useless()
    return person, str(sealed[1])


def _opened(purpose: str, token: str, lasts: timedelta) -> list[int | str]:
    try:
        sealed = open_seal(purpose, token, lasts=lasts)
    except BadSignature:
        raise _useless() from None
    if not isinstance(sealed, list) or len(sealed) != 2:
        raise _useless()
    return sealed


def _useless() -> NotAllowed:
    return NotAllowed(
        _("This link is too old, or a part of it is missing."),
        _("Open it from the letter once more, or sign in with your e-mail."),
        link="/account/login/",
    )


def _is_confirmed(person: Person, email: str) -> bool:
    if person.merged_into_id is not None:
        return True
    address = EmailAddress.objects.filter(user=person, email__iexact=email).first()
    if address is None:
        raise _useless()
    return bool(address.verified)


def _joined(request: CommunityRequest, person: Person) -> Problem | None:
    rows = Endorsement.everywhere.filter(community=request.community, person=person).select_related("problem")
    row = rows.order_by("-pk").first()
    return row.problem if row else None


def _sign_in(request: CommunityRequest, person: Person) -> None:
    """Whoever reads the mail of an address may sign in by it, unless its owner asks for a second proof."""
    if not request.user.is_authenticated and not Authenticator.objects.filter(user=person).exists():
        login(request, person, backend=BACKEND)


def _onward(request: CommunityRequest, report: Report | None, problem: Problem | None) -> HttpResponse:
    slug = request.community.slug
    if problem is not None and problem.visibility == Visibility.PUBLIC:
        return redirect("problem", slug, problem.number)
    if report is not None:
        return redirect("receipt", slug, receipt_token(report))
    return redirect("home", slug)


def _masked(email: str) -> str:
    """Enough for its owner to know it; the letter may have been passed on."""
    name, _at, host = email.partition("@")
    return f"{name[:2]}…@{host}"


def _private(answer: HttpResponse) -> HttpResponse:
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: CommunityRequest, community: str, token: str) -> HttpResponse:
    """Fewer letters, or none. Whoever holds the link may: mail programs do it by themselves (RFC 8058)."""
    person, problem = _reader(request, token)
    if request.method == "POST":
        return _changed(request, person, problem, token)
    muted = set(Mute.everywhere.filter(community=request.community, person=person).values_list("problem_id", flat=True))
    context = {
        "problem": problem,
        "nothing": None in muted,
        "not_this": problem is not None and problem.pk in muted,
    }
    return _private(render(request, "public/unsubscribe.html", context))


def _reader(request: CommunityRequest, token: str) -> tuple[Person, Problem | None]:
    sealed = _opened("unsubscribe", token, UNSUBSCRIBE_LASTS)
    person = Person.objects.select_related("merged_into").filter(pk=sealed[0], erased_at=None).first()
    if person is None:
        raise _useless()
    problem = Problem.everywhere.filter(community=request.community, pk=sealed[1]).first() if sealed[1] else None
    return person.merged_into or person, problem


def _changed(request: CommunityRequest, person: Person, problem: Problem | None, token: str) -> HttpResponse:
    community, moment = request.community, now()
    if request.POST.get("List-Unsubscribe") == ONE_CLICK:
        mute(community, person, problem, now=moment)
        return HttpResponse(_("You get no more of these letters."), content_type="text/plain; charset=utf-8")
    if "again" in request.POST:
        unmute(community, person, None)
        if problem is not None:
            unmute(community, person, problem)
    else:
        mute(community, person, problem if request.POST.get("what") == "problem" else None, now=moment)
    return redirect("unsubscribe", community.slug, token)
