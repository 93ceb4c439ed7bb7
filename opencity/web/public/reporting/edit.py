"""The reporter corrects the words for half an hour, takes the report back, or says that it is gone already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import current
from opencity.foundation.refusals import Refusal
from opencity.people.acting import actor_for
from opencity.problems.access import report_for_reporter
from opencity.problems.history import Words
from opencity.problems.models import Flag, Report
from opencity.problems.operations import updating
from opencity.problems.operations.asking import reply_to_question
from opencity.problems.queries.questions import open_question, words_of
from opencity.web.public.reporting import forms, receipts, refusing
from opencity.web.public.reporting.origin import from_our_pages

Deed = Callable[[Report, str, datetime], object]


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: CommunityRequest, community: str, token: str) -> HttpResponse:
    return _form(request, token, "report/edit.html", _edit, told=_("The words are corrected."))


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: CommunityRequest, community: str, token: str) -> HttpResponse:
    return _form(request, token, "report/withdraw.html", _withdraw, told=_("The report is taken back."))


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def gone(request: CommunityRequest, community: str, token: str) -> HttpResponse:
    told = _("Thank you. A coordinator will look whether it is gone.")
    return _form(request, token, "report/gone.html", _gone, told=told)


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: CommunityRequest, community: str, token: str) -> HttpResponse:
    """To the question of the body that has the duty, by the secret link."""
    question = open_question(report_for_reporter(request.community, token).problem)
    more = {"question": question, "asked": words_of(question) if question else ""}
    told = _("Thank you. Those who asked read it now.")
    return _form(request, token, "report/reply.html", _reply, told=told, more=more)


def _form(
    request: CommunityRequest,
    token: str,
    template: str,
    deed: Deed,
    *,
    told: str,
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    report, moment = report_for_reporter(request.community, token), now()
    words = forms.plain(request.POST.get("words", ""))
    context = {"report": report, "problem": report.problem, "token": token, **(more or {})}
    if request.method != "POST":
        shown = {"acts": receipts.acts_of(report, now=moment), "words": report.words}
        return receipts.private(render(request, template, {**context, **shown}))
    try:
        forms.check_lengths({"words": words})
        deed(report, words, moment)
    except Refusal as refusal:
        row = refusing.shown(request.community, [refusal])[0]
        shown = {"acts": receipts.acts_of(report, now=moment), "words": words, "refusal": row}
        return receipts.private(render(request, template, {**context, **shown}, status=refusal.status))
    messages.success(request, told)
    return redirect("receipt", request.community.slug, token)


def _edit(report: Report, words: str, moment: datetime) -> None:
    updating.edit(report, words, now=moment)


def _withdraw(report: Report, words: str, moment: datetime) -> None:
    actor = actor_for(report.reporter, report.community, now=moment)
    updating.withdraw(report.problem, actor, Words(words), now=moment)


def _reply(report: Report, words: str, moment: datetime) -> None:
    reply_to_question(report.problem, report.reporter, Words(words, current()), now=moment)


def _gone(report: Report, words: str, moment: datetime) -> None:
    updating.flag(report.problem, report.reporter, Flag.Reason.GONE, words, now=moment)
