"""What bodies really gave in a community, counted for many of them at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from opencity.communities.models import Community
from opencity.people.models import Organisation
from opencity.plans.models import Contribution, Plan
from opencity.plans.values import LIVE, PlanState
from opencity.problems.states import State, Visibility


@dataclass(frozen=True)
class Deeds:
    """`given` counts contributions on verified problems, `waiting` those whose result nobody has verified yet."""

    given: int = 0
    waiting: int = 0
    problems: int = 0
    hours: Decimal = Decimal(0)
    led: int = 0
    leads: int = 0

    @property
    def any(self) -> bool:
        return bool(self.given or self.waiting or self.led or self.leads)


def shown_contributions(community: Community) -> QuerySet[Contribution]:
    """What may be told in a body's name: not what it gave quietly, nothing of problems that are not public."""
    return Contribution.everywhere.filter(
        community=community, quiet=False, organisation__isnull=False, problem__visibility=Visibility.PUBLIC
    )


def has_verified_contribution(community: Community, organisation: Organisation) -> bool:
    rows = shown_contributions(community).filter(organisation=organisation, problem__state=State.VERIFIED)
    return rows.exists()


def latest_contributions(community: Community, organisation: Organisation, *, most: int) -> list[Contribution]:
    """With what each was for; the latest first."""
    rows = shown_contributions(community).filter(organisation=organisation)
    return list(rows.select_related("need__plan", "problem").order_by("-given_on", "-pk")[:most])


@dataclass(frozen=True)
class Total:
    kind: str
    unit: str
    quantity: Decimal
    hours: Decimal | None


def totals_of(community: Community, organisation: int) -> list[Total]:
    """What was given to verified problems, by kind and unit. One query."""
    rows = shown_contributions(community).filter(organisation=organisation, problem__state=State.VERIFIED)
    sums = rows.values_list("need__kind", "need__unit").order_by("need__kind", "need__unit")
    return [Total(*row) for row in sums.annotate(Sum("quantity"), Sum("hours"))]


def deeds_of_all(community: Community) -> Mapping[int, Deeds]:
    """By id of the organisation; two queries, however many there are."""
    verified = Q(problem__state=State.VERIFIED)
    rows = shown_contributions(community).values("organisation_id").order_by()
    told = rows.annotate(
        given=Count("pk", filter=verified),
        waiting=Count("pk", filter=~verified),
        problems=Count("problem", filter=verified, distinct=True),
        hours=Sum("hours", filter=verified),
    )
    plans = Plan.everywhere.filter(
        community=community, organisation__isnull=False, problem__visibility=Visibility.PUBLIC
    ).values("organisation_id")
    led = plans.order_by().annotate(
        leads=Count("pk", filter=Q(state__in=LIVE)),
        led=Count("pk", filter=Q(state=PlanState.FINISHED, problem__state=State.VERIFIED)),
    )
    by_led = {row["organisation_id"]: (row["led"], row["leads"]) for row in led}
    by_given = {
        row["organisation_id"]: (row["given"], row["waiting"], row["problems"], row["hours"] or Decimal(0))
        for row in told
    }
    return {
        pk: Deeds(*by_given.get(pk, (0, 0, 0, Decimal(0))), *by_led.get(pk, (0, 0)))
        for pk in by_given.keys() | by_led.keys()
    }
