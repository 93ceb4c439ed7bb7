"""Addresses in letters. They come from the installation's setting, never from a request."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from opencity.communities.models import Community
from opencity.foundation.tokens import seal
from opencity.people.models import Organisation, Person
from opencity.problems.access import receipt_token
from opencity.problems.models import Problem, Report
from opencity.verification.models import Claim


def page(name: str, community: Community, *args: str | int) -> str:
    address = reverse(name, args=[community.slug, *args])
    return f"{settings.PUBLIC_URL}{address}"


def problem_page(problem: Problem) -> str:
    return page("problem", problem.community, problem.number)


def confirm_page(community: Community, person: Person, email: str) -> str:
    return page("confirm", community, seal("confirm", [person.pk, email]))


def receipt_page(report: Report) -> str:
    return page("receipt", report.community, receipt_token(report))


def reply_page(report: Report) -> str:
    """Where a reporter replies without signing in."""
    return page("receipt_reply", report.community, receipt_token(report))


def answer_page(problem: Problem, organisation: Organisation) -> str:
    """Opens the case; to act there one signs in."""
    token = seal("answer", [problem.pk, organisation.pk])
    return f"{page('problem_answer', problem.community, problem.number)}?{urlencode({'t': token})}"


def verify_page(claim: Claim, person: Person, value: str = "") -> str:
    """The page with four answers, or the second step of one of them. Opening it changes nothing."""
    query = {"t": seal("ask", [claim.pk, person.pk])} | ({"value": value} if value else {})
    address = page("problem_verify", claim.problem.community, claim.problem.number)
    return f"{address}?{urlencode(query)}{'#answer' if value else ''}"


def unsubscribe_page(community: Community, person: Person, problem: Problem | None) -> str:
    return page("unsubscribe", community, seal("unsubscribe", [person.pk, problem.pk if problem else 0]))
