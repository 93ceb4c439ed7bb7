"""The quarter by the official classifier is counted from the register alone."""

from __future__ import annotations

from datetime import timedelta

from opencity.appeals.law import law_of
from opencity.appeals.models import Registration
from opencity.appeals.queries.reporting import Report, quarter_report
from opencity.appeals.rules import Quarter
from tests.appeals.filing import answered, day, filed, forwarded, registered
from tests.town import MONDAY, Town

DAY = timedelta(days=1)


def counted(town: Town, quarter: Quarter = Quarter(2026, 4), body: str = "parks", until: str = "2026-12-31") -> Report:  # noqa: B008
    classifier = law_of(town.community).classifier
    return quarter_report(town.community, town.organisations[body], quarter, classifier, today=day(until))


def test_what_came_and_how_it_ended_is_counted_by_code(town: Town) -> None:
    answered(town, registered(town, filed(town)))
    answered(town, registered(town, filed(town), number="2"), result="9.3", now=MONDAY + 30 * DAY)
    forwarded(town, registered(town, filed(town, kind="complaint"), number="3", question="030"))
    registered(town, filed(town), number="4", question="030")
    report = counted(town)
    assert (report.came, report.ended, report.in_time, report.late, report.overdue) == (4, 3, 2, 1, 1)
    assert {one.code: one.n for one in report.results if one.n} == {"9.1": 1, "9.3": 1, "9.5": 1}
    assert [(one.code, one.came, sum(one.results)) for one in report.questions] == [("030", 2, 1), ("090", 2, 2)]
    kinds = next(one for one in report.marks if one.code == "3")
    assert {one.code: one.n for one in kinds.lines} == {"3.1": 0, "3.2": 3, "3.3": 1}
    assert counted(town, Quarter(2026, 3)).came == 0 and counted(town, body="roads").came == 0


def test_what_its_author_took_back_came_and_has_no_result(town: Town) -> None:
    from opencity.appeals.operations.filing import withdraw_appeal

    appeal = registered(town, filed(town))
    withdraw_appeal(appeal, town.actor("olena"), now=MONDAY)
    report = counted(town)
    assert (report.came, report.ended, report.overdue) == (1, 0, 0)


def test_a_code_the_pack_knows_no_more_is_still_counted(town: Town) -> None:
    registered(town, filed(town))
    Registration.everywhere.update(question="777", result="9.9", ended_on=day("2026-11-20"))
    report = counted(town)
    assert [one.code for one in report.questions] == ["777"]
    assert report.results[-1].code == "9.9" and report.results[-1].n == 1
