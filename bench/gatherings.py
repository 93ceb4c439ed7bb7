"""A joint action for each of the measured plans, half of them ahead, with people who come or came."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import Decimal

from opencity.actions.models import Action, ActionRole, Participation
from opencity.actions.values import ActionState, ParticipationState
from opencity.people.models import Person
from opencity.plans.models import Plan

COME_TO_EACH = 20


def gather(plans: list[Plan], people: list[Person], now: datetime, chance: random.Random) -> None:
    actions = Action.everywhere.bulk_create([_action(plan, n, now, chance) for n, plan in enumerate(plans)])
    roles = ActionRole.everywhere.bulk_create(
        [
            ActionRole(community_id=one.community_id, action=one, position=1, words="Усі охочі", capacity=COME_TO_EACH)
            for one in actions
        ]
    )
    rows = (
        _one(role, person, place)
        for role in roles
        for place, person in enumerate(chance.sample(people, COME_TO_EACH), start=1)
    )
    Participation.everywhere.bulk_create(rows, batch_size=2000)


def _action(plan: Plan, n: int, now: datetime, chance: random.Random) -> Action:
    ahead = n % 2 == 0
    starts = now + timedelta(days=chance.randrange(3, 90) * (1 if ahead else -1))
    problem = plan.problem
    return Action(
        community_id=plan.community_id,
        problem=problem,
        plan=plan,
        position=1,
        title=f"Толока {n}",
        lead=plan.lead,
        starts_at=starts,
        ends_at=starts + timedelta(hours=3),
        area_id=problem.area_id,
        precision=problem.precision,
        lat=problem.lat,
        lon=problem.lon,
        cell=problem.cell,
        state=ActionState.OPEN if ahead else ActionState.REPORTED,
        created_at=now,
        updated_at=now,
        held_at=None if ahead else starts,
        reported_at=None if ahead else starts + timedelta(days=1),
    )


def _one(role: ActionRole, person: Person, place: int) -> Participation:
    ahead = role.action.state == ActionState.OPEN
    return Participation(
        community_id=role.community_id,
        action=role.action,
        role=role,
        person=person,
        state=ParticipationState.CONFIRMED if ahead else ParticipationState.ATTENDED,
        code=f"{place:06d}",
        joined_at=role.action.created_at,
        placed_at=role.action.created_at,
        checked_in_at=None if ahead else role.action.starts_at,
        hours=None if ahead else Decimal(3),
    )
