"""Notices about one matter become one chapter of a letter: what it is about, the lines, and the next step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencity.actions.access import sign_up_token
from opencity.actions.models import Action, Participation
from opencity.notices import links
from opencity.notices.chapters_appeals import chapter_of_appeal
from opencity.notices.chapters_bodies import chapter_of_body
from opencity.notices.chapters_figures import chapter_of_figures
from opencity.notices.chapters_loans import chapter_of_loan
from opencity.notices.chapters_meetings import chapter_of_meeting
from opencity.notices.content import Act, Chapter
from opencity.notices.kinds import ASKS, KINDS, TO_CONFIRM, Shape
from opencity.notices.models import Delivery
from opencity.notices.saying import day_words, line_of, plate
from opencity.people.contacts import email_of
from opencity.plans.models import Need, Pledge
from opencity.plans.queries.digest import digest_for, items_of
from opencity.plans.queries.fitting import interest_of
from opencity.problems.models import Problem, Report
from opencity.problems.states import Visibility
from opencity.verification.models import Claim, Value

QUEUES = ("held", "flagged", "unowned", "overdue", "dead")


def chapter_of(some: Sequence[Delivery], now: datetime) -> Chapter:
    """`some` are notices about one matter, the most important first."""
    first = some[0]
    if first.kind in TO_CONFIRM:
        return _confirming(first, now)
    match KINDS[first.kind].shape:
        case Shape.QUEUE if first.kind == "fits_weekly":
            return _weekly(some[-1], now)
        case Shape.QUEUE:
            # Of several mornings only the last one is still true.
            return _queue(some[-1], now)
        case Shape.MEETING:
            return chapter_of_meeting(first, now)
        case Shape.ROOT:
            return _root(first, now)
        case Shape.BODY:
            return chapter_of_body(first, now)
        case Shape.FIGURES:
            return chapter_of_figures(first, now)
        case Shape.APPEAL:
            return chapter_of_appeal(first, now)
        case Shape.LOAN:
            return chapter_of_loan(first, now)
    return _case(some, now)


def _confirming(first: Delivery, now: datetime) -> Chapter:
    """Goes to an address that may be anybody's: it holds no word that somebody wrote."""
    assert first.person is not None and first.problem is not None
    problem, email = first.problem, email_of(first.person, confirmed=False)
    facts = []
    if problem.visibility != Visibility.PRIVATE:
        facts.append((_("What"), problem.category.name))
        facts += [(_("Where"), problem.area.name)] if problem.area is not None else []
    return Chapter(
        shape=Shape.CONFIRM,
        lines=(line_of(first, now),),
        number=plate(problem.number),
        facts=tuple(facts),
        act=Act(_("Confirm the address"), links.confirm_page(first.community, first.person, email)),
        notes=(
            _("The link opens a page with one button. Nothing is confirmed until you press it."),
            _("It was not you? Then do nothing: nobody will write to this address."),
        ),
    )


def _queue(first: Delivery, now: datetime) -> Chapter:
    counts = {name: int(first.facts.get(name, 0)) for name in QUEUES}
    facts = tuple((_queue_name(name), str(n)) for name, n in counts.items() if n)
    return Chapter(
        shape=Shape.QUEUE,
        lines=(line_of(first, now),),
        facts=facts,
        act=Act(_("Open the desk"), links.page("desk", first.community)),
    )


def _weekly(first: Delivery, now: datetime) -> Chapter:
    """What is new and fits, as it is now: what was covered meanwhile is left out."""
    assert first.person is not None
    interest = interest_of(first.community, first.person)
    since = datetime.fromisoformat(str(first.facts["since"]))
    digest = digest_for(interest, since=since, now=now) if interest is not None else None
    items = items_of(digest, now=now) if digest is not None else []
    return Chapter(
        shape=Shape.QUEUE,
        lines=(line_of(first, now),),
        facts=tuple((one.title, f"{one.problem}. {one.because}") for one in items),
        act=Act(_("Open what fits me"), links.page("me_fits", first.community)),
    )


def _queue_name(name: str) -> str:
    return {
        "held": _("Reports to be checked"),
        "flagged": _("Flagged problems"),
        "unowned": _("Problems whose owner is unknown"),
        "overdue": _("Problems silent past the deadline"),
        "dead": _("Letters that could not be delivered"),
    }[name]


def _root(first: Delivery, now: datetime) -> Chapter:
    return Chapter(
        shape=Shape.ROOT,
        lines=(line_of(first, now),),
        facts=((str(first.facts["day"]), str(first.facts["root"])),),
        act=Act(_("All days"), links.page("history", first.community)),
    )


def _case(some: Sequence[Delivery], now: datetime) -> Chapter:
    first = some[0]
    assert first.problem is not None
    problem = first.problem
    shown = _may_name(first)
    claim = _claim(some)
    return Chapter(
        shape=Shape.CASE,
        lines=tuple(line_of(one, now) for one in some),
        number=plate(problem.number),
        title=problem.title if shown else "",
        language=problem.language,
        where=_where(problem) if shown else "",
        facts=_facts(first, now),
        act=_answer_page(claim, first) if claim else _act(some),
        answers=_answers(claim, first) if claim else (),
        discreet=problem.visibility != Visibility.PUBLIC,
        notes=_notes(first),
    )


def _may_name(first: Delivery) -> bool:
    """An organisation's inbox is read by many: what is not public stays behind the sign-in."""
    assert first.problem is not None
    return first.person is not None or first.problem.visibility == Visibility.PUBLIC


def _where(problem: Problem) -> str:
    return ", ".join(part for part in (problem.place_words, problem.area.name if problem.area else "") if part)


def _facts(first: Delivery, now: datetime) -> tuple[tuple[str, str], ...]:
    problem = first.problem
    if problem is None or first.organisation is None or not first.kind.startswith("owner_"):
        return ()
    told = [(_("What"), problem.category.name)]
    if problem.area is not None and problem.visibility == Visibility.PRIVATE:
        told.append((_("Where"), problem.area.name))
    if problem.endorsed and problem.visibility == Visibility.PUBLIC:
        said = ngettext("%(count)s person more", "%(count)s people more", problem.endorsed)
        told.append((_("Affects"), said % {"count": problem.endorsed}))
    if problem.answer_due is not None and problem.answered_at is None:
        told.append((_("Answer due by"), day_words(problem.answer_due, first.community, now)))
    return tuple(told)


def _claim(some: Sequence[Delivery]) -> Claim | None:
    asked = next((one for one in some if one.kind in ASKS), None)
    if asked is None:
        return None
    return Claim.everywhere.select_related("problem__community").filter(pk=asked.facts.get("claim", 0)).first()


def _answers(claim: Claim, first: Delivery) -> tuple[Act, ...]:
    """Four equal links. Opening one changes nothing: the page it opens has the button that counts."""
    assert first.person is not None
    return tuple(Act(str(value.label), links.verify_page(claim, first.person, value)) for value in Value)


def _answer_page(claim: Claim, first: Delivery) -> Act:
    assert first.person is not None
    return Act(_("See what they say and give your answer"), links.verify_page(claim, first.person))


def _act(some: Sequence[Delivery]) -> Act:
    first = some[0]
    assert first.problem is not None
    if first.kind in {"mentioned", "given", "supervisor_overdue"}:
        return Act(_("Open the case at the desk"), links.page("desk_case", first.community, first.problem.number))
    if first.kind == "result":
        return Act(_("See what came of it"), links.page("problem_result", first.community, first.problem.number))
    plan_page = _act_of_plan(first)
    if plan_page is not None:
        return plan_page
    if first.organisation is not None:
        label = _("Answer") if first.kind.startswith("owner_") else _("Open the case")
        return Act(label, links.answer_page(first.problem, first.organisation))
    if first.kind in {"asked_reporter", "question_waits"}:
        report = _report(first)
        if report is not None:
            return Act(_("Reply"), links.reply_page(report))
    if any(one.kind == "receipt" for one in some) or first.problem.visibility != Visibility.PUBLIC:
        report = _report(first)
        if report is not None:
            return Act(_("Open my report"), links.receipt_page(report))
    return Act(_act_label(first.kind), links.problem_page(first.problem.merged_into or first.problem))


def _act_of_sign_up(first: Delivery, action: Action) -> Act:
    """Where one says that one cannot come, without signing in; the code to show is there too."""
    assert first.problem is not None
    one = Participation.everywhere.get(pk=first.facts["sign_up"])
    address = links.page("action_leave", first.community, first.problem.number, action.position)
    return Act(_("I can no longer come"), f"{address}?{urlencode({'t': sign_up_token(one)})}")


def _act_of_plan(first: Delivery) -> Act | None:
    """The page of a promise for its giver, of the plan for its lead, of the need for the body that may permit it."""
    problem = first.problem
    assert problem is not None
    action = Action.everywhere.filter(pk=first.facts.get("action", 0)).first()
    if action is not None:
        if "sign_up" in first.facts:
            return _act_of_sign_up(first, action)
        leads = first.facts.get("as") == "lead_of_action"
        label = _("Open the list") if leads else _("Open the joint action")
        name = "action_run" if leads else "action"
        return Act(label, links.page(name, first.community, problem.number, action.position))
    match first.facts.get("as"):
        case "giver":
            pledge = Pledge.everywhere.filter(pk=first.facts.get("pledge", 0)).first()
            if pledge is not None:
                return Act(_("Open my promise"), links.page("pledge", first.community, str(pledge.uuid)))
        case "lead":
            return Act(_("Open the plan"), links.page("plan_lead", first.community, problem.number))
        case "steward":
            return Act(_("Write a look down"), links.page("problem_look", first.community, problem.number))
        case "offerer":
            need = Need.everywhere.filter(pk=first.facts.get("need", 0)).first()
            if need is not None:
                address = links.page("pledge_need", first.community, problem.number, need.position)
                return Act(_("Make a promise of it"), f"{address}?offer={first.facts.get('offer', '')}")
        case "grantor":
            need = Need.everywhere.filter(pk=first.facts.get("need", 0)).first()
            if need is not None:
                address = links.page("pledge_need", first.community, problem.number, need.position)
                return Act(_("Look and decide"), address)
    return None


def _act_label(kind: str) -> str:
    match kind:
        case "closed_unverified" | "claimed":
            return _("Look and say whether it is done")
        case "reopen_asked":
            return _("I have seen it too")
        case "merged":
            return _("Open the problem it was joined to")
    return _("Open the problem")


def _report(first: Delivery) -> Report | None:
    rows = Report.everywhere.select_related("community").filter(reporter=first.person)
    return (
        rows.filter(pk=first.facts.get("report", 0)).first()
        or rows.filter(problem=first.problem).first()
        or (rows.filter(filed_under=first.problem).first())
    )


def _notes(first: Delivery) -> tuple[str, ...]:
    if first.organisation is not None and first.kind.startswith("owner_"):
        return (_("The link opens the case. Before you act we send a code to this address, so you may pass it on."),)
    if first.kind in ASKS:
        return (_("A link opens a page; only the button there counts. Other people's answers are shown after yours."),)
    return ()
