"""What the clock has to look at: promises past their grace, and those that wait for a day that has come."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from opencity.communities.models import Community
from opencity.plans.models import Need, Pledge
from opencity.plans.values import LIVE, ConditionKind, NeedKind, PledgeState


def past_grace(community: Community, *, now: datetime) -> QuerySet[Pledge]:
    """Promises whose day and grace have passed, the oldest first."""
    last = community.calendar.today(now) - timedelta(days=community.charter.pledge_grace_days)
    rows = Pledge.everywhere.filter(
        community=community, state__in=[PledgeState.ACCEPTED, PledgeState.OFFERED], due__lt=last
    )
    rows = rows.filter(need__plan__state__in=LIVE).exclude(need__kind=NeedKind.PERMISSION)
    return rows.select_related("need__plan__problem__community").order_by("due")


def waiting_for_a_day(community: Community, *, now: datetime) -> QuerySet[Need]:
    """Needs of live plans with a sleeping promise one of whose days has come."""
    today = community.calendar.today(now)
    return (
        Need.everywhere.filter(
            community=community,
            plan__state__in=LIVE,
            pledges__state=PledgeState.SLEEPING,
            pledges__conditions__kind=ConditionKind.DATE,
            pledges__conditions__day__lte=today,
        )
        .select_related("plan__problem__community")
        .distinct()
        .order_by("pk")
    )
