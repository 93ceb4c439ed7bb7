"""Plays the plans of the demonstration through the ordinary operations, with moments of the past."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from opencity.demo.darkroom import Shot
from opencity.demo.living import Stage
from opencity.demo.together.telling import Deed, Line, Script, number
from opencity.people.acting import Actor
from opencity.people.models import Organisation
from opencity.plans.models import Need, Plan, Pledge, Step
from opencity.plans.operations import giving, planning, pledging
from opencity.plans.operations.lines import NewNeed, NewPlan, NewStep
from opencity.plans.values import ConditionKind, NeedKind, Route, Unit
from opencity.problems.history import Words
from opencity.problems.models import Problem

Act = Callable[[], None]


@dataclass
class Troupe:
    """One plan being played: what its deeds need to find again."""

    stage: Stage
    script: Script
    problem: Callable[[], Problem]
    published: datetime
    receipt: Shot
    plan: Plan | None = None
    promises: dict[str, Pledge] = field(default_factory=dict)

    def actor(self, key: str, now: datetime) -> Actor:
        return self.stage.actor(key, now)

    def body(self, actor: Actor) -> Organisation | None:
        """The body somebody speaks for; members of offices and firms promise in their name."""
        return next((one for one in self.stage.settled.organisations.values() if one.pk in actor.offices), None)

    def need(self, place: int) -> Need:
        rows = Need.everywhere.select_related("plan__problem__community", "grantor", "payee")
        return rows.get(plan=self.plan, position=place)

    def promise(self, name: str) -> Pledge:
        rows = Pledge.everywhere.select_related(
            "need__plan__problem__community", "need__payee", "need__grantor", "person", "organisation"
        )
        return rows.get(pk=self.promises[name].pk)


def deeds_of(troupe: Troupe) -> Iterator[tuple[datetime, str, Act]]:
    """When, what and how, for each deed of the script; the loader sorts those of all plans and problems by time."""
    what = f"plan of problem {troupe.script.index}"
    yield troupe.published, f"{what}, published", lambda: _publish(troupe)
    for deed in troupe.script.deeds:
        at = troupe.published + timedelta(days=deed.day)
        yield at, f"{what}, {deed.do} of {deed.who}", _bound(troupe, deed, at)


def _bound(troupe: Troupe, deed: Deed, at: datetime) -> Act:
    return lambda: DEEDS[deed.do](troupe, deed, at)


def _publish(troupe: Troupe) -> None:
    script, now = troupe.script, troupe.published
    actor = troupe.actor(script.lead, now)
    new = NewPlan(
        route=Route(script.route),
        summary=Words(script.summary, "uk"),
        steps=tuple(NewStep(words=words) for words in script.steps),
        needs=tuple(_need(troupe, line) for line in script.needs),
        organisation=troupe.stage.settled.organisations.get(script.body),
        ask_first=script.ask_first,
    )
    troupe.plan = planning.draft_plan(troupe.problem(), actor, new, now=now)
    if not script.draft:
        planning.publish_plan(troupe.plan, actor, now=now)


def _need(troupe: Troupe, line: Line) -> NewNeed:
    bodies = troupe.stage.settled.organisations
    day = (troupe.published + timedelta(days=line.by)).date() if line.by is not None else None
    return NewNeed(
        kind=NeedKind(line.kind),
        unit=Unit(line.unit),
        words=line.words,
        quantity=number(line.quantity),
        minimum=number(line.least),
        needed_by=day,
        hours_each=number(line.hours) if line.hours else None,
        skill=line.skill,
        grantor=bodies.get(line.grantor),
        payee=bodies.get(line.payee),
        payment=line.payment,
    )


def _pledge(troupe: Troupe, deed: Deed, now: datetime) -> None:
    actor = troupe.actor(deed.who, now)
    new = pledging.NewPledge(
        quantity=number(deed.quantity),
        words=deed.words,
        quiet=deed.quiet,
        organisation=troupe.body(actor),
        conditions=tuple(_conditions(troupe, deed, now)),
        due=(troupe.published + timedelta(days=deed.due)).date() if deed.due is not None else None,
    )
    made = pledging.pledge(troupe.need(deed.need), actor, new, now=now)
    troupe.promises[deed.name or f"{deed.who}{deed.need}"] = made


def _conditions(troupe: Troupe, deed: Deed, now: datetime) -> Iterator[pledging.NewCondition]:
    if deed.granted:
        yield pledging.NewCondition(kind=ConditionKind.PERMISSION, need=troupe.need(deed.granted))
    if deed.covered[0]:
        need, percent = deed.covered
        yield pledging.NewCondition(kind=ConditionKind.COVERED, need=troupe.need(need), percent=percent)
    if deed.ready:
        yield pledging.NewCondition(kind=ConditionKind.READY)
    if deed.from_day is not None:
        day = (troupe.published + timedelta(days=deed.from_day)).date()
        yield pledging.NewCondition(kind=ConditionKind.DATE, day=day)


def _deliver(troupe: Troupe, deed: Deed, now: datetime) -> None:
    giving.deliver(troupe.promise(deed.name), troupe.actor(deed.who, now), now=now)


def _acknowledge(troupe: Troupe, deed: Deed, now: datetime) -> None:
    promise = troupe.promise(deed.name)
    less = number(deed.quantity) if deed.quantity != "1" else None
    hours = number(deed.hours) if deed.hours else None
    giving.acknowledge(promise, troupe.actor(deed.who, now), quantity=less, hours=hours, now=now)


def _dispute(troupe: Troupe, deed: Deed, now: datetime) -> None:
    giving.dispute(troupe.promise(deed.name), troupe.actor(deed.who, now), Words(deed.words, "uk"), now=now)


def _withdraw(troupe: Troupe, deed: Deed, now: datetime) -> None:
    words = Words(deed.words, "uk")
    pledging.withdraw_pledge(troupe.promise(deed.name), troupe.actor(deed.who, now), words, now=now)


def _accept(troupe: Troupe, deed: Deed, now: datetime) -> None:
    pledging.accept_pledge(troupe.promise(deed.name), troupe.actor(deed.who, now), now=now)


def _decline(troupe: Troupe, deed: Deed, now: datetime) -> None:
    words = Words(deed.words, "uk")
    pledging.decline_pledge(troupe.promise(deed.name), troupe.actor(deed.who, now), words, now=now)


def _gift(troupe: Troupe, deed: Deed, now: datetime) -> None:
    """`words` names who gave."""
    gift = giving.Gift(
        giver=troupe.stage.settled.people[deed.words],
        quantity=number(deed.quantity),
        hours=number(deed.hours) if deed.hours else None,
    )
    giving.take_gift(troupe.need(deed.need), gift, troupe.actor(deed.who, now), now=now)


def _spend(troupe: Troupe, deed: Deed, now: datetime) -> None:
    actor = troupe.actor(deed.who, now)
    expense = giving.Expense(
        amount=Decimal(deed.quantity),
        words=Words(deed.words, "uk"),
        spent_on=now.date(),
        receipt=troupe.stage.photo(troupe.receipt, actor.person, now),
    )
    giving.spend(troupe.need(deed.need), expense, actor, now=now)


def _begin(troupe: Troupe, deed: Deed, now: datetime) -> None:
    assert troupe.plan is not None
    planning.begin_plan(_fresh(troupe), troupe.actor(deed.who, now), Words(deed.words, "uk"), now=now)


def _step(troupe: Troupe, deed: Deed, now: datetime) -> None:
    step = Step.everywhere.select_related("plan__problem__community").get(plan=troupe.plan, position=deed.need)
    planning.mark_step(step, troupe.actor(deed.who, now), done=True, now=now)


def _finish(troupe: Troupe, deed: Deed, now: datetime) -> None:
    planning.finish_plan(_fresh(troupe), troupe.actor(deed.who, now), Words(deed.words, "uk"), now=now)


def _abandon(troupe: Troupe, deed: Deed, now: datetime) -> None:
    planning.abandon_plan(_fresh(troupe), troupe.actor(deed.who, now), Words(deed.words, "uk"), now=now)


def _fresh(troupe: Troupe) -> Plan:
    assert troupe.plan is not None
    return Plan.everywhere.select_related("problem__community").get(pk=troupe.plan.pk)


DEEDS: dict[str, Callable[[Troupe, Deed, datetime], None]] = {
    "pledge": _pledge,
    "deliver": _deliver,
    "acknowledge": _acknowledge,
    "dispute": _dispute,
    "withdraw": _withdraw,
    "accept": _accept,
    "decline": _decline,
    "gift": _gift,
    "spend": _spend,
    "begin": _begin,
    "step": _step,
    "finish": _finish,
    "abandon": _abandon,
}
