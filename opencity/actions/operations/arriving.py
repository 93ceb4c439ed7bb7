"""Check-ins at the place: from a phone that was offline for a while, by a code, by name, or of whoever just came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.actions.access import must_lead
from opencity.actions.holding import Gathering, hold
from opencity.actions.models import Action, ActionRole, Arrival, Participation
from opencity.actions.operations.joining import write_down
from opencity.actions.operations.promising import begin_work
from opencity.actions.operations.settling import move_participation
from opencity.actions.rules.moves import Side
from opencity.actions.rules.timing import is_honest
from opencity.actions.values import COUNTED, ActionState, ParticipationState
from opencity.foundation.refusals import NotNow, NotUnderstood, Refusal
from opencity.people.acting import Actor
from opencity.people.operations.introducing import Stranger, introduce

MOST_AT_ONCE = 200
OPEN_FOR_ARRIVALS = frozenset({ActionState.OPEN, ActionState.CONFIRMED, ActionState.HELD})


@dataclass(frozen=True, kw_only=True)
class NewArrival:
    """One check-in. `uuid` is made where it was noted; who came is told by sign-up, by code, or by name alone."""

    uuid: UUID
    at: datetime
    participation: UUID | None = None
    code: str = ""
    name: str = ""
    role: int | None = None
    """The position of the role of somebody who came without signing up; the first one if it is not said."""


@dataclass(frozen=True)
class Noted:
    """What became of a batch: what is kept now, and why the rest is not."""

    kept: tuple[UUID, ...]
    refused: tuple[tuple[UUID, Refusal], ...]


@transaction.atomic
def check_in(action: Action, arrivals: Sequence[NewArrival], actor: Actor, *, now: datetime) -> Noted:
    """Note who came. The same batch twice adds nothing; one line that is wrong keeps no other from being noted."""
    held = hold(action)
    who = must_lead(held.action, actor)
    if len(arrivals) > MOST_AT_ONCE:
        raise NotUnderstood(_("These are too many at once."), _("Send them in parts."))
    if held.action.state not in OPEN_FOR_ARRIVALS:
        raise NotNow(
            _("This action is not under way: it was called off, or its report is written."),
            _("Is somebody missing in the report? Tell the library or a coordinator."),
        )
    known = set(Arrival.everywhere.filter(uuid__in=[one.uuid for one in arrivals]).values_list("uuid", flat=True))
    kept: list[UUID] = []
    refused: list[tuple[UUID, Refusal]] = []
    for one in arrivals:
        try:
            if one.uuid not in known:
                _note(held, one, actor, who, now)
                known.add(one.uuid)
            kept.append(one.uuid)
        except Refusal as refusal:
            refused.append((one.uuid, refusal))
    if any(one.state == ParticipationState.ATTENDED for one in held.people.values()):
        begin_work(held, now=now)
    return Noted(tuple(kept), tuple(refused))


def _note(held: Gathering, new: NewArrival, actor: Actor, who: frozenset[Side], now: datetime) -> None:
    if not is_honest(new.at, held.action.starts_at, now, held.problem.community.calendar.timezone):
        raise NotUnderstood(
            _("People are checked in on the day of the action, when they are there."),
            _("Look at the date and the hour."),
            field="at",
        )
    at = min(new.at, now)
    one = _found(held, new) or _walked_in(held, new, now)
    if one.state != ParticipationState.ATTENDED:
        one.checked_in_at = at
        move_participation(held, one, "attend", who=who, now=now)
    elif one.checked_in_at is None or at < one.checked_in_at:
        one.checked_in_at = at
        one.save(update_fields=["checked_in_at"])
    Arrival.everywhere.create(
        community=held.problem.community, uuid=new.uuid, participation=one, at=at, noted_by=actor.person, noted_at=now
    )


def _found(held: Gathering, new: NewArrival) -> Participation | None:
    """Who signed up, by sign-up or code; where somebody left and signed up again, the newer one."""
    if new.participation is None and not new.code:
        return None
    rows = held.people.values()
    one = next((row for row in rows if row.uuid == new.participation or (new.code and row.code == new.code)), None)
    if one is None:
        raise NotUnderstood(
            _("Nobody signed up here with this code."), _("Look for the name in the list."), field="code"
        )
    return next((row for row in held.of(one.person_id) if row.state in COUNTED), one)


def _walked_in(held: Gathering, new: NewArrival, now: datetime) -> Participation:
    """Came without signing up: counted as everybody, with a record of their own."""
    name = " ".join(new.name.split())[:100]
    if not name:
        raise NotUnderstood(_("It does not say who came."), _("Write a name, or the code."), field="name")
    person = introduce(Stranger(name=name), now=now)
    return write_down(held, _role(held, new.role), person, now=now, uuid=new.uuid)


def _role(held: Gathering, position: int | None) -> ActionRole:
    roles = sorted(held.roles.values(), key=lambda role: role.position)
    return next((role for role in roles if role.position == position), roles[0])
