"""The page of a plan's result, and whoever measures it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from opencity.plans.models import Indicator, Plan
from opencity.plans.operations.giving import Gift, acknowledge, take_gift
from opencity.plans.operations.measuring import NewIndicator, measure
from opencity.plans.operations.planning import begin_plan
from opencity.problems.models import Problem
from opencity.problems.states import State
from opencity.verification.operations.claiming import claim
from opencity.verification.operations.judging import NewVerdict, give_verdict
from tests.notices.test_who_is_told import settle_outbox, told
from tests.plans.making import hands, need_of, paint, plan_again, promise, published
from tests.town import Town, photo_row, said
from tests.web.test_organisations import as_one, seen, send


def done_by(town: Town, givers: int = 2) -> Plan:
    """Petro and a company gave, one more gave quietly, and the lead claimed it."""
    moment = now() - timedelta(days=3)
    plan = published(town, paint("90"), hands("40"), now=moment)
    begin_plan(plan, town.actor("oksana", moment), said("Почали."), now=moment)
    plan = plan_again(plan)
    paint_need = need_of(plan, "Фарба")
    business = town.organisations["telecom"]
    for who, body in [("petro", None), ("bohdan", business)][:givers]:
        made = promise(town, who, paint_need, "4", organisation=body, now=moment)
        acknowledge(made, town.actor("oksana", moment), now=moment)
    take_gift(need_of(plan, "Руки"), Gift(giver=town.halyna, quiet=True), town.actor("oksana", moment), now=moment)
    return plan


def verify(plan: Plan) -> None:
    Problem.everywhere.filter(pk=plan.problem_id).update(state=State.VERIFIED, claimed_at=now(), ended_at=now())


def test_the_result_tells_figures_sums_and_thanks(client: Client, town: Town) -> None:
    plan = done_by(town)
    measured = NewIndicator(words=said("пофарбовано стін"), quantity=Decimal("42.5"), unit="square_metre")
    measure(plan, town.actor("oksana", now()), measured, now=now())
    verify(plan)
    page = seen(client, f"problems/{plan.problem.number}/result/")
    assert "Done together" in page and "42.5" in page and "пофарбовано стін" in page
    assert "residents gave and worked" in page and "organisation took part" in page
    assert "Петро" in page and "Telecom" in page and "Галина" not in page
    assert "1 person whose name is not shown" in page
    assert "days from the plan to the result" in page
    assert "Богдан" not in page and "measured after the check" not in page


def test_a_figure_that_came_after_the_check_says_so(client: Client, town: Town) -> None:
    plan = done_by(town)
    verify(plan)
    measured = NewIndicator(words=said("дерев"), quantity=Decimal(3), unit="piece")
    measure(plan, town.actor("oksana", now()), measured, now=now() + timedelta(minutes=1))
    assert "measured after the check" in seen(client, f"problems/{plan.problem.number}/result/")


def test_there_is_no_result_of_nothing_nor_of_what_is_not_public(client: Client, town: Town) -> None:
    plan = published(town, paint(), now=now())
    seen(client, f"problems/{plan.problem.number}/result/", 404)
    plan = done_by(town)
    seen(client, f"problems/{plan.problem.number}/result/")
    Problem.everywhere.filter(pk=plan.problem_id).update(visibility="private")
    seen(client, f"problems/{plan.problem.number}/result/", 404)
    assert client.get(f"/voznesensk/problems/{plan.problem.number}/result/").status_code == 404


def test_whoever_leads_adds_and_strikes_figures(town: Town, elsewhere: Town) -> None:
    plan = done_by(town)
    oksana = as_one(town, "oksana")
    address = f"problems/{plan.problem.number}/plan/lead/figures/"
    wrong = send(oksana, address, 422, words="дерев", quantity="багато", unit="piece")
    assert "дерев" in wrong and "багато" in wrong
    send(oksana, address, words="дерев", quantity="6", unit="piece")
    assert "6\xa0pieces" in seen(oksana, address)
    assert "measures what came of it" in seen(Client(), f"problems/{plan.problem.number}/")
    seen(as_one(town, "petro"), address, 403)
    seen(as_one(elsewhere, "vasyl"), address, 403)
    send(oksana, address, strike=str(Indicator.everywhere.get().uuid))
    assert "6\xa0pieces" not in seen(oksana, address)


@pytest.mark.parametrize("many", [1, 30])
def test_the_page_costs_the_same_for_one_gift_and_for_thirty(client: Client, town: Town, many: int) -> None:
    plan = done_by(town)
    moment = now()
    for _ in range(many):
        take_gift(need_of(plan, "Руки"), Gift(giver=town.petro), town.actor("oksana", moment), now=moment)
    verify(plan)
    address = f"problems/{plan.problem.number}/result/"
    seen(client, address)
    with CaptureQueriesContext(connection) as asked:
        seen(client, address)
    assert len(asked) <= 14


def test_those_who_gave_hear_what_came_of_it(town: Town) -> None:

    plan = done_by(town)
    settle_outbox(now())
    problem = Problem.everywhere.select_related("community").get(pk=plan.problem_id)
    shot = photo_row(town, taken_at=now())
    claim(problem, town.actor("oksana", now()), said("Готово."), (shot,), now=now())
    give_verdict(problem, town.olena, NewVerdict(value="yes"), now=now())
    settle_outbox(now())
    assert told("result") == {"Петро", "Богдан", "Галина"}
    assert told("thanks") == {"Олена"}
