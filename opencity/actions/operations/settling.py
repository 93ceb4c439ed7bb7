"""The one door through which actions and sign-ups change their state, and the waiting list that follows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from opencity.actions.holding import Gathering
from opencity.actions.models import Action, ActionRole, Participation
from opencity.actions.operations.promising import promise
from opencity.actions.rules.moves import ACTION_MOVES, PARTICIPATION_MOVES, Move, Side
from opencity.actions.rules.placing import moving_up
from opencity.actions.values import TAKING, ActionState, ParticipationState
from opencity.foundation.chains import Fact, commit
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.people.acting import Actor
from opencity.plans.access import leads
from opencity.problems.history import Words, encode, record


def move_action(
    held: Gathering,
    name: str,
    *,
    who: frozenset[Side],
    actor: Actor,
    now: datetime,
    words: Words | None = None,
    facts: Mapping[str, Fact] | None = None,
) -> None:
    """Make a move of the table; the action is held."""
    known, action = ACTION_MOVES[name], held.action
    _check(known, action.state, who, words)
    action.state = known.to
    action.revision += 1
    action.updated_at = now
    if known.to in {ActionState.CONFIRMED, ActionState.CANCELLED}:
        action.decided_at = now
    elif known.to == ActionState.HELD:
        action.held_at = now
    elif known.to == ActionState.REPORTED:
        action.reported_at = now
    action.save()
    _heard(held, actor, now)
    record(
        held.problem,
        known.event,
        actor=actor.person,
        at=now,
        facts={**facts_of_action(action), **(facts or {})},
        texts={"words": words} if words else None,
    )


def move_participation(
    held: Gathering,
    one: Participation,
    name: str,
    *,
    who: frozenset[Side],
    now: datetime,
    words: Words | None = None,
) -> None:
    """Make a move of the table on somebody's sign-up; the action is held. The event stands behind that person."""
    known = PARTICIPATION_MOVES[name]
    _check(known, one.state, who, None)
    one.state = known.to
    if known.to == ParticipationState.CONFIRMED:
        one.placed_at = now
    ended = {ParticipationState.NO_SHOW, ParticipationState.EXCUSED, ParticipationState.WITHDRAWN}
    one.ended_at = now if known.to in ended else None
    one.save()
    told: dict[str, Fact] = {
        **facts_of_action(held.action),
        "participation": str(one.uuid),
        "coming": one.state,
    }
    if one.organisation is not None and not one.quiet:
        told["organisation"] = str(one.organisation.uuid)
    else:
        told.pop("organisation", None)
    texts = {"words": words} if words else None
    record(held.problem, known.event, actor=one.person, at=now, facts=told, texts=texts)


def _check(known: Move, state: str, who: frozenset[Side], words: Words | None) -> None:
    if state not in known.origins:
        raise NotNow(_("It is already somewhere else."), _("Open the page again: it shows what can be done now."))
    if not who & known.who:
        raise NotAllowed(
            _("This is not yours to do."),
            _("Only whoever leads the action can do it.")
            if Side.LEAD in known.who
            else _("Only whoever signed up can do it."),
        )
    if known.reason_owed and not (words and words.text.strip()):
        raise NotUnderstood(
            _("A few words are owed here."), _("Write them in a sentence: everybody will read it."), field="words"
        )


def facts_of_action(action: Action) -> dict[str, Fact]:
    """What the history says of an action. Its texts and place stand behind a commitment in `agreed`."""
    facts: dict[str, Fact] = {
        "action": str(action.uuid),
        "action_state": action.state,
        "starts": encode(action.starts_at),
    }
    if action.organisation is not None:
        facts["organisation"] = str(action.organisation.uuid)
    return facts


def content_of(action: Action) -> dict[str, Fact]:
    assert action.salt is not None
    return {"agreed": commit(action.salt, content_text(action))}


def content_text(action: Action) -> str:
    """What people agreed to come to, as the one text that its event commits to."""
    roles = ActionRole.everywhere.filter(action=action).order_by("position")
    content = {
        "title": action.title,
        "words": action.words,
        "ends": encode(action.ends_at),
        "place": action.place_words,
        "cell": action.cell or 0,
        "bring": action.bring,
        "safety": action.safety,
        "weather": action.weather,
        "air_raid": action.air_raid,
        "minors": action.minors,
        "roles": [[one.words, one.capacity] for one in roles],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True)


def settle(held: Gathering, *, now: datetime) -> None:
    """Whoever has waited longest moves up into each place that is free, while people may still come."""
    if held.action.state not in TAKING or now >= held.action.ends_at:
        return
    capacities = {role.pk: role.capacity for role in held.roles.values()}
    for pk in moving_up(capacities, held.lines()):
        one = held.people[pk]
        move_participation(held, one, "move_up", who=frozenset({Side.RULE}), now=now)
        promise(held, one, now=now)


def _heard(held: Gathering, actor: Actor, now: datetime) -> None:
    """To lead an action is to be heard as the lead of its plan."""
    plan = held.action.plan
    if plan is not None and leads(plan, actor):
        plan.lead_heard_at = now
        plan.save(update_fields=["lead_heard_at"])
