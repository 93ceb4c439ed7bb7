"""What the clock has to look at: who is to be reminded, whose decision is due, whose report is owed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from opencity.actions.models import Action, Participation
from opencity.actions.values import TAKING, ActionState, ParticipationState
from opencity.communities.models import Community
from opencity.problems.states import Visibility

REMIND_HOURS = (72, 24)
"""How long before an action those who have a place are reminded, with the choice to say that they cannot come."""
ASK_AHEAD = timedelta(hours=24)
"""How long before the decision is due its lead is asked for it."""
REPORT_AFTER = timedelta(hours=18)


def _coming(community: Community) -> QuerySet[Action]:
    rows = Action.everywhere.filter(community=community, problem__visibility=Visibility.PUBLIC)
    return rows.select_related("problem__community", "problem__category", "lead", "co_lead", "organisation")


def action_reminders(community: Community, *, now: datetime) -> list[tuple[Participation, int]]:
    """Everybody with a place in an action that begins within the hours named, each with the smallest that fits.

    Owe each pair once; whoever signed up within these hours was told by the receipt and is left out.
    """
    rows = Participation.everywhere.filter(
        community=community,
        state=ParticipationState.CONFIRMED,
        action__state__in=TAKING,
        action__starts_at__gt=now,
        action__starts_at__lte=now + timedelta(hours=max(REMIND_HOURS)),
        action__problem__visibility=Visibility.PUBLIC,
        person__is_active=True,
    ).select_related("person", "role", "action__problem__community", "action__organisation", "action__lead")
    found = []
    for one in rows.order_by("action__starts_at", "pk"):
        hours = min(limit for limit in REMIND_HOURS if one.action.starts_at <= now + timedelta(hours=limit))
        if one.joined_at <= one.action.starts_at - timedelta(hours=hours):
            found.append((one, hours))
    return found


def decisions_due(community: Community, *, now: datetime) -> list[Action]:
    """Open actions whose lead owes a go or no-go by now or within a day."""
    ahead = now + timedelta(hours=community.charter.decide_hours) + ASK_AHEAD
    rows = _coming(community).filter(state=ActionState.OPEN, starts_at__gt=now, starts_at__lte=ahead)
    return list(rows.order_by("starts_at", "pk"))


def reports_due(community: Community, *, now: datetime) -> list[Action]:
    """Actions that ended some time ago, of which nobody has told what came."""
    rows = _coming(community).filter(state__in=[*TAKING, ActionState.HELD], ends_at__lte=now - REPORT_AFTER)
    return list(rows.order_by("starts_at", "pk"))


def released_by(action: Action, at: datetime) -> QuerySet[Participation]:
    """Whoever was signed up when the action was called off at this moment."""
    rows = Participation.everywhere.filter(action=action, state=ParticipationState.EXCUSED, ended_at=at)
    return rows.select_related("person").order_by("pk")
