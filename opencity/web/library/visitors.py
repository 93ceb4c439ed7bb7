"""The visitor of an earlier day: found by number and word, told the news, served again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from django.contrib import messages
from django.core.signing import BadSignature
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencity.access_points.operations.serving import (
    Counter,
    Visitor,
    check_identity,
    serve_look_up,
    serve_paper,
    serve_verdict,
)
from opencity.access_points.queries.looking_up import look_up
from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import current
from opencity.foundation.limits import allow
from opencity.foundation.refusals import NotUnderstood, Refusal
from opencity.foundation.tokens import open_seal, seal
from opencity.plans.access import live_plan
from opencity.plans.queries.needs import lines_of as need_lines
from opencity.problems.models import Report
from opencity.problems.states import State
from opencity.verification.models import Value, Verdict
from opencity.verification.operations.judging import NewVerdict
from opencity.verification.queries.rounds import current_claim
from opencity.web.library.counter import Desk, counter_of, desk_of, form
from opencity.web.public import cases
from opencity.web.public.photographs import shown_evidence
from opencity.web.public.reporting.origin import from_our_pages
from opencity.web.public.signs import state_sign
from opencity.web.public.steps import Reader, step_for
from opencity.web.public.story import gather, lines_of

LASTS = timedelta(hours=1)
"""How long a visitor who was found stays open on the counter's screen."""
TRIES = 60
"""How often an hour one librarian may look somebody up."""


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: CommunityRequest, community: str) -> HttpResponse:
    desk = desk_of(request)
    if isinstance(desk, HttpResponse):
        return desk
    if request.method != "POST":
        return form(request, "library/find.html", desk)
    try:
        report = _found(request, desk)
    except Refusal as refusal:
        return form(request, "library/find.html", desk, refusal=refusal)
    return redirect("library_visitor", community, seal("visitor", [report.pk, desk.actor.person.pk]))


def _found(request: CommunityRequest, desk: Desk) -> Report:
    allow(
        f"look_up:{request.community.pk}",
        str(desk.actor.person.pk),
        most=TRIES,
        window=timedelta(hours=1),
        now=desk.now,
    )
    number = request.POST.get("number", "").strip().lstrip("№# ").strip()
    whole = int(number) if number.isascii() and number.isdecimal() and len(number) < 18 else 0
    return look_up(request.community, whole, request.POST.get("word", "")[:60])


def report_of(request: CommunityRequest, desk: Desk, token: str) -> Report:
    try:
        sealed = open_seal("visitor", token, lasts=LASTS)
    except BadSignature:
        raise Http404 from None
    if not isinstance(sealed, list) or len(sealed) != 2:
        raise Http404
    pk, librarian = sealed
    rows = Report.everywhere.filter(community=request.community, pk=pk).select_related(
        "reporter", "problem__category", "problem__area", "problem__owner", "problem__community", "problem__merged_into"
    )
    found = rows.first()
    if found is None or librarian != desk.actor.person.pk:
        raise Http404
    return found


@require_safe
def visitor(request: CommunityRequest, community: str, token: str) -> HttpResponse:
    """How the case stands, large and plain, and what can be done for the visitor now."""
    desk = desk_of(request)
    if isinstance(desk, HttpResponse):
        return desk
    return _page(request, desk, token, report_of(request, desk, token))


def _page(
    request: CommunityRequest, desk: Desk, token: str, report: Report, *, refusal: Refusal | None = None
) -> HttpResponse:
    problem = report.problem
    claim = current_claim(problem)
    judged = claim is not None and Verdict.everywhere.filter(claim=claim, person=report.reporter).exists()
    material = gather(problem, shown_evidence(problem, verdicts_shown=judged), now=desk.now)
    plan = live_plan(problem) if problem.is_public else None
    more = {
        "token": token,
        "report": report,
        "problem": problem,
        "state": state_sign(problem),
        "step": step_for(problem, Reader(reports=True), None, now=desk.now),
        "lines": lines_of(material, verdicts_shown=judged),
        "values": Value.choices if problem.state == State.CLAIMED_DONE and not judged else (),
        "needs": need_lines(plan) if plan else [],
        "checked": report.reporter.assurance >= 2,
    }
    return form(request, "library/visitor.html", desk, refusal=refusal, more=more)


@from_our_pages
@require_POST
def do(request: CommunityRequest, community: str, token: str, deed: str) -> HttpResponse:
    """One service for the visitor who was found."""
    desk = desk_of(request)
    if isinstance(desk, HttpResponse):
        return desk
    report = report_of(request, desk, token)
    act = DEEDS.get(deed)
    if act is None:
        raise Http404
    who = Visitor(known=report.reporter, language=current(), consent="consent" in request.POST)
    try:
        told = act(request, counter_of(request, desk), who, report, desk.now)
    except Refusal as refusal:
        return _page(request, desk, token, report, refusal=refusal)
    if deed == "news":
        return redirect("library_news", community, token)
    messages.success(request, told)
    return redirect("library_visitor", community, token)


def _verdict(request: CommunityRequest, counter: Counter, who: Visitor, report: Report, moment: datetime) -> str:
    new = NewVerdict(
        value=request.POST.get("value", ""), words=cases.words_of(request, "verdict_words"), language=current()
    )
    serve_verdict(counter, replace(who, consent=True), report.problem, new, now=moment)
    return _("Written down: this is the visitor's own answer.")


def _identity(request: CommunityRequest, counter: Counter, who: Visitor, report: Report, moment: datetime) -> str:
    check_identity(counter, who, now=moment)
    return _("Written down: you looked at the papers. From now on this person's word counts.")


def _paper(request: CommunityRequest, counter: Counter, who: Visitor, report: Report, moment: datetime) -> str:
    photos = cases.take_photos(request, counter.librarian.person, moment)
    if not photos:
        raise NotUnderstood(_("No sheet was scanned."), _("Choose the picture of the sheet."), field="photo")
    for photo in photos[:1]:
        serve_paper(counter, who, report.problem, photo, cases.words_of(request, "paper_words"), now=moment)
    return _("The sheet is with the case. Only those on the case see it.")


def _news(request: CommunityRequest, counter: Counter, who: Visitor, report: Report, moment: datetime) -> str:
    serve_look_up(counter, who, report.problem, now=moment)
    return ""


DEEDS: dict[str, Callable[[CommunityRequest, Counter, Visitor, Report, datetime], str]] = {
    "verdict": _verdict,
    "identity": _identity,
    "paper": _paper,
    "news": _news,
}
