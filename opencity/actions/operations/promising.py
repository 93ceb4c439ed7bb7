"""A role tied to a need of the plan: a place is a promise, leaving takes it back, having been there fulfils it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from opencity.actions.holding import Gathering
from opencity.actions.models import Participation
from opencity.actions.rules.timing import hours_between
from opencity.actions.values import TAKES_A_PLACE
from opencity.people.acting import Actor, actor_for
from opencity.people.models import Assurance
from opencity.people.rights import Right
from opencity.plans.access import sides as sides_of_pledge
from opencity.plans.holding import hold as hold_plan
from opencity.plans.models import Need, Pledge
from opencity.plans.operations.giving import Gift, acknowledge, bring_uncalled, deliver, note_gift
from opencity.plans.operations.planning import work_begins
from opencity.plans.operations.pledging import NewPledge, held_with, pledge, withdraw_pledge
from opencity.plans.operations.settling import move_pledge, settle_plan
from opencity.plans.rules.moves import Side as PledgeSide
from opencity.plans.values import HOLDING, LIVE, PENDING, PledgeState, Unit
from opencity.problems.history import Words, locked
from opencity.problems.states import UNDER_WAY


def share(held: Gathering, need: Need) -> Decimal:
    """How much of the need one person is: themself, or the hours of the action."""
    if need.unit == Unit.PERSON:
        return Decimal(1)
    return hours_between(held.action.starts_at, held.action.ends_at)


def is_quiet(one: Participation) -> bool:
    """Whether their part is told without a name: a person's own is unless they wish to be thanked by name."""
    return one.quiet if one.organisation is not None else not one.named


def promise(held: Gathering, one: Participation, *, now: datetime) -> None:
    """Somebody has a place: what they promised before is tied to it, or they promise now."""
    need = held.roles[one.role_id].need
    if need is None or not _takes_promises(held, need):
        return
    giver = actor_for(one.person, held.problem.community, now=now)
    if not _may_promise(one, giver) or _is_promised_by_the_body(held, one, need):
        return
    one.pledge = _earlier(one, need, share(held, need)) or pledge(
        need,
        giver,
        NewPledge(
            quantity=share(held, need),
            language=held.action.language,
            quiet=is_quiet(one),
            organisation=one.organisation,
            due=_due(held, need, now),
            access_point=one.access_point,
        ),
        now=now,
    )
    one.save(update_fields=["pledge"])
    _go_on(held)


def _go_on(held: Gathering) -> None:
    """The plan's operations wrote to the same history through a row of their own: take it as it is now."""
    held.problem = locked(held.problem)
    held.action.problem = held.problem


def _takes_promises(held: Gathering, need: Need) -> bool:
    return need.plan.state in LIVE and need.dropped_at is None and held.problem.state in UNDER_WAY


def _may_promise(one: Participation, giver: Actor) -> bool:
    reachable = giver.person.assurance >= Assurance.CONTACT or one.access_point_id is not None
    return reachable and (one.organisation_id is None or giver.may(Right.SPEAK, one.organisation_id))


def _is_promised_by_the_body(held: Gathering, one: Participation, need: Need) -> bool:
    """A company that promised five of its staff does not promise them again one by one."""
    if one.organisation_id is None:
        return False
    rows = Pledge.everywhere.filter(need=need, organisation=one.organisation_id, state__in=[*HOLDING, *PENDING])
    promised = sum(rows.filter(participations=None).values_list("quantity", flat=True), Decimal(0))
    here = [
        other
        for other in held.people.values()
        if other.organisation_id == one.organisation_id
        and other.role_id == one.role_id
        and other.pk != one.pk
        and other.pledge_id is None
        and other.state in TAKES_A_PLACE
    ]
    return promised > share(held, need) * len(here)


def _earlier(one: Participation, need: Need, quantity: Decimal) -> Pledge | None:
    """What this very person promised for the need before signing up, for as much as one place is."""
    rows = Pledge.everywhere.filter(
        need=need,
        person=one.person,
        organisation=one.organisation,
        quantity=quantity,
        state__in=[PledgeState.ACCEPTED, PledgeState.OFFERED, PledgeState.WAITING],
        participations=None,
    )
    return rows.order_by("pk").first()


def _due(held: Gathering, need: Need, now: datetime) -> date | None:
    """The day of the action, unless the need is wanted earlier."""
    calendar = held.problem.community.calendar
    day = max(calendar.today(held.action.starts_at), calendar.today(now))
    return None if need.needed_by is not None and need.needed_by < day else day


def take_back(held: Gathering, one: Participation, actor: Actor, *, now: datetime) -> None:
    """Whoever cannot come takes the promise back; the need is open again at once. Their own reason stays private."""
    if one.pledge is not None and one.pledge.state in PENDING:
        withdraw_pledge(_whole(one.pledge), actor, Words(_("Cannot come this time.")), now=now)
        _go_on(held)


def let_lapse(held: Gathering, one: Participation, *, now: datetime) -> None:
    """Nobody came, or nothing took place: the promise ends without the giver's doing."""
    if one.pledge is None or one.pledge.state not in PENDING:
        return
    plan, fresh = held_with(_whole(one.pledge))
    if fresh.state in PENDING:
        move_pledge(plan.problem, fresh, "lapse", sides=frozenset({PledgeSide.RULE}), actor=None, now=now)
        settle_plan(plan, now=now)
    _go_on(held)


def begin_work(held: Gathering, *, now: datetime) -> None:
    """The first check-in brings the plan and its problem forward."""
    plan = held.action.plan
    if plan is not None and plan.state in LIVE:
        work_begins(hold_plan(plan), now=now)
        _go_on(held)


def give(held: Gathering, one: Participation, actor: Actor, hours: Decimal, *, now: datetime) -> None:
    """The lead wrote down how long somebody worked: what they promised came.

    A promise that still stood in line came all the same; without one it is a gift. Nobody acknowledges what they or
    their own body gave: then the promise is only marked as delivered, and another recipient acknowledges it
    on the plan's page.
    """
    need = held.roles[one.role_id].need
    if need is None:
        return
    quantity = Decimal(1) if need.unit == Unit.PERSON else hours
    if one.pledge is not None and one.pledge.state in {*PENDING, PledgeState.DELIVERED}:
        _fulfil(_whole(one.pledge), actor, quantity, hours, now=now)
    else:
        _write_down(held, one, need, actor, quantity, hours, now=now)
    _go_on(held)


def _fulfil(promised: Pledge, actor: Actor, quantity: Decimal, hours: Decimal, *, now: datetime) -> None:
    known = sides_of_pledge(promised, actor)
    if promised.state in PENDING - {PledgeState.ACCEPTED}:
        if not known & {PledgeSide.GIVER, PledgeSide.RECIPIENT}:
            return
        promised = _whole(bring_uncalled(promised, actor, now=now))
    if PledgeSide.RECIPIENT in known:
        acknowledge(promised, actor, quantity=min(quantity, promised.quantity), hours=hours, now=now)
    elif promised.state == PledgeState.ACCEPTED:
        deliver(promised, actor, now=now)


def _write_down(
    held: Gathering,
    one: Participation,
    need: Need,
    actor: Actor,
    quantity: Decimal,
    hours: Decimal,
    *,
    now: datetime,
) -> None:
    probe = Pledge(need=need, person=one.person, organisation=one.organisation)
    if PledgeSide.RECIPIENT not in sides_of_pledge(probe, actor) or _is_promised_by_the_body(held, one, need):
        return
    plan = hold_plan(need.plan)
    gift = Gift(
        giver=one.person,
        organisation=one.organisation,
        quantity=quantity,
        hours=hours,
        quiet=is_quiet(one),
        uuid=one.uuid,
    )
    note_gift(plan, plan.needs.get(need.pk, need), gift, by=actor.person, now=now)


def _whole(row: Pledge) -> Pledge:
    """The promise with everything that moving it asks of it."""
    rows = Pledge.everywhere.select_related(
        "need__plan__problem__community", "need__payee", "need__grantor", "person", "organisation"
    )
    return rows.get(pk=row.pk)
