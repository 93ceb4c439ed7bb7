"""What the story says of plans, promises, gifts, joint actions and care: the present tense, as everywhere in it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from opencity.foundation.chains import Fact

PHRASES: Mapping[str, str | Promise] = {
    "appeal_filed": _("A formal appeal about it goes to <b>{named}</b>"),
    "appeal_registered": _("<b>{who}</b> registers a formal appeal"),
    "appeal_forwarded": _("<b>{who}</b> passes a formal appeal on to <b>{named}</b>, as the law says"),
    "appeal_extended": _("<b>{who}</b> puts off the answer to a formal appeal, within what the law allows"),
    "appeal_answered": _("<b>{who}</b> answers a formal appeal. The answer goes to its author"),
    "plan_published": _("<b>{who}</b> publishes a plan"),
    "plan_published.needs": _("<b>{who}</b> publishes a plan: {needs}"),
    "plan_changed": _("<b>{who}</b> changes the plan. This is {version}"),
    "plan_ready": _("<b>Everything needed to begin is promised.</b> The work can start"),
    "plan_short": _("<b>Something needed to begin has fallen away.</b> The plan gathers help again"),
    "plan_began": _("<b>{who}</b> begins the work of the plan"),
    "plan_began.rule": _("<b>The work of the plan begins</b>"),
    "plan_step_done": _("<b>{who}</b>: a step of the plan is done"),
    "plan_finished": _("<b>{who}</b>: the plan has done its part. Next, the result is shown and residents look"),
    "plan_abandoned": _("<b>{who}</b> gives the plan up. All promises are released"),
    "plan_abandoned.rule": _("<b>The plan is given up.</b> All promises are released"),
    "plan_co_lead": _("<b>{who}</b> names a second lead of the plan"),
    "plan_left": _("<b>{who}</b> no longer leads the plan"),
    "plan_taken_over": _("<b>{who}</b> leads the plan from now on"),
    "pledged": _("<b>{who}</b> promises {what}"),
    "pledged.offered": _("<b>{who}</b> offers {what}. The lead of the plan will answer"),
    "pledged.waiting": _("<b>{who}</b> stands in line with {what}: enough is promised already"),
    "pledged.sleeping": _("<b>{who}</b> promises {what} on a condition: {conditions}"),
    "pledged.permission": _("<b>{who}</b> grants it: {what}"),
    "pledged.many": _("<b>{who}</b> promise {what}"),
    "pledged.offered.many": _("<b>{who}</b> offer {what}. The lead of the plan will answer"),
    "pledged.waiting.many": _("<b>{who}</b> stand in line with {what}: enough is promised already"),
    "pledge_accepted": _("The lead of the plan accepts what <b>{who}</b> offers: {what}"),
    "pledge_accepted.waiting": _("The lead of the plan puts what <b>{who}</b> offers in line: {what}"),
    "pledge_declined": _("The lead of the plan thanks <b>{who}</b> and declines: {what}"),
    "pledge_woke": _("The condition has come true: <b>{who}</b> gives {what}"),
    "pledge_woke.waiting": _("The condition is true now, but enough is promised. <b>{who}</b> stands in line: {what}"),
    "pledge_moved_up": _("A place has come free: <b>{who}</b> gives {what}"),
    "pledge_delivered": _("<b>{who}</b>: it is there, {what}"),
    "pledge_acknowledged": _("It is received from <b>{who}</b>: {what}"),
    "pledge_disputed": _("It did not come as <b>{who}</b> promised: {what}"),
    "pledge_withdrawn": _("<b>{who}</b> takes the promise back: {what}"),
    "pledge_lapsed": _("The promise of <b>{who}</b> has lapsed: {what}"),
    "pledge_lapsed.many": _("The promises of <b>{who}</b> have lapsed: {what}"),
    "contributed": _("<b>{who}</b> hands over {what}"),
    "contributed.many": _("<b>{who}</b> hand over {what}"),
    "contributed.work": _("<b>{who}</b> works: {what}"),
    "contributed.work.many": _("<b>{who}</b> work: {what}"),
    "contributed.permission": _("<b>{who}</b> hands over the permission: {what}"),
    "spent": _("<b>{who}</b> spends {amount} of the money given: {need}"),
    "measured": _("<b>{who}</b> measures what came of it: {measured}"),
    "measure_struck": _("<b>{who}</b> takes a figure back: {measured}"),
    "action_planned": _("<b>{who}</b> calls everybody to work together on {day}"),
    "action_changed": _("<b>{who}</b> changes the joint action. It begins on {day}"),
    "action_confirmed": _("<b>It is certain: the joint action takes place</b> on {day}"),
    "action_cancelled": _("<b>The joint action on {day} is called off</b>"),
    "action_held": _("<b>{came}</b> came and worked together"),
    "action_reported": _("<b>{who}</b> tells what came of the joint action: {came}"),
    "adopted": _("<b>{who}</b> looks after this place from now on, {rhythm}"),
    "checked.ok": _("<b>{who}</b> has looked: all is well"),
    "checked.needs_care": _("<b>{who}</b> has looked: it needs care"),
    "checked.broken": _("<b>{who}</b> has looked: it is broken"),
    "check_overdue": _("Nobody has looked after it in time"),
    "stewardship_handed_over": _("<b>{who}</b> looks after this place now"),
    "stewardship_ended": _("<b>{who}</b> no longer looks after this place"),
    "decided": _("<b>{who}</b> decides, {votes}"),
    "tool_lent": _("<b>{who}</b> lends for this: {tool}"),
    "tool_returned": _("Back at <b>{who}</b>: {tool}"),
    "tool_returned.lost": _("Not all came back to <b>{who}</b>: {tool}"),
    "meeting_agreed": _("<b>{who}</b> hosts a meeting about this on {day}. Everybody is welcome"),
    "meeting_held": _("People met at <b>{who}</b> to talk it over"),
    "meeting_cancelled": _("The meeting at <b>{who}</b> on {day} is called off"),
    "visited": _("<b>{who}</b> helps somebody at the library"),
}

OF_RULE = frozenset({"plan_began", "plan_abandoned"})
"""Kinds that somebody does, or that follow by themselves."""


def variant(kind: str, facts: Mapping[str, Fact], *, nobody: bool) -> str:
    """The phrase's key. `nobody` is whether no person stands behind the event."""
    match kind:
        case "plan_published" if facts.get("needs"):
            return "plan_published.needs"
        case "pledged" | "pledge_accepted" | "pledge_woke":
            wanted = f"{kind}.{facts.get('pledge_state', '')}"
            return wanted if wanted in PHRASES else kind
        case "tool_returned" if facts.get("back") != facts.get("quantity"):
            return "tool_returned.lost"
        case "checked":
            wanted = f"checked.{facts.get('found', '')}"
            return wanted if wanted in PHRASES else "checked.ok"
    return f"{kind}.rule" if nobody and kind in OF_RULE else kind
