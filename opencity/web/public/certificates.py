"""Certificates of hours: asked for on my page, downloaded by their holder, proved to whoever holds the paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community
from opencity.documents.access import certificate_for_holder, certificate_for_proof
from opencity.documents.certificate import certificate_sheet, count_words, hours_word, period_words
from opencity.documents.codes import grouped, read_code
from opencity.documents.models import Certificate
from opencity.documents.operations.certifying import NewCertificate, issue_certificate, withdraw_certificate
from opencity.documents.queries.working import certificates_of, lines_of, worked
from opencity.foundation.languages import INTERFACE, current
from opencity.foundation.limits import address_of, allow
from opencity.foundation.refusals import NotNow, Refusal
from opencity.people.acting import actor_for
from opencity.people.models import Person
from opencity.plans.wording import number_words
from opencity.web.public.dates import local
from opencity.web.public.reading import person_of
from opencity.web.public.reporting.receipts import private

LOOK_UPS = 60
"""How often an hour one address may look a code up: enough for a busy office, nothing for a guess at 58 bits."""
SHEETS = 60
"""How often an hour one person may have a sheet set."""
HOUR = timedelta(hours=1)
TONGUES = (("uk", "Українська"), ("en", "English"))


@dataclass(frozen=True)
class Issued:
    """A certificate in words, for a list and for its page."""

    row: Certificate
    code: str
    hours: str
    hours_word: str
    period: str
    actions: str
    day: datetime


def in_words(certificate: Certificate, town: Community) -> Issued:
    return Issued(
        row=certificate,
        code=grouped(certificate.code),
        hours=number_words(certificate.hours),
        hours_word=hours_word(certificate.hours),
        period=period_words(certificate.from_day, certificate.to_day),
        actions=count_words(len(certificate.lines)),
        day=local(certificate.issued_at, town),
    )


def own_certificates(person: Person, town: Community) -> dict[str, Any]:
    """What the section on my page shows. Two queries."""
    years = sorted({one.day.year for one in worked(town, person)}, reverse=True)
    return {"years": years, "certificates": [in_words(one, town) for one in certificates_of(town, person)]}


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: CommunityRequest, community: str) -> HttpResponse:
    """The form by itself: for a refusal, and for whoever comes by a link."""
    person = person_of(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    if request.method != "POST":
        return _asked(request, person, None)
    moment = now()
    given = request.POST.get("year", "")
    new = NewCertificate(
        name=request.POST.get("name", ""),
        year=int(given) if given.isascii() and given.isdecimal() and len(given) == 4 else None,
        language=current(),
    )
    try:
        made = issue_certificate(request.community, actor_for(person, request.community, now=moment), new, now=moment)
    except Refusal as refusal:
        return _asked(request, person, refusal)
    if made.issued_at < moment:
        messages.info(request, _("You have this certificate already: nothing was added since."))
    return redirect("certificate", community, grouped(made.code))


def _asked(request: CommunityRequest, person: Person, refusal: Refusal | None) -> HttpResponse:
    context = {
        "person": person,
        "refusal": refusal,
        "typed": request.POST,
        **own_certificates(person, request.community),
    }
    return private(render(request, "me/certificate.html", context, status=refusal.status if refusal else 200))


@require_safe
def look_up(request: CommunityRequest, community: str) -> HttpResponse:
    """Where a code is typed off the paper."""
    said = request.GET.get("code", "")[:60].strip()
    if not said:
        return private(render(request, "public/certificates/find.html", {"said": ""}))
    code = read_code(said)
    return redirect("certificate", community, grouped(code)) if code else _not_known(request, said)


@require_safe
def certificate(request: CommunityRequest, community: str, code: str) -> HttpResponse:
    """Whether a sheet is genuine, and what it must say. Its holder finds the file here too."""
    allow(f"certificate:{request.community.pk}", address_of(request), most=LOOK_UPS, window=HOUR, now=now())
    found = certificate_for_proof(request.community, code)
    if found is None:
        return _not_known(request, code)
    if grouped(found.code) != code:
        return redirect("certificate", community, grouped(found.code))
    person = person_of(request)
    context = {
        "certificate": found,
        "issued": in_words(found, request.community),
        "lines": [(one, number_words(one.hours)) for one in lines_of(found)] if found.is_genuine else [],
        "holds": person is not None and found.person_id == person.pk,
        "others": [(code, name) for code, name in TONGUES if code != found.language],
    }
    return private(render(request, "public/certificates/certificate.html", context))


def _not_known(request: CommunityRequest, said: str) -> HttpResponse:
    return private(render(request, "public/certificates/find.html", {"said": said[:20], "unknown": True}, status=404))


@require_safe
def sheet(request: CommunityRequest, community: str, code: str) -> HttpResponse:
    """The paper itself, for its holder alone."""
    person = person_of(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    found = certificate_for_holder(request.community, person, code)
    if not found.is_genuine:
        raise NotNow(
            _("This certificate is withdrawn."), _("You can have a new one made on your page."), link="me/certificate/"
        )
    allow("certificate_sheet", str(person.pk), most=SHEETS, window=HOUR, now=now())
    language = request.GET.get("language", "")
    made = certificate_sheet(
        found,
        settings.PUBLIC_URL + reverse("certificate", args=[community, grouped(found.code)]),
        settings.PUBLIC_URL + reverse("certificates", args=[community]),
        language=language if language in INTERFACE else found.language,
    )
    return pdf(made, f"{grouped(found.code)}.pdf")


def pdf(made: bytes, name: str) -> HttpResponse:
    """A file for one person: shown in the browser, kept by nobody on the way."""
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return private(answer)


@require_POST
def withdraw(request: CommunityRequest, community: str, code: str) -> HttpResponse:
    person = person_of(request)
    if person is None:
        return redirect_to_login(reverse("certificate", args=[community, code]))
    found = certificate_for_holder(request.community, person, code)
    moment = now()
    withdraw_certificate(found, actor_for(person, request.community, now=moment), now=moment)
    messages.success(request, _("Withdrawn. Whoever looks it up reads so."))
    return redirect("certificate", community, grouped(found.code))
