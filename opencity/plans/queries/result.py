"""What came of a plan: figures that were measured, sums of what was given, and who is to be thanked for what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from django.db.models import Sum

from opencity.people.models import Organisation, Person
from opencity.plans.models import Contribution, Indicator, Need, Plan, Pledge, Spending
from opencity.plans.values import NeedKind, PledgeSector, PledgeState
from opencity.problems.models import Problem

WORK = frozenset({NeedKind.LABOUR, NeedKind.SKILL})


@dataclass
class Gift:
    """Everything one giver gave for one need."""

    need: Need
    quantity: Decimal = Decimal(0)
    hours: Decimal = Decimal(0)


@dataclass
class Thanks:
    """One giver, or all those of a sector who wish not to be named: then both are None and `many` says how many."""

    sector: str
    person: Person | None = None
    organisation: Organisation | None = None
    many: int = 1
    gifts: dict[int, Gift] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """`hours` were worked, `people` and `bodies` gave; money in hryvnias; `took` from the plan's day to the claim."""

    indicators: Sequence[Indicator]
    thanks: Sequence[Thanks]
    people: int
    bodies: int
    hours: Decimal
    received: Decimal
    spent: Decimal
    took: timedelta | None

    @property
    def any(self) -> bool:
        return bool(self.thanks or self.indicators)


def plan_with_result(problem: Problem) -> Plan | None:
    """The last plan of a problem that was published."""
    rows = Plan.everywhere.filter(problem=problem, published_at__isnull=False).select_related("organisation", "lead")
    return rows.order_by("-pk").first()


def has_result(problem: Problem) -> bool:
    """Whether anything was given: then there is somebody to thank."""
    return Contribution.everywhere.filter(problem=problem).exists()


def result_of(problem: Problem, plan: Plan) -> Result:
    """Four queries. Gifts of all plans of the problem count: the thanks are for the problem that was solved."""
    rows = Contribution.everywhere.filter(problem=problem).select_related("need__plan", "person", "organisation")
    gifts = list(rows.order_by("acknowledged_at", "pk"))
    indicators = Indicator.everywhere.filter(plan=plan, struck_at=None).order_by("measured_at", "pk")
    spent = Spending.everywhere.filter(need__plan__problem=problem).aggregate(sum=Sum("amount"))["sum"]
    return Result(
        indicators=list(indicators),
        thanks=thanks_for([*gifts, *_granted(problem)]),
        people=len({one.person_id for one in gifts if one.organisation_id is None}),
        bodies=len({one.organisation_id for one in gifts if one.organisation_id is not None}),
        hours=sum((one.hours or Decimal(0) for one in gifts), Decimal(0)),
        received=sum((one.quantity for one in gifts if one.need.kind == NeedKind.MONEY), Decimal(0)),
        spent=spent or Decimal(0),
        took=problem.claimed_at - plan.published_at if problem.claimed_at and plan.published_at else None,
    )


def _granted(problem: Problem) -> list[Contribution]:
    """Permissions that were granted: nobody hands them over, and whoever gave them is thanked all the same."""
    rows = Pledge.everywhere.filter(
        need__plan__problem=problem, need__kind=NeedKind.PERMISSION, state=PledgeState.ACCEPTED
    ).select_related("need__plan", "person", "organisation")
    return [
        Contribution(
            need=one.need,
            person=one.person,
            organisation=one.organisation,
            sector=one.sector,
            quantity=one.quantity,
            quiet=one.quiet,
        )
        for one in rows.order_by("pk")
    ]


def thanks_for(gifts: Iterable[Contribution]) -> list[Thanks]:
    """Each giver with everything they gave; those who gave quietly or have no public name together, by sector."""
    named: dict[tuple[str, int], Thanks] = {}
    unnamed: dict[str, Thanks] = {}
    quiet_givers: dict[str, set[tuple[str, int]]] = {}
    for one in gifts:
        who = ("body", one.organisation_id) if one.organisation_id else ("person", one.person_id)
        if one.quiet or (one.organisation_id is None and not one.person.public_name):
            mine = unnamed.setdefault(one.sector, Thanks(one.sector))
            quiet_givers.setdefault(one.sector, set()).add(who)
            mine.many = len(quiet_givers[one.sector])
        else:
            person = one.person if one.organisation_id is None else None
            mine = named.setdefault(who, Thanks(one.sector, person, one.organisation))
        gift = mine.gifts.setdefault(one.need_id, Gift(one.need))
        gift.quantity += one.quantity
        gift.hours += one.hours or Decimal(0)
    order = list(PledgeSector.values)
    return sorted([*named.values(), *unnamed.values()], key=lambda one: (order.index(one.sector), not _is_named(one)))


def _is_named(one: Thanks) -> bool:
    return one.person is not None or one.organisation is not None
