"""Proof that reports still say what was written, and that search knows all that is public and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Prefetch

from opencity.communities.models import Community
from opencity.foundation.chains import commit
from opencity.problems.history import facts_of
from opencity.problems.models import Event, EventText, Outbox, Problem, Report, SearchText
from opencity.problems.queries.proving import CHUNK, Fault
from opencity.problems.states import Visibility


def wrong_words(community: Community) -> Iterator[Fault]:
    """Reports whose words are not the ones the history committed to. A missing salt means that they were erased."""
    rows = Report.everywhere.filter(community=community, salt__isnull=False).select_related("filed_under")
    last = 0
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        promised = _promised(chunk)
        for report in chunk:
            assert report.salt is not None
            if report.pk in promised and promised[report.pk] != commit(bytes(report.salt), report.words):
                where = f"problem {report.filed_under.number}, report with id {report.pk}"
                yield Fault(where, "its words are not the ones that were written")
        last = chunk[-1].pk


def _promised(reports: Sequence[Report]) -> dict[int, str]:
    """The last commitment to each report's words. After a merge corrections stand in the other problem's history."""
    filed = {report.filed_under_id: report.pk for report in reports}
    histories = filed.keys() | {report.problem_id for report in reports}
    rows = Event.everywhere.filter(problem__in=histories, kind__in=("reported", "edited", "redacted"))
    found: dict[int, str] = {}
    for event in rows.order_by("pk").prefetch_related(Prefetch("texts", EventText.everywhere.all())):
        facts = facts_of(event)
        report = filed.get(event.problem_id) if event.kind == "reported" else facts.get("report")
        if isinstance(report, int) and "words" in facts:
            found[report] = str(facts["words"])
    return found


def unsearchable(community: Community) -> Iterator[Fault]:
    """Public problems that search cannot find, and others that it can. Changes the worker has not seen yet are left."""
    waiting = Outbox.objects.filter(event__community=community, dead=False).values("problem_id")
    rows = Problem.everywhere.filter(community=community).exclude(pk__in=waiting).order_by("pk")
    unknown = rows.filter(visibility=Visibility.PUBLIC, search_text=None)
    for number in unknown.values_list("number", flat=True).iterator(chunk_size=CHUNK):
        yield Fault(f"problem {number}", "it is public and search does not know it")
    leaking = SearchText.everywhere.filter(problem__in=rows).exclude(problem__visibility=Visibility.PUBLIC)
    for number in leaking.values_list("problem__number", flat=True).iterator(chunk_size=CHUNK):
        yield Fault(f"problem {number}", "search knows it and it is not public")
