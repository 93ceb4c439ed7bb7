"""Whoever worked may not verify; whoever verified and helped later does not undo it."""

from __future__ import annotations

from datetime import timedelta

from opencity.plans.operations.giving import Gift, take_gift
from opencity.problems.doers import doers
from opencity.problems.states import State
from opencity.verification.models import Claim
from opencity.verification.operations.claiming import claim
from opencity.verification.operations.judging import NewVerdict, give_verdict
from opencity.verification.operations.reopening import reopen
from opencity.verification.queries.rounds import tally
from tests.plans.making import LATER, hands, need_of, published
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
