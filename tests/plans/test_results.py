"""What came of a plan: figures, sums and thanks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.people.models import Organisation, Person
from opencity.plans.models import Contribution, Indicator, Need, Plan
from opencity.plans.operations.giving import Gift, acknowledge, take_gift
from opencity.plans.operations.measuring import NewIndicator, measure, strike
from opencity.plans.operations.planning import begin_plan
from opencity.plans.queries.result import result_of, thanks_for
from opencity.problems.operations.merging import merge
from tests.plans.making import LATER, hands, need_of, paint, plan_again, promise, published
from tests.plans.test_plans import faults
from tests.town import Town, fresh, said

DAY = timedelta(days=1)
WALLS = NewIndicator(words=said("пофарбовано стін"), quantity=Decimal("42.5"), unit="square_metre")


def running(town: Town) -> Plan:
    plan = published(town, paint(), hands())
    begin_plan(plan, town.actor("oksana"), said("Почали."), now=LATER)
    return plan_again(plan)


def test_figures_stand_in_the_history_and_prove_themselves(town: Town) -> None:
    plan = running(town)
    made = measure(plan, town.actor("oksana"), WALLS, now=LATER)
    assert [one.words for one in result_of(plan.problem, plan).indicators] == ["пофарбовано стін"]
    assert not faults(town)
    Indicator.everywhere.filter(pk=made.pk).update(quantity=Decimal(99))
    assert any("measured" in fault for fault in map(str, faults(town)))


def test_a_figure_that_was_struck_is_gone_from_the_result_alone(town: Town) -> None:
    plan = running(town)
    made = measure(plan, town.actor("oksana"), WALLS, now=LATER)
    strike(made, town.actor("oksana"), now=LATER)
    strike(made, town.actor("oksana"), now=LATER)
    assert not result_of(plan.problem, plan).indicators
    assert Indicator.everywhere.count() == 1 and not faults(town)


def test_only_whoever_leads_measures_and_only_what_was_begun(town: Town) -> None:
    plan = published(town, paint())
    with pytest.raises(NotNow):
        measure(plan, town.actor("oksana"), WALLS, now=LATER)
    plan = running(town)
    for who in ("petro", "svitlana", "bohdan"):
        with pytest.raises(NotAllowed):
            measure(plan, town.actor(who), WALLS, now=LATER)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"words": said(" ")}, "words"),
        ({"unit": "parsec"}, "unit"),
        ({"unit": "permit"}, "unit"),
        ({"quantity": Decimal(0)}, "quantity"),
        ({"quantity": Decimal(-3)}, "quantity"),
        ({"quantity": Decimal("NaN")}, "quantity"),
        ({"quantity": Decimal("1.5"), "unit": "piece"}, "quantity"),
    ],
)
def test_bad_figures_are_refused_in_words(town: Town, more: dict[str, object], field: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        measure(running(town), town.actor("oksana"), replace(WALLS, **more), now=LATER)  # type: ignore[arg-type]
    assert refused.value.field == field and not Indicator.everywhere.exists()


def test_so_many_figures_and_no_more_and_the_same_form_once(town: Town) -> None:
    plan, uuid = running(town), uuid4()
    for _ in range(3):
        measure(plan, town.actor("oksana"), replace(WALLS, uuid=uuid), now=LATER)
    assert Indicator.everywhere.count() == 1
    for _ in range(11):
        measure(plan, town.actor("oksana"), WALLS, now=LATER)
    with pytest.raises(NotNow):
        measure(plan, town.actor("oksana"), WALLS, now=LATER)


def test_figures_go_along_when_problems_are_joined(town: Town) -> None:
    plan, other = running(town), published(town, paint("4"))
    measure(plan, town.actor("oksana"), WALLS, now=LATER)
    merge(plan.problem, other.problem, town.actor("svitlana"), said("Те саме."), now=LATER)
    assert Indicator.everywhere.get().plan == other
    assert not faults(town)


def test_sums_are_of_what_was_received_and_thanks_name_it(town: Town) -> None:
    plan = running(town)
    promise(town, "petro", need_of(plan, "Фарба"), "2")
    acknowledge(promise(town, "petro", need_of(plan, "Фарба"), "3"), town.actor("oksana"), now=LATER)
    business = town.organisations["telecom"]
    acknowledge(
        promise(town, "bohdan", need_of(plan, "Фарба"), "4", organisation=business), town.actor("oksana"), now=LATER
    )
    take_gift(need_of(plan, "Руки"), Gift(giver=town.petro, hours=Decimal(3)), town.actor("oksana"), now=LATER)
    take_gift(need_of(plan, "Руки"), Gift(giver=town.olena, quiet=True), town.actor("oksana"), now=LATER)
    result = result_of(fresh(plan.problem), plan)
    assert (result.people, result.bodies, result.hours) == (2, 1, Decimal(3))
    told = {(one.person or one.organisation, sum(g.quantity for g in one.gifts.values())) for one in result.thanks}
    assert told == {(town.petro, Decimal(4)), (business, Decimal(4)), (None, Decimal(1))}


people = [Person(pk=n, public_name=f"Особа {n}" if n % 3 else "") for n in range(1, 6)]
bodies = [None, None, Organisation(pk=1), Organisation(pk=2)]
needs = [Need(pk=n, kind="material", unit="litre") for n in range(1, 4)]
gifts = st.lists(
    st.builds(
        lambda person, body, need, quantity, quiet: Contribution(
            person=person, organisation=body, need=need, quantity=Decimal(quantity), quiet=quiet, sector="civil"
        ),
        st.sampled_from(people),
        st.sampled_from(bodies),
        st.sampled_from(needs),
        st.integers(1, 50),
        st.booleans(),
    )
)


@given(gifts)
def test_thanks_lose_nothing_and_name_nobody_who_is_quiet(given_: list[Contribution]) -> None:
    thanks = thanks_for(given_)
    assert sum(g.quantity for one in thanks for g in one.gifts.values()) == sum(one.quantity for one in given_)
    named = {one.person for one in thanks if one.person} | {one.organisation for one in thanks if one.organisation}
    loud = {one.organisation or one.person for one in given_ if not one.quiet}
    assert named == {one for one in loud if isinstance(one, Organisation) or one.public_name}
