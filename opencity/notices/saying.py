"""One notice as a line of a letter: its headline, its sentence with values, and the words it quotes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from opencity.access_points.models import Meeting
from opencity.actions.models import Action
from opencity.communities.models import Community
from opencity.foundation.chains import Facts, from_microseconds
from opencity.lending.models import Loan
from opencity.notices import appeals
from opencity.notices.bodies import name_of, organisation_of
from opencity.notices.content import Line, Quote
from opencity.notices.kinds import ASKS, KINDS, NEWS, Shape
from opencity.notices.models import Delivery
from opencity.notices.phrases import REJECTION_RULES, news_variant, sentence_of
from opencity.organisations.wording import votes_words
from opencity.people.models import Organisation
from opencity.plans.models import Need, Pledge
from opencity.plans.wording import amount_words
from opencity.problems.history import facts_of
from opencity.problems.models import Event, Problem, Report
from opencity.problems.states import Visibility

NO_BREAK = "\N{NO-BREAK SPACE}"
LONGEST_QUOTE = 1200


def plate(number: int) -> str:
    return f"№{NO_BREAK}{number}"


def day_words(day: date | datetime | None, community: Community, now: datetime) -> str:
    """«4 листопада» in the community's own time; with the year when it is another one."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = day.astimezone(community.calendar.timezone).date()
    this_year = day.year == community.calendar.today(now).year
    return str(date_format(day, "MONTH_DAY_FORMAT" if this_year else "DATE_FORMAT"))


def moment_words(at: datetime, community: Community, now: datetime) -> str:
    there = at.astimezone(community.calendar.timezone)
    return f"{day_words(at, community, now)}, {there:%H:%M}"


def line_of(one: Delivery, now: datetime) -> Line:
    """The line in the language that is active."""
    event = _event(one)
    facts = facts_of(event) if event is not None else {}
    actor, quote = _organisation(facts.get("organisation")), _quote(one, event)
    sentence = sentence_of(one.kind, _variant(one, facts), _values(one, facts, now))
    told_later = KINDS[one.kind].shape == Shape.APPEAL
    return Line(
        headline=str(KINDS[one.kind].headline),
        sentence=sentence if quote or told_later else _without_colon(sentence),
        who=actor.name if actor else "",
        when=moment_words(event.at, one.community, now) if event is not None else "",
        quote=quote,
    )


def _without_colon(sentence: str) -> str:
    """Words that were to follow may have been erased, or a photograph came without any."""
    return f"{sentence[:-1]}." if sentence.endswith(":") else sentence


def _event(one: Delivery) -> Event | None:
    """The event a piece of news tells; other notices only came about by one."""
    return one.event if one.kind in NEWS or one.kind in ASKS or KINDS[one.kind].tells else None


def _organisation(uuid: Any) -> Organisation | None:
    return Organisation.objects.filter(uuid=UUID(str(uuid))).first() if uuid else None


def _variant(one: Delivery, facts: Facts) -> str:
    problem = one.problem
    match one.kind:
        case "receipt" if problem is not None:
            return _receipt_variant(problem)
        case "owner_told" if problem is not None:
            if problem.visibility == Visibility.PRIVATE:
                return "private"
            return "urgent" if problem.urgent else ""
        case "loan_off" | "thanks" | "pledge_yes" | "pledge_receipt" | "action_receipt" | "meeting_answer":
            return str(one.facts.get("variant", ""))
        case "appeal_due" if one.facts.get("what") != "answer":
            return str(one.facts.get("what", ""))
    return news_variant(one.kind, facts)


def _receipt_variant(problem: Problem) -> str:
    if problem.visibility == Visibility.HELD:
        return "held"
    if problem.visibility == Visibility.PRIVATE:
        return "private"
    return "" if problem.owner_id else "unowned"


def _values(one: Delivery, facts: Facts, now: datetime) -> dict[str, Any]:
    community = one.community
    told: dict[str, Any] = {"community": community.name}
    if one.problem is not None:
        told |= _of_problem(one.problem, facts, now)
    told |= _of_need(one, now) | _of_action(one, now) | _of_loan(one, now)
    if KINDS[one.kind].shape == Shape.BODY:
        told["body"] = name_of(one)
    if KINDS[one.kind].shape == Shape.APPEAL:
        told |= _of_appeal(one, now)
    if one.kind == "figures_weekly":
        told |= _of_week(one, now)
    if one.kind == "decided":
        group = _organisation(facts.get("organisation"))
        told |= {"group": group.name if group else "", "votes": votes_words(facts)}
    if one.kind.startswith("meeting_"):
        told["begins"] = _begins(one, facts, now)
    if one.kind == "history_root":
        told |= {"chains": one.facts["chains"], "sealed": _iso_day(one.facts["day"], community, now)}
    return told


def _of_need(one: Delivery, now: datetime) -> dict[str, Any]:
    """What a promise is for, how much it is and by when; only what the letter needs to be understood by itself."""
    if "need" in one.facts:
        need = Need.everywhere.filter(pk=one.facts["need"]).first()
        return {"need": need.words if need else ""}
    pledge = Pledge.everywhere.filter(pk=one.facts.get("pledge", 0)).select_related("need").first()
    if pledge is None:
        return {"need": "", "amount": "", "by": ""}
    by = day_words(pledge.due, one.community, now) or _("no day is named")
    return {"need": pledge.need.words, "amount": amount_words(pledge.quantity, pledge.need.unit), "by": by}


def _of_action(one: Delivery, now: datetime) -> dict[str, Any]:
    action = Action.everywhere.filter(pk=one.facts.get("action", 0)).first()
    if action is None:
        return {"action": "", "begins": "", "meeting": "", "bring": ""}
    return {
        "action": action.title,
        "begins": moment_words(action.starts_at, one.community, now),
        "meeting": action.place_words or _("at the place of the problem"),
        "bring": action.bring or _("nothing special"),
    }


def _of_loan(one: Delivery, now: datetime) -> dict[str, Any]:
    rows = Loan.everywhere.filter(pk=one.facts.get("loan", 0)).select_related("tool__access_point")
    loan = rows.first()
    if loan is None:
        return {}
    return {
        "tool": loan.tool.words,
        "point": loan.tool.access_point.name,
        "back_by": day_words(loan.due, one.community, now),
        "wanted": day_words(loan.from_day, one.community, now),
    }


def _of_week(one: Delivery, now: datetime) -> dict[str, Any]:
    body, monday = organisation_of(one), date.fromisoformat(str(one.facts["monday"]))
    last = day_words(monday + timedelta(days=6), one.community, now)
    return {"body": body.name if body else "", "first": day_words(monday, one.community, now), "last": last}


def _of_appeal(one: Delivery, now: datetime) -> dict[str, Any]:
    told = appeals.values_of(one)
    return {**told, "day": day_words(told["due"], one.community, now)}


def _begins(one: Delivery, facts: Facts, now: datetime) -> str:
    """When a meeting begins: by its event, or by the meeting itself where no history tells of it."""
    if "starts" in facts:
        return moment_words(from_microseconds(int(facts["starts"])), one.community, now)
    meeting = Meeting.everywhere.filter(pk=one.facts.get("meeting", 0)).first()
    return moment_words(meeting.starts_at, one.community, now) if meeting else ""


def _of_problem(problem: Problem, facts: Facts, now: datetime) -> dict[str, Any]:
    community = problem.community
    owner = _organisation(facts.get("owner") or facts.get("named"))
    return {
        "due": day_words(problem.answer_due, community, now),
        "ends": day_words(_round_ends(problem), community, now),
        "reported": moment_words(problem.created_at, community, now),
        "owner": owner.name if owner else "",
        "day": _iso_day(facts.get("promised_for"), community, now),
        "before": _iso_day(facts.get("before"), community, now),
        "until": _iso_day(facts.get("paused_until"), community, now),
        "review": _iso_day(facts.get("review_on"), community, now),
        "rule": REJECTION_RULES.get(str(facts.get("rule", "")), ""),
        "other": facts.get("number", ""),
    }


def _iso_day(day: Any, community: Community, now: datetime) -> str:
    return day_words(date.fromisoformat(str(day)), community, now) if day else ""


def _round_ends(problem: Problem) -> datetime | None:
    days = timedelta(days=problem.community.charter.verify_days)
    return problem.claimed_at + days if problem.claimed_at else None


def _quote(one: Delivery, event: Event | None) -> Quote | None:
    """What was said with the event. What was blacked out or erased since is quoted as it stands now, or not at all."""
    if one.kind == "owner_told" and one.problem is not None and one.problem.visibility == Visibility.PUBLIC:
        return _first_words(one.problem)
    if event is None:
        return None
    said = next((text for text in event.texts.all() if text.name == "words"), None)
    return shortened(said.words, said.language) if said is not None else None


def _first_words(problem: Problem) -> Quote | None:
    report = Report.everywhere.filter(problem=problem).exclude(words="").order_by("pk").first()
    return shortened(report.words, report.language) if report is not None else None


def shortened(words: str, language: str) -> Quote | None:
    if not words:
        return None
    cut = words if len(words) <= LONGEST_QUOTE else words[:LONGEST_QUOTE].rsplit(" ", 1)[0] + "…"
    return Quote(cut, language)
