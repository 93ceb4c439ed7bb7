"""Whatever people do, in any order: the table of moves holds, the history proves itself, nothing is lost."""

from __future__ import annotations

import os
from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from opencity.foundation.refusals import Refusal
from opencity.problems.models import Endorsement, Event, Problem, Report
from opencity.problems.operations import endorsing, merging, owning, reviewing, updating
from opencity.problems.rules.moves import MOVES
from opencity.problems.states import FINAL, State, Visibility
from opencity.verification.models import Claim, Verdict
from opencity.verification.operations.claiming import claim
from opencity.verification.operations.closing import ask, remind_or_close
from opencity.verification.operations.judging import NewVerdict, give_verdict
from opencity.verification.operations.reopening import reopen
from opencity.verification.queries.relations import concerned
from opencity.verification.values import ANCHORS
from tests.problems.test_life import assert_history_holds
from tests.town import MONDAY, Town, fresh, photo_row, report, said

EVERYBODY = ["olena", "petro", "halyna", "iryna", "roman", "taras", "svitlana"]
people = st.sampled_from([*["the right one"] * 9, *EVERYBODY])
one_of_three = st.integers(0, 2)
SEEN: Counter[str] = Counter()
"""How often each kind of event came up: a machine that never gets anywhere would prove nothing."""


class Town311(RuleBasedStateMachine):
    """Three problems of two residents; anybody tries anything. A refusal must leave everything as it was."""

    town: Town

    @initialize()
    def begin(self) -> None:
        self.now = MONDAY
        self.problems: list[Problem] = [
            report(self.town, "olena").problem,
            report(self.town, "petro", category="road.pothole").problem,
            report(self.town, "olena", words="Ще одне дерево").problem,
        ]
        self.reporters = set(Report.objects.values_list("pk", "reporter_id"))

    def attempt(self, act, *args, **kwargs) -> None:
        self.now += timedelta(hours=7)
        before = self._all()
        try:
            act(*args, now=self.now, **kwargs)
        except Refusal as refusal:
            assert refusal.why and refusal.next_step
            assert self._all() == before

    @staticmethod
    def _all() -> list[tuple[int, str, str, int, str]]:
        return list(Problem.objects.order_by("pk").values_list("pk", "state", "visibility", "position", "head"))

    def name(self, n: int, who: str, right: str = "the owner") -> str:
        """Somebody by name, or whoever may do it: most attempts have to succeed for a life to get anywhere."""
        if who != "the right one":
            return who
        if right == "the owner":
            return "roman" if fresh(self.problems[n]).owner == self.town.organisations["roads"] else "iryna"
        if right == "the reporter":
            return "petro" if n == 1 else "olena"
        return right

    def photo(self):
        return (photo_row(self.town, taken_at=self.now, now=self.now),)

    @rule(n=one_of_three)
    def next_step_of_an_ordinary_life(self, n: int) -> None:
        state = fresh(self.problems[n]).state
        owner = self.town.actor(self.name(n, "the right one"))
        if state == State.OPEN:
            self.attempt(owning.accept, self.problems[n], owner, said(), promised_for=None)
        elif state in {State.TAKEN_UP, State.IN_PROGRESS}:
            self.attempt(claim, self.problems[n], owner, said(), self.photo())
        elif state == State.BLOCKED:
            self.attempt(owning.unblock, self.problems[n], owner, said())
        elif state == State.CLAIMED_DONE:
            self.judge(n, "the right one", "yes", False)
        else:
            self.reopen(n, "the right one")

    @rule(n=one_of_three)
    def neighbours_object(self, n: int) -> None:
        for who in ("the right one", "taras"):
            self.judge(n, who, "no", False)

    @rule(n=one_of_three, who=people)
    def accept(self, n: int, who: str) -> None:
        self.attempt(owning.accept, self.problems[n], self.town.actor(self.name(n, who)), said(), promised_for=None)

    @rule(n=one_of_three, who=people)
    def begin_work(self, n: int, who: str) -> None:
        self.attempt(owning.begin, self.problems[n], self.town.actor(self.name(n, who)), said())

    @rule(n=one_of_three, who=people, body=st.sampled_from(["parks", "roads"]))
    def forward(self, n: int, who: str, body: str) -> None:
        self.attempt(
            owning.forward, self.problems[n], self.town.actor(self.name(n, who)), self.town.organisations[body], said()
        )

    @rule(n=one_of_three, who=people)
    def block(self, n: int, who: str) -> None:
        day = (self.now + timedelta(days=5)).date()
        self.attempt(owning.block, self.problems[n], self.town.actor(self.name(n, who)), said(), review_on=day)

    @rule(n=one_of_three, who=people)
    def unblock(self, n: int, who: str) -> None:
        self.attempt(owning.unblock, self.problems[n], self.town.actor(self.name(n, who)), said())

    @rule(n=one_of_three, who=people)
    def claim(self, n: int, who: str) -> None:
        self.attempt(claim, self.problems[n], self.town.actor(self.name(n, who)), said(), self.photo())

    @rule(
        n=one_of_three, who=people, value=st.sampled_from(["yes", "no", "partly", "cannot_tell"]), shown=st.booleans()
    )
    def judge(self, n: int, who: str, value: str, shown: bool) -> None:
        new = NewVerdict(value=value, photo=self.photo()[0] if shown else None)
        self.attempt(give_verdict, self.problems[n], self.town.people[self.name(n, who, "the reporter")], new)

    @rule(n=one_of_three, who=people)
    def endorse(self, n: int, who: str) -> None:
        self.attempt(
            endorsing.endorse, self.problems[n], self.town.people[self.name(n, who, "halyna")], endorsing.Joining()
        )

    @rule(n=one_of_three, into=one_of_three, who=people)
    def merge(self, n: int, into: int, who: str) -> None:
        self.attempt(
            merging.merge, self.problems[n], self.problems[into], self.town.actor(self.name(n, who, "svitlana")), said()
        )

    @rule(n=one_of_three, who=people)
    def withdraw(self, n: int, who: str) -> None:
        self.attempt(updating.withdraw, self.problems[n], self.town.actor(self.name(n, who, "the reporter")), said())

    @rule(n=one_of_three, who=people, act=st.sampled_from(["hide", "publish", "reject"]))
    def moderate(self, n: int, who: str, act: str) -> None:
        actor = self.town.actor(self.name(n, who, "svitlana"))
        if act == "hide":
            self.attempt(reviewing.hide, self.problems[n], actor, said())
        elif act == "publish":
            self.attempt(reviewing.publish, self.problems[n], actor)
        else:
            self.attempt(reviewing.reject, self.problems[n], actor, "not_local", said())

    @rule(n=one_of_three, who=people)
    def reopen(self, n: int, who: str) -> None:
        self.attempt(reopen, self.problems[n], self.town.actor(self.name(n, who, "the reporter")), said(), self.photo())

    @precondition(lambda self: Claim.objects.filter(outcome="").exists())
    @rule(days=st.integers(1, 16))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        for running in Claim.objects.filter(outcome="").select_related("problem__community", "problem__category"):
            ask(running, now=self.now)
            for _ in range(3):
                remind_or_close(running, now=self.now)

    @invariant()
    def history_holds(self) -> None:
        for problem in Problem.objects.all():
            assert_history_holds(problem)

    @invariant()
    def every_change_of_state_was_a_move_of_the_table(self) -> None:
        arrows = {(origin.value, move.event) for move in MOVES.values() for origin in move.origins}
        for problem in Problem.objects.all():
            state = ""
            for event in Event.objects.filter(problem=problem).order_by("position"):
                new = event.facts.get("state", state)
                if state and new != state:
                    assert (state, event.kind) in arrows
                if state in FINAL and new != state:
                    assert event.kind in {"reopened", "verified"}
                state = new

    @invariant()
    def nothing_is_verified_without_evidence_and_a_non_doer(self) -> None:
        for problem in Problem.objects.filter(state=State.VERIFIED).select_related("community", "category"):
            last = Claim.objects.select_related("problem__community").get(problem=problem, round=problem.claim_round)
            assert problem.evidence.filter(stage="after", claim_round=last.round).exists()
            known = concerned(last)
            yes = Verdict.objects.filter(claim=last, value="yes").select_related("person")
            assert any(known.relation(one.person) in ANCHORS or one.person_id == last.claimant_id for one in yes)

    @invariant()
    def merging_loses_nobody(self) -> None:
        assert self.reporters <= set(Report.objects.values_list("pk", "reporter_id"))
        for problem in Problem.objects.filter(state=State.MERGED):
            assert not Report.objects.filter(problem=problem).exists()
            assert fresh(problem).merged_into is not None

    @invariant()
    def counts_are_people(self) -> None:
        for problem in Problem.objects.exclude(state=State.MERGED):
            assert problem.endorsed + 1 == merging.people_affected(problem)

    @invariant()
    def endorsements_are_one_each(self) -> None:
        rows = Endorsement.objects.values_list("problem_id", "person_id")
        assert len(rows) == len(set(rows))

    def teardown(self) -> None:
        if not hasattr(self, "problems"):
            return
        SEEN.update(Event.objects.values_list("kind", flat=True))
        assert set(Problem.objects.values_list("visibility", flat=True)) <= {Visibility.PUBLIC, Visibility.HIDDEN}


@pytest.mark.django_db
def test_any_order_of_deeds_keeps_the_rules(town: Town) -> None:
    from django.db import transaction

    class Machine(Town311):
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
            max_examples=int(os.environ.get("OPENCITY_PROOF_EXAMPLES", "30")),
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        ),
    )
    rare = {"verified", "contested", "closed_unverified", "merged", "reopened", "withdrawn", "rejected"}
    assert rare <= set(SEEN), rare - set(SEEN)
