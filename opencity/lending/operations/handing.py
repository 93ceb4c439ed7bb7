"""A librarian hands a tool over and takes it back. Where it is for a problem, the problem's story says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.foundation.chains import Fact
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.lending.access import must_lend_at
from opencity.lending.holding import Held, hold
from opencity.lending.models import Loan, Tool
from opencity.lending.operations.reserving import (
    NewLoan,
    call_off_what_no_longer_fits,
    must_be_free,
    none_free,
    same_loan,
)
from opencity.lending.rules import at_hand, collect_by, free, still_taken
from opencity.lending.values import LoanState
from opencity.people.acting import Actor, serves_at
from opencity.people.models import Person
from opencity.problems.history import Words, locked, record
from opencity.problems.models import Problem

LONGEST_CONDITION = 1000


@transaction.atomic
def lend(tool: Tool, borrower: Person, actor: Actor, new: NewLoan, *, now: datetime) -> Loan:
    """To somebody at the counter, without a reservation: it leaves today."""
    problem = locked(new.problem) if new.problem else None
    held = hold(tool, now=now)
    must_lend_at(actor, held.community, held.tool.access_point, now=now)
    known = same_loan(held, borrower, new)
    if known is not None:
        return known
    due = held.today + timedelta(days=held.tool.days)
    must_be_free(held, new, held.today, due)
    made = Loan.everywhere.create(
        community=held.community,
        uuid=new.uuid,
        tool=held.tool,
        person=borrower,
        problem=problem,
        quantity=new.quantity,
        state=LoanState.LENT,
        from_day=held.today,
        due=due,
        lent_at=now,
        lent_by=actor.person,
    )
    _tell_lent(made, problem, actor, now)
    return made


@transaction.atomic
def hand_over(loan: Loan, actor: Actor, *, now: datetime) -> Loan:
    """What was reserved leaves today. It may be kept as long as the tool may, unless others wait for it."""
    problem, held, fresh = _open(loan, actor, now=now)
    if fresh.state != LoanState.RESERVED:
        raise NotNow(_("It is handed over already."), _("Open the list again."), link="library/tools/")
    if held.today > collect_by(fresh.from_day, fresh.due):
        raise NotNow(
            _("This reservation has lapsed: nobody came for it in time."),
            _("If the tool is here, lend it without a reservation."),
            link="library/tools/",
        )
    others = held.taken(without=fresh)
    if at_hand(held.tool.owned, others) < fresh.quantity:
        raise NotNow(
            _("It has not been brought back yet."),
            _("Ring whoever has it, and tell the visitor when to come again."),
            link="library/tools/",
        )
    counted = list(still_taken(others, held.today))
    whole = held.today + timedelta(days=held.tool.days)
    if free(held.tool.owned, counted, held.today, whole) >= fresh.quantity:
        fresh.due = whole
    elif held.today < fresh.from_day and free(held.tool.owned, counted, held.today, fresh.due) < fresh.quantity:
        raise none_free(held, fresh.quantity)
    fresh.state, fresh.from_day = LoanState.LENT, held.today
    fresh.lent_at, fresh.lent_by = now, actor.person
    fresh.save(update_fields=["state", "from_day", "due", "lent_at", "lent_by"])
    _tell_lent(fresh, problem, actor, now)
    return fresh


@dataclass(frozen=True, kw_only=True)
class Back:
    """How many came back, how many of those are broken, and what the librarian saw. None back: it is lost."""

    back: int
    broken: int = 0
    condition: Words


@transaction.atomic
def take_back(loan: Loan, actor: Actor, what: Back, *, now: datetime) -> Loan:
    """What is lost or broken can no longer be lent; reservations that no longer fit are called off."""
    problem, held, fresh = _open(loan, actor, now=now)
    if fresh.state != LoanState.LENT:
        raise NotNow(_("It has not left yet."), _("Hand it over first."), link="library/tools/")
    _check(what, fresh)
    fresh.state = LoanState.RETURNED if what.back else LoanState.LOST
    fresh.returned_at, fresh.returned_by = now, actor.person
    fresh.back, fresh.broken = what.back, what.broken
    fresh.condition = what.condition.text.strip()
    fresh.condition_language = what.condition.in_language() if fresh.condition else ""
    fresh.save(
        update_fields=[
            *("state", "returned_at", "returned_by", "back", "broken"),
            *("condition", "condition_language"),
        ]
    )
    fewer = fresh.quantity - what.back + what.broken
    if fewer:
        held.tool.owned -= fewer
        held.tool.save(update_fields=["owned"])
        call_off_what_no_longer_fits(held, now=now)
    if problem is not None:
        facts = {**facts_of(fresh), "back": what.back, "broken": what.broken}
        record(problem, "tool_returned", actor=actor.person, at=now, facts=facts)
    return fresh


@transaction.atomic
def extend(loan: Loan, actor: Actor, *, now: datetime) -> Loan:
    """Once, by whoever has it or by a librarian, if nobody waits for it."""
    held = hold(loan.tool, now=now)
    own = loan.person_id is not None and loan.person_id == actor.person.pk
    if not own and not serves_at(actor.person, held.community, held.tool.access_point, now=now):
        raise NotAllowed(_("Only whoever has it can keep it longer."), _("Ask at the access point."))
    fresh = held.loans.get(loan.pk)
    if fresh is None or fresh.state != LoanState.LENT:
        raise NotNow(_("It is not lent to you now."), _("Look at your page how it stands."), link="me/")
    if fresh.extended_at is not None:
        raise NotNow(_("It was extended once already."), _("Bring it back; if nobody waits, you can take it again."))
    if fresh.due < held.today:
        raise NotNow(_("It is overdue already."), _("Bring it back, or ring the access point."))
    later = fresh.due + timedelta(days=held.tool.days)
    others = list(still_taken(held.taken(without=fresh), held.today))
    if free(held.tool.owned, others, fresh.due + timedelta(days=1), later) < fresh.quantity:
        raise NotNow(_("Somebody waits for it."), _("Bring it back on time, please."))
    fresh.due, fresh.extended_at = later, now
    fresh.save(update_fields=["due", "extended_at"])
    return fresh


def facts_of(loan: Loan) -> dict[str, Fact]:
    """What histories hold of it. Whoever borrowed it is no part of that."""
    return {
        "organisation": str(loan.tool.access_point.uuid),
        "tool": str(loan.tool.uuid),
        "loan": str(loan.uuid),
        "quantity": loan.quantity,
    }


def _tell_lent(loan: Loan, problem: Problem | None, actor: Actor, now: datetime) -> None:
    if problem is not None:
        record(problem, "tool_lent", actor=actor.person, at=now, facts=facts_of(loan))


def _open(loan: Loan, actor: Actor, *, now: datetime) -> tuple[Problem | None, Held, Loan]:
    """The problem, the tool and the loan as they are now, locked in this order."""
    problem = locked(loan.problem) if loan.problem else None
    held = hold(loan.tool, now=now)
    must_lend_at(actor, held.community, held.tool.access_point, now=now)
    fresh = held.loans.get(loan.pk)
    if fresh is None:
        raise NotNow(_("This loan has ended."), _("Open the list again."), link="library/tools/")
    if fresh.problem is not None and fresh.problem != problem:
        # It was joined to another problem a moment ago.
        problem = locked(fresh.problem)
    return problem, held, fresh


def _check(what: Back, loan: Loan) -> None:
    if not 0 <= what.back <= loan.quantity:
        raise NotUnderstood(
            _("More cannot come back than left: %(count)s.") % {"count": loan.quantity},
            _("Count once more."),
            field="back",
        )
    if not 0 <= what.broken <= what.back:
        raise NotUnderstood(
            _("More cannot be broken than came back."), _("What is lost does not count as broken."), field="broken"
        )
    harmed = what.back < loan.quantity or what.broken
    if harmed and not what.condition.text.strip():
        raise NotUnderstood(
            _("What happened to it?"), _("Write a sentence: whoever repairs or replaces it reads it."), field="words"
        )
    if len(what.condition.text.strip()) > LONGEST_CONDITION:
        raise NotUnderstood(_("The words are too long."), _("A few sentences are enough."), field="words")
