"""A quarter of a body's appeals by the official classifier: a page and the same table as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from opencity.appeals.access import reads_register
from opencity.appeals.law import law_of
from opencity.appeals.packs.loader import Classifier
from opencity.appeals.queries.reporting import Line, Report, quarter_report
from opencity.appeals.rules import Quarter, quarter_of
from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import in_words
from opencity.people.models import Organisation, Presence
from opencity.web.desk.access import desk_actor
from opencity.web.spreadsheets import csv_answer

QUARTERS = 8
"""How many are offered in the list; older ones have the same address."""


@dataclass(frozen=True)
class Asked:
    bodies: list[Organisation]
    body: Organisation
    quarter: Quarter
    offered: list[Quarter]
    report: Report
    classifier: Classifier


@never_cache
@require_GET
def report(request: CommunityRequest, community: str) -> HttpResponse:
    asked = _asked(request)
    classifier = asked.classifier
    context = {
        "asked": asked,
        "report": asked.report,
        "quarter": f"{asked.quarter.year}-{asked.quarter.number}",
        "marks": [(one.code, in_words(one.names), _words(one.lines)) for one in asked.report.marks],
        "results": _words(asked.report.results),
        "questions": [(one.code, in_words(one.names), one.came, one.results) for one in asked.report.questions],
        "result_codes": [(one.code, in_words(one.names)) for one in classifier.results],
        "classifier": in_words(classifier.names),
        "note": "" if classifier.checked else in_words(classifier.notes),
    }
    return render(request, "desk/appeals/report.html", context)


@never_cache
@require_GET
def report_csv(request: CommunityRequest, community: str) -> HttpResponse:
    asked = _asked(request)
    name = f"{asked.body.slug}-appeals-{asked.quarter.year}-{asked.quarter.number}.csv"
    return csv_answer(name, ([str(cell) for cell in one] for one in _lines(asked)))


def _asked(request: CommunityRequest) -> Asked:
    """404 for whoever answers for no body. A quarter that makes no sense is the one that runs now."""
    actor, town = desk_actor(request), request.community
    rows = Presence.everywhere.filter(community=town, organisation__in=reads_register(actor))
    bodies = [one.organisation for one in rows.select_related("organisation").order_by("position", "pk")]
    wanted = request.GET.get("body", "")
    body = next((one for one in bodies if one.slug == wanted or not wanted), None)
    if body is None:
        raise Http404
    today = town.calendar.today(now())
    quarter = _quarter(request.GET.get("quarter", "")) or quarter_of(today)
    offered = [quarter_of(today)]
    while len(offered) < QUARTERS:
        offered.append(offered[-1].before)
    classifier = law_of(town).classifier
    return Asked(
        bodies, body, quarter, offered, quarter_report(town, body, quarter, classifier, today=today), classifier
    )


def _quarter(said: str) -> Quarter | None:
    year, _stroke, number = said.partition("-")
    if year.isascii() and year.isdecimal() and len(year) == 4 and number in {"1", "2", "3", "4"} and int(year) > 1990:
        return Quarter(int(year), int(number))
    return None


def _words(lines: Iterable[Line]) -> list[tuple[str, str, int]]:
    return [(one.code, in_words(one.names), one.n) for one in lines]


def _lines(asked: Asked) -> Iterator[tuple[object, ...]]:
    """One long table: part, code, name, number; then the questions by result."""
    report = asked.report
    yield _("Part"), _("Code"), pgettext("in a table", "Name"), _("Number")
    yield "", "", _("came in"), report.came
    yield "", "", _("ended"), report.ended
    yield "", "", _("ended in time"), report.in_time
    yield "", "", _("ended late"), report.late
    yield "", "", _("open past their day"), report.overdue
    for table in report.marks:
        for line in table.lines:
            yield in_words(table.names), line.code, in_words(line.names), line.n
    for line in report.results:
        yield _("result"), line.code, in_words(line.names), line.n
    for question in report.questions:
        yield _("question"), question.code, in_words(question.names), question.came
        for result, n in zip(asked.classifier.results, question.results, strict=True):
            if n:
                yield _("question"), f"{question.code} / {result.code}", in_words(result.names), n
