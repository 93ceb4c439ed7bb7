"""Follow a problem, an area or a place."""

from __future__ import annotations

from datetime import datetime

from opencity.communities.models import Community
from opencity.people.models import Person
from opencity.places.cells import Point, cell_of
from opencity.places.models import Area
from opencity.problems.models import Problem, Subscription

WIDEST_M = 2000


def follow(problem: Problem, person: Person, *, now: datetime) -> Subscription:
    row, _ = Subscription.everywhere.get_or_create(
        community=problem.community, problem=problem, person=person, defaults={"created_at": now}
    )
    return row


def unfollow(problem: Problem, person: Person) -> None:
    Subscription.everywhere.filter(problem=problem, person=person).delete()


def follow_area(area: Area, person: Person, *, now: datetime) -> Subscription:
    row, _ = Subscription.everywhere.get_or_create(
        community=area.community, area=area, person=person, defaults={"created_at": now}
    )
    return row


def follow_place(
    community: Community, person: Person, point: Point, *, radius_m: int, label: str, now: datetime
) -> Subscription:
    return Subscription.everywhere.create(
        community=community,
        person=person,
        lat=point.lat,
        lon=point.lon,
        cell=cell_of(point),
        radius_m=min(radius_m, WIDEST_M),
        label=label.strip()[:120],
        created_at=now,
    )


def stop_following(subscription: Subscription) -> None:
    subscription.delete()
