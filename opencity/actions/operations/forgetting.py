"""What a person left in joint actions, when they are erased: places are free again, names and consents go."""

from __future__ import annotations

from datetime import datetime

from opencity.actions.holding import hold
from opencity.actions.models import Action, Arrival, Participation
from opencity.actions.operations.promising import let_lapse
from opencity.actions.operations.settling import move_participation, settle
from opencity.actions.rules.moves import Side
from opencity.actions.values import COMING, EXPECTED
from opencity.people.models import Person


def forget_in_actions(person: Person, *, now: datetime) -> None:
    """Call it inside the transaction of the erasure. That somebody came stays as a number without a name."""
    mine = Participation.everywhere.filter(person=person)
    open_ones = mine.filter(state__in=EXPECTED, action__state__in=COMING)
    for one in open_ones.select_related("action__problem").order_by("pk"):
        held = hold(one.action)
        fresh = held.people[one.pk]
        move_participation(held, fresh, "leave", who=frozenset({Side.RULE}), now=now)
        let_lapse(held, fresh, now=now)
        settle(held, now=now)
    mine.update(consent_by="", quiet=True)
    Arrival.everywhere.filter(noted_by=person).update(noted_by=None)
    Action.everywhere.filter(co_lead=person).update(co_lead=None)
    led = Action.everywhere.filter(lead=person)
    led.filter(organisation=None).update(words="", salt=None)
    for action in led:
        action.lead, action.co_lead = action.co_lead, None
        action.save(update_fields=["lead", "co_lead"])
