"""What letters say, kind by kind. The actor stands beside the sentence, so sentences need neither gender nor number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from opencity.foundation.chains import Fact
from opencity.notices import phrases_appeals, phrases_plans

SENTENCES: Mapping[str, str | Promise] = {
    "confirm": _(
        "Somebody, probably you, reports a problem in %(community)s and leaves this address. Confirm that it is "
        "yours, and the report goes on its way. We will write here about the answer."
    ),
    "confirm_join": _(
        "Somebody, probably you, says that a problem in %(community)s affects them too, and leaves this address. "
        "Confirm that it is yours, and you are counted. We will write here about the answer."
    ),
    "ask": _(
        "They say it is done. You knew of this problem before, so your word counts: please look and choose one of "
        "four answers. If nobody answers by %(ends)s, we write “closed unverified” and do not count it as solved."
    ),
    "ask_reminder": _(
        "We have no answer from you yet. Is it done? If nobody answers by %(ends)s, we write “closed unverified” and "
        "do not count it as solved."
    ),
    "receipt": _("An answer is due by %(due)s. We will write at once."),
    "receipt.unowned": _("A coordinator finds out whose it is. An answer is due by %(due)s. We will write at once."),
    "receipt.held": _("A coordinator looks at it before everybody sees it. We will write when that is done."),
    "receipt.private": _("Only those on the case see it. An answer is due by %(due)s. We will write at once."),
    "owner_told": _(
        "Residents of %(community)s report a problem that is in your care. An answer is due by %(due)s. On one page "
        "you can answer, take it up, or say whose it is."
    ),
    "owner_told.urgent": _(
        "Residents of %(community)s report a problem that is in your care, and it is urgent: somebody may be hurt. "
        "Please answer today. On one page you can answer, take it up, or say whose it is."
    ),
    "owner_told.private": _(
        "Residents of %(community)s report something that is in your care and is not public. An answer is due by "
        "%(due)s. What was written is shown after you sign in."
    ),
    "owner_half": _("There is no answer yet. It is due by %(due)s. Even a short answer counts."),
    "owner_today": _("There is no answer yet, and this is the last day. Even a short answer counts."),
    "owner_overdue": _(
        "An answer was due by %(due)s. Everybody sees the days of silence on the problem's page. Even a short answer "
        "ends them."
    ),
    "supervisor_overdue": _("Nobody of your body has answered in time. Everybody sees it on the list of the silent."),
    "owner_review": _("You named an obstacle and this day to look again. Is it gone, or is there a new day?"),
    "rejected": _("We cannot take it: %(rule)s."),
    "hidden": _("A moderator has hidden it. The reason is published:"),
    "out_of_scope": _("This is not for the bodies of %(community)s to solve. Where to turn instead:"),
    "result": _("Residents have confirmed the result. What you gave and did stands there with thanks."),
    "thanks": _("Residents have confirmed the result, and your answer is one of theirs. Thank you."),
    "thanks.no": _("Residents have confirmed the result. Your answer was different: it stays in the story. Thank you."),
    "verified": _("Residents looked and confirmed the result."),
    "verified.reporter": _("The person who reported it looked and confirmed the result."),
    "closed_unverified": _(
        "Nobody confirmed the result in time, so we do not count it as solved. Is it done, or is it not? You can "
        "still say so."
    ),
    "contested": _("Residents looked and it is not done. It goes back to work."),
    "reopened": _("It is there again, with new evidence. The clock has started anew."),
    "reopen_asked": _("One more witness with a photo is needed to open it again. Have you seen it too?"),
    "claimed": _("They say it is done. Now residents look whether it is so."),
    "blocked": _("Work cannot go on. They will look again on %(review)s."),
    "asked_reporter": _("Those responsible want to know more. Your reply may be one sentence:"),
    "question_waits": _("Some days ago you were asked about your report. One sentence helps, even “I do not know”."),
    "reporter_replied": _("Whoever reported it replies:"),
    "clock_paused": _("The deadline is paused until %(until)s. Without the pause an answer was due by %(before)s."),
    "accepted": _("They take it up."),
    "accepted.day": _("They take it up and promise to be done by %(day)s."),
    "answered": _("They answer in public:"),
    "promised": _("They promise to be done by %(day)s."),
    "promised.again": _("The promised day has moved: it was %(before)s, now it is %(day)s."),
    "forwarded": _("It is not theirs and goes to: %(owner)s. The deadline stays."),
    "forwarded.nobody": _("It is not theirs. A coordinator finds out whose it is. The deadline stays."),
    "owner_claimed": _("It is ours, they say. A coordinator looks whether it is so. The deadline stays."),
    "owner_settled": _("A coordinator has found whose it is: %(owner)s. The deadline stays."),
    "owner_settled.nobody": _("A coordinator has looked, and it cannot be told whose it is. The deadline stays."),
    "unblocked": _("The obstacle is gone, work goes on."),
    "began": _("Work has begun."),
    "updated.fact": _("A new fact:"),
    "updated.question": _("A question to those who are responsible:"),
    "updated.offer": _("An offer of help:"),
    "split": _("A part is done. What remains is now № %(other)s, with the same deadline; you follow it already."),
    "merged": _("It is the same as № %(other)s. Everybody who reported or follows it goes along, you too."),
    "absorbed": _("№ %(other)s was about the same thing. Everybody who followed it now follows this one."),
    "published": _("It is published: now everybody sees it."),
    "published.due": _("It is published: now everybody sees it. An answer is due by %(due)s."),
    "withdrawn": _("Whoever reported it has taken the report back."),
    "nearby": _("Reported on %(reported)s."),
    "moderator_queue": _("This waits for a coordinator or moderator of %(community)s."),
    "librarian_queue": _(
        "Nobody has looked at these reports for two days. You may publish them, or say why not, at the desk."
    ),
    "operator_queue": _(
        "In %(community)s nobody has looked at these reports for a week. Please find a coordinator, or look yourself."
    ),
    "history_root": _(
        "This is the fingerprint of the whole history of %(community)s on %(sealed)s, over %(chains)s problems. Keep "
        "this letter: with it anybody can prove later that nothing was rewritten."
    ),
    **phrases_plans.SENTENCES,
    **phrases_appeals.SENTENCES,
}

REJECTION_RULES: Mapping[str, str | Promise] = {
    "not_local": _("it is not a local matter"),
    "private_dispute": _("it is a dispute between private people"),
    "false": _("it is not true"),
    "offensive": _("it insults or threatens somebody"),
    "advertising": _("it is advertising"),
    "no_place": _("the place cannot be found"),
    "dangerous": _("to publish it could hurt people"),
}


def sentence_of(kind: str, variant: str, values: Mapping[str, Any]) -> str:
    """The sentence in the language that is active, with its values filled in."""
    return str(SENTENCES[f"{kind}.{variant}" if variant else kind]) % values


def news_variant(kind: str, facts: Mapping[str, Fact]) -> str:
    """Which sentence tells an event, by what its facts say; empty for the plain one."""
    match kind:
        case "accepted" if facts.get("promised_for"):
            return "day"
        case "promised" if facts.get("before"):
            return "again"
        case "forwarded" if not facts.get("owner"):
            return "nobody"
        case "owner_settled" if not facts.get("named"):
            return "nobody"
        case "updated":
            return str(facts.get("update", "fact"))
        case "verified" if facts.get("by_reporter_alone"):
            return "reporter"
        case "published" if facts.get("answer_due"):
            return "due"
    return ""
