"""Whatever people do with two problems and their plans, in any order: the invariants of the domain hold."""

from __future__ import annotations

import os
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from opencity.foundation.refusals import Refusal
from opencity.plans.access import live_plan
from opencity.plans.models import Contribution, Need, Plan, Pledge, Spending
from opencity.plans.operations import giving, leading, planning, pledging
from opencity.plans.queries.needs import coverage_of
from opencity.plans.queries.proving import prove_plans
from opencity.plans.rules.moves import PLEDGE_MOVES
from opencity.plans.values import HOLDING, LIVE, ConditionKind
from opencity.problems.doers import doers
from opencity.problems.history import Words
from opencity.problems.models import Event, Problem
from opencity.problems.operations import merging, owning
from opencity.problems.states import State
from opencity.verification.models import Claim, Verdict
from opencity.verification.operations.claiming import claim
from opencity.verification.operations.judging import NewVerdict, give_verdict
from opencity.verification.queries.relations import concerned
from opencity.verification.values import ANCHORS, Relation
from tests.plans import making
from tests.problems.test_life import assert_history_holds
from tests.town import MONDAY, Town, fresh, photo_row, said

BODIES = {"oksana": "ngo", "bohdan": "telecom", "iryna": "parks"}
people = st.sampled_from(["olena", "petro", "halyna", "danylo", "oksana", "bohdan", "iryna", "taras", "svitlana"])
either = st.integers(0, 1)
which = st.integers(0, 30)
SEEN: Counter[str] = Counter()


class TwoPlans(RuleBasedStateMachine):
    """Two problems; Oksana leads at the first, Danylo at the second. A refusal must leave everything as it was."""

    town: Town

    @initialize()
    def begin(self) -> None:
        self.now = MONDAY
        self.problems = [making.pothole(self.town), making.pothole(self.town, who="petro")]
        self.clocks = [problem.answer_due for problem in self.problems]
        self.plan(0, "oksana")
        self.plan(1, "danylo")

    def attempt(self, act: Any, *args: Any, **kwargs: Any) -> Any:
        self.now += timedelta(hours=5)
        before = self.everything()
        try:
            return act(*args, now=self.now, **kwargs)
        except Refusal as refusal:
            assert refusal.why and refusal.next_step
            assert self.everything() == before
            return None

    @staticmethod
    def everything() -> list[Any]:
        return [
            list(Problem.objects.order_by("pk").values_list("pk", "state", "position", "head")),
            list(Pledge.objects.order_by("pk").values_list("pk", "state", "quantity")),
            list(Plan.objects.order_by("pk").values_list("pk", "state", "version", "lead")),
            list(Need.objects.order_by("pk").values_list("pk", "quantity", "dropped_at")),
            Contribution.objects.count(),
            Spending.objects.count(),
        ]

    def live(self, n: int) -> Plan | None:
        return live_plan(fresh(self.problems[n]))

    def some_pledge(self, n: int) -> Pledge | None:
        rows = list(Pledge.objects.order_by("pk"))
        return making.again(rows[n % len(rows)]) if rows else None

    @rule(n=either, who=people)
    def plan(self, n: int, who: str) -> None:
        body = self.town.organisations[BODIES[who]] if who in BODIES else None
        needs = [
            making.paint("6", minimum=Decimal(2)),
            making.hands("4"),
            making.permit(self.town.organisations["parks"]),
            making.money(self.town.organisations["ngo"], "500"),
        ]
        new = making.new_plan(self.town, *needs, organisation=body)
        actor = self.town.actor(who)
        plan = self.attempt(planning.draft_plan, self.problems[n], actor, new)
        if plan is not None:
            self.attempt(planning.publish_plan, plan, actor)

    @rule(n=either, who=people, need=which, quantity=st.integers(-1, 8), half=st.booleans(), permitted=st.booleans())
    def pledge(self, n: int, who: str, need: int, quantity: int, half: bool, permitted: bool) -> None:
        plan = self.live(n)
        needs = list(Need.objects.filter(plan=plan).select_related("plan__problem__community").order_by("pk"))
        if plan is None or not needs:
            return
        chosen = needs[need % len(needs)]
        conditions = []
        if half:
            other = needs[(need + 1) % len(needs)]
            conditions.append(pledging.NewCondition(kind=ConditionKind.COVERED, need=other, percent=50))
        permission = next((one for one in needs if one.kind == "permission"), None)
        if permitted and permission is not None:
            conditions.append(pledging.NewCondition(kind=ConditionKind.PERMISSION, need=permission))
        body = self.town.organisations[BODIES[who]] if who in BODIES else None
        new = pledging.NewPledge(
            quantity=Decimal(quantity) * (100 if chosen.kind == "money" else 1),
            organisation=body,
            conditions=tuple(conditions),
            due=(self.now + timedelta(days=3)).date(),
        )
        self.attempt(pledging.pledge, chosen, self.town.actor(who), new)

    @rule(n=which, who=people, act=st.sampled_from(["deliver", "acknowledge", "dispute", "withdraw", "lapse"]))
    def handle(self, n: int, who: str, act: str) -> None:
        pledge = self.some_pledge(n)
        if pledge is None:
            return
        if act in {"deliver", "withdraw"} and n % 3:
            who = next(name for name, row in self.town.people.items() if row.pk == pledge.person_id)
        actor = self.town.actor(who)
        match act:
            case "deliver":
                self.attempt(giving.deliver, pledge, actor)
            case "acknowledge":
                self.attempt(giving.acknowledge, pledge, actor, quantity=Decimal(n) if n % 2 else None)
            case "dispute":
                self.attempt(giving.dispute, pledge, actor, said())
            case "withdraw":
                self.attempt(pledging.withdraw_pledge, pledge, actor, said("Не зможу."))
            case "lapse":
                self.attempt(pledging.lapse_pledge, pledge)

    @rule(n=either, who=people, gift=st.integers(1, 3))
    def give_without_a_promise(self, n: int, who: str, gift: int) -> None:
        plan = self.live(n)
        if plan is not None:
            need = Need.objects.filter(plan=plan, kind="labour").select_related("plan__problem__community").first()
            new = giving.Gift(giver=self.town.people[who], quantity=Decimal(gift))
            self.attempt(giving.take_gift, need, new, self.town.actor("oksana"))

    @rule(n=either, amount=st.integers(1, 400))
    def spend(self, n: int, amount: int) -> None:
        plan = self.live(n)
        need = Need.objects.filter(plan=plan, kind="money").select_related("plan__problem__community", "payee").first()
        if plan is None or need is None:
            return
        bill = giving.Expense(
            amount=Decimal(amount),
            words=Words("Дошки", "uk"),
            spent_on=self.now.date(),
            receipt=photo_row(self.town, now=self.now),
        )
        self.attempt(giving.spend, need, bill, self.town.actor("oksana"))

    @rule(n=either, who=people, keep=st.booleans())
    def change(self, n: int, who: str, keep: bool) -> None:
        plan = self.live(n)
        if plan is None:
            return
        known = Need.objects.filter(plan=plan, kind="material", dropped_at=None).first()
        lines = [making.paint("7", known=known) if keep and known else making.paint("7")]
        new = making.new_plan(self.town, *lines, organisation=plan.organisation)
        self.attempt(planning.change_plan, plan, self.town.actor(who), new)

    def need(self, n: int, kind: str) -> Need | None:
        rows = Need.objects.filter(plan=self.live(n), kind=kind, dropped_at=None)
        return rows.select_related("plan__problem__community", "payee", "grantor").first()

    def promise(self, need: Need | None, who: str, quantity: int) -> Pledge | None:
        if need is None:
            return None
        body = self.town.organisations["parks"] if need.kind == "permission" else None
        day = (self.now + timedelta(days=2)).date()
        new = pledging.NewPledge(quantity=Decimal(quantity), organisation=body, due=day)
        made = self.attempt(pledging.pledge, need, self.town.actor(who), new)
        return making.again(made) if made is not None else None

    @rule(n=either)
    def money_comes_and_goes(self, n: int) -> None:
        made = self.promise(self.need(n, "money"), "petro", 300)
        if made is not None:
            self.attempt(giving.acknowledge, made, self.town.actor("oksana"))
            self.spend(n, 120)

    @rule(n=either)
    def what_it_takes_to_begin(self, n: int) -> None:
        need, permission = self.need(n, "labour"), self.need(n, "permission")
        if need is not None and permission is not None:
            granted = pledging.NewCondition(kind=ConditionKind.PERMISSION, need=permission)
            new = pledging.NewPledge(quantity=Decimal(1), conditions=(granted,))
            self.attempt(pledging.pledge, need, self.town.actor("danylo"), new)
        self.promise(permission, "iryna", 1)
        self.promise(self.need(n, "material"), "halyna", 3)

    @rule(n=either)
    def somebody_forgets(self, n: int) -> None:
        self.promise(self.need(n, "labour"), "halyna", 1)
        self.time_passes(12)

    @rule(n=either, bad=st.booleans())
    def two_want_to_give_the_same(self, n: int, bad: bool) -> None:
        need = self.need(n, "material")
        first, second = self.promise(need, "petro", 7), self.promise(need, "danylo", 1)
        if first is None or second is None:
            return
        if bad and first.state == "accepted":
            self.attempt(giving.deliver, first, self.town.actor("petro"))
            self.attempt(giving.dispute, making.again(first), self.town.actor("taras"), said())
        else:
            self.attempt(pledging.withdraw_pledge, first, self.town.actor("petro"), said())

    @rule(
        n=either, who=people, act=st.sampled_from(["begin", "finish", "abandon", "leave", "take"]), right=st.booleans()
    )
    def lead(self, n: int, who: str, act: str, right: bool) -> None:
        plan = self.live(n)
        if plan is None:
            return
        if right and plan.lead is not None:
            who = next(name for name, row in self.town.people.items() if row == plan.lead)
        actor = self.town.actor(who)
        acts = {"begin": planning.begin_plan, "finish": planning.finish_plan, "abandon": planning.abandon_plan}
        if act in acts:
            self.attempt(acts[act], plan, actor, said())
        else:
            self.attempt(leading.leave_plan if act == "leave" else leading.take_over, plan, actor)

    @rule(n=either)
    def owner_accepts(self, n: int) -> None:
        self.attempt(owning.accept, self.problems[n], self.town.actor("roman"), said(), promised_for=None)

    @rule(n=either, who=people)
    def claim_and_judge(self, n: int, who: str) -> None:
        photo = photo_row(self.town, taken_at=self.now + timedelta(hours=6), now=self.now)
        if self.attempt(claim, self.problems[n], self.town.actor(who), said(), (photo,)) is None:
            return
        for judge in ("olena", "petro", "taras", "halyna"):
            self.attempt(give_verdict, self.problems[n], self.town.people[judge], NewVerdict(value="yes"))

    @rule(n=either)
    def merge(self, n: int) -> None:
        self.attempt(merging.merge, self.problems[n], self.problems[1 - n], self.town.actor("svitlana"), said())

    @rule(days=st.sampled_from([12, 1, 5]))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        for pledge in Pledge.objects.filter(state__in=["accepted", "offered"], due__isnull=False):
            self.attempt(pledging.lapse_pledge, making.again(pledge))

    @invariant()
    def coverage_never_exceeds_the_need_and_comes_from_pledges_alone(self) -> None:
        needs = list(Need.objects.filter(dropped_at=None))
        for pk, covered in coverage_of(needs).items():
            held = Pledge.objects.filter(need=pk, state__in=HOLDING).values_list("quantity", flat=True)
            assert covered.promised == sum(held, Decimal(0)) <= covered.quantity

    @invariant()
    def nobody_who_fits_waits_in_a_live_plan(self) -> None:
        needs = list(Need.objects.filter(dropped_at=None, plan__state__in=LIVE))
        covered = coverage_of(needs)
        for pledge in Pledge.objects.filter(state="waiting", need__in=list(covered)):
            assert pledge.quantity > covered[pledge.need_id].free

    @invariant()
    def the_history_says_the_same(self) -> None:
        for problem in Problem.objects.all():
            assert_history_holds(problem)
        assert [f"{one.where}: {one.what}" for one in prove_plans(self.town.community)] == []

    @invariant()
    def every_change_of_a_pledge_was_a_move_of_the_table(self) -> None:
        arrows = {(origin, move.event, move.to) for move in PLEDGE_MOVES.values() for origin in move.origins}
        states: dict[str, str] = {}
        for event in Event.objects.order_by("pk").exclude(kind="carried"):
            pledge, new = str(event.facts.get("pledge", "")), str(event.facts.get("pledge_state", ""))
            if not pledge or not new:
                continue
            old = states.get(pledge)
            assert old is None or (old, event.kind, new) in arrows, (old, event.kind, new)
            states[pledge] = new

    @invariant()
    def a_problem_has_one_live_plan_and_its_clock_never_stops(self) -> None:
        for problem, due in zip(self.problems, self.clocks, strict=True):
            assert Plan.objects.filter(problem=problem, state__in=LIVE).count() <= 1
            assert fresh(problem).answer_due == due or problem.merged_into_id or Event.objects.filter(kind="merged")

    @invariant()
    def no_money_is_spent_that_never_came(self) -> None:
        for need in Need.objects.filter(kind="money"):
            assert giving.left_of(need) >= 0

    @invariant()
    def nobody_who_gave_verifies(self) -> None:
        for problem in Problem.objects.filter(state=State.VERIFIED).select_related("community", "category"):
            last = Claim.objects.select_related("problem__community").get(problem=problem, round=problem.claim_round)
            known, gave = concerned(last), doers(problem)
            given = Contribution.objects.filter(problem=problem, acknowledged_at__lte=problem.ended_at)
            givers = set(given.values_list("person_id", flat=True))
            assert givers <= gave
            yes = Verdict.objects.filter(claim=last, value="yes").select_related("person")
            assert any(known.relation(one.person) in ANCHORS or one.person_id == last.claimant_id for one in yes)
            assert all(known.relation(row.person) == Relation.DOER for row in yes if row.person_id in givers)

    def teardown(self) -> None:
        if hasattr(self, "problems"):
            SEEN.update(Event.objects.values_list("kind", flat=True))


@pytest.mark.django_db
def test_any_order_of_deeds_keeps_the_invariants(town: Town) -> None:
    from django.db import transaction

    class Machine(TwoPlans):
        def __init__(self) -> None:
            super().__init__()
            self.savepoint = transaction.savepoint()

        def teardown(self) -> None:
            super().teardown()
            transaction.savepoint_rollback(self.savepoint)

    Machine.town = town
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=int(os.environ.get("OPENCITY_PROOF_EXAMPLES", "20")),
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        ),
    )
    rare = {
        "pledge_woke",
        "pledge_moved_up",
        "pledge_disputed",
        "pledge_lapsed",
        "plan_abandoned",
        "plan_ready",
        "spent",
    }
    assert rare | {"carried", "contributed", "verified"} <= set(SEEN), rare - set(SEEN)
