"""What is given without a promise, and what it may not stand for."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from opencity.foundation.refusals import NotNow, NotUnderstood, Refusal
from opencity.plans.models import Contribution, Spending
from opencity.plans.operations.giving import Expense, Gift, acknowledge, deliver, dispute, spend, take_gift
from opencity.plans.operations.planning import change_plan, draft_plan
from opencity.plans.operations.pledging import NewCondition
from opencity.plans.values import ConditionKind
from tests.plans.making import LATER, again, hands, money, need_of, new_plan, paint, permit, pothole, promise, published
from tests.plans.test_plans import faults
from tests.town import Town, photo_row, said

DAY = timedelta(days=1)


def test_nothing_is_given_to_a_draft(town: Town) -> None:
    plan = draft_plan(pothole(town), town.actor("oksana"), new_plan(town, paint()), now=LATER)
    with pytest.raises(NotNow):
        take_gift(need_of(plan, "Фарба"), Gift(giver=town.petro), town.actor("oksana"), now=LATER)


def test_a_permission_is_no_gift(town: Town) -> None:
    plan = published(town, paint(), permit(town.organisations["parks"]))
    with pytest.raises(Refusal):
        take_gift(need_of(plan, "Дозвіл"), Gift(giver=town.petro), town.actor("oksana"), now=LATER)
    assert not Contribution.everywhere.exists()


def test_a_gift_is_not_put_down_to_a_body_of_another_community(town: Town, elsewhere: Town) -> None:
    need = need_of(published(town, paint()), "Фарба")
    gift = Gift(giver=town.petro, organisation=elsewhere.organisations["telecom"])
    with pytest.raises(Refusal):
        take_gift(need, gift, town.actor("oksana"), now=LATER)


def test_the_form_of_one_gift_writes_down_no_other(town: Town) -> None:
    plan = published(town, paint(), hands())
    gift = Gift(giver=town.petro, uuid=uuid4())
    take_gift(need_of(plan, "Фарба"), gift, town.actor("oksana"), now=LATER)
    with pytest.raises(NotUnderstood):
        take_gift(need_of(plan, "Руки"), gift, town.actor("oksana"), now=LATER)


def test_a_need_for_which_something_was_given_stays_in_the_plan(town: Town) -> None:
    plan = published(town, paint(), hands())
    take_gift(need_of(plan, "Фарба"), Gift(giver=town.petro), town.actor("oksana"), now=LATER)
    with pytest.raises(NotNow):
        change_plan(plan, town.actor("oksana"), new_plan(town, hands()), now=LATER)


@pytest.mark.parametrize("amount", ["0.001", "10.005", "NaN"])
def test_money_is_spent_in_kopiikas(town: Town, amount: str) -> None:
    need = need_of(published(town, money(town.organisations["ngo"])), "Гроші на лавку")
    acknowledge(promise(town, "petro", need, "100"), town.actor("oksana"), now=LATER)
    expense = Expense(
        amount=Decimal(amount), words=said("Дошки"), spent_on=LATER.date(), receipt=photo_row(town, taken_at=LATER)
    )
    with pytest.raises(NotUnderstood):
        spend(need, expense, town.actor("oksana"), now=LATER)
    assert not Spending.everywhere.exists()


def test_what_was_disputed_and_came_wakes_those_who_waited_for_it(town: Town) -> None:
    plan = published(town, paint(), hands())
    need, other = need_of(plan, "Фарба"), need_of(plan, "Руки")
    first = promise(town, "petro", need, "10")
    deliver(first, town.actor("petro"), now=LATER)
    dispute(again(first), town.actor("oksana"), said("Банки порожні."), now=LATER)
    condition = NewCondition(kind=ConditionKind.COVERED, need=need, percent=100)
    asleep = promise(town, "halyna", other, "1", conditions=(condition,))
    assert asleep.state == "sleeping"
    acknowledge(again(first), town.actor("oksana"), now=LATER + DAY)
    assert again(asleep).state == "accepted"
    assert not faults(town)
