"""Joint actions as the cast would call them: Oksana of «Поруч» leads, at a pothole by the stop."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from opencity.actions.models import Action, ActionRole, Participation
from opencity.actions.operations.arriving import NewArrival, Noted, check_in
from opencity.actions.operations.calling import NewAction, NewRole, call_action
from opencity.actions.operations.joining import SignUp, sign_up
from opencity.actions.operations.reporting import Mark, mark, report_action
from opencity.actions.values import ParticipationState
from opencity.plans.models import Plan
from opencity.problems.history import Words
from tests.plans.making import LATER, hands, published
from tests.town import Town, person

STARTS = LATER + timedelta(days=5)
ENDS = STARTS + timedelta(hours=3)
ANYONE = NewRole(words="Усі охочі", capacity=3)


def new_action(*roles: NewRole, starts: datetime = STARTS, ends: datetime | None = None, **more: Any) -> NewAction:
    more.setdefault("title", "Фарбуємо зупинку")
    return NewAction(
        words=Words("Зберемося о десятій біля лавки.", "uk"),
        starts_at=starts,
        ends_at=ends or starts + timedelta(hours=3),
        roles=roles or (ANYONE,),
        **more,
    )


def called(town: Town, *roles: NewRole, plan: Plan | None = None, now: datetime = LATER, **more: Any) -> Action:
    """An action on a plan that asks for twelve pairs of hands."""
    plan = plan or published(town, hands(), now=now)
    return again(call_action(plan.problem, town.actor("oksana", now), new_action(*roles, **more), now=now))


def again(action: Action) -> Action:
    rows = Action.everywhere.select_related("problem__community", "problem__category", "organisation", "host", "plan")
    return rows.get(pk=action.pk)


def role_of(action: Action, words: str = "Усі охочі") -> ActionRole:
    return ActionRole.everywhere.get(action=action, words=words)


def joins(town: Town, who: str, action: Action, *, now: datetime = LATER, **more: Any) -> Participation:
    more.setdefault("role", role_of(action) if "role" not in more else None)
    return row(sign_up(action, town.actor(who, now), SignUp(**more), now=now))


def row(one: Participation) -> Participation:
    return Participation.everywhere.select_related("action__problem", "person", "role", "pledge").get(pk=one.pk)


def arrives(town: Town, action: Action, one: Participation, *, now: datetime = STARTS, who: str = "oksana") -> Noted:
    arrival = NewArrival(uuid=uuid4(), at=now, participation=one.uuid)
    return check_in(action, [arrival], town.actor(who, now), now=now)


def came(
    town: Town, one: Participation, hours: str = "3", *, now: datetime = ENDS, who: str = "oksana"
) -> Participation:
    said = Mark(state=ParticipationState.ATTENDED, hours=Decimal(hours))
    return row(mark(one, said, town.actor(who, now), now=now))


def told(town: Town, action: Action, *, now: datetime = ENDS) -> Action:
    return report_action(action, town.actor("oksana", now), Words("Зупинка як нова.", "uk"), (), now=now)


def crowd(town: Town, number: int) -> list[str]:
    """So many more residents, as names by which the town knows them."""
    names = [f"neighbour{n}" for n in range(number)]
    for name in names:
        town.people[name] = person(name.title(), email=f"{name}@{town.community.slug}.example.org")
    return names
