from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from opencity.actions.models import Action, ActionRole
from opencity.actions.operations.calling import Meeting, NewRole, call_action, change_action, open_sign_up
from opencity.actions.queries.proving import prove_actions
from opencity.actions.values import Minors, ParticipationState
from opencity.foundation.refusals import NotAllowed, NotHere, NotNow, NotUnderstood
from opencity.places.cells import Point
from opencity.plans.values import PlanState
from opencity.problems.operations.reviewing import hide, publish
from tests.actions.making import ANYONE, STARTS, again, called, joins, new_action, role_of, row
from tests.plans.making import LATER, hands, need_of, paint, published
from tests.town import OUTSIDE, SOUTH, Town, report, said


def test_the_lead_calls_people_and_the_place_is_the_problems_own(town: Town) -> None:
    action = called(town, organisation=town.organisations["ngo"])
    problem = action.problem
    assert (action.position, action.state, action.plan_id) == (1, "open", published_plan(action))
    assert (action.lat, action.lon, action.cell) == (problem.lat, problem.lon, problem.cell)
    assert action.place_words == problem.place_words
    assert action.area_id == problem.area_id
    assert not list(prove_actions(town.community))


def published_plan(action: Action) -> int:
    assert action.plan is not None and action.plan.state == PlanState.PUBLISHED
    return action.plan.pk


@pytest.mark.parametrize("who", ["taras", "svitlana"])
def test_the_library_and_the_coordinator_call_without_a_plan(town: Town, who: str) -> None:
    problem = report(town, category="road.pothole").problem
    action = call_action(problem, town.actor(who, LATER), new_action(), now=LATER)
    assert action.plan is None and action.lead == town.people[who]


@pytest.mark.parametrize("who", ["petro", "olena", "bohdan", "mykhailo"])
def test_nobody_else_calls(town: Town, who: str) -> None:
    plan = published(town, hands())
    with pytest.raises(NotAllowed) as refused:
        call_action(plan.problem, town.actor(who, LATER), new_action(), now=LATER)
    assert "plan" in refused.value.next_step or "план" in refused.value.next_step
    assert not Action.everywhere.exists()


def test_a_hidden_problem_gathers_nobody(town: Town) -> None:
    plan = published(town, hands())
    hide(plan.problem, town.actor("svitlana"), said(), now=LATER)
    with pytest.raises(NotNow):
        call_action(plan.problem, town.actor("oksana", LATER), new_action(), now=LATER)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"starts": LATER - timedelta(hours=1)}, "day"),
        ({"starts": LATER + timedelta(days=400)}, "day"),
        ({"ends": STARTS - timedelta(hours=1)}, "ends"),
        ({"ends": STARTS}, "ends"),
        ({"ends": STARTS + timedelta(hours=25)}, "ends"),
        ({"title": "  "}, "title"),
        ({"title": "я" * 121}, "title"),
        ({"safety": "я" * 1001}, "safety"),
        ({"minors": "babies"}, "minors"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_kept(town: Town, change: dict[str, Any], field: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        called(town, **change)
    assert refused.value.field == field and refused.value.next_step
    assert not Action.everywhere.exists()


@pytest.mark.parametrize("capacity", [0, -1, 501, 10_000])
def test_so_many_places_cannot_be_right(town: Town, capacity: int) -> None:
    with pytest.raises(NotUnderstood):
        called(town, NewRole(words="Усі охочі", capacity=capacity))
    assert not Action.everywhere.exists() and not ActionRole.everywhere.exists()


def test_a_role_is_owed_and_a_need_of_paint_is_covered_by_nobody_who_comes(town: Town) -> None:
    plan = published(town, hands(), paint())
    with pytest.raises(NotUnderstood):
        call_action(
            plan.problem,
            town.actor("oksana", LATER),
            new_action(NewRole(words="Фарба", capacity=3, need=need_of(plan, "Фарба"))),
            now=LATER,
        )


def test_dangerous_work_is_called_for_adults_only(town: Town) -> None:
    problem = report(town, category="green.dangerous_tree").problem
    for minors in (Minors.CONSENT, Minors.FAMILY):
        with pytest.raises(NotUnderstood) as refused:
            call_action(problem, town.actor("taras", LATER), new_action(minors=minors), now=LATER)
        assert refused.value.field == "minors"
    assert call_action(problem, town.actor("taras", LATER), new_action(), now=LATER).minors == Minors.ADULTS


def test_another_place_lies_in_the_community_and_has_its_own_area(town: Town) -> None:
    action = called(town, meeting=Meeting(words="Біля школи", point=SOUTH))
    assert action.area == town.areas["south"] and action.place_words == "Біля школи"
    with pytest.raises(NotHere):
        called(town, plan=action.plan, meeting=Meeting(point=OUTSIDE))


def test_where_places_are_coarsened_people_meet_by_words(town: Town) -> None:
    problem = report(town, category="war.damage").problem
    publish(problem, town.actor("svitlana"), now=LATER)
    taras = town.actor("taras", LATER)
    with pytest.raises(NotUnderstood) as refused:
        call_action(problem, taras, new_action(), now=LATER)
    assert refused.value.field == "place_words"
    with pytest.raises(NotUnderstood):
        call_action(problem, taras, new_action(meeting=Meeting(point=Point(46.97, 32.0))), now=LATER)
    action = call_action(problem, taras, new_action(meeting=Meeting(words="Біля бібліотеки")), now=LATER)
    assert (action.cell, action.precision) == (problem.cell, "area")


def test_only_a_non_profit_is_a_host(town: Town) -> None:
    with pytest.raises(NotUnderstood) as refused:
        called(town, host=town.organisations["telecom"])
    assert refused.value.field == "host"
    assert called(town, host=town.organisations["library"]).host == town.organisations["library"]


def test_nobody_calls_in_the_name_of_a_body_they_do_not_act_for(town: Town) -> None:
    with pytest.raises(NotAllowed):
        called(town, organisation=town.organisations["parks"])


def test_more_places_bring_up_those_who_wait(town: Town) -> None:
    action = called(town, NewRole(words="Усі охочі", capacity=1))
    first, second, third = (joins(town, who, action) for who in ("olena", "petro", "halyna"))
    assert [one.state for one in (first, second, third)] == ["confirmed", "waitlisted", "waitlisted"]
    wider = new_action(NewRole(words="Усі охочі", capacity=2, known=role_of(action)))
    changed = change_action(action, town.actor("oksana", LATER), wider, now=LATER)
    assert row(second).state == ParticipationState.CONFIRMED and row(third).state == ParticipationState.WAITLISTED
    assert changed.revision == 1
    assert not list(prove_actions(town.community))


def test_fewer_places_than_people_and_a_role_with_people_stay(town: Town) -> None:
    action = called(town)
    for who in ("olena", "petro"):
        joins(town, who, action)
    known = role_of(action)
    for roles in ((NewRole(words="Усі охочі", capacity=1, known=known),), (NewRole(words="Водій", capacity=1),)):
        with pytest.raises((NotUnderstood, NotNow)):
            change_action(action, town.actor("oksana", LATER), new_action(*roles), now=LATER)
    assert again(action).revision == 0 and role_of(action).capacity == 3


def test_what_has_begun_is_not_changed(town: Town) -> None:
    action = called(town)
    with pytest.raises(NotNow):
        change_action(
            action,
            town.actor("oksana", STARTS),
            new_action(ANYONE, starts=STARTS + timedelta(days=2)),
            now=STARTS,
        )


def test_sign_up_may_open_later(town: Town) -> None:
    action = called(town, opens_at_once=False)
    with pytest.raises(NotNow):
        joins(town, "olena", action)
    with pytest.raises(NotAllowed):
        open_sign_up(action, town.actor("petro", LATER), now=LATER)
    open_sign_up(action, town.actor("oksana", LATER), now=LATER)
    assert joins(town, "olena", action).state == "confirmed"
