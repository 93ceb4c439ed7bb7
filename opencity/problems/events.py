"""Every kind of event, what it says, and whether the public story tells it. The reference page is made from this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """`facts` names what the event holds beside the changed fields of the projection and text_… commitments.

    `told` is whether the public story tells it; `texts` names the free texts that may stand with it.
    """

    says: str
    facts: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    told: bool = True


PLAN = ("organisation", "plan", "plan_state", "version")
PLEDGE = ("organisation", "pledge", "need", "pledge_state", "quantity", "sector", "quiet")
ACTION = ("organisation", "action", "action_state", "starts")
COMING = (*ACTION, "participation", "coming")
LENT = ("organisation", "tool", "loan", "quantity")
MEETING = ("organisation", "meeting", "starts")
APPEAL = ("organisation", "due")
CARRIED = (
    *("plan", "plan_state", "version", "contribution", "spending", "amount", "content", "from_number"),
    *("action", "action_state", "starts", "participation", "coming", "agreed"),
    *("indicator", "measured", "unit"),
)

KINDS: Mapping[str, Kind] = {
    "reported": Kind(
        "Somebody reported it.",
        ("channel", "precision", "photos", "title", "place", "words", "split_from"),
        ("words",),
    ),
    "imported": Kind(
        "It was taken over from another system's records.", ("source", "taken_over", "precision", "title", "place")
    ),
    "confirmed": Kind("The reporter confirmed the address.", told=False),
    "unconfirmed": Kind("Nobody confirmed the address in time; a coordinator takes over.", told=False),
    "published": Kind("It became public."),
    "held": Kind("It is being checked before anybody sees it.", texts=("words",), told=False),
    "hidden": Kind("A moderator hid it and published the reason.", texts=("words",)),
    "made_private": Kind("It became private.", texts=("words",), told=False),
    "edited": Kind("The reporter corrected the words.", ("words", "report", "title"), told=False),
    "redacted": Kind("Personal data was blacked out.", ("words", "report", "of", "name"), ("reason",), told=False),
    "photo_shown": Kind("A photograph was released.", ("photo",), ("words",), told=False),
    "photo_hidden": Kind("A photograph was taken away.", ("photo",), ("words",)),
    "flagged": Kind("Somebody asked a coordinator to look.", ("reason",), told=False),
    "endorsed": Kind("One more person is affected.", ("words", "photos")),
    "unendorsed": Kind("Somebody is not affected any more.", told=False),
    "updated": Kind("A resident added a fact, a question or an offer.", ("update", "photos"), ("words",)),
    "routed": Kind("A coordinator named the owner.", texts=("words",)),
    "owner_denied": Kind("The owner says that the thing is not theirs; the owner is searched for.", ("organisation",)),
    "owner_claimed": Kind("A body says that the thing is its own.", ("organisation", "ownership"), ("words",)),
    "owner_named": Kind("A resident said whose the thing is.", ("named",), ("words",)),
    "owner_settled": Kind("A coordinator decided whose the thing is.", ("named",), ("words",)),
    "accepted": Kind("The owner took it up.", ("organisation",), ("words",)),
    "began": Kind("Work began.", ("organisation",), ("words",)),
    "answered": Kind("The owner answered in public.", ("organisation",), ("words",)),
    "promised": Kind("The owner named a day.", ("organisation", "before"), ("words",)),
    "asked_reporter": Kind("Those responsible asked whoever reported it.", ("organisation",), ("words",)),
    "question_taken_back": Kind("The question was taken back.", told=False),
    "reporter_replied": Kind("Whoever reported it replied.", texts=("words",)),
    "clock_paused": Kind(
        "The deadline pauses for a published reason.", ("organisation", "reason", "days", "before"), ("words",)
    ),
    "clock_resumed": Kind("The deadline runs on.", ("organisation", "days")),
    "forwarded": Kind("It was passed to another body; the deadline stays.", ("organisation", "from"), ("words",)),
    "blocked": Kind("The owner named an obstacle.", ("organisation",), ("words",)),
    "unblocked": Kind("The obstacle is gone.", ("organisation",), ("words",)),
    "recategorised": Kind("The category was put right.", texts=("words",)),
    "relocated": Kind("The place was put right.", ("place", "precision"), ("words",)),
    "place_corrected": Kind(
        "The body that has the duty put the place right on the spot.",
        ("organisation", "place", "precision", "place_before", "place_after", "named"),
        ("words",),
    ),
    "photographed": Kind("The body that has the duty photographed it on the spot.", ("organisation", "photos")),
    "claimed": Kind("Somebody says it is done.", ("organisation", "led_by", "by_doer", "proof", "photos"), ("words",)),
    "verdict": Kind("Somebody looked and gave a verdict.", ("value", "round", "evidence", "late"), ("words",)),
    "objection_withdrawn": Kind("An objection was withdrawn by its author.", ("round",)),
    "objection_dismissed": Kind("An objection was dismissed with a reason.", ("round",), ("words",)),
    "contested": Kind("Residents say it is not done.", ("round", "why")),
    "verified": Kind("Residents verified it.", ("round", "weight", "late", "completed_by_role")),
    "closed_unverified": Kind("Nobody confirmed it in time; it is not counted as solved.", ("round",)),
    "split": Kind("What remains became a problem of its own.", ("number",), ("words",)),
    "reopened": Kind("It is open again, with new evidence.", ("round", "photos"), ("words",)),
    "reopen_asked": Kind("Somebody asks to reopen it.", ("round", "photos"), ("words",)),
    "withdrawn": Kind("The reporter took it back.", texts=("words",)),
    "rejected": Kind("It was not accepted, by a named rule.", ("rule",), ("words",)),
    "out_of_scope": Kind("It is for somebody else.", texts=("words",)),
    "merged": Kind("It was joined to another problem.", ("number",), ("words",)),
    "absorbed": Kind("Another problem was joined to it.", ("number", "head")),
    "plan_published": Kind("A plan was published.", (*PLAN, "route", "needs", "content")),
    "plan_changed": Kind("The plan was changed.", (*PLAN, "route", "needs", "content")),
    "plan_ready": Kind("Everything needed to begin is promised.", PLAN),
    "plan_short": Kind("Something needed to begin fell away.", PLAN),
    "plan_began": Kind("Work on the plan began.", PLAN, ("words",)),
    "plan_step_done": Kind(
        "A step of the plan is done.", ("organisation", "plan", "plan_state", "version", "step"), ("words",)
    ),
    "plan_finished": Kind("The plan has done its part.", PLAN, ("words",)),
    "plan_abandoned": Kind("The plan was given up.", PLAN, ("words",)),
    "plan_co_lead": Kind("A second lead was named.", PLAN, told=False),
    "plan_left": Kind("The lead stepped back.", PLAN),
    "plan_taken_over": Kind("Somebody else leads the plan now.", PLAN),
    "pledged": Kind("Somebody promised help.", (*PLEDGE, "conditions", "rest_of"), ("words",)),
    "pledge_accepted": Kind("The lead accepted a promise.", PLEDGE),
    "pledge_declined": Kind("The lead declined a promise.", PLEDGE, ("words",), told=False),
    "pledge_woke": Kind("A promise's condition came true.", PLEDGE),
    "pledge_moved_up": Kind("A promise that waited in line was accepted.", PLEDGE),
    "pledge_delivered": Kind("What was promised is there.", PLEDGE, told=False),
    "pledge_acknowledged": Kind("The recipient acknowledged what came.", (*PLEDGE, "promised"), told=False),
    "pledge_disputed": Kind("It did not come as promised.", PLEDGE, ("words",)),
    "pledge_withdrawn": Kind("A promise was taken back.", PLEDGE, ("words",)),
    "pledge_lapsed": Kind("A promise lapsed.", PLEDGE, ("words",)),
    "contributed": Kind(
        "Something was really given.",
        ("organisation", "contribution", "need", "pledge", "quantity", "hours", "sector", "quiet"),
    ),
    "spent": Kind(
        "Money was spent, with its receipt.", ("organisation", "spending", "need", "amount", "day"), ("words",)
    ),
    "measured": Kind("What the work changed was measured.", (*PLAN, "indicator", "measured", "unit"), ("words",)),
    "measure_struck": Kind(
        "A figure of the result was taken back.", (*PLAN, "indicator", "measured", "unit", "struck")
    ),
    "carried": Kind(
        "A plan, promise or gift came along with a problem that was joined.",
        (*PLEDGE, *CARRIED),
        told=False,
    ),
    "action_planned": Kind("A joint action was called.", (*ACTION, "agreed")),
    "action_changed": Kind("The joint action was changed.", (*ACTION, "agreed")),
    "action_confirmed": Kind("The joint action takes place.", ACTION),
    "action_cancelled": Kind("The joint action was called off.", ACTION, ("words",)),
    "action_joined": Kind("Somebody signed up.", COMING, told=False),
    "action_moved_up": Kind("A place came free for whoever waited.", COMING, told=False),
    "action_left": Kind("Somebody cannot come.", COMING, ("words",), told=False),
    "action_attended": Kind("Somebody came.", COMING, told=False),
    "action_missed": Kind("Somebody did not come, or was excused.", COMING, told=False),
    "action_held": Kind("People came together and worked.", (*ACTION, "came", "missed")),
    "action_reported": Kind(
        "The lead told what came of it.", (*ACTION, "came", "missed", "hours", "photos"), ("words",)
    ),
    "adopted": Kind("Somebody looks after the place.", ("organisation", "stewardship", "every_days")),
    "checked": Kind("The steward looked.", ("organisation", "stewardship", "found", "photos"), ("words",)),
    "check_overdue": Kind("Nobody has looked in time.", ("organisation", "stewardship"), told=False),
    "stewardship_handed_over": Kind("Another steward looks after it.", ("organisation", "stewardship")),
    "stewardship_ended": Kind("The steward stepped back.", ("organisation", "stewardship"), ("words",)),
    "decided": Kind(
        "A group of residents decided something about it.",
        ("organisation", "decision", "votes_for", "votes_against", "abstained"),
        ("words",),
    ),
    "tool_lent": Kind("An access point lent tools for it.", LENT),
    "tool_returned": Kind("The tools are back at the access point.", (*LENT, "back", "broken")),
    "meeting_agreed": Kind("A library hosts a meeting about it.", MEETING, ("words",)),
    "meeting_held": Kind("People met at a library.", MEETING, ("words",)),
    "meeting_cancelled": Kind("A meeting at a library was called off.", MEETING, ("words",)),
    "appeal_filed": Kind("Somebody sent a formal appeal about it to a body.", ("named",)),
    "appeal_registered": Kind("The body registered a formal appeal.", APPEAL),
    "appeal_returned": Kind("The body returned an incomplete appeal to its author.", APPEAL, told=False),
    "appeal_forwarded": Kind("The body passed a formal appeal on to the proper one.", (*APPEAL, "named")),
    "appeal_extended": Kind("The body put off the answer to a formal appeal, within the law.", APPEAL),
    "appeal_answered": Kind("The body answered a formal appeal.", (*APPEAL, "result")),
    "appeal_withdrawn": Kind("The author took a formal appeal back.", ("named",), told=False),
    "visited": Kind("A librarian served somebody at the access point.", ("organisation", "served"), told=False),
}
"""In record order of a life; facts that change the projection are named in problems/rules/projection.py."""
