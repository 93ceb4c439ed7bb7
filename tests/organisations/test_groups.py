"""Residents organise themselves, and what they decide stands in the story."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import ProtectedError

from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood, Refusal
from opencity.organisations.models import Decision, Group
from opencity.organisations.operations import grouping, joining
from opencity.organisations.operations.grouping import NewDecision
from opencity.organisations.queries.groups import concerns, problems_in_bounds
from opencity.people.models import Presence
from opencity.places.cells import Point
from opencity.plans.models import Plan
from opencity.problems.models import Event
from opencity.problems.operations.merging import merge
from opencity.problems.queries.proving import prove
from tests.organisations.making import CORNERS, group, new_group
from tests.plans.making import need_of, paint, pothole, promise, published
from tests.town import MONDAY, SOUTH, Town, said

LATER = MONDAY + timedelta(days=2)


def decision(title: str = "Латаємо яму своїми силами", **more: Any) -> NewDecision:
    more.setdefault("votes_for", 9)
    more.setdefault("decided_on", LATER.date())
    return NewDecision(title=title, words=said("Зібралися у дворі."), **more)


def decided(town: Town, one: Group, **more: Any) -> Decision:
    return grouping.record_decision(one, town.actor("petro", LATER), decision(**more), now=LATER)


def test_a_group_is_there_at_once_and_says_that_nobody_checked_it(town: Town) -> None:
    made = group(town, corners=CORNERS)
    presence = Presence.everywhere.get(organisation=made.organisation)
    assert not presence.verified and made.organisation.slug == "vulytsia-lahidna"
    assert made.organisation.pk in town.actor("petro").offices


@pytest.mark.parametrize(
    "more",
    [
        {"kind": "army"},
        {"name": "Поруч"},
        {"name": "?!"},
        {"corners": tuple(replace(one, lat=one.lat + 5) for one in CORNERS)},
        {"corners": CORNERS[:2]},
    ],
)
def test_bad_input_says_what_to_do_and_begins_no_group(town: Town, more: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        group(town, **more)
    assert refused.value.next_step and not Group.everywhere.exists()


def test_an_area_of_another_community_is_no_bounds(town: Town, elsewhere: Town) -> None:
    with pytest.raises(NotUnderstood):
        group(town, area=elsewhere.areas["centre"])
    with pytest.raises(NotUnderstood):
        group(town, area=town.areas["centre"], corners=CORNERS)


def test_nobody_begins_groups_without_end(town: Town) -> None:
    for number in range(3):
        group(town, name=f"Двір {number}")
    with pytest.raises(NotNow):
        group(town, name="Двір останній")


def test_bounds_hold_what_lies_in_them(town: Town) -> None:
    near, far = pothole(town), pothole(town, at=SOUTH)
    by_corners, by_area = group(town, corners=CORNERS), group(town, name="Корабели", area=town.areas["south"])
    assert problems_in_bounds(by_corners, most=9) == [near]
    assert problems_in_bounds(by_area, most=9) == [far]
    assert concerns(by_corners, near) and not concerns(by_corners, far)


def test_a_decision_about_a_problem_stands_in_its_history(town: Town) -> None:
    problem = pothole(town)
    made = decided(town, group(town, corners=CORNERS), problem=problem)
    event = Event.everywhere.get(kind="decided")
    assert event.facts["decision"] == str(made.uuid) and event.facts["votes_for"] == 9
    assert "Латаємо" not in str(event.facts)
    assert not list(prove(town.community, lambda *_: None))


def test_a_group_speaks_of_what_concerns_it(town: Town) -> None:
    far = pothole(town, at=SOUTH)
    one = group(town, corners=CORNERS)
    with pytest.raises(NotUnderstood):
        decided(town, one, problem=far)
    plan = published(town, paint(), problem=far)
    promise(town, "petro", need_of(plan, "Фарба"), organisation=one.organisation)
    assert decided(town, one, problem=far).problem == far


@pytest.mark.parametrize(
    "more",
    [
        {"title": " "},
        {"decided_on": (LATER + timedelta(days=1)).date()},
        {"decided_on": (MONDAY - timedelta(days=1)).date()},
        {"votes_for": 3, "votes_against": 3},
        {"votes_for": -1},
        {"votes_for": 10**7},
    ],
)
def test_what_decides_nothing_is_not_written_down(town: Town, more: dict[str, Any]) -> None:
    one = group(town)
    with pytest.raises(NotUnderstood):
        decided(town, one, **more)
    assert not Decision.everywhere.exists()


def test_members_who_do_not_lead_and_strangers_write_no_decisions(town: Town) -> None:
    one = group(town, open_to_all=True)
    joining.ask_to_join(town.community, one.organisation, town.actor("olena"), said(""), now=MONDAY)
    for who in ("olena", "halyna", "svitlana"):
        with pytest.raises(NotAllowed):
            grouping.record_decision(one, town.actor(who, LATER), decision(), now=LATER)


def test_a_problem_of_another_community_is_no_matter_of_the_group(town: Town, elsewhere: Town) -> None:
    foreign = pothole(elsewhere, at=Point(47.55, 31.33))
    with pytest.raises(NotUnderstood):
        decided(town, group(town), problem=foreign)


def test_a_decision_is_replaced_once_and_never_rewritten(town: Town) -> None:
    one = group(town)
    first = decided(town, one)
    second = decided(town, one, title="Просимо місто", replaces=first)
    assert (first.number, second.number) == (1, 2) and first.replaced_by == second
    with pytest.raises(NotNow):
        decided(town, one, title="Ні, самі", replaces=first)
    with pytest.raises(ProtectedError):
        first.delete()


def test_the_same_form_sent_twice_is_one_decision(town: Town) -> None:
    one, uuid = group(town), uuid4()
    assert decided(town, one, uuid=uuid) == decided(town, one, uuid=uuid)


def test_decisions_go_along_when_problems_are_joined(town: Town) -> None:
    problem, into = pothole(town), pothole(town)
    made = decided(town, group(town, corners=CORNERS), problem=problem)
    merge(problem, into, town.actor("svitlana"), said("Те саме."), now=LATER)
    assert Decision.everywhere.get(pk=made.pk).problem == into
    assert Event.everywhere.filter(problem=into, kind="decided").exists()


def test_a_group_leads_a_plan_in_its_name(town: Town) -> None:
    one = group(town, "oksana")
    plan = published(town, paint(), organisation=one.organisation)
    assert Plan.everywhere.get(pk=plan.pk).organisation == one.organisation


def test_a_group_that_ended_does_nothing_more_and_is_still_read(town: Town) -> None:
    one = group(town)
    decided(town, one)
    grouping.end_group(one, town.actor("petro", LATER), now=LATER)
    after = LATER + timedelta(hours=1)
    assert one.organisation.pk not in town.actor("petro", after).offices
    with pytest.raises(NotNow):
        joining.ask_to_join(town.community, one.organisation, town.actor("olena"), said(""), now=after)
    with pytest.raises(NotNow):
        grouping.change_group(one, town.actor("petro", after), new_group(), now=after)
    assert Decision.everywhere.count() == 1
