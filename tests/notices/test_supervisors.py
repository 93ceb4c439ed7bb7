"""When a deadline has passed in silence, whoever answers for the body's work hears it, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from opencity.jobs.schedule import remind_owners
from opencity.notices.models import Delivery
from opencity.people.models import Membership
from opencity.people.models import MembershipKind as Kind
from opencity.problems.models import Problem
from opencity.problems.operations import owning
from tests.casework.test_casework import colleague
from tests.town import MONDAY, Town, fresh, report, said


@pytest.fixture
def problem(town: Town) -> Problem:
    Membership.objects.filter(person=town.people["iryna"]).update(kind=Kind.SUPERVISOR)
    return fresh(report(town).problem)


def told() -> list[str]:
    rows = Delivery.everywhere.filter(kind="supervisor_overdue").select_related("person")
    return sorted(one.person.public_name for one in rows if one.person)


def test_supervisors_hear_of_silence_once_and_officers_do_not(town: Town, problem: Problem) -> None:
    colleague(town, "petro", Kind.OFFICER)
    colleague(town, "halyna", Kind.LEAD, "road.pothole")
    assert problem.answer_due is not None
    remind_owners(town.community, problem.answer_due - timedelta(hours=1))
    assert told() == []
    for hours in (12, 13, 36):
        remind_owners(town.community, problem.answer_due + timedelta(hours=hours))
    assert told() == [town.people["iryna"].public_name]


def test_nobody_hears_where_an_answer_came(town: Town, problem: Problem) -> None:
    owning.answer(problem, town.actor("iryna"), said("Приїдемо."), now=MONDAY)
    assert problem.answer_due is not None
    remind_owners(town.community, problem.answer_due + timedelta(hours=12))
    assert told() == []
