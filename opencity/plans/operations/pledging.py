"""«Я дам»: a promise for a need, on a condition or without, and what becomes of it until it is delivered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.foundation.chains import new_salt
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.people.acting import Actor
from opencity.people.models import Assurance, Organisation
from opencity.people.rights import Right
from opencity.plans.access import may_change_offer, must_act_for, sector_of, sides
from opencity.plans.holding import Held, hold, must_be_live, plan_of, with_conditions
from opencity.plans.models import Condition, Need, Pledge, StandingOffer
from opencity.plans.operations.settling import facts_of_pledge, leave_rest, move_pledge, settle_plan
from opencity.plans.rules.amounts import must_be_sensible
from opencity.plans.rules.moves import Side
from opencity.plans.rules.settling import PledgeLine, Term, form_circle, place
from opencity.plans.values import ConditionKind, NeedKind, PledgeState
from opencity.problems.history import Words, record
from opencity.problems.models.problem import new_uuid
from opencity.problems.states import UNDER_WAY

MOST_TIMES = 10
"""Nobody promises more than ten times what is needed."""
LONGEST = timedelta(days=730)


@dataclass(frozen=True, kw_only=True)
class NewCondition:
    kind: ConditionKind
    need: Need | None = None
    percent: int | None = None
    day: date | None = None


@dataclass(frozen=True, kw_only=True)
class NewPledge:
    """What somebody promises. `due` None: by the day on which it is needed."""

    quantity: Decimal
    words: str = ""
    language: str = "uk"
    quiet: bool = False
    organisation: Organisation | None = None
    due: date | None = None
    conditions: tuple[NewCondition, ...] = ()
    uuid: UUID | None = None
    """Given by doors where the same promise may arrive twice: the second time nothing is added."""
    offer: StandingOffer | None = None
    access_point: Organisation | None = None


@transaction.atomic
def pledge(need: Need, giver: Actor, new: NewPledge, *, now: datetime) -> Pledge:
    """Promise some of a need. What is free is accepted at once, the rest waits in line as a second pledge.

    With «ask me» the lead accepts it by hand; on a condition it sleeps until the condition holds.
    """
    held = hold(plan_of(need))
    if new.uuid is not None and (known := Pledge.everywhere.filter(uuid=new.uuid).first()) is not None:
        return _the_same(known, need, giver)
    must_be_live(held.plan)
    if held.problem.state not in UNDER_WAY:
        raise NotNow(
            _("The problem is being checked or closed: nothing more is needed now."),
            _("Open its page: it shows what can be done."),
            link=f"problems/{held.problem.number}/",
        )
    if need.pk not in held.needs:
        raise NotNow(_("The plan does without it now."), _("Look at what else is needed."), link="needs/")
    need = held.needs[need.pk]
    _must_be_able(need, giver, new, held)
    made = _make(held, need, giver, new, now)
    settle_plan(held, now=now)
    return held.pledges[made.pk]


def _the_same(known: Pledge, need: Need, giver: Actor) -> Pledge:
    if known.need_id != need.pk or known.person_id != giver.person.pk:
        raise NotUnderstood(_("This form was already used."), _("Open the need again and promise anew."))
    return known


def _must_be_able(need: Need, giver: Actor, new: NewPledge, held: Held) -> None:
    community = held.problem.community
    if giver.person.assurance < Assurance.CONTACT and new.access_point is None:
        raise NotAllowed(
            _("We have to be able to reach whoever promises."), _("Confirm your e-mail, or come to the library.")
        )
    if new.organisation is not None:
        must_act_for(new.organisation, giver, community)
    if new.offer is not None and not (new.offer.community_id == community.pk and may_change_offer(new.offer, giver)):
        raise NotAllowed(_("This offer is somebody else's."), _("Promise without it, or make an offer of your own."))
    body = new.organisation.pk if new.organisation is not None else None
    grants = body == need.grantor_id and giver.may(Right.ANSWER, body)
    if need.kind == NeedKind.PERMISSION and not grants:
        grantor = need.grantor.name if need.grantor else ""
        raise NotAllowed(
            _("Only %(body)s can grant this permission.") % {"body": grantor},
            _("Are you from there? Sign in with its address."),
        )


def _make(held: Held, need: Need, giver: Actor, new: NewPledge, now: datetime) -> Pledge:
    quantity = must_be_sensible(new.quantity, need.unit)
    if quantity > need.quantity * MOST_TIMES:
        raise NotUnderstood(
            _("This is more than ten times what is needed."), _("Check the number and the unit."), field="quantity"
        )
    _check_day(need, new.due, held, now)
    sector = sector_of(new.organisation)
    state, taken, rest = _first_place(held, need, quantity, new)
    made = Pledge(
        community=held.problem.community,
        uuid=new.uuid or new_uuid(),
        need=need,
        person=giver.person,
        organisation=new.organisation,
        sector=sector,
        quantity=taken,
        state=state,
        quiet=new.quiet,
        words=new.words.strip()[:500],
        language=new.language,
        salt=new_salt(),
        due=new.due or need.needed_by,
        offer=new.offer,
        access_point=new.access_point,
        created_at=now,
        accepted_at=now if state == PledgeState.ACCEPTED else None,
    )
    made.save(force_insert=True)
    _condition(made, new.conditions, held, now)
    held.pledges[made.pk] = (
        Pledge.everywhere.select_related("person", "organisation").prefetch_related(with_conditions()).get(pk=made.pk)
    )
    held.pledges[made.pk].need = need
    record(
        held.problem,
        "pledged",
        actor=giver.person,
        at=now,
        facts={**facts_of_pledge(made), "conditions": len(new.conditions)},
        texts={"words": Words(made.words, made.language)} if made.words and not made.quiet else None,
    )
    if rest > 0:
        left = leave_rest(made, rest, now=now)
        held.pledges[left.pk] = left
    return made


def _first_place(held: Held, need: Need, quantity: Decimal, new: NewPledge) -> tuple[PledgeState, Decimal, Decimal]:
    if new.conditions:
        return PledgeState.SLEEPING, quantity, Decimal(0)
    if held.plan.ask_first and need.kind != NeedKind.PERMISSION:
        return PledgeState.OFFERED, quantity, Decimal(0)
    return place(quantity, held.free(need))


def _check_day(need: Need, due: date | None, held: Held, now: datetime) -> None:
    today = held.problem.community.calendar.today(now)
    if due is None:
        return
    if due < today:
        raise NotUnderstood(_("This day has passed."), _("Name today or a later day."), field="due")
    if due > today + LONGEST:
        raise NotUnderstood(_("This day is too far away."), _("Name a day within the next two years."), field="due")
    if need.needed_by is not None and due > need.needed_by >= today:
        raise NotUnderstood(
            _("It is needed earlier, by %(day)s.") % {"day": need.needed_by.strftime("%d.%m.%Y")},
            _("Name an earlier day, or write to the lead in an update."),
            field="due",
        )


def _condition(made: Pledge, conditions: tuple[NewCondition, ...], held: Held, now: datetime) -> None:
    today = held.problem.community.calendar.today(now)
    for one in conditions:
        _must_make_sense(one, made, held, today)
        Condition.everywhere.create(
            community=held.problem.community,
            pledge=made,
            kind=one.kind,
            need=one.need,
            percent=one.percent,
            day=one.day,
        )
    if not conditions:
        return
    needs, lines = held.lines()
    terms = tuple(Term(one.kind, one.need.pk if one.need else None, one.percent, one.day) for one in conditions)
    mine = PledgeLine(made.pk, made.need_id, made.quantity, made.state, terms)
    if form_circle(needs, [*lines, mine]):
        raise NotUnderstood(
            _("Two promises would wait for each other for ever: another one waits for this need already."),
            _("Promise without a condition, or name another one."),
            field="condition",
        )


def _must_make_sense(one: NewCondition, made: Pledge, held: Held, today: date) -> None:
    if one.need is not None and one.need.pk not in held.needs:
        raise NotUnderstood(
            _("A condition can only name needs of the same plan."), _("Choose one from the list."), field="condition"
        )
    if one.kind == ConditionKind.PERMISSION and (one.need is None or one.need.kind != NeedKind.PERMISSION):
        raise NotUnderstood(
            _("This is not a permission of the plan."), _("Choose one from the list."), field="condition"
        )
    if one.need is not None and one.need.pk == made.need_id and made.need.kind == NeedKind.PERMISSION:
        raise NotUnderstood(
            _("A permission cannot wait for itself."),
            _("Promise without a condition, or name another one."),
            field="condition",
        )
    if one.kind == ConditionKind.COVERED:
        if one.need is None or one.percent is None or not 1 <= one.percent <= 100:
            raise NotUnderstood(
                _("Say which need, and how far it has to be covered."),
                _("Choose a need and a part from 1 to 100 per cent."),
                field="condition",
            )
        if one.need.pk == made.need_id and one.percent == 100:
            raise NotUnderstood(
                _("When the need is covered whole, nothing of yours is needed any more."),
                _("Name a smaller part, such as half."),
                field="condition",
            )
    if one.kind == ConditionKind.DATE and (one.day is None or not today < one.day <= today + LONGEST):
        raise NotUnderstood(_("Name a day that is still to come."), _("Choose it again."), field="condition")


@transaction.atomic
def accept_pledge(pledge: Pledge, actor: Actor, *, now: datetime) -> Pledge:
    """The lead says yes. What exceeds the free quantity waits in line."""
    held, pledge = held_with(pledge)
    who = sides(pledge, actor)
    state, taken, rest = place(pledge.quantity, held.free(pledge.need))
    pledge.quantity = taken
    name = "accept" if state == PledgeState.ACCEPTED else "wait"
    move_pledge(held.problem, pledge, name, sides=who, actor=actor, now=now)
    _heard(held, now)
    if rest > 0:
        left = leave_rest(pledge, rest, now=now)
        held.pledges[left.pk] = left
    settle_plan(held, now=now)
    return pledge


@transaction.atomic
def decline_pledge(pledge: Pledge, actor: Actor, words: Words, *, now: datetime) -> Pledge:
    held, pledge = held_with(pledge)
    move_pledge(held.problem, pledge, "decline", sides=sides(pledge, actor), actor=actor, now=now, words=words)
    _heard(held, now)
    settle_plan(held, now=now)
    return pledge


@transaction.atomic
def withdraw_pledge(pledge: Pledge, actor: Actor, words: Words, *, now: datetime) -> Pledge:
    """The giver takes the promise back, with a reason; whoever waits longest and fits moves up at once."""
    held, pledge = held_with(pledge)
    move_pledge(held.problem, pledge, "withdraw", sides=sides(pledge, actor), actor=actor, now=now, words=words)
    settle_plan(held, now=now)
    return pledge


@transaction.atomic
def lapse_pledge(pledge: Pledge, *, now: datetime) -> bool:
    """The day and the grace have passed: the promise lapses, and coverage falls at once. False where it is not so."""
    held, pledge = held_with(pledge)
    grace = timedelta(days=held.problem.community.charter.pledge_grace_days)
    today = held.problem.community.calendar.today(now)
    if pledge.state not in {PledgeState.ACCEPTED, PledgeState.OFFERED}:
        return False
    if pledge.due is None or pledge.due + grace >= today or pledge.need.kind == NeedKind.PERMISSION:
        return False
    move_pledge(held.problem, pledge, "lapse", sides=frozenset({Side.CALENDAR}), actor=None, now=now)
    settle_plan(held, now=now)
    return True


@transaction.atomic
def settle_again(need: Need, *, now: datetime) -> None:
    """A day has come that a condition names: let those wake who waited for it."""
    settle_plan(hold(plan_of(need)), now=now)


def held_with(pledge: Pledge) -> tuple[Held, Pledge]:
    """The plan held, and the pledge as it is now."""
    held = hold(plan_of(pledge.need))
    if pledge.pk in held.pledges:
        return held, held.pledges[pledge.pk]
    rows = Pledge.everywhere.select_related("person", "organisation", "need__grantor", "need__payee")
    fresh = rows.prefetch_related(with_conditions()).get(pk=pledge.pk)
    if fresh.need.plan_id != held.plan.pk:  # went along to another plan between the reading and the lock
        return held_with(fresh)
    fresh.need.plan = held.plan
    return held, fresh


def _heard(held: Held, now: datetime) -> None:
    held.plan.lead_heard_at = now
    held.plan.save(update_fields=["lead_heard_at"])
