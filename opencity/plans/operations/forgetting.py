"""What a person left in plans, when they are erased: open promises are released, names and own words go."""

from __future__ import annotations

from datetime import datetime

from opencity.people.models import Person
from opencity.plans.holding import hold
from opencity.plans.models import Contribution, Indicator, Plan, Pledge, StandingOffer
from opencity.plans.operations.minding import forget_interests
from opencity.plans.operations.pledging import held_with
from opencity.plans.operations.settling import facts_of_plan, move_pledge, settle_plan
from opencity.plans.rules.moves import Side
from opencity.plans.values import LIVE, PENDING, PlanState
from opencity.problems.history import record


def forget_in_plans(person: Person, *, now: datetime) -> None:
    """Call it inside the transaction of the erasure. What was said in an organisation's name is its word and stays."""
    mine = Pledge.everywhere.filter(person=person, organisation=None)
    for pledge in mine.filter(state__in=PENDING).select_related("need__plan__problem__community").order_by("pk"):
        held, fresh = held_with(pledge)
        if fresh.state not in PENDING:
            continue
        move_pledge(held.problem, fresh, "lapse", sides=frozenset({Side.RULE}), actor=None, now=now)
        settle_plan(held, now=now)
    mine.update(words="", salt=None, quiet=True)
    Contribution.everywhere.filter(person=person, organisation=None).update(quiet=True)
    StandingOffer.everywhere.filter(person=person, organisation=None).update(words="", ended_at=now)
    Indicator.everywhere.filter(measured_by=person, plan__organisation=None).update(words="")
    Indicator.everywhere.filter(measured_by=person).update(measured_by=None)
    forget_interests(person)
    Plan.everywhere.filter(co_lead=person).update(co_lead=None)
    Plan.everywhere.filter(lead=person, state=PlanState.DRAFT).delete()
    for plan in Plan.everywhere.filter(lead=person).select_related("problem__community").order_by("pk"):
        led = hold(plan)
        led.plan.lead, led.plan.co_lead = led.plan.co_lead, None
        led.plan.lead_heard_at = now
        led.plan.save(update_fields=["lead", "co_lead", "lead_heard_at"])
        if led.plan.state in LIVE:
            record(led.problem, "plan_left", actor=None, at=now, facts=facts_of_plan(led.plan))
