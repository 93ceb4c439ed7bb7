"""What each duty in a body allows, from the table and through the operations."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.organisations.operations import joining
from opencity.organisations.operations.joining import NewDuty
from opencity.people.models import Membership, MembershipKind
from opencity.people.rights import RIGHTS, Duty, Right
from opencity.problems.access import capacities, handles
from opencity.problems.operations import owning
from opencity.problems.rules.moves import Who
from opencity.problems.states import Visibility
from tests.town import MONDAY, Town, fresh, report, said

LATER = MONDAY + timedelta(days=1)
Kind = MembershipKind


def given_duty(town: Town, kind: str, *categories: str) -> None:
    Membership.objects.filter(person=town.people["iryna"]).update(kind=kind, categories=list(categories))


def test_every_kind_has_its_rights_and_the_highest_has_them_all() -> None:
    assert set(RIGHTS) == set(Kind.values)
    assert RIGHTS[Kind.SUPERVISOR] == frozenset(Right) == RIGHTS[Kind.LEAD]
    for kind in (Kind.READER, Kind.INTAKE, Kind.INSPECTOR, Kind.OFFICER):
        assert RIGHTS[kind] < RIGHTS[Kind.SUPERVISOR]
    assert Right.READ_PRIVATE not in RIGHTS[Kind.READER] | RIGHTS[Kind.INSPECTOR] | RIGHTS[Kind.MEMBER]


@given(
    st.sampled_from(Kind.values), st.sampled_from(list(Right)), st.sets(st.sampled_from("abc")), st.sampled_from("abcd")
)
def test_categories_only_take_away(kind: str, right: Right, categories: set[str], category: str) -> None:
    limited, free = Duty(1, kind, frozenset(categories)), Duty(1, kind)
    assert not limited.gives(right, category) or free.gives(right, category)
    assert limited.gives(right, category) == (free.gives(right) and (not categories or category in categories))


@pytest.mark.parametrize(
    ("kind", "who"),
    [
        (Kind.MEMBER, set()),
        (Kind.READER, set()),
        (Kind.INTAKE, {Who.INTAKE}),
        (Kind.INSPECTOR, {Who.INSPECTOR}),
        (Kind.CONTRACTOR, {Who.INSPECTOR}),
        (Kind.OFFICER, {Who.OFFICER, Who.INTAKE, Who.INSPECTOR}),
        (Kind.SUPERVISOR, {Who.OFFICER, Who.INTAKE, Who.INSPECTOR}),
        (Kind.LEAD, {Who.OFFICER, Who.INTAKE, Who.INSPECTOR}),
    ],
)
def test_what_a_duty_makes_somebody_to_a_problem(town: Town, kind: str, who: set[Who]) -> None:
    problem = report(town).problem
    given_duty(town, kind)
    assert capacities(fresh(problem), town.actor("iryna")) == {Who.RESIDENT, *who}


@pytest.mark.parametrize("kind", [Kind.MEMBER, Kind.READER, Kind.INTAKE, Kind.INSPECTOR])
def test_without_the_right_there_is_no_public_word(town: Town, kind: str) -> None:
    problem = report(town).problem
    given_duty(town, kind)
    with pytest.raises(NotAllowed):
        owning.answer(problem, town.actor("iryna"), said(), now=LATER)
    with pytest.raises(NotAllowed):
        owning.accept(problem, town.actor("iryna"), said(), promised_for=None, now=LATER)


def test_an_officer_of_other_categories_has_no_part_in_this_one(town: Town) -> None:
    problem = report(town).problem
    given_duty(town, Kind.OFFICER, "road.pothole")
    assert not handles(fresh(problem), town.actor("iryna"))
    with pytest.raises(NotAllowed):
        owning.answer(problem, town.actor("iryna"), said(), now=LATER)
    given_duty(town, Kind.OFFICER, "green.dangerous_tree")
    owning.answer(problem, town.actor("iryna"), said(), now=LATER)


@pytest.mark.parametrize(("kind", "sees"), [(Kind.READER, False), (Kind.INSPECTOR, False), (Kind.INTAKE, True)])
def test_private_cases_need_their_own_right(town: Town, kind: str, sees: bool) -> None:
    problem = report(town, category="social.person_in_need").problem
    assert fresh(problem).visibility == Visibility.PRIVATE
    given_duty(town, kind)
    assert handles(fresh(problem), town.actor("iryna")) is sees


def test_whoever_joins_speaks_but_sees_no_cases(town: Town) -> None:
    parks = town.organisations["parks"]
    given_duty(town, Kind.LEAD)
    made = joining.ask_to_join(town.community, parks, town.actor("petro"), said(""), now=MONDAY)
    joining.answer_request(made, town.actor("iryna"), accept=True, now=MONDAY)  # type: ignore[arg-type]
    petro = town.actor("petro", LATER)
    assert petro.may(Right.SPEAK, parks.pk) and not petro.may(Right.READ, parks.pk)
    assert not handles(fresh(report(town, category="social.person_in_need").problem), petro)


def test_a_lead_gives_duties_and_nobody_gives_one_to_themselves(town: Town) -> None:
    test_whoever_joins_speaks_but_sees_no_cases(town)
    parks, petro = town.organisations["parks"], town.people["petro"]
    iryna = town.actor("iryna", LATER)
    duty = NewDuty(kind=Kind.INSPECTOR, categories=("road.pothole",))
    joining.give_duty(town.community, parks, petro, iryna, duty, now=LATER)
    after = LATER + timedelta(hours=1)
    assert town.actor("petro", after).may(Right.WORK, parks.pk, "road.pothole")
    assert not town.actor("petro", after).may(Right.WORK, parks.pk, "green.dangerous_tree")
    assert not town.actor("petro", after).may(Right.SPEAK, parks.pk)
    for who, whom, wrong, error in (
        ("iryna", "iryna", duty, NotAllowed),
        ("petro", "iryna", duty, NotAllowed),
        ("svitlana", "petro", duty, NotAllowed),
        ("iryna", "olena", duty, NotNow),
        ("iryna", "petro", NewDuty(kind=Kind.LEAD), NotUnderstood),
        ("iryna", "petro", NewDuty(kind="king"), NotUnderstood),
        ("iryna", "petro", NewDuty(kind=Kind.OFFICER, categories=("nothing",)), NotUnderstood),
    ):
        with pytest.raises(error):
            joining.give_duty(town.community, parks, town.people[whom], town.actor(who, after), wrong, now=after)
