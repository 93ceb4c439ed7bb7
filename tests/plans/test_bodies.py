"""In whose name somebody acts: bodies that grant, receive and lead, and those who left them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from opencity.foundation.refusals import NotAllowed, NotNow, Refusal
from opencity.people.models import Assurance, Membership, Organisation, Presence
from opencity.plans.access import leading_body, sides
from opencity.plans.models import Plan
from opencity.plans.operations.giving import acknowledge
from opencity.plans.operations.leading import take_over
from opencity.plans.operations.lines import NewNeed
from opencity.plans.operations.planning import change_plan
from opencity.plans.operations.pledging import withdraw_pledge
from tests.plans.making import LATER, again, money, need_of, new_plan, paint, permit, plan_again, promise, published
from tests.town import Town, said

DAY = timedelta(days=1)


def leave(town: Town, who: str) -> None:
    Membership.objects.filter(person=town.people[who]).update(until=LATER)


def changed(town: Town, plan: Plan, *lines: NewNeed) -> Plan:
    return change_plan(plan, town.actor("oksana"), new_plan(town, *lines), now=LATER + DAY)


def test_a_body_of_another_community_neither_grants_nor_receives(town: Town, elsewhere: Town) -> None:
    for line in (permit(elsewhere.organisations["parks"]), money(elsewhere.organisations["ngo"])):
        with pytest.raises(Refusal):
            published(town, line)


def test_money_goes_to_a_body_that_was_verified_here(town: Town) -> None:
    Presence.everywhere.filter(organisation=town.organisations["library"]).update(verified=False)
    with pytest.raises(Refusal):
        published(town, money(town.organisations["library"]))


def test_whoever_leads_the_plan_does_not_permit_it(town: Town) -> None:
    with pytest.raises(Refusal):
        published(town, permit(town.organisations["ngo"]))


def test_a_permission_that_was_granted_stays_the_word_of_its_body(town: Town) -> None:
    plan = published(town, paint(), permit(town.organisations["parks"]))
    need = need_of(plan, "Дозвіл")
    promise(town, "iryna", need, organisation=town.organisations["parks"])
    with pytest.raises(NotNow):
        changed(
            town,
            plan,
            replace(permit(town.organisations["roads"]), known=need),
            replace(paint(), known=need_of(plan, "Фарба")),
        )
    assert need_of(plan, "Дозвіл").grantor == town.organisations["parks"]


def test_money_that_came_stays_with_the_body_that_received_it(town: Town) -> None:
    second = Organisation.objects.create(
        slug="mykolaiv-second", names={"uk": "Друга"}, sector="civil", created_at=LATER
    )
    Presence.everywhere.create(community=town.community, organisation=second, verified=True)
    plan = published(town, money(town.organisations["ngo"]))
    need = need_of(plan, "Гроші на лавку")
    acknowledge(promise(town, "petro", need, "100"), town.actor("oksana"), now=LATER)
    with pytest.raises(NotNow):
        changed(town, plan, replace(money(second), known=need))


def test_whoever_left_no_longer_moves_what_the_body_promised(town: Town) -> None:
    need = need_of(published(town, paint()), "Фарба")
    made = promise(town, "bohdan", need, "2", organisation=town.organisations["telecom"])
    leave(town, "bohdan")
    with pytest.raises(NotAllowed):
        withdraw_pledge(made, town.actor("bohdan", LATER + DAY), said("Передумав."), now=LATER + DAY)
    assert not sides(again(made), town.actor("bohdan", LATER + DAY))


def test_whoever_left_does_not_acknowledge_what_they_promised_for_the_body(town: Town) -> None:
    need = need_of(published(town, paint()), "Фарба")
    made = promise(town, "oksana", need, "2", organisation=town.organisations["ngo"])
    leave(town, "oksana")
    with pytest.raises(NotAllowed):
        acknowledge(made, town.actor("oksana", LATER + DAY), now=LATER + DAY)


def test_a_lead_who_left_speaks_for_the_body_no_more(town: Town) -> None:
    plan = published(town, paint())
    assert leading_body(plan.problem, town.actor("oksana", LATER)) == town.organisations["ngo"]
    leave(town, "oksana")
    assert leading_body(plan.problem, town.actor("oksana", LATER + DAY)) is None


def test_a_volunteer_whose_promise_fell_away_does_not_take_over(town: Town) -> None:
    plan = published(town, paint())
    made = promise(town, "petro", need_of(plan, "Фарба"), "2")
    withdraw_pledge(made, town.actor("petro"), said("Не зможу."), now=LATER)
    late = LATER + 30 * DAY
    with pytest.raises(NotAllowed):
        take_over(plan_again(plan), town.actor("petro", late), now=late)
    promise(town, "halyna", need_of(plan, "Фарба"), "2")
    assert town.people["halyna"].assurance >= Assurance.CONTACT
    assert take_over(plan_again(plan), town.actor("halyna", late), now=late).lead == town.people["halyna"]
