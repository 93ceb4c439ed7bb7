"""Whoever worked may not verify; whoever verified and helped later does not undo it."""

from __future__ import annotations

from datetime import timedelta

from opencity.plans.operations.giving import Gift, take_gift
from opencity.plans.operations.leading import leave_plan
from opencity.plans.operations.planning import begin_plan
from opencity.plans.operations.pledging import withdraw_pledge
from opencity.problems.doers import doers
from opencity.problems.operations.merging import merge
from opencity.problems.states import State
from opencity.verification.models import Claim
from opencity.verification.operations.claiming import claim
from opencity.verification.operations.judging import NewVerdict, give_verdict
from opencity.verification.operations.reopening import reopen
from opencity.verification.queries.rounds import tally
from tests.plans.making import LATER, hands, need_of, pothole, promise, published
from tests.town import Town, fresh, photo_row, said

DAY = timedelta(days=1)


def test_a_gift_after_the_verification_does_not_undo_it(town: Town) -> None:
    plan = published(town, hands())
    problem, need, oksana = plan.problem, need_of(plan, "Руки"), town.actor("oksana")
    take_gift(need, Gift(giver=town.petro), oksana, now=LATER)
    done = photo_row(town, taken_at=LATER + DAY)
    claim(problem, oksana, said("Готово."), (done,), now=LATER + 2 * DAY)
    give_verdict(problem, town.olena, NewVerdict(value="yes"), now=LATER + 3 * DAY)
    assert fresh(problem).state == State.VERIFIED
    take_gift(need, Gift(giver=town.olena), oksana, now=LATER + 4 * DAY)
    last = Claim.everywhere.select_related("problem__community", "problem__category").get(problem=problem)
    assert tally(last, now=LATER + 5 * DAY).yes == 2
    assert {town.petro.pk, town.olena.pk} & doers(fresh(problem)) == {town.petro.pk}
    again = photo_row(town, taken_at=LATER + 5 * DAY)
    reopen(problem, town.actor("taras"), said("Знову."), (again,), now=LATER + 6 * DAY)
    assert {town.petro.pk, town.olena.pk} <= doers(fresh(problem))


def test_whoever_led_and_left_is_a_doer_still(town: Town) -> None:
    plan = published(town, hands(), organisation=None)
    begin_plan(plan, town.actor("oksana"), said("Почали."), now=LATER)
    leave_plan(plan, town.actor("oksana"), now=LATER + DAY)
    assert town.oksana.pk in doers(fresh(plan.problem))


def test_whoever_led_is_a_doer_where_the_problem_went_along_to(town: Town) -> None:
    plan, into = published(town, hands(), organisation=None), pothole(town)
    leave_plan(plan, town.actor("oksana"), now=LATER)
    merge(plan.problem, into, town.actor("svitlana"), said("Те саме."), now=LATER)
    assert town.oksana.pk in doers(fresh(into))


def test_taking_a_promise_back_after_the_claim_makes_nobody_a_witness(town: Town) -> None:
    plan = published(town, hands())
    made = promise(town, "petro", need_of(plan, "Руки"))
    done = photo_row(town, taken_at=LATER + DAY)
    claim(plan.problem, town.actor("oksana"), said("Готово."), (done,), now=LATER + 2 * DAY)
    withdraw_pledge(made, town.actor("petro"), said("Передумав."), now=LATER + 3 * DAY)
    assert town.petro.pk in doers(fresh(plan.problem))
