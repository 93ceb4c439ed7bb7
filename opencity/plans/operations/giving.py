"""What was promised arrives: delivered, acknowledged by the recipient, disputed; money spent with its receipt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.people.acting import Actor
from opencity.people.models import Organisation, Person, Presence
from opencity.people.operations.introducing import Stranger, introduce
from opencity.people.rights import Right
from opencity.plans.access import sector_of, sides
from opencity.plans.holding import Held, hold, plan_of
from opencity.plans.models import Contribution, Need, Pledge, Spending
from opencity.plans.operations.planning import work_begins
from opencity.plans.operations.pledging import held_with
from opencity.plans.operations.settling import move_pledge, settle_plan
from opencity.plans.rules.amounts import fact, must_be_sensible
from opencity.plans.rules.moves import Side
from opencity.plans.values import NeedKind, PlanState, PledgeState
from opencity.problems.history import Words, record
from opencity.problems.models import Photo
from opencity.problems.models.problem import new_uuid
from opencity.problems.operations.photographing import attach
from opencity.problems.states import Stage

MOST_HOURS = Decimal(24 * 31)
KOPIIKA = Decimal("0.01")


@transaction.atomic
def deliver(pledge: Pledge, actor: Actor, *, now: datetime) -> Pledge:
    """The giver says that it is there, or the recipient notes that it came."""
    held, pledge = held_with(pledge)
    move_pledge(held.problem, pledge, "deliver", sides=sides(pledge, actor), actor=actor, now=now)
    settle_plan(held, now=now)
    return pledge


@transaction.atomic
def acknowledge(
    pledge: Pledge, actor: Actor, *, quantity: Decimal | None = None, hours: Decimal | None = None, now: datetime
) -> Contribution:
    """The recipient says what really came. Less than was promised frees the rest for whoever waits."""
    held, pledge = held_with(pledge)
    who = sides(pledge, actor)
    if pledge.state == PledgeState.ACCEPTED:
        move_pledge(held.problem, pledge, "deliver", sides=who, actor=actor, now=now)
    received = must_be_sensible(quantity, pledge.need.unit) if quantity is not None else pledge.quantity
    if received > pledge.quantity:
        raise NotUnderstood(
            _("More came than was promised."),
            _("Acknowledge what was promised, and write the rest down as a gift of its own."),
            field="quantity",
        )
    _check_hours(hours)
    promised = pledge.quantity
    pledge.quantity = received
    facts = {"promised": fact(promised)} if received != promised else {}
    move_pledge(held.problem, pledge, "acknowledge", sides=who, actor=actor, now=now, facts=facts)
    # What was disputed before held nothing, and holds again.
    held.pledges[pledge.pk] = pledge
    given = _contribution(
        held,
        pledge.need,
        giver=pledge.person,
        organisation=pledge.organisation,
        quantity=received,
        hours=hours,
        quiet=pledge.quiet,
        pledge=pledge,
        by=actor.person,
        uuid=None,
        now=now,
    )
    work_begins(held, now=now)
    settle_plan(held, now=now)
    return given


@transaction.atomic
def bring_uncalled(pledge: Pledge, actor: Actor, *, now: datetime) -> Pledge:
    """What stood in line came all the same: the need then has more than it asked for, and nobody's word is broken."""
    held, pledge = held_with(pledge)
    move_pledge(held.problem, pledge, "come", sides=sides(pledge, actor), actor=actor, now=now)
    held.pledges[pledge.pk] = pledge
    settle_plan(held, now=now)
    return pledge


@transaction.atomic
def dispute(pledge: Pledge, actor: Actor, words: Words, *, now: datetime) -> Pledge:
    """The recipient says that it did not come as promised; coverage falls at once."""
    held, pledge = held_with(pledge)
    move_pledge(held.problem, pledge, "dispute", sides=sides(pledge, actor), actor=actor, now=now, words=words)
    settle_plan(held, now=now)
    return pledge


@dataclass(frozen=True, kw_only=True)
class Gift:
    """Something given without a promise before: somebody just came and helped, perhaps without an account."""

    giver: Person | Stranger
    organisation: Organisation | None = None
    quantity: Decimal = Decimal(1)
    hours: Decimal | None = None
    quiet: bool = False
    uuid: UUID | None = None


@transaction.atomic
def take_gift(need: Need, gift: Gift, actor: Actor, *, now: datetime) -> Contribution:
    """The lead's side writes down what was given without a promise. The same uuid twice adds nothing."""
    held = hold(plan_of(need))
    if gift.uuid is not None and (known := Contribution.everywhere.filter(uuid=gift.uuid).first()) is not None:
        _must_be_of(known.need_id, need)
        return known
    need = _need_of(held, need)
    _must_be_given(held, need, gift)
    giver = met(gift.giver, now=now)
    gives = actor.person.pk == giver.pk or (gift.organisation is not None and gift.organisation.pk in actor.offices)
    probe = Pledge(need=need, person=giver, organisation=gift.organisation)
    if gives or Side.RECIPIENT not in sides(probe, actor):
        raise NotAllowed(
            _("A gift is written down by whoever receives it."),
            _("Ask the lead, the library or a coordinator to write it down."),
        )
    return note_gift(held, need, replace(gift, giver=giver), by=actor.person, now=now)


def _must_be_of(known: int, need: Need) -> None:
    if known != need.pk:
        raise NotUnderstood(_("This form was already used."), _("Open the page again: it shows what can be done now."))


def _need_of(held: Held, need: Need) -> Need:
    """The need as it is now, with its plan; also one that a later version does without."""
    need = held.needs.get(need.pk, need)
    need.plan = held.plan
    return need


def _must_be_given(held: Held, need: Need, gift: Gift) -> None:
    if held.plan.state == PlanState.DRAFT:
        raise NotNow(_("The plan is not published yet."), _("Publish it first: then everybody sees what is given."))
    if need.kind == NeedKind.PERMISSION:
        raise NotAllowed(
            _("Only %(body)s can grant this permission.") % {"body": need.grantor.name if need.grantor else ""},
            _("Are you from there? Sign in with its address."),
        )
    here = Presence.everywhere.filter(community=held.problem.community, organisation=gift.organisation)
    if gift.organisation is not None and not here.exists():
        raise NotUnderstood(
            _("We do not know this organisation here."), _("Choose one from the list."), field="organisation"
        )


def met(giver: Person | Stranger, *, now: datetime) -> Person:
    """Whoever gave: known by a confirmed address, else a record of their own that proves nothing."""
    if isinstance(giver, Person):
        return giver
    rows = EmailAddress.objects.filter(email__iexact=giver.email, verified=True, user__is_active=True)
    known = rows.select_related("user").first() if giver.email else None
    return known.user if known is not None else introduce(giver, now=now)


def note_gift(held: Held, need: Need, gift: Gift, *, by: Person | None, now: datetime) -> Contribution:
    """Write a gift down; the plan is held and the right to do so was checked."""
    _check_hours(gift.hours)
    given = _contribution(
        held,
        need,
        giver=met(gift.giver, now=now),
        organisation=gift.organisation,
        quantity=must_be_sensible(gift.quantity, need.unit),
        hours=gift.hours,
        quiet=gift.quiet,
        pledge=None,
        by=by,
        uuid=gift.uuid,
        now=now,
    )
    work_begins(held, now=now)
    settle_plan(held, now=now)
    return given


def _contribution(
    held: Held,
    need: Need,
    *,
    giver: Person,
    organisation: Organisation | None,
    quantity: Decimal,
    hours: Decimal | None,
    quiet: bool,
    pledge: Pledge | None,
    by: Person | None,
    uuid: UUID | None,
    now: datetime,
) -> Contribution:
    given = Contribution.everywhere.create(
        community=held.problem.community,
        uuid=uuid or new_uuid(),
        problem=held.problem,
        need=need,
        pledge=pledge,
        person=giver,
        organisation=organisation,
        sector=sector_of(organisation),
        quantity=quantity,
        hours=hours,
        quiet=quiet,
        given_on=held.problem.community.calendar.today(now),
        acknowledged_by=by,
        acknowledged_at=now,
    )
    facts: dict[str, str | int] = {
        "contribution": str(given.uuid),
        "need": str(need.uuid),
        "pledge": str(pledge.uuid) if pledge else "",
        "quantity": fact(quantity),
        "hours": f"{hours:.2f}" if hours is not None else "",
        "sector": given.sector,
        "quiet": int(quiet),
    }
    if organisation is not None and not quiet:
        facts["organisation"] = str(organisation.uuid)
    record(held.problem, "contributed", actor=giver, at=now, facts=facts)
    return given


def _check_hours(hours: Decimal | None) -> None:
    if hours is not None and not (hours.is_finite() and 0 <= hours <= MOST_HOURS):
        raise NotUnderstood(_("These hours cannot be right."), _("Write how long it took, in hours."), field="hours")


@dataclass(frozen=True, kw_only=True)
class Expense:
    amount: Decimal
    words: Words
    spent_on: date
    receipt: Photo
    uuid: UUID | None = None


@transaction.atomic
def spend(need: Need, expense: Expense, actor: Actor, *, now: datetime) -> Spending:
    """The non-profit that received the money shows what it bought, with the receipt; never more than came in."""
    held = hold(plan_of(need))
    if expense.uuid is not None and (known := Spending.everywhere.filter(uuid=expense.uuid).first()) is not None:
        _must_be_of(known.need_id, need)
        return known
    need = _need_of(held, need)
    if need.kind != NeedKind.MONEY or not actor.may(Right.SPEAK, need.payee_id):
        raise NotAllowed(
            _("Only the body that receives the money can show what it was spent on."),
            _("Are you from there? Sign in with its address."),
        )
    amount = must_be_sensible(expense.amount, need.unit, field="amount")
    if amount != amount.quantize(KOPIIKA):
        raise NotUnderstood(
            _("There are too many digits after the point."), _("Two are enough: round it."), field="amount"
        )
    if amount > left_of(need):
        raise NotUnderstood(
            _("More than came in cannot be spent: %(left)s ₴ are left.") % {"left": left_of(need)},
            _("Acknowledge the money that came first, or check the sum."),
            field="amount",
        )
    if not expense.words.text.strip():
        raise NotUnderstood(_("It does not say what was bought."), _("Write it in a few words."), field="words")
    if expense.spent_on > held.problem.community.calendar.today(now):
        raise NotUnderstood(_("This day is still to come."), _("Write the day of the receipt."), field="spent_on")
    evidence = attach(expense.receipt, held.problem, stage=Stage.RECEIPT, author=actor.person, now=now)
    row = Spending.everywhere.create(
        community=held.problem.community,
        uuid=expense.uuid or new_uuid(),
        need=need,
        amount=amount,
        words=expense.words.text.strip()[:200],
        language=expense.words.in_language(),
        spent_on=expense.spent_on,
        receipt=evidence,
        recorded_by=actor.person,
        recorded_at=now,
    )
    facts: dict[str, str | int] = {
        "spending": str(row.uuid),
        "need": str(need.uuid),
        "amount": f"{amount:.2f}",
        "day": expense.spent_on.isoformat(),
    }
    if need.payee is not None:
        facts["organisation"] = str(need.payee.uuid)
    record(held.problem, "spent", actor=actor.person, at=now, facts=facts, texts={"words": expense.words})
    return row


def left_of(need: Need) -> Decimal:
    """What came in and was not spent yet."""
    came = Contribution.everywhere.filter(need=need).aggregate(sum=Sum("quantity"))["sum"] or Decimal(0)
    gone = Spending.everywhere.filter(need=need).aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    return (came - gone).quantize(KOPIIKA)
