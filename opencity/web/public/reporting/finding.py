"""«Знайти своє повідомлення»: by number and secret word, for somebody who left no address."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencity.communities.http import CommunityRequest
from opencity.foundation.limits import address_of, allow
from opencity.foundation.refusals import NotUnderstood, Refusal
from opencity.problems.access import receipt_token
from opencity.problems.models import Report
from opencity.problems.queries.by_word import report_by_word
from opencity.web.public.reporting import refusing
from opencity.web.public.reporting.origin import from_our_pages

HOUR = timedelta(hours=1)
TRIES = 10
TRIES_AT_ONE_NUMBER = 30


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: CommunityRequest, community: str) -> HttpResponse:
    if request.method != "POST":
        return render(request, "report/find.html", {})
    try:
        report = _found(request, now())
    except Refusal as refusal:
        context = {"refusal": refusing.shown(request.community, [refusal])[0], "number": request.POST.get("number", "")}
        return render(request, "report/find.html", context, status=refusal.status)
    return redirect("receipt", community, receipt_token(report))


def _found(request: CommunityRequest, moment: datetime) -> Report:
    """Raises NotUnderstood for a wrong pair, TooMuch for guessing. It never says which of the two was wrong."""
    number = request.POST.get("number", "").strip().lstrip("№# ").strip()
    here = request.community.pk
    allow(f"find:{here}", address_of(request), most=TRIES, window=HOUR, now=moment)
    allow(f"find-number:{here}", number[:20], most=TRIES_AT_ONE_NUMBER, window=HOUR, now=moment)
    whole = int(number) if number.isascii() and number.isdecimal() and len(number) < 18 else 0
    report = report_by_word(request.community, whole, request.POST.get("word", "")[:60])
    if report is None:
        raise NotUnderstood(
            _("There is no report with this number and this word."),
            _("Look at the receipt again: the word is a plant, a bird or a thing, and four digits follow it."),
            field="word",
        )
    return report
