"""Lays open needs, pledges and joint actions over the measured town, row by row and without histories.

Run as a program with the town's environment. Through the operations it would take an hour; pages that read them do not
care how they came. `opencity check`, which would find rows without a history, runs before.
"""

from __future__ import annotations

import random
import sys
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import django

django.setup()

from django.db import transaction  # noqa: E402

from bench.gatherings import gather  # noqa: E402
from bench.town import SLUG  # noqa: E402
from opencity.communities.models import Community  # noqa: E402
from opencity.people.models import Person  # noqa: E402
from opencity.plans.models import Need, Plan, Pledge  # noqa: E402
from opencity.plans.values import NeedKind, PlanState, PledgeState, Route, Unit  # noqa: E402
from opencity.problems.models import Problem  # noqa: E402

PLANS, NEEDS_EACH, PLEDGES_EACH, PEOPLE = 1000, 5, 10, 2000
KINDS = (
    (NeedKind.LABOUR, Unit.PERSON, "Помічники"),
    (NeedKind.MATERIAL, Unit.LITRE, "Фарба"),
    (NeedKind.MATERIAL, Unit.PIECE, "Дошки"),
    (NeedKind.TRANSPORT, Unit.TRIP, "Самоскид"),
    (NeedKind.TOOL, Unit.PIECE, "Лопати"),
)


@transaction.atomic
def lay(now: datetime) -> None:
    chance = random.Random(13)  # noqa: S311 (the same town every time)
    community = Community.objects.get(slug=SLUG)
    people = [Person(public_name=f"Помічник {n}", assurance=1, created_at=now) for n in range(PEOPLE)]
    for person in people:
        person.set_unusable_password()
    Person.objects.bulk_create(people)
    problems = Problem.everywhere.filter(community=community, state="open").order_by("-number")[:PLANS]
    plans = Plan.everywhere.bulk_create(
        [
            Plan(
                community=community,
                problem=problem,
                lead=chance.choice(people),
                route=Route.JOINT,
                state=PlanState.PUBLISHED,
                summary="Зробимо разом у суботу.",
                version=1,
                created_at=now,
                published_at=now - timedelta(days=chance.randrange(60)),
                lead_heard_at=now,
            )
            for problem in problems
        ]
    )
    needs = Need.everywhere.bulk_create(
        [_need(community, plan, place, now, chance) for plan in plans for place in range(NEEDS_EACH)]
    )
    rows = (_pledge(community, need, chance.choice(people), now, chance) for need in needs for _ in range(PLEDGES_EACH))
    Pledge.everywhere.bulk_create(rows, batch_size=2000)
    gather(plans, people, now, chance)


def _need(community: Community, plan: Plan, place: int, now: datetime, chance: random.Random) -> Need:
    kind, unit, words = KINDS[place % len(KINDS)]
    return Need(
        community=community,
        plan=plan,
        position=place + 1,
        kind=kind,
        unit=unit,
        words=words,
        lemmas=words.lower(),
        quantity=Decimal(chance.randrange(20, 80)),
        minimum=Decimal(5),
        needed_by=(now + timedelta(days=chance.randrange(5, 90))).date(),
    )


def _pledge(community: Community, need: Need, person: Person, now: datetime, chance: random.Random) -> Pledge:
    return Pledge(
        community=community,
        need=need,
        person=person,
        sector=chance.choice(("civil", "civil", "business", "authority")),
        quantity=Decimal(1),
        state=chance.choice((PledgeState.ACCEPTED, PledgeState.ACCEPTED, PledgeState.DELIVERED, PledgeState.WITHDRAWN)),
        due=need.needed_by,
        created_at=now,
        accepted_at=now,
    )


if __name__ == "__main__":
    lay(datetime.now(UTC))
    sys.exit(0)
