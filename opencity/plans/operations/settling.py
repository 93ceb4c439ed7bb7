"""The one door through which pledges and plans change their state, and what follows from every change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from opencity.foundation.chains import Fact, new_salt
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.people.acting import Actor
from opencity.plans.holding import Held
from opencity.plans.models import Plan, Pledge
from opencity.plans.rules.amounts import fact
from opencity.plans.rules.moves import PLAN_MOVES, PLEDGE_MOVES, Move, Side
from opencity.plans.rules.settling import Change, settle
from opencity.plans.values import HOLDING, PlanState, PledgeState
from opencity.problems.history import Words, record
from opencity.problems.models import Problem

WAKING = {
    PledgeState.OFFERED: "wake_offered",
    PledgeState.WAITING: "wake_waiting",
    PledgeState.ACCEPTED: "wake",
}


def move_pledge(
    problem: Problem,
    pledge: Pledge,
    name: str,
    *,
    sides: frozenset[Side],
    actor: Actor | None,
    now: datetime,
    words: Words | None = None,
    facts: Mapping[str, Fact] | None = None,
) -> None:
    """Make a move of the table; the plan is held. `facts` come beside the pledge's own."""
    known = PLEDGE_MOVES[name]
    _check(known, pledge.state, sides, words)
    pledge.state = known.to
    if known.to == PledgeState.ACCEPTED:
        pledge.accepted_at = now
    elif known.to == PledgeState.DELIVERED:
        pledge.delivered_at = now
    elif known.to not in {*HOLDING, PledgeState.OFFERED, PledgeState.WAITING, PledgeState.SLEEPING}:
        pledge.ended_at = now
    pledge.save()
    record(
        problem,
        known.event,
        actor=actor.person if actor else None,
        at=now,
        facts={**facts_of_pledge(pledge), **(facts or {})},
        texts={"words": words} if words else None,
    )


def facts_of_pledge(pledge: Pledge) -> dict[str, Fact]:
    """What the history says of a pledge. Who gives in quiet is not in it."""
    facts: dict[str, Fact] = {
        "pledge": str(pledge.uuid),
        "need": str(pledge.need.uuid),
        "pledge_state": pledge.state,
        "quantity": fact(pledge.quantity),
        "sector": pledge.sector,
        "quiet": int(pledge.quiet),
    }
    if pledge.organisation is not None and not pledge.quiet:
        facts["organisation"] = str(pledge.organisation.uuid)
    return facts


def move_plan(
    plan: Plan,
    name: str,
    *,
    side: Side,
    actor: Actor | None,
    now: datetime,
    words: Words | None = None,
    changes: Mapping[str, object] | None = None,
    facts: Mapping[str, Fact] | None = None,
) -> None:
    """Make a move of the table of plans; the plan is held. `changes` are those of the problem."""
    known = PLAN_MOVES[name]
    _check(known, plan.state, frozenset({side}), words)
    plan.state = known.to
    if known.to == PlanState.RUNNING:
        plan.began_at = now
    elif known.to in {PlanState.FINISHED, PlanState.ABANDONED}:
        plan.ended_at = now
    if side == Side.LEAD:
        plan.lead_heard_at = now
    plan.save()
    record(
        plan.problem,
        known.event,
        actor=actor.person if actor else None,
        at=now,
        changes=changes,
        facts={**facts_of_plan(plan), **(facts or {})},
        texts={"words": words} if words else None,
    )


def facts_of_plan(plan: Plan) -> dict[str, Fact]:
    facts: dict[str, Fact] = {"plan": str(plan.uuid), "plan_state": plan.state, "version": plan.version}
    if plan.organisation is not None:
        facts["organisation"] = str(plan.organisation.uuid)
    return facts


def _check(known: Move, state: str, sides: frozenset[Side], words: Words | None) -> None:
    if state not in known.origins:
        raise NotNow(_("It is already somewhere else."), _("Open the page again: it shows what can be done now."))
    if not sides & known.who:
        raise NotAllowed(_("This is not yours to do."), _next_step(known.who))
    if known.reason_owed and not (words and words.text.strip()):
        raise NotUnderstood(
            _("A reason is owed here."), _("Write it in a sentence: everybody will read it."), field="words"
        )


def _next_step(who: frozenset[Side]) -> str:
    if Side.GIVER in who:
        return _("Only whoever promised it can do it.")
    if Side.RECIPIENT in who:
        return _("Only whoever receives it can do it: the lead, the library or a coordinator, never the giver.")
    return _("Only whoever leads the plan can do it.")


def settle_plan(held: Held, *, now: datetime) -> None:
    """Wake, move up, and say whether the plan is ready: everything that follows from the last change."""
    if held.plan.state not in {PlanState.PUBLISHED, PlanState.READY, PlanState.RUNNING}:
        return
    needs, pledges = held.lines()
    settled = settle(needs, pledges, ask_first=held.plan.ask_first, today=held.problem.community.calendar.today(now))
    for change in settled.changes:
        _carry_out(held, change, now)
    if settled.ready and held.plan.state == PlanState.PUBLISHED:
        move_plan(held.plan, "become_ready", side=Side.RULE, actor=None, now=now)
    elif not settled.ready and held.plan.state == PlanState.READY:
        move_plan(held.plan, "fall_back", side=Side.RULE, actor=None, now=now)


def _carry_out(held: Held, change: Change, now: datetime) -> None:
    pledge = held.pledges[change.pledge]
    pledge.quantity = change.quantity
    name = WAKING[change.state] if change.woke else "move_up"
    if change.woke:
        pledge.woken_at = now
    move_pledge(held.problem, pledge, name, sides=frozenset({Side.RULE}), actor=None, now=now)
    if change.rest > 0:
        rest = leave_rest(pledge, change.rest, now=now)
        held.pledges[rest.pk] = rest


def leave_rest(pledge: Pledge, quantity: Decimal, *, now: datetime) -> Pledge:
    """What exceeds the free quantity waits in line as a pledge of its own, with an event of its own."""
    rest = Pledge(
        community_id=pledge.community_id,
        need=pledge.need,
        person=pledge.person,
        organisation=pledge.organisation,
        sector=pledge.sector,
        quantity=quantity,
        state=PledgeState.WAITING,
        quiet=pledge.quiet,
        words=pledge.words,
        language=pledge.language,
        salt=new_salt(),
        due=pledge.due,
        rest_of=pledge,
        offer=pledge.offer,
        access_point=pledge.access_point,
        created_at=now,
    )
    rest.save(force_insert=True)
    record(
        pledge.need.plan.problem,
        "pledged",
        actor=pledge.person,
        at=now,
        facts={**facts_of_pledge(rest), "rest_of": str(pledge.uuid)},
    )
    return rest
