"""Calling people together: what the lead asks for, where and when, and what is changed later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from opencity.actions.access import must_act_as, must_call, must_fit_ages, must_host, must_lead
from opencity.actions.holding import Gathering, hold
from opencity.actions.models import Action, ActionRole
from opencity.actions.operations.settling import content_of, facts_of_action, move_action, settle
from opencity.actions.rules.placing import taken
from opencity.actions.rules.timing import FARTHEST, LONGEST
from opencity.actions.values import COMING, COUNTED, MOST_CAPACITY, MOST_ROLES, ActionState, Minors
from opencity.foundation.chains import new_salt
from opencity.foundation.refusals import NotHere, NotNow, NotUnderstood
from opencity.people.acting import Actor
from opencity.people.models import Organisation, Person
from opencity.places.cells import Point, cell_of
from opencity.places.lookup import atlas
from opencity.plans.models import Need, Plan
from opencity.plans.values import Unit
from opencity.problems.history import Words, locked, record
from opencity.problems.models import Problem
from opencity.problems.states import Precision

TIED = frozenset({Unit.PERSON, Unit.HOUR})
"""Units of needs that people cover by coming."""


@dataclass(frozen=True, kw_only=True)
class NewRole:
    """`known` is the role it changes, where the action is changed."""

    words: str
    capacity: int
    skill: str = ""
    need: Need | None = None
    known: ActionRole | None = None


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """Where people meet. Without a point and words: the problem's public place."""

    words: str = ""
    point: Point | None = None


@dataclass(frozen=True, kw_only=True)
class NewAction:
    title: str
    words: Words
    starts_at: datetime
    ends_at: datetime
    roles: tuple[NewRole, ...]
    meeting: Meeting = Meeting()
    organisation: Organisation | None = None
    host: Organisation | None = None
    bring: str = ""
    safety: str = ""
    weather: str = ""
    air_raid: str = ""
    minors: str = Minors.ADULTS
    opens_at_once: bool = True


@transaction.atomic
def call_action(problem: Problem, actor: Actor, new: NewAction, *, now: datetime) -> Action:
    """Call people together. Sign-up opens at once, unless the lead only announces it."""
    problem = locked(problem)
    plan = must_call(problem, actor)
    if new.organisation is not None:
        must_act_as(new.organisation, plan, actor)
    last = Action.everywhere.filter(problem=problem).aggregate(last=Max("position"))["last"] or 0
    action = Action(
        community=problem.community,
        problem=problem,
        plan=plan,
        position=last + 1,
        lead=actor.person,
        co_lead=_other_lead(plan, actor),
        organisation=new.organisation,
        state=ActionState.OPEN if new.opens_at_once else ActionState.PLANNED,
        created_at=now,
    )
    _fill(action, new, now)
    action.save(force_insert=True)
    _write_roles(Gathering(problem, action, {}, {}), new.roles)
    facts = {**facts_of_action(action), **content_of(action)}
    record(problem, "action_planned", actor=actor.person, at=now, facts=facts)
    return action


def _other_lead(plan: Plan | None, actor: Actor) -> Person | None:
    if plan is None:
        return None
    return next((one for one in (plan.lead, plan.co_lead) if one is not None and one.pk != actor.person.pk), None)


@transaction.atomic
def change_action(action: Action, actor: Actor, new: NewAction, *, now: datetime) -> Action:
    """Change what was called. Whoever has a place keeps it; more places go to those who wait."""
    held = hold(action)
    action = held.action
    must_lead(action, actor)
    if action.state not in COMING or now >= action.starts_at:
        raise NotNow(
            _("It has begun already, or is over."), _("Write down what came of it instead."), link=_address(action)
        )
    _fill(action, new, now)
    action.revision += 1
    action.save()
    _write_roles(held, new.roles)
    held = hold(action)
    facts = {**facts_of_action(held.action), **content_of(held.action)}
    record(held.problem, "action_changed", actor=actor.person, at=now, facts=facts)
    settle(held, now=now)
    return held.action


@transaction.atomic
def open_sign_up(action: Action, actor: Actor, *, now: datetime) -> Action:
    held = hold(action)
    move_action(held, "open", who=must_lead(held.action, actor), actor=actor, now=now)
    return held.action


def _fill(action: Action, new: NewAction, now: datetime) -> None:
    _check_words(new)
    _check_time(new, now)
    must_fit_ages(action.problem.category, new.minors)
    if new.host is not None:
        must_host(new.host, action.problem.community)
    action.title, action.words = new.title.strip(), new.words.text.strip()
    action.language, action.salt = new.words.in_language(), new_salt()
    action.starts_at, action.ends_at = new.starts_at, new.ends_at
    action.bring, action.safety = new.bring.strip(), new.safety.strip()
    action.weather, action.air_raid = new.weather.strip(), new.air_raid.strip()
    action.minors, action.host = new.minors, new.host
    action.updated_at = now
    _meet(action, new.meeting)


def _check_words(new: NewAction) -> None:
    if not new.title.strip():
        raise NotUnderstood(
            _("The action has no name yet."), _("Write it in a few words, such as “We paint the stop”."), field="title"
        )
    longest = {
        "title": (new.title, 120),
        "words": (new.words.text, 2000),
        "bring": (new.bring, 500),
        "safety": (new.safety, 1000),
        "weather": (new.weather, 500),
        "air_raid": (new.air_raid, 500),
        "place_words": (new.meeting.words, 200),
    }
    for field, (text, most) in longest.items():
        if len(text.strip()) > most:
            raise NotUnderstood(
                _("This is longer than %(most)s characters.") % {"most": most}, _("Please shorten it."), field=field
            )
    if new.minors not in Minors.values:
        raise NotUnderstood(_("We do not know this rule."), _("Choose one from the list."), field="minors")


def _check_time(new: NewAction, now: datetime) -> None:
    if new.starts_at <= now:
        raise NotUnderstood(_("This time has passed."), _("Name a day that is still to come."), field="day")
    if new.starts_at > now + FARTHEST:
        raise NotUnderstood(_("This day is too far away."), _("Name a day within a year."), field="day")
    if new.ends_at <= new.starts_at:
        raise NotUnderstood(_("It would end before it begins."), _("Name a later hour for the end."), field="ends")
    if new.ends_at - new.starts_at > LONGEST:
        raise NotUnderstood(
            _("This is longer than a day."), _("Call people together for each day by itself."), field="ends"
        )


def _meet(action: Action, meeting: Meeting) -> None:
    """The problem's public place, or another one. Where places are coarsened no point of its own is taken."""
    problem, point = action.problem, meeting.point
    if point is None:
        action.lat, action.lon, action.cell = problem.lat, problem.lon, problem.cell
        action.precision, action.area = problem.precision, problem.area
    elif problem.category.coarsen:
        raise NotUnderstood(
            _("The exact place of this problem is not shown, so no point near it is taken."),
            _("Name a meeting place in words, such as the library."),
            field="place_words",
        )
    else:
        here = atlas(problem.community)
        if not here.covers(point):
            raise NotHere(_("This place lies outside the community."), _("Check the point."), field="place_words")
        action.lat, action.lon, action.cell = point.lat, point.lon, cell_of(point)
        action.precision = Precision.EXACT
        action.area = next(iter(here.areas_at(point)), problem.area)
    action.place_words = meeting.words.strip() or (problem.place_words if point is None else "")
    if not action.place_words and action.precision != Precision.EXACT:
        raise NotUnderstood(
            _("It does not say where people meet."),
            _("Name a place everybody finds, such as a crossing or the library."),
            field="place_words",
        )


def _write_roles(held: Gathering, roles: tuple[NewRole, ...]) -> None:
    if not 1 <= len(roles) <= MOST_ROLES:
        raise NotUnderstood(
            _("Say whom you need: from one role to %(most)s.") % {"most": MOST_ROLES},
            _("For example: anyone, 12 places."),
            field="roles",
        )
    kept = {role.known.pk for role in roles if role.known is not None}
    for gone in [role for role in held.roles.values() if role.pk not in kept]:
        _drop(held, gone)
    last = max((role.position for role in held.roles.values()), default=0)
    for line in roles:
        role = held.roles.get(line.known.pk) if line.known is not None else None
        if role is None:
            last += 1
            role = ActionRole(community=held.problem.community, action=held.action, position=last)
        _fill_role(held, role, line)
        role.save()


def _drop(held: Gathering, role: ActionRole) -> None:
    mine = [one for one in held.people.values() if one.role_id == role.pk]
    if mine:
        raise NotNow(
            _("People have signed up as “%(role)s”.") % {"role": role.words},
            _("Leave it in the list: you may lower the number to those who have a place."),
        )
    del held.roles[role.pk]
    role.delete()


def _fill_role(held: Gathering, role: ActionRole, line: NewRole) -> None:
    if not line.words.strip():
        raise NotUnderstood(_("A role has no name yet."), _("Write whom you need, such as “driver”."), field="roles")
    if not 1 <= line.capacity <= MOST_CAPACITY:
        raise NotUnderstood(
            _("So many places cannot be right."),
            _("Write a number from 1 to %(most)s.") % {"most": MOST_CAPACITY},
            field="roles",
        )
    has = taken(held.lines())[role.pk] if role.pk else 0
    if line.capacity < has:
        raise NotUnderstood(
            _("As “%(role)s” more people have a place already.") % {"role": role.words},
            _("Keep at least %(places)s places.") % {"places": has},
            field="roles",
        )
    need = line.need
    if need is not None:
        plan = held.action.plan
        if plan is None or need.plan_id != plan.pk or need.dropped_at is not None or need.unit not in TIED:
            raise NotUnderstood(
                _("This need cannot be covered by coming."),
                _("Choose a need of the plan that is counted in people or hours."),
                field="roles",
            )
    used = any(one.role_id == role.pk and one.state in COUNTED for one in held.people.values()) if role.pk else False
    if used and (need.pk if need else None) != role.need_id:
        raise NotNow(
            _("People have signed up as “%(role)s”.") % {"role": role.words},
            _("Its need stays: add another role for the other need."),
        )
    role.words, role.skill = line.words.strip()[:120], line.skill.strip()[:60]
    role.capacity, role.need = line.capacity, need


def _address(action: Action) -> str:
    return f"problems/{action.problem.number}/actions/{action.position}/"
