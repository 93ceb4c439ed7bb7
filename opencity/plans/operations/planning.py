"""A plan from draft to its end: written, published, changed in versions, begun, finished, given up, taken over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.foundation.chains import new_salt
from opencity.foundation.refusals import NotNow, NotUnderstood
from opencity.people.acting import Actor
from opencity.plans.access import (
    live_plan,
    must_be_open_for_plans,
    must_lead,
    must_plan,
    must_suit,
)
from opencity.plans.holding import Held, hold, must_be_live
from opencity.plans.models import Contribution, Need, Plan, Pledge, Step
from opencity.plans.operations.lines import (
    NewNeed,
    NewPlan,
    content_commitment,
    keep_version,
    read_summary,
    write_lines,
)
from opencity.plans.operations.settling import facts_of_plan, move_plan, move_pledge, settle_plan
from opencity.plans.rules.moves import Side
from opencity.plans.values import NeedKind, PlanState, PledgeState, Route
from opencity.problems.history import Words, locked, record
from opencity.problems.models import Problem
from opencity.problems.rules.moves import MOVES


@transaction.atomic
def draft_plan(problem: Problem, actor: Actor, new: NewPlan, *, now: datetime) -> Plan:
    """Keep a plan that nobody but its writer sees. Bad lines are refused here already."""
    problem = locked(problem)
    must_be_open_for_plans(problem)
    must_plan(problem, actor, new.organisation)
    must_suit(problem, new.route)
    plan = Plan.everywhere.create(
        community=problem.community,
        problem=problem,
        lead=actor.person,
        organisation=new.organisation,
        route=new.route,
        summary=read_summary(new.summary),
        language=new.summary.in_language(),
        salt=new_salt(),
        template=new.template,
        ask_first=new.ask_first,
        created_at=now,
        lead_heard_at=now,
    )
    write_lines(plan, new, {}, now)
    return plan


@transaction.atomic
def redraft_plan(plan: Plan, actor: Actor, new: NewPlan, *, now: datetime) -> Plan:
    """Write a draft anew."""
    held = hold(plan)
    plan = held.plan
    must_lead(plan, actor)
    if plan.state != PlanState.DRAFT:
        raise NotNow(_("The plan is published already."), _("Change it: everybody who promised will be told."))
    must_suit(held.problem, new.route)
    plan.route, plan.summary, plan.language = new.route, read_summary(new.summary), new.summary.in_language()
    plan.organisation, plan.ask_first = new.organisation, new.ask_first
    must_plan(held.problem, actor, new.organisation)
    plan.save()
    Need.everywhere.filter(plan=plan).delete()
    write_lines(plan, new, {}, now)
    return plan


@transaction.atomic
def discard_draft(plan: Plan, actor: Actor) -> None:
    held = hold(plan)
    must_lead(held.plan, actor)
    if held.plan.state != PlanState.DRAFT:
        raise NotNow(_("The plan is published already."), _("Give it up with a reason instead."))
    held.plan.delete()


@transaction.atomic
def publish_plan(plan: Plan, actor: Actor, *, now: datetime) -> Plan:
    """Everybody sees it and may promise. The problem is taken up; its duty and its clock stay as they are."""
    held = hold(plan)
    plan, problem = held.plan, held.problem
    must_lead(plan, actor)
    must_be_open_for_plans(problem)
    must_plan(problem, actor, plan.organisation)
    if live_plan(problem) is not None:
        raise NotNow(
            _("This problem has a published plan already."),
            _("Add what you would do in an update: the lead can take it in."),
            link=f"problems/{problem.number}/",
        )
    _must_ask_for_permit(held)
    plan.version, plan.published_at = 1, now
    version = keep_version(plan, now)
    move_plan(
        plan,
        "publish",
        side=Side.LEAD,
        actor=actor,
        now=now,
        changes=brings_to(problem, "plan"),
        facts={"route": plan.route, "needs": len(held.needs), "content": content_commitment(version)},
    )
    settle_plan(held, now=now)
    return plan


def _must_ask_for_permit(held: Held) -> None:
    joint = held.plan.route in {Route.JOINT, Route.MIXED}
    asked = any(need.kind == NeedKind.PERMISSION for need in held.needs.values())
    if joint and held.problem.category.permit and not asked:
        raise NotUnderstood(
            _("Work of this kind needs a permission, and the plan does not ask for one."),
            _("Add a need of the kind “permission” and name the body that grants it."),
            field="needs",
        )


@transaction.atomic
def change_plan(plan: Plan, actor: Actor, new: NewPlan, *, now: datetime) -> Plan:
    """A new version of a published plan. Promises stay with their needs; whoever promised is told."""
    held = hold(plan)
    plan = held.plan
    must_lead(plan, actor)
    must_be_live(plan)
    must_suit(held.problem, new.route)
    plan.route, plan.summary, plan.language = new.route, read_summary(new.summary), new.summary.in_language()
    plan.ask_first = new.ask_first
    _must_keep_what_is_promised(held, new)
    kept = {one.known.pk: held.needs[one.known.pk] for one in new.needs if one.known and one.known.pk in held.needs}
    for need in held.needs.values():
        if need.pk not in kept:
            _drop(held, need, now)
    write_lines(plan, new, kept, now)
    held = hold(plan)
    _must_ask_for_permit(held)
    plan.version += 1
    plan.lead_heard_at = now
    plan.save()
    version = keep_version(plan, now)
    record(
        plan.problem,
        "plan_changed",
        actor=actor.person,
        at=now,
        facts={
            **facts_of_plan(plan),
            "route": plan.route,
            "needs": len(held.needs),
            "content": content_commitment(version),
        },
    )
    held.plan, held.problem = plan, plan.problem
    settle_plan(held, now=now)
    return plan


def _must_keep_what_is_promised(held: Held, new: NewPlan) -> None:
    lines = {one.known.pk: one for one in new.needs if one.known is not None}
    given = set(Contribution.everywhere.filter(need__in=list(held.needs)).values_list("need_id", flat=True))
    for need in held.needs.values():
        promised = held.promised(need)
        line = lines.get(need.pk)
        if line is None:
            came = any(one.need_id == need.pk and one.delivered_at for one in held.pledges.values())
            if came or need.pk in given:
                raise NotNow(
                    _("“%(need)s” has been delivered already and cannot go.") % {"need": need.words},
                    _("Leave it in the plan: it belongs to its history."),
                )
        elif line.kind != need.kind or line.unit != need.unit:
            raise NotUnderstood(
                _("A need that was published keeps its kind and unit."),
                _("Take it out and add a new one instead."),
                field="needs",
            )
        elif _names_another_body(need, line) and (
            need.pk in given or any(one.need_id == need.pk for one in held.pledges.values())
        ):
            raise NotNow(
                _("“%(need)s” is promised already, and whoever promised relied on the body it names.")
                % {"need": need.words},
                _("Leave the body as it is, and add another need for the other one."),
            )
        elif line.quantity < promised:
            raise NotUnderstood(
                _("Of “%(need)s” more is promised already.") % {"need": need.words},
                _("Ask those who promised to take back what is too much, then lower it."),
                field="needs",
            )


def _names_another_body(need: Need, line: NewNeed) -> bool:
    grants = need.kind == NeedKind.PERMISSION and line.grantor != need.grantor
    return grants or (need.kind == NeedKind.MONEY and line.payee != need.payee)


def _drop(held: Held, need: Need, now: datetime) -> None:
    """A need the new version does without: its promises end, and whoever gave them is told."""
    words = Words(_("The plan does without it now."))
    for pledge in [one for one in held.pledges.values() if one.need_id == need.pk]:
        move_pledge(held.problem, pledge, "lapse", sides=frozenset({Side.RULE}), actor=None, now=now, words=words)
        del held.pledges[pledge.pk]
    need.dropped_at = now
    need.save(update_fields=["dropped_at"])


def brings_to(problem: Problem, name: str) -> dict[str, Any]:
    """What a move of the plan does to the problem's state, by the table of moves; nothing where it does not apply."""
    known = MOVES[name]
    return {"state": known.to} if problem.state in known.origins else {}


@transaction.atomic
def begin_plan(plan: Plan, actor: Actor, words: Words, *, now: datetime) -> Plan:
    """«We have begun», in the lead's word."""
    held = hold(plan)
    must_lead(held.plan, actor)
    _begin(held, actor=actor, side=Side.LEAD, words=words, now=now)
    return held.plan


def work_begins(held: Held, *, now: datetime) -> None:
    """The first contribution or check-in brings the plan and its problem forward by itself."""
    if held.plan.state in {PlanState.PUBLISHED, PlanState.READY}:
        _begin(held, actor=None, side=Side.RULE, words=None, now=now)


def _begin(held: Held, *, actor: Actor | None, side: Side, words: Words | None, now: datetime) -> None:
    changes = brings_to(held.problem, "plan_begin")
    move_plan(held.plan, "begin", side=side, actor=actor, now=now, words=words, changes=changes)


@transaction.atomic
def finish_plan(plan: Plan, actor: Actor, words: Words, *, now: datetime) -> Plan:
    """The plan has done what it could. By itself that claims nothing: the result is claimed with a photograph."""
    held = hold(plan)
    must_lead(held.plan, actor)
    move_plan(held.plan, "finish", side=Side.LEAD, actor=actor, now=now, words=words)
    # A permission that was granted has done its part; what else was promised and never came is released.
    open_ones = [one for one in held.pledges.values() if one.state not in {"delivered", "acknowledged"}]
    for pledge in [one for one in open_ones if not is_granted(one)]:
        move_pledge(held.problem, pledge, "lapse", sides=frozenset({Side.RULE}), actor=None, now=now)
    return held.plan


def is_granted(pledge: Pledge) -> bool:
    """To grant a permission is the deed itself: nothing is delivered after it."""
    return pledge.need.kind == NeedKind.PERMISSION and pledge.state == PledgeState.ACCEPTED


@transaction.atomic
def abandon_plan(plan: Plan, actor: Actor, words: Words, *, now: datetime) -> Plan:
    """Given up with a reason: promises are released, whoever gave them is told, and the problem waits again."""
    held = hold(plan)
    must_lead(held.plan, actor)
    _give_up(held, actor=actor, side=Side.LEAD, words=words, now=now)
    return held.plan


def _give_up(held: Held, *, actor: Actor | None, side: Side, words: Words, now: datetime) -> None:
    problem = held.problem
    changes = brings_to(problem, "plan_abandon_owned" if problem.owner_accepted_at else "plan_abandon")
    move_plan(held.plan, "abandon", side=side, actor=actor, now=now, words=words, changes=changes)
    for pledge in [one for one in held.pledges.values() if one.state not in {"delivered", "acknowledged"}]:
        move_pledge(problem, pledge, "lapse", sides=frozenset({Side.RULE}), actor=None, now=now)


@transaction.atomic
def mark_step(step: Step, actor: Actor, *, done: bool, now: datetime) -> Step:
    held = hold(step.plan)
    must_lead(held.plan, actor)
    must_be_live(held.plan)
    known = Step.everywhere.filter(plan=held.plan, pk=step.pk).first()
    if known is None:
        raise NotNow(_("The plan was changed meanwhile."), _("Open the page again: it shows what can be done now."))
    step = known
    if done == (step.done_at is not None):
        return step
    step.done_at = now if done else None
    step.save(update_fields=["done_at"])
    held.plan.lead_heard_at = now
    held.plan.save(update_fields=["lead_heard_at"])
    if done:
        record(
            held.problem,
            "plan_step_done",
            actor=actor.person,
            at=now,
            facts={**facts_of_plan(held.plan), "step": step.position},
            texts={"words": Words(step.words, held.plan.language)},
        )
    return step
