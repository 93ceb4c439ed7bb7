"""Loans when problems are joined and when people are erased."""

from __future__ import annotations

from datetime import datetime

from opencity.lending.models import Loan
from opencity.lending.operations.reserving import call_off
from opencity.lending.values import Ended, LoanState
from opencity.people.models import Person
from opencity.problems.models import Problem


def carry_loans(problem: Problem, into: Problem, now: datetime) -> None:
    """What is out for a problem comes back in the story of the other one."""
    Loan.everywhere.filter(problem=problem).update(problem=into)


def forget_loans(person: Person, *, now: datetime) -> None:
    """Call it inside the transaction of the erasure. What is out stays out: the access point waits for it."""
    mine = Loan.everywhere.filter(person=person)
    for one in mine.filter(state=LoanState.RESERVED).select_for_update().order_by("pk"):
        call_off(one, Ended.BY_BORROWER, now=now)
    mine.update(person=None, condition="", condition_language="")
    Loan.everywhere.filter(lent_by=person).update(lent_by=None)
    Loan.everywhere.filter(returned_by=person).update(returned_by=None)
