from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from opencity.access_points.models import Paper, Service, Visit
from opencity.access_points.operations.serving import (
    Counter,
    Visitor,
    check_identity,
    serve_endorsement,
    serve_look_up,
    serve_paper,
    serve_pledge,
    serve_report,
    serve_verdict,
)
from opencity.access_points.queries.figures import day_list, month_figures
from opencity.access_points.queries.looking_up import look_up
from opencity.foundation.refusals import NotAllowed, NotUnderstood
from opencity.people.models import Person, Role
from opencity.places.telling import ToldPlace
from opencity.plans.operations.pledging import NewPledge
from opencity.problems.models import Event, Problem, Report
from opencity.problems.operations.filing import NewReport
from opencity.verification.operations.claiming import claim
from opencity.verification.operations.judging import NewVerdict
from tests.plans.making import LATER, need_of, paint, published
from tests.town import CENTRE, MONDAY, Town, fresh, photo_row, report, said

HANNA = Visitor(name="Ганна Петрівна", phone="050 123 45 67", consent=True)
CHECKED = Visitor(name="Ганна Петрівна", consent=True, papers_seen=True)


@pytest.fixture(autouse=True)
def taras_serves_at_branch_five(town: Town) -> None:
    Role.everywhere.filter(person=town.people["taras"]).update(access_point=town.organisations["library"])


def counter(town: Town, who: str = "taras", *, at: datetime = MONDAY, **more: object) -> Counter:
    return Counter(
        librarian=town.actor(who, at),
        branch=town.organisations["library"],
        community=town.community,
        uuid=more.get("uuid") or uuid4(),  # type: ignore[arg-type]
        served_at=at,
    )


def tree(town: Town, category: str = "green.dangerous_tree") -> NewReport:
    place = ToldPlace(point=CENTRE, words="вул. Знаменська, 33")
    return NewReport(category=town.categories[category], place=place, words="Верба нахилилася над гойдалкою.")


def test_a_visitor_without_anything_gets_a_number_and_a_word_and_is_found_by_them(town: Town) -> None:
    served = serve_report(counter(town), HANNA, tree(town), now=MONDAY)
    problem = served.visit.problem
    assert problem is not None and served.word
    row = Report.everywhere.get(problem=problem)
    assert (row.channel, row.access_point, row.reporter.public_name) == (
        "library",
        town.organisations["library"],
        "Ганна Петрівна",
    )
    assert fresh(problem).visibility == "public"
    assert look_up(town.community, problem.number, served.word.upper()) == row
    with pytest.raises(NotUnderstood):
        look_up(town.community, problem.number, "верба 0000")


def test_what_must_be_checked_first_stays_held(town: Town) -> None:
    served = serve_report(counter(town), HANNA, tree(town, "war.damage"), now=MONDAY)
    assert served.visit.problem is not None
    assert fresh(served.visit.problem).visibility == "held"


def test_nothing_personal_is_kept_without_a_yes(town: Town) -> None:
    with pytest.raises(NotUnderstood) as refused:
        serve_report(counter(town), Visitor(name="Ганна"), tree(town), now=MONDAY)
    assert refused.value.field == "consent"
    assert not Problem.everywhere.exists()
    assert not Person.objects.filter(public_name="Ганна").exists()
    nameless = serve_report(counter(town), Visitor(), tree(town), now=MONDAY)
    assert nameless.visit.consent_at is None


def test_the_same_visit_arriving_twice_is_served_once(town: Town) -> None:
    desk = counter(town)
    first = serve_report(desk, HANNA, tree(town), now=MONDAY)
    again = serve_report(desk, HANNA, tree(town), now=MONDAY + timedelta(hours=3))
    assert again.visit == first.visit
    assert again.word == ""
    assert Problem.everywhere.count() == 1
    with pytest.raises(NotUnderstood):
        serve_look_up(desk, HANNA, fresh(first.visit.problem), now=MONDAY)  # type: ignore[arg-type]


def test_a_visit_kept_while_the_line_was_down_keeps_its_time(town: Town) -> None:
    desk = counter(town)
    served = serve_report(desk, HANNA, tree(town), now=MONDAY + timedelta(days=2))
    assert (served.visit.served_at, served.visit.recorded_at) == (MONDAY, MONDAY + timedelta(days=2))
    with pytest.raises(NotUnderstood):
        serve_report(counter(town), HANNA, tree(town), now=MONDAY + timedelta(days=15))
    with pytest.raises(NotUnderstood):
        serve_report(counter(town), HANNA, tree(town), now=MONDAY - timedelta(hours=1))


def test_only_the_librarian_of_the_branch_serves(town: Town, elsewhere: Town) -> None:
    for who in ("olena", "svitlana", "iryna"):
        with pytest.raises(NotAllowed):
            serve_report(counter(town, who), HANNA, tree(town), now=MONDAY)
    Role.everywhere.filter(person=town.people["taras"]).update(access_point=town.organisations["ngo"])
    with pytest.raises(NotAllowed):
        serve_report(counter(town), HANNA, tree(town), now=MONDAY)


def test_papers_seen_make_somebody_count(town: Town) -> None:
    problem = report(town).problem
    with pytest.raises(NotAllowed):
        serve_endorsement(counter(town), HANNA, problem, "", now=MONDAY)
    serve_endorsement(counter(town), CHECKED, problem, "Ходжу тут щодня", now=MONDAY)
    assert fresh(problem).endorsed == 1
    person = Person.objects.get(public_name="Ганна Петрівна")
    assert (person.assurance, person.assured_by, person.assured_where) == (2, town.people["taras"], "Бібліотека № 5")


def test_an_identity_is_checked_at_a_later_visit(town: Town) -> None:
    served = serve_report(counter(town), HANNA, tree(town), now=MONDAY)
    assert served.visit.visitor is not None
    known = Visitor(known=served.visit.visitor, consent=True)
    check_identity(counter(town), known, now=MONDAY)
    assert Person.objects.get(pk=served.visit.visitor.pk).assurance == 2
    with pytest.raises(NotUnderstood):
        check_identity(counter(town), Visitor(consent=True), now=MONDAY)


def test_a_promise_and_a_verdict_are_given_at_the_counter(town: Town) -> None:
    plan = published(town, paint())
    need = need_of(plan, "Фарба")
    serve_pledge(counter(town, at=LATER), HANNA, need, NewPledge(quantity=Decimal(2)), now=LATER)
    assert need.pledges.get().access_point == town.organisations["library"]
    served = serve_report(counter(town), CHECKED, tree(town), now=MONDAY)
    problem = served.visit.problem
    assert problem is not None and served.visit.visitor is not None
    done = photo_row(town, taken_at=LATER, now=LATER)
    claim(fresh(problem), town.actor("iryna", LATER), said(), (done,), now=LATER)
    back = Visitor(known=served.visit.visitor, consent=True)
    later = LATER + timedelta(days=1)
    serve_verdict(counter(town, at=later), back, fresh(problem), NewVerdict(value="yes"), now=later)
    assert fresh(problem).state == "verified"
    told = Event.everywhere.filter(kind="visited").values_list("facts__served", flat=True)
    assert sorted(told) == ["pledge", "verdict"]


def test_a_scanned_sheet_is_seen_by_those_on_the_case_alone(town: Town) -> None:
    problem = report(town).problem
    serve_paper(counter(town), Visitor(consent=True), problem, photo_row(town), "Заява від руки", now=MONDAY)
    sheet = Paper.everywhere.get()
    assert sheet.evidence.hidden
    with pytest.raises(NotUnderstood):
        serve_paper(counter(town), Visitor(), problem, photo_row(town), "", now=MONDAY)


def test_the_day_and_the_month_of_a_branch(town: Town, django_assert_num_queries) -> None:
    for _ in range(3):
        serve_report(counter(town), HANNA, tree(town), now=MONDAY)
    serve_look_up(counter(town), HANNA, Problem.everywhere.first(), now=MONDAY)  # type: ignore[arg-type]
    day = town.community.calendar.today(MONDAY)
    with django_assert_num_queries(2):
        rows = day_list(town.community, town.organisations["library"], day)
        figures = month_figures(town.community, town.organisations["library"], day)
    assert len(rows) == 4
    assert (figures[Service.REPORT], figures[Service.LOOK_UP], figures[Service.PLEDGE]) == (3, 1, 0)
    assert day_list(town.community, town.organisations["library"], day + timedelta(days=1)) == []
    assert Visit.everywhere.count() == 4
