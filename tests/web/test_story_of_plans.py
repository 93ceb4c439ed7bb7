from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from opencity.plans.models import Plan
from opencity.plans.operations.giving import Expense, Gift, acknowledge, deliver, dispute, spend, take_gift
from opencity.plans.operations.leading import leave_plan, take_over
from opencity.plans.operations.planning import abandon_plan, begin_plan, change_plan, finish_plan, mark_step
from opencity.plans.operations.pledging import NewCondition, accept_pledge, withdraw_pledge
from opencity.plans.queries.needs import lines_of as lines_of_plan
from opencity.plans.values import ConditionKind
from opencity.problems.events import KINDS
from opencity.problems.history import locked, record
from opencity.problems.models import Problem
from opencity.problems.operations.merging import merge
from opencity.web.public.photographs import shown_evidence
from opencity.web.public.phrases import phrase_of
from opencity.web.public.planned import planned
from opencity.web.public.story import Line, gather, lines_of
from tests.plans.making import (
    hands,
    money,
    need_of,
    new_plan,
    paint,
    permit,
    plan_again,
    pothole,
    promise,
    published,
)
from tests.town import MONDAY, Town, fresh, person, photo_row, said
from tests.web.moments import after

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with override("en"):
        yield


def tell(problem: Problem) -> list[Line]:
    problem = fresh(problem)
    return lines_of(gather(problem, shown_evidence(problem, verdicts_shown=False), now=after(9)), verdicts_shown=False)


def texts(problem: Problem) -> list[str]:
    """The newest first, without the language marks around a need's name."""
    return [str(line.text).replace('<span lang="uk">', "").replace("</span>", "") for line in tell(problem)]


def test_one_story_across_three_sectors(town: Town) -> None:
    bodies = town.organisations
    plan = published(town, hands("12"), paint(), permit(bodies["parks"]))
    need, permission = need_of(plan, "Фарба"), need_of(plan, "Дозвіл")
    asleep = (NewCondition(kind=ConditionKind.PERMISSION, need=permission),)
    given = promise(town, "bohdan", need, "10", organisation=bodies["telecom"], conditions=asleep, now=after(2))
    promise(town, "iryna", permission, organisation=bodies["parks"], now=after(3))
    acknowledge(given, town.actor("oksana", after(4)), now=after(4))
    lines = tell(plan.problem)
    told = texts(plan.problem)
    assert told[0] == "<b>The work of the plan begins</b>"
    assert told[1] == f"<b>Telecom</b> hands over Фарба{NBSP}— 10{NBSP}l"
    assert f"The condition has come true: <b>Telecom</b> gives Фарба{NBSP}— 10{NBSP}l" in told
    assert "<b>Parks</b> grants it: Дозвіл" in told
    assert f"<b>Telecom</b> promises Фарба{NBSP}— 10{NBSP}l on a condition: if it is granted: “Дозвіл”" in told
    assert "<b>Ngo</b> publishes a plan: 3 needs" in told
    sectors = {line.kind: line.sector for line in lines}
    assert (sectors["contributed"], sectors["plan_published"]) == ("business", "civil")
    assert [line.sector for line in lines if line.kind == "pledged"] == ["authority", "business"]


def test_promises_in_a_row_stand_in_one_line_with_names_and_sums(town: Town) -> None:
    plan = published(town, hands("20"), paint())
    for n, name in enumerate(("petro", "halyna", "danylo", "olena")):
        promise(town, name, need_of(plan, "Руки"), "2", now=after(2, n))
    promise(town, "mykhailo", need_of(plan, "Фарба"), "3", quiet=True, now=after(2, 9))
    told = texts(plan.problem)
    assert (
        told[0] == f"<b>Петро, Галина, Данило and 2 more</b> promise Руки{NBSP}— 8{NBSP}people; Фарба{NBSP}— 3{NBSP}l"
    )
    assert "Михайло" not in str(told)
    assert len([line for line in tell(plan.problem) if line.kind == "pledged"]) == 1


def test_a_run_ends_where_the_sector_changes(town: Town) -> None:
    plan = published(town, paint())
    promise(town, "petro", need_of(plan, "Фарба"), "1", now=after(2))
    body = town.organisations["telecom"]
    promise(town, "bohdan", need_of(plan, "Фарба"), "2", organisation=body, now=after(2, 1))
    promise(town, "halyna", need_of(plan, "Фарба"), "3", now=after(2, 2))
    assert [line.sector for line in tell(plan.problem) if line.kind == "pledged"] == ["civil", "business", "civil"]


def test_a_quiet_giver_is_never_named_whatever_becomes_of_the_promise(town: Town) -> None:
    body = town.organisations["telecom"]
    plan = published(town, paint(), ask_first=True)
    need = need_of(plan, "Фарба")
    one = promise(town, "petro", need, "4", quiet=True, words="Тихо", now=after(2))
    two = promise(town, "bohdan", need, "2", quiet=True, organisation=body, now=after(2, 1))
    lead = town.actor("oksana", after(3))
    for row in (one, two):
        accept_pledge(row, lead, now=after(3))
    deliver(one, town.actor("petro", after(4)), now=after(4))
    dispute(one, lead, said("Порожня банка"), now=after(5))
    withdraw_pledge(two, town.actor("bohdan", after(5)), said("Не вийде"), now=after(6))
    told = "\n".join(texts(plan.problem)) + str([line.quotes for line in tell(plan.problem)])
    for secret in ("Петро", "Богдан", "Telecom", "Тихо"):
        assert secret not in told, secret
    assert f"<b>A business</b> takes the promise back: Фарба{NBSP}— 2{NBSP}l" in told
    assert f"It did not come as <b>Somebody living here</b> promised: Фарба{NBSP}— 4{NBSP}l" in told
    assert "Порожня банка" in told and "Не вийде" in told


def test_what_waits_in_line_is_said_with_the_promise_it_came_from(town: Town) -> None:
    plan = published(town, paint())
    promise(town, "petro", need_of(plan, "Фарба"), "12", now=after(2))
    promise(town, "halyna", need_of(plan, "Фарба"), "1", now=after(3))
    told = texts(plan.problem)
    assert told[0].startswith(f"<b>Галина</b> stands in line with Фарба{NBSP}— 1{NBSP}l")
    assert f"<b>Петро</b> promises Фарба{NBSP}— 10{NBSP}l. 2{NBSP}l more stand in line" in told[1:]


def test_work_is_told_with_its_hours_and_neighbours_together(town: Town) -> None:
    plan = published(town, hands("12"))
    need = need_of(plan, "Руки")
    lead = town.actor("oksana", after(3))
    begin_plan(plan_again(plan), lead, said("Почали."), now=after(3))
    for n, name in enumerate(("Ніна", "Алла")):
        gift = Gift(giver=person(name), hours=Decimal(3))
        take_gift(need, gift, lead, now=after(3, n))
    assert texts(plan.problem)[0] == f"<b>Ніна, Алла</b> work: Руки{NBSP}— 2{NBSP}people, 6{NBSP}h"


def test_money_spent_shows_its_receipt(town: Town) -> None:
    plan = published(town, money(town.organisations["ngo"]))
    need = need_of(plan, "Гроші на лавку")
    lead = town.actor("oksana", after(3))
    acknowledge(promise(town, "petro", need, "1000", now=after(2)), lead, now=after(3))
    expense = Expense(
        amount=Decimal("640.50"), words=said("Дошки"), spent_on=after(3).date(), receipt=photo_row(town, now=after(4))
    )
    spend(need, expense, lead, now=after(4))
    line = tell(plan.problem)[0]
    assert f"<b>Ngo</b> spends 640.5{NBSP}₴ of the money given" in str(line.text)
    assert line.quotes[0].words == "Дошки" and len(line.pictures) == 1


def test_the_life_of_a_plan_is_told(town: Town) -> None:
    plan = published(town, paint())
    lead = town.actor("oksana", after(3))
    change_plan(plan_again(plan), lead, new_plan(town, paint("9")), now=after(2))
    begin_plan(plan_again(plan), lead, said("Почали."), now=after(3))
    step = plan.steps.get(position=1)
    step.plan = plan_again(plan)
    mark_step(step, lead, done=True, now=after(3))
    finish_plan(plan_again(plan), lead, said("Готово."), now=after(4))
    told = " | ".join(reversed(texts(plan.problem)))
    for wanted in (
        "publishes a plan: 1 need",
        "This is version 2",
        "begins the work",
        "a step of the plan is done",
        "has done its part",
    ):
        assert wanted in told, wanted
    assert "Отримати дозвіл" in str(tell(plan.problem))


def test_who_leads_is_named_and_a_plan_given_up_says_why(town: Town) -> None:
    plan = published(town, paint(), organisation=None)
    promise(town, "petro", need_of(plan, "Фарба"), now=after(2))
    leave_plan(plan_again(plan), town.actor("oksana", after(3)), now=after(3))
    much_later = after(3) + timedelta(days=8)
    take_over(plan_again(plan), town.actor("petro", much_later), now=much_later)
    abandon_plan(plan_again(plan), town.actor("petro", much_later), said("Не встигаємо."), now=much_later)
    told = texts(plan.problem)
    assert "<b>Оксана</b> publishes a plan: 1 need" in told
    assert "<b>Оксана</b> no longer leads the plan" in told
    assert "<b>Петро</b> leads the plan from now on" in told
    assert "<b>Петро</b> gives the plan up. All promises are released" in told
    assert f"The promise of <b>Петро</b> has lapsed: Фарба{NBSP}— 1{NBSP}l" in told


def test_after_joining_two_problems_both_stories_still_name_what_was_given(town: Town) -> None:
    plan = published(town, paint())
    promise(town, "petro", need_of(plan, "Фарба"), "4", now=after(2))
    kept = pothole(town)
    merge(fresh(plan.problem), kept, town.actor("svitlana", after(3)), said("Те саме."), now=after(3))
    assert f"<b>Петро</b> promises Фарба{NBSP}— 4{NBSP}l" in texts(plan.problem)


ACTION = {"action": "x", "action_state": "open", "starts": int(MONDAY.timestamp() * 1_000_000)}
RECORDED = [
    ("action_planned", ACTION, "calls everybody to work together on 16"),
    ("action_confirmed", ACTION, "the joint action takes place</b> on 16"),
    ("action_held", {**ACTION, "came": 14, "missed": 1}, "<b>14 people, 1 did not come</b> came and worked"),
    ("action_reported", {**ACTION, "came": 14, "hours": "42.00"}, f"14 people, 42{NBSP}h"),
    ("adopted", {"every_days": 7}, "from now on, once a week"),
    ("adopted", {"every_days": 10}, "once in 10 days"),
    ("checked", {"found": "broken"}, "it is broken"),
]


@pytest.mark.parametrize(("kind", "facts", "told"), RECORDED)
def test_what_other_rooms_write_is_told_too(town: Town, kind: str, facts: dict[str, int | str], told: str) -> None:
    problem = pothole(town)
    record(locked(problem), kind, actor=town.petro, at=after(1), facts=facts)
    assert told in texts(problem)[0]
    with override("uk"):
        assert "<b>" in texts(problem)[0] and "{" not in texts(problem)[0]


def test_every_told_kind_is_told_in_both_languages(town: Town) -> None:
    problem = pothole(town)
    for n, (kind, known) in enumerate(KINDS.items()):
        if known.told and kind not in {"merged", "split", "absorbed"}:
            with override("uk"):
                assert str(phrase_of(kind, {"value": "yes"}))
            if kind.startswith(("plan_", "pledge", "action_", "contributed", "spent", "adopted", "checked")):
                record(locked(problem), kind, actor=town.petro, at=after(1, n), facts={"quantity": "1.000"})
    assert len(tell(problem)) > 15, "a row that is gone takes no line with it"


def test_the_desk_and_the_feeds_tell_it_too(client: Client, town: Town) -> None:
    plan = published(town, paint())
    promise(town, "petro", need_of(plan, "Фарба"), "4", now=after(2))
    client.force_login(town.iryna)
    Problem.everywhere.filter(pk=plan.problem_id).update(owner=town.organisations["parks"])
    text = client.get(f"/mykolaiv/desk/{plan.problem.number}/", headers={"accept-language": "en"})
    assert text.status_code == 200 and "promises" in text.content.decode()
    assert client.get("/mykolaiv/problems.atom").status_code == 200


def test_days_by_which_something_is_lacking_stand_in_the_future(town: Town) -> None:
    day = after(5).date()
    plan = published(town, paint(needed_by=day), hands(needed_by=day))
    promise(town, "petro", need_of(plan, "Руки"), "12", now=after(2))
    lines = planned(fresh(plan.problem), lines_of_plan(plan), now=after(2))
    assert [str(line.text) for line in lines if "needed" in str(line.text)] == ["By then it is needed: Фарба"]


def test_a_long_story_asks_as_many_queries_as_a_short_one(town: Town) -> None:
    def asked(plan: Plan) -> int:
        problem = fresh(plan.problem)
        with CaptureQueriesContext(connection) as queries:
            lines_of(gather(problem, [], now=after(9)), verdicts_shown=False)
        return len(queries)

    short, long = published(town, paint()), published(town, paint("100"), hands("40"))
    for plan, many in ((short, 1), (long, 15)):
        for n in range(many):
            acknowledge(
                promise(town, "petro", need_of(plan, "Фарба"), "1", now=after(2, n)),
                town.actor("oksana", after(3)),
                now=after(3, n),
            )
            half = (NewCondition(kind=ConditionKind.READY),)
            promise(town, "halyna", need_of(plan, "Фарба"), "1", now=after(4, n), conditions=half)
    assert asked(short) == asked(long) <= 12
