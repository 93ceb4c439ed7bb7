"""Every kind of notice: its headline, when it leaves, and what it asks for. The most important come first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from opencity.communities.models import Community
from opencity.notices.rules import gathered, next_morning


class Pace(StrEnum):
    AT_ONCE = "at_once"
    GATHERED = "gathered"
    """News: several leave together, and letters of mere news keep their distance from one another."""
    DAILY = "daily"


class Shape(StrEnum):
    """Which template in templates/letters/parts tells it."""

    CASE = "case"
    CONFIRM = "confirm"
    QUEUE = "queue"
    BODY = "body"
    ROOT = "root"
    LOAN = "loan"
    MEETING = "meeting"
    FIGURES = "figures"
    APPEAL = "appeal"


@dataclass(frozen=True, kw_only=True)
class Kind:
    headline: str | Promise
    pace: Pace = Pace.GATHERED
    shape: Shape = Shape.CASE
    tells: bool = False
    """It leaves at once and yet tells its event: when it was and what was said with it."""
    unproven: bool = False
    """It may go to an address that nobody has confirmed yet."""


KINDS: Mapping[str, Kind] = {
    "confirm": Kind(headline=_("Confirm your address"), pace=Pace.AT_ONCE, shape=Shape.CONFIRM, unproven=True),
    "confirm_join": Kind(headline=_("Confirm your address"), pace=Pace.AT_ONCE, shape=Shape.CONFIRM, unproven=True),
    "ask": Kind(headline=_("Please take a look: is it done?"), pace=Pace.AT_ONCE),
    "ask_reminder": Kind(headline=_("Once more, please: is it done?"), pace=Pace.AT_ONCE),
    "permit_asked": Kind(headline=_("Residents ask for your permission"), pace=Pace.AT_ONCE),
    "lead_asked": Kind(headline=_("A promise waits for your yes"), pace=Pace.AT_ONCE, tells=True),
    "lead_lost": Kind(headline=_("A promise fell away"), pace=Pace.AT_ONCE, tells=True),
    "pledge_due": Kind(headline=_("Your promise is due soon"), pace=Pace.AT_ONCE),
    "pledge_receipt": Kind(headline=_("Thank you for your promise"), pace=Pace.AT_ONCE),
    "pledge_yes": Kind(headline=_("Your promise is accepted"), pace=Pace.AT_ONCE),
    "pledge_no": Kind(headline=_("Your promise is not needed this time"), pace=Pace.AT_ONCE, tells=True),
    "pledge_gone": Kind(headline=_("Your promise has ended"), pace=Pace.AT_ONCE, tells=True),
    "pledge_doubted": Kind(headline=_("It did not come as promised"), pace=Pace.AT_ONCE, tells=True),
    "action_cancelled_soon": Kind(headline=_("The joint action is called off"), pace=Pace.AT_ONCE, tells=True),
    "action_changed_soon": Kind(headline=_("The joint action was changed"), pace=Pace.AT_ONCE, tells=True),
    "action_confirmed_soon": Kind(headline=_("The joint action takes place"), pace=Pace.AT_ONCE, tells=True),
    "action_soon": Kind(headline=_("See you soon at the joint action"), pace=Pace.AT_ONCE),
    "action_receipt": Kind(headline=_("You are signed up"), pace=Pace.AT_ONCE),
    "action_decide": Kind(headline=_("Does it take place?"), pace=Pace.AT_ONCE),
    "action_owed": Kind(headline=_("How was it?"), pace=Pace.AT_ONCE),
    "care_due": Kind(headline=_("It is time to look at your place"), pace=Pace.AT_ONCE),
    "care_late": Kind(headline=_("Nobody has looked at your place"), pace=Pace.AT_ONCE),
    "join_asked": Kind(headline=_("Somebody asks to join"), pace=Pace.AT_ONCE, shape=Shape.BODY),
    "join_yes": Kind(headline=_("You are in"), pace=Pace.AT_ONCE, shape=Shape.BODY),
    "join_no": Kind(headline=_("You were not taken in"), pace=Pace.AT_ONCE, shape=Shape.BODY),
    "body_asked": Kind(headline=_("An organisation asks to take part"), pace=Pace.AT_ONCE, shape=Shape.BODY),
    "body_yes": Kind(headline=_("Your organisation takes part"), pace=Pace.AT_ONCE, shape=Shape.BODY),
    "body_no": Kind(headline=_("Your organisation was not taken in"), pace=Pace.AT_ONCE, shape=Shape.BODY),
    "loan_late": Kind(headline=_("Please bring it back"), pace=Pace.AT_ONCE, shape=Shape.LOAN),
    "loan_due": Kind(headline=_("What you borrowed is due tomorrow"), pace=Pace.AT_ONCE, shape=Shape.LOAN),
    "loan_off": Kind(headline=_("Your reservation is called off"), pace=Pace.AT_ONCE, shape=Shape.LOAN),
    "appeal_answered": Kind(headline=_("Your appeal is answered"), pace=Pace.AT_ONCE, shape=Shape.APPEAL),
    "appeal_returned": Kind(headline=_("Your appeal was returned"), pace=Pace.AT_ONCE, shape=Shape.APPEAL),
    "appeal_forwarded": Kind(headline=_("Your appeal was passed on"), pace=Pace.AT_ONCE, shape=Shape.APPEAL),
    "appeal_extended": Kind(headline=_("The answer to your appeal is put off"), pace=Pace.AT_ONCE, shape=Shape.APPEAL),
    "appeal_registered": Kind(headline=_("Your appeal is registered"), pace=Pace.AT_ONCE, shape=Shape.APPEAL),
    "appeal_due": Kind(headline=_("A last day of an appeal is tomorrow"), pace=Pace.AT_ONCE, shape=Shape.APPEAL),
    "appeal_new": Kind(headline=_("A formal appeal came"), pace=Pace.AT_ONCE, shape=Shape.APPEAL),
    "mentioned": Kind(headline=_("A colleague names you"), pace=Pace.AT_ONCE),
    "given": Kind(headline=_("A case was given to you"), pace=Pace.AT_ONCE),
    "supervisor_overdue": Kind(headline=_("A deadline of your body has passed"), pace=Pace.AT_ONCE),
    "owner_overdue": Kind(headline=_("Residents are still waiting for an answer"), pace=Pace.AT_ONCE),
    "owner_today": Kind(headline=_("An answer is due today"), pace=Pace.AT_ONCE),
    "owner_told": Kind(headline=_("A problem waits for your answer"), pace=Pace.AT_ONCE),
    "owner_half": Kind(headline=_("Half of the time to answer has passed"), pace=Pace.AT_ONCE),
    "owner_review": Kind(headline=_("It is time to look at the obstacle again"), pace=Pace.AT_ONCE),
    "receipt": Kind(headline=_("Thank you, we have it"), pace=Pace.AT_ONCE),
    "rejected": Kind(headline=_("We cannot take this report")),
    "hidden": Kind(headline=_("Your report is hidden")),
    "out_of_scope": Kind(headline=_("Somebody else can help here")),
    "action_reported": Kind(headline=_("What came of the joint action")),
    "action_planned": Kind(headline=_("Come to a joint action")),
    "meeting_cancelled": Kind(headline=_("A meeting is called off"), pace=Pace.AT_ONCE, tells=True),
    "meeting_answer": Kind(headline=_("The library has answered"), pace=Pace.AT_ONCE, shape=Shape.MEETING),
    "meeting_agreed": Kind(headline=_("Come to a meeting at the library")),
    "meeting_held": Kind(headline=_("What was settled at the meeting")),
    "adopted": Kind(headline=_("Somebody looks after the place")),
    "checked": Kind(headline=_("The steward has looked")),
    "decided": Kind(headline=_("Neighbours decided something")),
    "contributed": Kind(headline=_("Thank you for what you gave")),
    "plan_abandoned": Kind(headline=_("The plan was given up")),
    "plan_changed": Kind(headline=_("The plan was changed")),
    "plan_ready": Kind(headline=_("Everything needed to begin is promised")),
    "plan_began": Kind(headline=_("Work on the plan has begun")),
    "plan_finished": Kind(headline=_("The plan has done its part")),
    "plan_taken_over": Kind(headline=_("Somebody else leads the plan now")),
    "plan_published": Kind(headline=_("There is a plan")),
    "spent": Kind(headline=_("Money was spent, here is the receipt")),
    "result": Kind(headline=_("It is done, and you are part of it")),
    "thanks": Kind(headline=_("It is done. Thank you for looking")),
    "verified": Kind(headline=_("Residents confirm: it is done")),
    "closed_unverified": Kind(headline=_("Closed unverified")),
    "contested": Kind(headline=_("Residents say it is not done")),
    "reopened": Kind(headline=_("The problem is open again")),
    "reopen_asked": Kind(headline=_("Somebody says it is there again")),
    "claimed": Kind(headline=_("They say it is done")),
    "blocked": Kind(headline=_("There is an obstacle")),
    "question_waits": Kind(headline=_("A question to you still waits"), pace=Pace.AT_ONCE),
    "asked_reporter": Kind(headline=_("You are asked about your report"), pace=Pace.AT_ONCE, tells=True),
    "reporter_replied": Kind(headline=_("Whoever reported it has replied")),
    "clock_paused": Kind(headline=_("The deadline is paused")),
    "accepted": Kind(headline=_("It is taken up")),
    "answered": Kind(headline=_("An answer has come")),
    "promised": Kind(headline=_("The day is named")),
    "owner_settled": Kind(headline=_("It is settled whose it is")),
    "owner_claimed": Kind(headline=_("Somebody says it is theirs")),
    "forwarded": Kind(headline=_("Passed on")),
    "unblocked": Kind(headline=_("The obstacle is gone")),
    "began": Kind(headline=_("Work has begun")),
    "updated": Kind(headline=_("Something new from residents")),
    "split": Kind(headline=_("What remains is a problem of its own")),
    "merged": Kind(headline=_("Joined to another problem")),
    "absorbed": Kind(headline=_("Another report was joined")),
    "published": Kind(headline=_("Everybody sees it now")),
    "withdrawn": Kind(headline=_("The report was taken back")),
    "nearby": Kind(headline=_("New nearby"), pace=Pace.DAILY),
    "offer_fits": Kind(headline=_("Your offer fits here"), pace=Pace.DAILY),
    "fits_weekly": Kind(headline=_("What fits you this week"), pace=Pace.DAILY, shape=Shape.QUEUE),
    "figures_weekly": Kind(headline=_("Your week in five figures"), pace=Pace.DAILY, shape=Shape.FIGURES),
    "action_gone": Kind(headline=_("Somebody cannot come"), pace=Pace.DAILY, tells=True),
    "lead_news": Kind(headline=_("New promises for your plan"), pace=Pace.DAILY),
    "moderator_queue": Kind(headline=_("What waits for you today"), pace=Pace.DAILY, shape=Shape.QUEUE),
    "meeting_asked": Kind(headline=_("A meeting is asked for"), pace=Pace.DAILY, shape=Shape.MEETING),
    "librarian_queue": Kind(headline=_("Reports wait more than two days"), pace=Pace.DAILY, shape=Shape.QUEUE),
    "operator_queue": Kind(
        headline=_("Reports wait more than a week"), pace=Pace.DAILY, shape=Shape.QUEUE, unproven=True
    ),
    "history_root": Kind(headline=_("The seal of the day"), pace=Pace.DAILY, shape=Shape.ROOT),
}
RANK = {name: rank for rank, name in enumerate(KINDS)}
NEWS = frozenset(name for name, kind in KINDS.items() if kind.pace == Pace.GATHERED)
ASKS = frozenset({"ask", "ask_reminder"})
OPTIONAL = frozenset({"figures_weekly"})
"""What a reader may switch off by itself, and still get everything else."""
TO_CONFIRM = frozenset({"confirm", "confirm_join"})
FATES = frozenset({"rejected", "hidden", "out_of_scope", "merged"})
"""What became of a report: its reporters hear it however visible the problem is."""
CRITICAL = frozenset({"rejected", "hidden", "out_of_scope", "closed_unverified"})
"""News that its reporters get at once, whatever they muted."""


def first_try(kind: str, community: Community, *, critical: bool, waiting: datetime | None, now: datetime) -> datetime:
    """When a notice that is owed now leaves. `waiting` is when the reader's next letter of news is due."""
    pace = KINDS[kind].pace
    if critical or pace == Pace.AT_ONCE:
        return now
    if pace == Pace.DAILY:
        return next_morning(now, community.calendar)
    return gathered(now, waiting)
