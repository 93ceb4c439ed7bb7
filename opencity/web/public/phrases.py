"""What the story says of each kind of event, in the present tense, which needs no gender and no number."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from opencity.foundation.chains import Fact
from opencity.web.public import phrases_together

PHRASES: Mapping[str, str | Promise] = {
    "reported": _("<b>{who}</b> reports it"),
    "reported.library": _("<b>{who}</b> reports it through {library}"),
    "reported.phone": _("<b>{who}</b> reports it by phone"),
    "reported.split_from": _("What remained of {number} is opened as a problem of its own"),
    "imported": _("Taken over from earlier records: {source}"),
    "published": _("It is published: now everybody sees it"),
    "hidden": _("<b>A moderator</b> hides it for a time"),
    "photo_hidden": _("<b>A moderator</b> takes a photo away"),
    "endorsed": _("<b>{who}</b>: “it affects me too”"),
    "updated.fact": _("<b>{who}</b> adds something new"),
    "updated.question": _("<b>{who}</b> asks those who are responsible"),
    "updated.offer": _("<b>{who}</b> offers help"),
    "routed": _("<b>A coordinator</b> finds who is responsible: {owner}"),
    "owner_denied": _("We search for the owner in public: whoever knows whose it is can say so"),
    "owner_claimed": _("<b>{who}</b>: “it is ours”. A coordinator looks whether it is so"),
    "owner_named": _("<b>{who}</b> says whose it is: {named}. A coordinator looks whether it is so"),
    "owner_settled": _("<b>A coordinator</b> finds whose it is: {named}. The deadline stays"),
    "owner_settled.nobody": _("<b>A coordinator</b> looked, and it cannot be told whose it is"),
    "accepted": _("<b>{who}</b> takes it up"),
    "accepted.day": _("<b>{who}</b> takes it up and promises to be done by {day}"),
    "began": _("<b>{who}</b> begins the work"),
    "answered": _("<b>{who}</b> answers"),
    "promised": _("<b>{who}</b> promises to be done by {day}"),
    "promised.again": _("<b>{who}</b> moves the promised day: it was {before}, now it is {day}"),
    "asked_reporter": _("<b>{who}</b> asks whoever reported it"),
    "reporter_replied": _("<b>{who}</b> replies to the question"),
    "clock_paused": _(
        "<b>{who}</b> pauses the deadline until {until}: {reason}. Without it an answer was due by {before}"
    ),
    "clock_resumed": _("<b>{who}</b> lets the deadline run on"),
    "clock_resumed.calendar": _("The pause is over: the deadline runs on"),
    "forwarded": _("Passed on to <b>{owner}</b>. The deadline stays"),
    "forwarded.nobody": _("<b>{from_}</b> says it is not theirs. We are finding out whose it is; the deadline stays"),
    "blocked": _("<b>{who}</b> names an obstacle and will look again on {review}"),
    "unblocked": _("<b>{who}</b>: the obstacle is gone"),
    "recategorised": _("<b>A coordinator</b> puts the category right: {category}"),
    "relocated": _("<b>A coordinator</b> puts the place right"),
    "place_corrected": _("<b>{who}</b> goes there and puts the place right"),
    "place_corrected.named": _(
        "<b>{who}</b> goes there and puts the place right. By the rules {named} answers for it; a person decides"
    ),
    "photographed": _("<b>{who}</b> goes there and photographs it"),
    "claimed": _("<b>{who}</b> says it is done. Now the neighbours look"),
    "verdict.yes": _("<b>{who}</b> looks and says: yes, it is done"),
    "verdict.partly": _("<b>{who}</b> looks and says: partly"),
    "verdict.no": _("<b>{who}</b> looks and says: no, it is not done"),
    "verdict.cannot_tell": _("<b>{who}</b> cannot tell"),
    "objection_withdrawn": _("<b>Whoever objected</b> takes the objection back"),
    "objection_dismissed": _("<b>The objection is dismissed</b> by somebody not concerned"),
    "contested": _("<b>Residents say it is not done.</b> It goes back to work"),
    "verified": _("<b>Residents confirm: it is done</b>"),
    "verified.reporter": _("<b>The person who reported it</b> confirms: it is done"),
    "verified.late": _("<b>Residents confirm it later:</b> it is done after all"),
    "verified.librarian": _("<b>A librarian</b> goes to look and confirms what the neighbours said: it is done"),
    "verified.coordinator": _("<b>A coordinator</b> goes to look and confirms what the neighbours said: it is done"),
    "closed_unverified": _("<b>Closed unverified:</b> nobody answered. We do not count it as solved"),
    "split": _("What remains is opened as a problem of its own: {number}"),
    "reopened": _("<b>{who}</b> shows that it is there again. The problem is open once more"),
    "reopen_asked": _("<b>{who}</b> shows that it is there again. One more witness with a photo is needed"),
    "withdrawn": _("<b>{who}</b> takes the report back"),
    "rejected": _("<b>A coordinator</b> does not accept it: {rule}"),
    "out_of_scope": _("<b>A coordinator</b> says where to turn instead"),
    "merged": _("Joined to {number}: everybody who reported or follows it goes along"),
    "absorbed": _("Joined here: {number}, with everybody who reported or follows it"),
    **phrases_together.PHRASES,
}

RULES: Mapping[str, str | Promise] = {
    "not_local": _("it is not a local matter"),
    "private_dispute": _("it is a dispute between private people"),
    "false": _("it is not true"),
    "offensive": _("it insults or threatens somebody"),
    "advertising": _("it is advertising"),
    "no_place": _("the place cannot be found"),
    "dangerous": _("to publish it could hurt people"),
}
"""The rules under which a report is not accepted, in words."""

UPDATE_KINDS: Mapping[str, str | Promise] = {
    "fact": _("A new fact or photo"),
    "question": _("A question to those who are responsible"),
    "offer": _("I can help"),
}


def phrase_of(
    kind: str, facts: Mapping[str, Fact], *, through_library: bool = False, nobody: bool = False
) -> str | Promise:
    """The phrase for an event, by its kind and by what its facts say. `nobody`: no person stands behind it."""
    return PHRASES[_variant(kind, facts, through_library, nobody)]


def _variant(kind: str, facts: Mapping[str, Fact], through_library: bool, nobody: bool) -> str:
    match kind:
        case "reported":
            return _reported(facts, through_library)
        case "updated":
            return f"updated.{facts.get('update', 'fact')}"
        case "accepted" if facts.get("promised_for"):
            return "accepted.day"
        case "promised" if facts.get("before"):
            return "promised.again"
        case "forwarded" if not facts.get("owner"):
            return "forwarded.nobody"
        case "owner_settled" if not facts.get("named"):
            return "owner_settled.nobody"
        case "clock_resumed" if nobody:
            return "clock_resumed.calendar"
        case "place_corrected" if facts.get("named"):
            return "place_corrected.named"
        case "verdict":
            return f"verdict.{facts.get('value', 'cannot_tell')}"
        case "verified":
            return _verified(facts)
    return phrases_together.variant(kind, facts, nobody=nobody)


def _reported(facts: Mapping[str, Fact], through_library: bool) -> str:
    if facts.get("split_from"):
        return "reported.split_from"
    if through_library:
        return "reported.library"
    return "reported.phone" if facts.get("channel") == "phone" else "reported"


def _verified(facts: Mapping[str, Fact]) -> str:
    role = facts.get("completed_by_role")
    if role:
        return f"verified.{role}"
    if facts.get("by_reporter_alone"):
        return "verified.reporter"
    return "verified.late" if facts.get("late") else "verified"
