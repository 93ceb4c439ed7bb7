"""Who leads a plan, and who goes on when the lead falls silent or leaves."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.foundation.refusals import NotAllowed, NotUnderstood
from opencity.people.acting import Actor
from opencity.people.models import Assurance, Person
from opencity.plans.access import must_lead
from opencity.plans.holding import OPEN_STATES, hold, must_be_live
from opencity.plans.models import Plan, Pledge
from opencity.plans.operations.settling import facts_of_plan
from opencity.plans.rules.leading import Heir, heirs
from opencity.plans.values import LIVE, PlanState
from opencity.problems.access import is_reporter
from opencity.problems.history import record


@transaction.atomic
def name_co_lead(plan: Plan, actor: Actor, person: Person | None, *, now: datetime) -> Plan:
    """The one who goes on when the lead cannot."""
    held = hold(plan)
    must_lead(held.plan, actor)
    if person is not None and person.assurance < Assurance.CONTACT:
        raise NotUnderstood(
            _("Somebody who leads has to be reachable."), _("Ask them to confirm their e-mail first."), field="person"
        )
    held.plan.co_lead, held.plan.lead_heard_at = person, now
    held.plan.save(update_fields=["co_lead", "lead_heard_at"])
    record(held.problem, "plan_co_lead", actor=actor.person, at=now, facts=facts_of_plan(held.plan))
    return held.plan


@transaction.atomic
def leave_plan(plan: Plan, actor: Actor, *, now: datetime) -> Plan:
    """The lead steps back. The co-lead goes on; without one, others may take over in their turn."""
    held = hold(plan)
    plan = held.plan
    if plan.lead_id != actor.person.pk or plan.state not in {*LIVE, PlanState.DRAFT}:
        raise NotAllowed(_("Only the lead can step back."), _("Open the plan again: it shows who leads it."))
    plan.lead, plan.co_lead, plan.lead_heard_at = plan.co_lead, None, now
    plan.save(update_fields=["lead", "co_lead", "lead_heard_at"])
    if plan.state in LIVE:
        record(held.problem, "plan_left", actor=actor.person, at=now, facts=facts_of_plan(plan))
    return plan


@transaction.atomic
def take_over(plan: Plan, actor: Actor, *, now: datetime) -> Plan:
    """Somebody else leads on, in the order of the line: co-lead, reporter, a volunteer, the library."""
    held = hold(plan)
    must_be_live(held.plan)
    if not may_take_over(held.plan, actor, now=now):
        raise NotAllowed(
            _("The plan has its lead, or somebody else comes first."),
            _("After %(days)s silent days others may take over in their turn.")
            % {"days": held.problem.community.charter.lead_silent_days},
        )
    held.plan.lead, held.plan.lead_heard_at = actor.person, now
    if held.plan.co_lead_id == actor.person.pk:
        held.plan.co_lead = None
    held.plan.save(update_fields=["lead", "co_lead", "lead_heard_at"])
    record(held.problem, "plan_taken_over", actor=actor.person, at=now, facts=facts_of_plan(held.plan))
    return held.plan


def may_take_over(plan: Plan, actor: Actor, *, now: datetime) -> bool:
    if actor.person.assurance < Assurance.CONTACT or plan.lead_id == actor.person.pk or plan.lead_heard_at is None:
        return False
    silence = timedelta(days=plan.problem.community.charter.lead_silent_days)
    allowed = heirs(now - plan.lead_heard_at, allowed_silence=silence, left=plan.lead_id is None)
    mine = {
        Heir.CO_LEAD: lambda: plan.co_lead_id == actor.person.pk,
        Heir.REPORTER: lambda: is_reporter(plan.problem, actor),
        Heir.VOLUNTEER: lambda: Pledge.everywhere.filter(
            need__plan=plan, person=actor.person, state__in=OPEN_STATES
        ).exists(),
        Heir.LIBRARY: lambda: actor.is_librarian,
    }
    return any(mine[heir]() for heir in allowed)
