"""What follows from each kind of event: the whole list.

Besides these, every event gets its number in the feeds, and its problem is counted and indexed anew (jobs/outbox.py).
Each consequence may run again without harm. An event that the worker meets late tells nobody: its news is old.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from opencity.notices.operations.telling import (
    Happening,
    answer_reporters,
    ask_to_look,
    happening,
    tell_followers,
    tell_neighbours,
    tell_owner,
    tell_owner_news,
    tell_people,
    tell_reporters,
    thank,
)
from opencity.notices.operations.telling_actions import (
    answer_sign_up,
    call_people,
    tell_lead_of_action,
    tell_those_released,
    tell_those_who_come,
)
from opencity.notices.operations.telling_plans import (
    answer_giver,
    ask_for_permits,
    tell_giver,
    tell_givers,
    tell_givers_of_money,
    tell_lead,
    tell_supporters,
    tell_those_who_offered,
    thank_giver,
)
from opencity.notices.operations.telling_stewards import tell_steward
from opencity.problems.models import Event

Consequence = Callable[[Happening], None]
OLD = timedelta(days=5)

REACTIONS: Mapping[str, tuple[Consequence, ...]] = {
    "reported": (answer_reporters, tell_owner, tell_neighbours),
    "imported": (),
    "confirmed": (answer_reporters, tell_owner),
    "unconfirmed": (),
    "published": (answer_reporters, tell_owner, tell_people, tell_neighbours),
    "held": (),
    "hidden": (tell_reporters,),
    "made_private": (tell_owner,),
    "edited": (),
    "redacted": (),
    "photo_shown": (),
    "photo_hidden": (),
    "flagged": (),
    "endorsed": (),
    "unendorsed": (),
    "updated": (tell_people, tell_owner_news),
    "routed": (tell_owner,),
    "owner_denied": (),
    "owner_claimed": (tell_people,),
    "owner_named": (),
    "owner_settled": (tell_people, tell_owner),
    "accepted": (tell_people,),
    "began": (tell_people,),
    "answered": (tell_people,),
    "promised": (tell_people,),
    "asked_reporter": (tell_reporters,),
    "question_taken_back": (),
    "reporter_replied": (tell_owner_news,),
    "clock_paused": (tell_people,),
    "clock_resumed": (),
    "forwarded": (tell_people, tell_owner),
    "blocked": (tell_people,),
    "unblocked": (tell_people,),
    "recategorised": (tell_owner,),
    "relocated": (tell_owner,),
    "place_corrected": (),
    "photographed": (),
    "claimed": (ask_to_look, tell_owner_news),
    "verdict": (),
    "objection_withdrawn": (),
    "objection_dismissed": (),
    "contested": (tell_people, tell_owner_news),
    "verified": (thank, tell_owner_news),
    "closed_unverified": (tell_people, tell_owner_news),
    "split": (tell_people, tell_owner_news),
    "reopened": (tell_people, tell_owner),
    "reopen_asked": (tell_people,),
    "withdrawn": (tell_people, tell_owner_news),
    "rejected": (tell_people,),
    "out_of_scope": (tell_people,),
    "merged": (tell_reporters,),
    "absorbed": (tell_followers,),
    "plan_published": (tell_supporters, tell_owner_news, ask_for_permits, tell_those_who_offered),
    "plan_changed": (tell_givers, ask_for_permits, tell_those_who_offered),
    "plan_ready": (tell_supporters,),
    "plan_short": (),
    "plan_began": (tell_supporters, tell_owner_news),
    "plan_step_done": (),
    "plan_finished": (tell_supporters, tell_owner_news),
    "plan_abandoned": (tell_supporters, tell_owner_news),
    "plan_co_lead": (),
    "plan_left": (),
    "plan_taken_over": (tell_givers,),
    "pledged": (answer_giver, tell_lead),
    "pledge_accepted": (tell_giver,),
    "pledge_declined": (tell_giver,),
    "pledge_woke": (tell_giver, tell_lead),
    "pledge_moved_up": (tell_giver, tell_lead),
    "pledge_delivered": (tell_lead,),
    "pledge_acknowledged": (),
    "pledge_disputed": (tell_giver,),
    "pledge_withdrawn": (tell_lead,),
    "pledge_lapsed": (tell_giver, tell_lead),
    "contributed": (thank_giver,),
    "spent": (tell_givers_of_money,),
    "measured": (),
    "measure_struck": (),
    "carried": (),
    "action_planned": (call_people,),
    "action_changed": (tell_those_who_come,),
    "action_confirmed": (tell_those_who_come,),
    "action_cancelled": (tell_those_released,),
    "action_joined": (answer_sign_up,),
    "action_moved_up": (answer_sign_up,),
    "action_left": (tell_lead_of_action,),
    "action_attended": (),
    "action_missed": (),
    "action_held": (),
    "action_reported": (call_people,),
    "adopted": (tell_people, tell_owner_news),
    "checked": (tell_owner_news,),
    "check_overdue": (tell_steward,),
    "stewardship_handed_over": (),
    "stewardship_ended": (),
    "decided": (tell_people, tell_owner_news),
    "tool_lent": (),
    "tool_returned": (),
    "meeting_agreed": (tell_people,),
    "meeting_held": (tell_people,),
    "meeting_cancelled": (tell_people,),
    "appeal_filed": (),
    "appeal_registered": (),
    "appeal_returned": (),
    "appeal_forwarded": (),
    "appeal_extended": (),
    "appeal_answered": (),
    "appeal_withdrawn": (),
    "visited": (),
}


def react(event: Event, *, now: datetime) -> None:
    consequences = REACTIONS[event.kind]
    if not consequences or now - event.at > OLD:
        return
    it = happening(event, now=now)
    for consequence in consequences:
        consequence(it)
