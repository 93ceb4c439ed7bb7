"""The news of a case on a sheet of paper: what happened since the last visit, what is asked now, who to turn to."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from opencity.access_points.queries.visiting import last_visit
from opencity.communities.http import CommunityRequest
from opencity.people.models import Presence
from opencity.verification.models import Verdict
from opencity.verification.queries.rounds import current_claim
from opencity.web.library.counter import desk_of, form
from opencity.web.library.visitors import report_of
from opencity.web.public.dates import day_words
from opencity.web.public.photographs import shown_evidence
from opencity.web.public.signs import state_sign
from opencity.web.public.steps import Reader, step_for
from opencity.web.public.story import gather, lines_of


@require_safe
def sheet(request: CommunityRequest, community: str, token: str) -> HttpResponse:
    """For whoever was found by number and word, as the page they come from: private cases too. A5 or 80 mm."""
    desk = desk_of(request)
    if isinstance(desk, HttpResponse):
        return desk
    report = report_of(request, desk, token)
    problem, town = report.problem, request.community
    since = last_visit(report, now=desk.now)
    claim = current_claim(problem)
    judged = claim is not None and Verdict.everywhere.filter(claim=claim, person=report.reporter).exists()
    material = gather(problem, shown_evidence(problem, verdicts_shown=judged), now=desk.now)
    recent = replace(material, events=[event for event in material.events if event.at > since])
    more = {
        "token": token,
        "problem": problem,
        "state": state_sign(problem),
        "step": step_for(problem, Reader(reports=True), None, now=desk.now),
        "asked": claim is not None and not judged,
        "lines": lines_of(recent, verdicts_shown=judged)[::-1],
        "since": day_words(since, town, desk.now),
        "today": day_words(desk.now, town, desk.now),
        "due": day_words(problem.answer_due, town, desk.now) if problem.answer_due and not problem.answered_at else "",
        "address": Presence.everywhere.filter(community=town, organisation=desk.branch)
        .values_list("address", flat=True)
        .first(),
        "narrow": request.GET.get("paper") == "80mm",
    }
    return form(request, "library/news.html", desk, more=more)
