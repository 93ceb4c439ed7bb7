"""Who saw and did what: for supervisors of their own body, for coordinators, for the data protection officer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from opencity.casework.models import AuditLine
from opencity.casework.operations.auditing import note_line
from opencity.casework.queries.audits import AuditFilters, audit_for, may_read_audit
from opencity.communities.http import CommunityRequest
from opencity.foundation.refusals import Refusal
from opencity.people.acting import Actor
from opencity.web.desk.access import audit_actor
from opencity.web.public.organisations.pages import day_of
from opencity.web.spreadsheets import csv_answer

PAGE, MOST_ROWS = 200, 50_000
KINDS: Mapping[str, Promise] = {
    "contacts_seen": _("saw how to reach a reporter"),
    "private_seen": _("opened a private case"),
    "exported": _("took data away in a file"),
    "assigned": _("gave a case to somebody"),
    "note_written": _("wrote an internal note"),
    "bulk_done": _("changed many cases at once"),
    "bulk_undone": _("undid a change of many cases"),
    "duty_given": _("changed somebody's duty"),
    "audit_read": _("read this page"),
    "appeal_seen": _("read a formal appeal"),
}


def _reader(request: CommunityRequest) -> Actor:
    actor = audit_actor(request)
    if not may_read_audit(actor):
        raise Http404
    return actor


def _filters(request: CommunityRequest) -> AuditFilters:
    """What makes no sense is left out."""

    def day(name: str) -> date | None:
        try:
            return day_of(request.GET.get(name, ""), field=name) if request.GET.get(name) else None
        except Refusal:
            return None

    number = request.GET.get("number", "").strip().lstrip("№# ")
    kind = request.GET.get("kind", "")
    return AuditFilters(
        since=day("since"),
        until=day("until"),
        kind=kind if kind in KINDS else "",
        number=int(number) if number.isascii() and number.isdecimal() and len(number) < 12 else 0,
    )


@never_cache
@require_GET
def audit(request: CommunityRequest, community: str) -> HttpResponse:
    actor, filters = _reader(request), _filters(request)
    lines = list(audit_for(request.community, actor, filters)[: PAGE + 1])
    note_line(request.community, actor, "audit_read", now=now())
    context = {
        "lines": [(one, KINDS.get(one.kind, one.kind)) for one in lines[:PAGE]],
        "more": len(lines) > PAGE,
        "filters": filters,
        "kinds": KINDS.items(),
        "query": request.GET.urlencode(),
    }
    return render(request, "desk/audit.html", context)


@never_cache
@require_GET
def audit_csv(request: CommunityRequest, community: str) -> HttpResponse:
    """The same lines for a spreadsheet, with the seal each stands in."""
    actor, filters = _reader(request), _filters(request)
    lines = list(audit_for(request.community, actor, filters)[:MOST_ROWS])
    note_line(request.community, actor, "exported", facts={"what": "audit"}, now=now())
    head = ["at", "who", "organisation", "kind", "problem", "facts", "seal", "seal_hash"]
    return csv_answer("audit.csv", [head, *(_cells(one) for one in lines)])


def _cells(one: AuditLine) -> list[str]:
    body = one.organisation.slug if one.organisation else ""
    facts = ";".join(f"{name}={value}" for name, value in sorted(one.facts.items()))
    number = str(one.problem.number) if one.problem else ""
    who = str(one.person or one.person_mark)
    seal = (str(one.seal.number), one.seal.hash) if one.seal else ("", "")
    return [one.at.isoformat(), who, body, one.kind, number, facts, *seal]
