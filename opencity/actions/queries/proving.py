"""Proof that every action and every sign-up is what the history of its problem says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db.models import Prefetch

from opencity.actions.models import Action, Participation
from opencity.actions.operations.settling import content_of
from opencity.communities.models import Community
from opencity.foundation.chains import Fact
from opencity.problems.history import encode, facts_of
from opencity.problems.models import Event, EventText, Problem
from opencity.problems.queries.proving import Fault

CHUNK = 500
Told = dict[str, dict[str, Fact]]


def prove_actions(community: Community) -> Iterator[Fault]:
    """Every difference between the rows of actions and what events say of them."""
    last = 0
    rows = Problem.everywhere.filter(community=community, actions__isnull=False).distinct().order_by("pk")
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        for problem in chunk:
            yield from _faults(problem)
        last = chunk[-1].pk


def _faults(problem: Problem) -> Iterator[Fault]:
    told = _told(problem)
    if told is None:
        return
    actions, people = told
    for action in Action.everywhere.filter(problem=problem):
        where = f"problem {problem.number}, action {action.position}"
        stored: dict[str, Fact] = {"action_state": action.state, "starts": encode(action.starts_at)}
        if action.salt is not None:
            stored |= content_of(action)
        yield from _compare(where, actions.get(str(action.uuid), {}), stored)
    for one in Participation.everywhere.filter(action__problem=problem).select_related("action"):
        where = f"problem {problem.number}, action {one.action.position}, sign-up {one.uuid}"
        yield from _compare(where, people.get(str(one.uuid), {}), {"coming": one.state})


def _told(problem: Problem) -> tuple[Told, Told] | None:
    """The last word of the events on each action and sign-up; None where sealed facts were erased."""
    actions: Told = {}
    people: Told = {}
    texts = Prefetch("texts", EventText.everywhere.all())
    for event in Event.everywhere.filter(problem=problem).order_by("position").prefetch_related(texts):
        facts = facts_of(event)
        if "sealed" in event.facts and not facts:
            return None
        if "action" not in facts:
            continue
        if "participation" in facts:
            people.setdefault(str(facts["participation"]), {}).update(facts)
        else:
            actions.setdefault(str(facts["action"]), {}).update(facts)
    return actions, people


def _compare(where: str, said: Mapping[str, Fact], stored: Mapping[str, Fact]) -> Iterator[Fault]:
    if not said:
        yield Fault(where, "its history does not know it")
        return
    for name, value in stored.items():
        if said.get(name) != value:
            yield Fault(where, f"{name} is {value!r}; its history says {said.get(name)!r}")
