"""Afterwards: who came and for how long, what they gave, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.actions.access import must_lead
from opencity.actions.holding import Gathering, hold
from opencity.actions.models import Action, Participation
from opencity.actions.operations.arriving import OPEN_FOR_ARRIVALS
from opencity.actions.operations.promising import begin_work, give, let_lapse
from opencity.actions.operations.settling import move_action, move_participation
from opencity.actions.rules.moves import Side
from opencity.actions.values import TAKING, ParticipationState
from opencity.foundation.chains import Fact
from opencity.foundation.refusals import NotNow, NotUnderstood
from opencity.people.acting import Actor
from opencity.problems.history import Words
from opencity.problems.models import Photo
from opencity.problems.operations.photographing import attach
from opencity.problems.states import Stage

MOST_HOURS = Decimal(24)
NAMES = {
    ParticipationState.ATTENDED: "attend",
    ParticipationState.NO_SHOW: "miss",
    ParticipationState.EXCUSED: "excuse",
}


@dataclass(frozen=True)
class Mark:
    """What the lead says of one person: came, with hours; did not come; or excused."""

    state: ParticipationState
    hours: Decimal | None = None


@transaction.atomic
def mark(one: Participation, said: Mark, actor: Actor, *, now: datetime) -> Participation:
    """Write down whether somebody came and for how long. With the hours what they gave is acknowledged, for good."""
    held = hold(one.action)
    one = held.people[one.pk]
    who = must_lead(held.action, actor)
    _must_have_begun(held, now)
    if said.state not in NAMES:
        raise NotUnderstood(_("We do not know this answer."), _("Choose one of the three."), field="state")
    if one.hours is not None:
        if said.state == ParticipationState.ATTENDED and said.hours in {None, one.hours}:
            return one
        raise NotNow(
            _("Their hours are written down already, and what they gave is acknowledged."),
            _("Is it wrong? Tell the library or a coordinator."),
        )
    hours = _hours(said)
    if one.state != said.state:
        move_participation(held, one, NAMES[said.state], who=who, now=now)
    if said.state != ParticipationState.ATTENDED:
        let_lapse(held, one, now=now)
    elif hours is not None:
        one.hours = hours
        one.save(update_fields=["hours"])
        begin_work(held, now=now)
        give(held, one, actor, hours, now=now)
    return one


def _hours(said: Mark) -> Decimal | None:
    if said.state != ParticipationState.ATTENDED or said.hours is None:
        return None
    if not said.hours.is_finite() or not 0 < said.hours <= MOST_HOURS:
        raise NotUnderstood(_("These hours cannot be right."), _("Write how long it took, such as 2.5."), field="hours")
    return said.hours.quantize(Decimal("0.01"))


def _must_have_begun(held: Gathering, now: datetime) -> None:
    if held.action.state not in OPEN_FOR_ARRIVALS:
        raise NotNow(
            _("This action is not under way: it was called off, or its report is written."),
            _("Is somebody missing in the report? Tell the library or a coordinator."),
        )
    if now < held.action.starts_at:
        raise NotNow(_("It has not begun yet."), _("Come back on the day."))


@transaction.atomic
def close_list(action: Action, actor: Actor, *, now: datetime) -> Action:
    """«We have worked»: people came together. Their hours and the report follow."""
    held = hold(action)
    who = must_lead(held.action, actor)
    _must_have_begun(held, now)
    _close(held, actor, who, now)
    return held.action


def _close(held: Gathering, actor: Actor, who: frozenset[Side], now: datetime) -> None:
    came, missed = _count(held, ParticipationState.ATTENDED), _count(held, ParticipationState.CONFIRMED)
    if not came:
        raise NotNow(
            _("Nobody is written down as having come."),
            _("Check people in first, or call the action off with a reason."),
        )
    move_action(held, "hold", who=who, actor=actor, now=now, facts={"came": came, "missed": missed})


def _count(held: Gathering, state: ParticipationState) -> int:
    return sum(1 for one in held.people.values() if one.state == state)


@transaction.atomic
def report_action(action: Action, actor: Actor, words: Words, photos: tuple[Photo, ...], *, now: datetime) -> Action:
    """The lead tells what came of it, with photographs. Whoever had a place and was not marked did not come."""
    held = hold(action)
    who = must_lead(held.action, actor)
    _must_have_begun(held, now)
    without = sum(1 for one in held.people.values() if one.state == ParticipationState.ATTENDED and one.hours is None)
    if without:
        raise NotUnderstood(
            _("For %(people)s of those who came it does not say how long they worked.") % {"people": without},
            _("Write their hours in the list, then send the report."),
            field="hours",
        )
    if held.action.state in TAKING:
        _close(held, actor, who, now)
    missed = _settle_the_rest(held, who, now)
    hours = sum((one.hours for one in held.people.values() if one.hours is not None), Decimal(0))
    for photo in photos:
        attach(photo, held.problem, stage=Stage.DURING, author=actor.person, now=now)
    facts: dict[str, Fact] = {
        "came": _count(held, ParticipationState.ATTENDED),
        "missed": missed,
        "hours": f"{hours:.2f}",
        "photos": len(photos),
    }
    move_action(held, "report", who=who, actor=actor, now=now, words=words, facts=facts)
    return held.action


def _settle_the_rest(held: Gathering, who: frozenset[Side], now: datetime) -> int:
    """Those with a place who were not marked did not come; those who waited in vain are free. How many missed it."""
    for one in list(held.people.values()):
        if one.state == ParticipationState.CONFIRMED:
            move_participation(held, one, "miss", who=who, now=now)
            let_lapse(held, one, now=now)
        elif one.state == ParticipationState.WAITLISTED:
            move_participation(held, one, "release", who=frozenset({Side.RULE}), now=now)
    return _count(held, ParticipationState.NO_SHOW)
