"""Go or no-go, and what follows when an action is called off."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.actions.access import must_lead
from opencity.actions.holding import hold
from opencity.actions.models import Action
from opencity.actions.operations.promising import let_lapse
from opencity.actions.operations.settling import move_action, move_participation
from opencity.actions.rules.moves import Side
from opencity.actions.values import EXPECTED, ParticipationState
from opencity.foundation.refusals import NotNow
from opencity.people.acting import Actor
from opencity.problems.history import Words


@transaction.atomic
def confirm_action(action: Action, actor: Actor, *, now: datetime) -> Action:
    """«Go»: it takes place. Owed some time before it begins, possible until then."""
    held = hold(action)
    if now >= held.action.ends_at:
        raise NotNow(_("This action is over."), _("Write down what came of it instead."))
    move_action(held, "confirm", who=must_lead(held.action, actor), actor=actor, now=now)
    return held.action


@transaction.atomic
def cancel_action(action: Action, actor: Actor, words: Words, *, now: datetime) -> Action:
    """«No-go», with a reason. Everybody is free, their promises end, nobody is marked as missing."""
    held = hold(action)
    if any(one.state == ParticipationState.ATTENDED for one in held.people.values()):
        raise NotNow(
            _("People have come already, so it cannot be called off."), _("Write down what came of it instead.")
        )
    move_action(held, "cancel", who=must_lead(held.action, actor), actor=actor, now=now, words=words)
    for one in [one for one in held.people.values() if one.state in EXPECTED]:
        move_participation(held, one, "release", who=frozenset({Side.RULE}), now=now)
        let_lapse(held, one, now=now)
    return held.action
