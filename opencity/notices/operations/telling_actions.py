"""Who is told of joint actions. Each function is one consequence of an event or of the clock, and may run again."""

from __future__ import annotations

from datetime import datetime

from opencity.actions.models import Action, Participation
from opencity.actions.queries.due import action_reminders, decisions_due, released_by, reports_due
from opencity.actions.values import EXPECTED, ParticipationState
from opencity.communities.models import Community
from opencity.notices.audience import followers, reporters
from opencity.notices.operations.owing import owe, owe_each
from opencity.notices.operations.telling import Happening
from opencity.plans.models import Pledge
from opencity.plans.values import HOLDING
from opencity.problems.states import Visibility


def _action(it: Happening) -> Action | None:
    return Action.everywhere.filter(uuid=str(it.facts.get("action", ""))).first()


def call_people(it: Happening) -> None:
    """News of a joint action for everybody who reported, follows or promised help."""
    if it.problem.visibility != Visibility.PUBLIC:
        return
    promised = Pledge.everywhere.filter(need__plan__problem=it.problem, state__in=HOLDING)
    givers = set(promised.values_list("person_id", flat=True)) - it.others
    told = reporters(it.problem) - givers - it.others
    follow = followers(it.problem) - reporters(it.problem) - givers - it.others
    for who, people in (("giver", givers), ("reporter", told), ("follower", follow)):
        _each(it, people, who)


def _each(it: Happening, people: set[int], who: str) -> None:
    action = _action(it)
    owe_each(
        it.community,
        it.event.kind,
        people,
        event=it.event,
        problem=it.problem,
        once=f"{it.event.kind}:{it.event.pk}",
        facts={"as": who, "action": action.pk if action else 0},
        at=it.now,
    )


def tell_those_who_come(it: Happening) -> None:
    """A change of time or place, and that it takes place, leave at once: somebody is on the way."""
    action = _action(it)
    coming = Participation.everywhere.filter(action=action, state__in=EXPECTED) if action else None
    if coming is not None:
        _at_once(it, f"{it.event.kind}_soon", set(coming.values_list("person_id", flat=True)), action)


def tell_those_released(it: Happening) -> None:
    action = _action(it)
    if action is not None:
        people = set(released_by(action, it.event.at).values_list("person_id", flat=True))
        _at_once(it, "action_cancelled_soon", people, action)


def _at_once(it: Happening, kind: str, people: set[int], action: Action | None) -> None:
    owe_each(
        it.community,
        kind,
        people - it.others,
        event=it.event,
        problem=it.problem,
        once=f"{kind}:{it.event.pk}",
        facts={"as": "coming", "action": action.pk if action else 0},
        at=it.now,
    )


def answer_sign_up(it: Happening) -> None:
    """A receipt for whoever signed up, or a word to whoever moved up from the waiting list."""
    one = Participation.everywhere.filter(uuid=str(it.facts.get("participation", ""))).select_related("person").first()
    if one is None or not one.person.is_active or one.walk_in:
        return
    variant = str(it.facts.get("coming", ""))
    if variant not in {ParticipationState.CONFIRMED, ParticipationState.WAITLISTED}:
        return
    owe(
        it.community,
        "action_receipt",
        person=one.person,
        event=it.event,
        problem=it.problem,
        once=f"action_receipt:{one.pk}:{variant}",
        facts={"as": "coming", "action": one.action_id, "variant": variant},
        at=it.now,
    )


def tell_lead_of_action(it: Happening) -> None:
    """Somebody cannot come: the lead reads of it with the next morning's news, with the words that are for the lead."""
    action = _action(it)
    if action is None or action.lead is None or action.lead_id in it.others:
        return
    owe(
        it.community,
        "action_gone",
        person=action.lead,
        event=it.event,
        problem=it.problem,
        once=f"action_gone:{it.event.pk}",
        facts={"as": "lead_of_action", "action": action.pk},
        at=it.now,
    )


def remind_of_actions(community: Community, *, now: datetime) -> None:
    """Those who have a place, in time to say that they cannot come; leads whose word or report is owed."""
    for one, hours in action_reminders(community, now=now):
        owe(
            community,
            "action_soon",
            person=one.person,
            problem=one.action.problem,
            once=f"action_soon:{one.pk}:{hours}:{one.action.starts_at:%Y-%m-%dT%H:%M}",
            facts={"as": "coming", "action": one.action_id, "sign_up": one.pk},
            at=now,
        )
    for kind, rows in (
        ("action_decide", decisions_due(community, now=now)),
        ("action_owed", reports_due(community, now=now)),
    ):
        for action in rows:
            if action.lead is not None:
                owe(
                    community,
                    kind,
                    person=action.lead,
                    problem=action.problem,
                    once=f"{kind}:{action.pk}:{action.starts_at:%Y-%m-%d}",
                    facts={"as": "lead_of_action", "action": action.pk},
                    at=now,
                )
