"""Residents reserve a tool for a day and take the reservation back; what nobody comes for is free again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.communities.models import Community
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood, Refusal
from opencity.lending.holding import Held, hold
from opencity.lending.models import Loan, Tool
from opencity.lending.rules import (
    FURTHEST_DAYS,
    MOST_AT_ONCE,
    collect_by,
    first_free,
    free,
    most_out,
    promised,
    still_taken,
)
from opencity.lending.values import OUT, Ended, LoanState
from opencity.lending.wording import day_words
from opencity.people.acting import Actor, serves_at
from opencity.people.models import Assurance, Person
from opencity.problems.models import Problem
from opencity.problems.models.problem import new_uuid


@dataclass(frozen=True, kw_only=True)
class NewLoan:
    """So many from a day on; without a day, from today. `problem` is what it is for."""

    quantity: int = 1
    from_day: date | None = None
    problem: Problem | None = None
    uuid: UUID = field(default_factory=new_uuid)


@transaction.atomic
def reserve(tool: Tool, actor: Actor, new: NewLoan, *, now: datetime) -> Loan:
    """For oneself. Of two who want the last one at the same moment, one gets it."""
    must_be_reachable(actor.person)
    held = hold(tool, now=now)
    known = same_loan(held, actor.person, new)
    if known is not None:
        return known
    first = new.from_day or held.today
    _must_be_soon(first, held.today)
    _must_have_brought_back(actor.person, held)
    due = first + timedelta(days=held.tool.days)
    must_be_free(held, new, first, due)
    return Loan.everywhere.create(
        community=held.community,
        uuid=new.uuid,
        tool=held.tool,
        person=actor.person,
        problem=new.problem,
        quantity=new.quantity,
        state=LoanState.RESERVED,
        reserved_at=now,
        from_day=first,
        due=due,
    )


@transaction.atomic
def cancel(loan: Loan, actor: Actor, *, now: datetime) -> Loan:
    """By whoever reserved it, or by a librarian who cannot keep it."""
    held = hold(loan.tool, now=now)
    own = loan.person_id is not None and loan.person_id == actor.person.pk
    if not own and not serves_at(actor.person, held.community, held.tool.access_point, now=now):
        raise NotAllowed(_("Only whoever reserved it can take it back."), _("Ask at the access point."))
    fresh = held.loans.get(loan.pk)
    if fresh is None or fresh.state != LoanState.RESERVED:
        raise NotNow(_("There is nothing to take back any more."), _("Look at your page how it stands."), link="me/")
    return call_off(fresh, Ended.BY_BORROWER if own else Ended.BY_LIBRARY, now=now)


@transaction.atomic
def release(loan: Loan, *, now: datetime) -> bool:
    """Nobody came for it in time. False where somebody did, or may still come."""
    held = hold(loan.tool, now=now)
    fresh = held.loans.get(loan.pk)
    if fresh is None or fresh.state != LoanState.RESERVED or held.today <= collect_by(fresh.from_day, fresh.due):
        return False
    call_off(fresh, Ended.NOT_COLLECTED, now=now)
    return True


def call_off(loan: Loan, why: Ended, *, now: datetime) -> Loan:
    """Call it with the tool held."""
    loan.state, loan.ended, loan.cancelled_at = LoanState.CANCELLED, why, now
    loan.save(update_fields=["state", "ended", "cancelled_at"])
    return loan


def call_off_what_no_longer_fits(held: Held, *, now: datetime) -> list[Loan]:
    """Fewer can be lent than before: the youngest reservations give way, until the others fit."""
    gone: list[Loan] = []
    young = [one for one in held.loans.values() if one.state == LoanState.RESERVED]
    for one in sorted(young, key=lambda row: row.pk, reverse=True):
        if most_out(promised(held.taken(), held.today), one.from_day, one.due) > held.tool.owned:
            gone.append(call_off(one, Ended.GONE, now=now))
    return gone


def must_be_reachable(person: Person) -> None:
    if person.assurance < Assurance.CONTACT:
        raise NotAllowed(
            _("We have to be able to reach whoever borrows a tool."),
            _("Confirm your e-mail, or come to the library."),
        )


def same_loan(held: Held, person: Person, new: NewLoan) -> Loan | None:
    """What came with this form before."""
    known = Loan.everywhere.filter(uuid=new.uuid).select_related("tool__access_point", "community").first()
    if known is not None and (known.tool_id, known.person_id) != (held.tool.pk, person.pk):
        raise NotUnderstood(_("This form was already used."), _("Open it again."))
    return known


def must_be_free(held: Held, new: NewLoan, first: date, due: date) -> None:
    """Refuses what is not there for all of these days, and says from when it is."""
    if held.tool.retired_at is not None:
        raise NotNow(_("This is no longer lent."), _("Look what else the access point lends."))
    if new.quantity < 1:
        raise NotUnderstood(_("At least one has to be taken."), _("Write how many you need."), field="quantity")
    _must_be_for_this_town(new.problem, held.community)
    taken = list(still_taken(held.taken(), held.today))
    if free(held.tool.owned, taken, first, due) < new.quantity:
        raise none_free(held, new.quantity)


def none_free(held: Held, quantity: int) -> Refusal:
    tool = held.tool
    taken = list(still_taken(held.taken(), held.today))
    if quantity > tool.owned:
        why = _("There are not so many: %(count)s in all.") % {"count": tool.owned}
        return NotNow(why, _("Take fewer, or ask at another access point."), field="quantity")
    day = first_free(tool.owned, taken, quantity, tool.days, held.today)
    if day is None:
        next_step = _("Ask at another access point, or look in again in a while.")
    else:
        next_step = _("From %(day)s it is free: reserve it for that day.") % {"day": day_words(day, held.today)}
    return NotNow(_("On those days it is out or promised to somebody else."), next_step, field="from_day")


def _must_be_soon(first: date, today: date) -> None:
    if first < today:
        raise NotUnderstood(_("That day has passed."), _("Choose today or a later day."), field="from_day")
    if first > today + timedelta(days=FURTHEST_DAYS):
        raise NotUnderstood(_("One reserves two months ahead at most."), _("Choose an earlier day."), field="from_day")


def _must_have_brought_back(person: Person, held: Held) -> None:
    """Whoever keeps something too long, or has much already, lets others have their turn."""
    mine = Loan.everywhere.filter(community=held.community, person=person, state__in=OUT)
    rows = list(mine.values_list("state", "due", "tool__access_point"))
    if any(state == LoanState.LENT and due < held.today for state, due, _where in rows):
        raise NotNow(
            _("You have something that is overdue."), _("Bring it back first, then reserve again."), link="me/"
        )
    if sum(where == held.tool.access_point_id for _state, _due, where in rows) >= MOST_AT_ONCE:
        raise NotNow(
            _("You have as much from here as one person may."),
            _("Bring something back, or take a reservation back."),
            link="me/",
        )


def _must_be_for_this_town(problem: Problem | None, community: Community) -> None:
    if problem is not None and (problem.community_id != community.pk or not problem.is_public):
        raise NotUnderstood(
            _("There is no public problem with this number."), _("Leave the number out, or look it up."), field="number"
        )
