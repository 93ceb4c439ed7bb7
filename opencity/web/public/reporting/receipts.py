"""The reporter's own view of a report: right after sending, and later by its secret link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from opencity.communities.http import CommunityRequest
from opencity.foundation.tokens import open_seal, seal
from opencity.people.contacts import email_of
from opencity.places.lookup import with_parents
from opencity.problems.access import receipt_token, report_for_reporter
from opencity.problems.models import Draft, Evidence, ExactPlace, Report
from opencity.problems.operations.filing import Filed
from opencity.problems.operations.updating import may_withdraw
from opencity.problems.queries.questions import open_question, words_of
from opencity.problems.rules.moves import Who
from opencity.problems.states import FINAL
from opencity.web.public.dates import day_words, local, moment
from opencity.web.public.reporting import asking, drafts
from opencity.web.public.reporting.forms import ANSWER
from opencity.web.public.reporting.photos import private_photo
from opencity.web.public.signs import state_sign, visibility_sign
from opencity.web.public.story import gather, lines_of

WORD_COOKIE = "word"
WORD_LASTS = timedelta(minutes=10)
"""Long enough to write the word down and to reload the page, short enough for a library's computer."""


def answer_with(request: CommunityRequest, filed: Filed) -> HttpResponse:
    """To the receipt. A secret word travels in a signed cookie of that page alone, never in an address."""
    token = receipt_token(filed.report)
    page = reverse("report_done", args=[request.community.slug, token])
    answer = redirect(page)
    if filed.secret_word:
        answer.set_cookie(
            WORD_COOKIE,
            seal(f"word.{filed.report.pk}", filed.secret_word),
            max_age=WORD_LASTS,
            path=page,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return answer


def answer_for(request: CommunityRequest, draft: Draft) -> HttpResponse:
    """The same answer again for a draft that was sent before."""
    if draft.filed_report is None:
        return redirect("report_joined", request.community.slug, draft.fields[drafts.JOINED])
    return redirect("report_done", request.community.slug, receipt_token(draft.filed_report))


@require_safe
def done(request: CommunityRequest, community: str, token: str) -> HttpResponse:
    """Right after sending."""
    return _receipt(request, token, fresh=True)


@require_safe
def receipt(request: CommunityRequest, community: str, token: str) -> HttpResponse:
    """The secret link: how the report stands now."""
    return _receipt(request, token, fresh=False)


def _receipt(request: CommunityRequest, token: str, *, fresh: bool) -> HttpResponse:
    report = report_for_reporter(request.community, token)
    context = {**context_of(report, token, now=now()), "fresh": fresh, "word": _word(request, report) if fresh else ""}
    return private(render(request, "report/receipt.html", context))


def _word(request: CommunityRequest, report: Report) -> str:
    try:
        return str(open_seal(f"word.{report.pk}", request.COOKIES.get(WORD_COOKIE, ""), lasts=WORD_LASTS))
    except BadSignature:
        return ""


@require_safe
def photo(request: CommunityRequest, community: str, token: str, number: int, width: int) -> FileResponse:
    """A photograph of one's own report, also while nobody else may see it."""
    report = report_for_reporter(request.community, token)
    rows = Evidence.everywhere.filter(report=report).select_related("photo")
    return private_photo(get_object_or_404(rows, photo_id=number).photo, width)


def private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@dataclass(frozen=True)
class Acts:
    """What the reporter may do now; `edit_until` is a time of day, empty when it is over."""

    edit_until: str
    withdraw: bool
    gone: bool


def acts_of(report: Report, *, now: datetime) -> Acts:
    problem = report.problem
    until = report.created_at + timedelta(minutes=problem.community.charter.edit_minutes)
    open_still = problem.state not in FINAL
    return Acts(
        edit_until=f"{local(until, problem.community):%H:%M}" if until > now and open_still else "",
        withdraw=may_withdraw(problem, frozenset({Who.REPORTER})),
        gone=open_still,
    )


def context_of(report: Report, token: str, *, now: datetime) -> dict[str, Any]:
    problem = report.problem
    exact = ExactPlace.everywhere.filter(problem=problem).first()
    question = open_question(problem)
    areas = [area.name for area in with_parents(problem.area)]
    here = problem.community
    return {
        "report": report,
        "problem": problem,
        "state": state_sign(problem, tag=True),
        "unseen": visibility_sign(problem),
        "due": day_words(problem.answer_due, here, now) if problem.answer_due else "",
        "received": moment(report.created_at, here, now),
        "question": words_of(question) if question else "",
        "lines": lines_of(gather(problem, [], now=now), verdicts_shown=False),
        "token": token,
        "acts": acts_of(report, now=now),
        "ended": problem.state in FINAL,
        "mail": _masked(email_of(report.reporter, confirmed=False)) if report.awaits_confirmation else "",
        "nobody": bool(report.secret_digest),
        "confirm_hours": here.charter.confirm_hours,
        "photos": _photos(report, token),
        "place": ", ".join([*([exact.words] if exact and exact.words else []), *areas]),
        "answers": asking.answered(problem.category, {ANSWER + code: said for code, said in report.answers.items()}),
        "address": settings.PUBLIC_URL + reverse("problem", args=[here.slug, problem.number]),
    }


def _photos(report: Report, token: str) -> list[dict[str, Any]]:
    rows = Evidence.everywhere.filter(report=report).select_related("photo").order_by("pk")
    slug = report.problem.community.slug
    return [
        {"photo": row.photo, "url": reverse("receipt_photo", args=[slug, token, row.photo_id, row.photo.widths[0]])}
        for row in rows
    ]


def _masked(email: str) -> str:
    """Enough of an address for its owner to see a slip of the finger; the link may be opened by others."""
    name, _, host = email.partition("@")
    return f"{name[:2]}…@{host}" if host else ""
