"""The result of a plan: before and after, figures, what the check said, and thanks that name what each really gave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import current
from opencity.foundation.refusals import Refusal
from opencity.plans.access import leads
from opencity.plans.models import Indicator, Plan
from opencity.plans.operations import measuring
from opencity.plans.operations.measuring import MEASURES, NewIndicator
from opencity.plans.queries.result import Gift, Result, Thanks, plan_with_result, result_of
from opencity.plans.rules.amounts import read_quantity
from opencity.plans.values import NeedKind, PlanState, Unit
from opencity.plans.wording import amount_words, number_words, unit_words
from opencity.problems.history import Words
from opencity.problems.models import Event
from opencity.problems.models.problem import new_uuid
from opencity.problems.states import State
from opencity.stewardship.operations.looking_after import running_at
from opencity.verification.queries.rounds import current_claim, people_saying
from opencity.web.public import reading
from opencity.web.public.cases import Case
from opencity.web.public.dates import day_words
from opencity.web.public.organisations.pages import uuid_of_text
from opencity.web.public.photographs import shown_evidence
from opencity.web.public.plans.cases import PlanCase, form, led_case, public_case
from opencity.web.public.problem import pair_of
from opencity.web.public.reporting.forms import plain
from opencity.web.public.reporting.origin import from_our_pages
from opencity.web.public.signs import state_sign
from opencity.web.public.story_together import giver_name


@dataclass(frozen=True)
class Figure:
    """One number in large type; `late` is whether it was measured after the check."""

    value: str
    unit: str
    words: str
    lang: str = ""
    late: bool = False


@dataclass(frozen=True)
class Thanked:
    sector: str
    name: str
    address: str
    gave: str


@require_safe
def problem_result(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    case = public_case(request, number)
    plan = plan_with_result(case.problem)
    if plan is None:
        raise Http404
    result = result_of(case.problem, plan)
    if not result.any:
        raise Http404
    stamp = reading.stamp_of(request, case.problem.head, now=case.now)
    kept = reading.unchanged(request, stamp)
    if kept is not None:
        return kept
    return reading.page(request, "public/plans/result.html", _context(case, plan, result), stamp=stamp)


def _context(case: Case, plan: Plan, result: Result) -> dict[str, Any]:
    problem = case.problem
    evidence = shown_evidence(problem, verdicts_shown=True)
    care = running_at(problem)
    thanked = [_thanked(one, case) for one in result.thanks]
    return {
        "problem": problem,
        "plan": plan,
        "state": state_sign(problem, tag=True),
        "verified": problem.state == State.VERIFIED,
        "pair": pair_of(problem, evidence, case.now),
        "figures": [*_measured(result, case), *_summed(result)],
        "money": {
            "received": amount_words(result.received, Unit.HRYVNIA),
            "spent": amount_words(result.spent, Unit.HRYVNIA),
            "left": amount_words(result.received - result.spent, Unit.HRYVNIA),
        }
        if result.received or result.spent
        else None,
        "checked": _checked(case),
        "thanked": thanked,
        "remainder": _remainder(case),
        "steward": care.organisation.name if care is not None and care.organisation else "",
        "looked_after": care is not None,
        "may_measure": case.actor is not None and leads(plan, case.actor) and _measurable(plan),
        "printed": day_words(case.now, problem.community, case.now),
    }


def _measurable(plan: Plan) -> bool:
    return plan.state in {PlanState.RUNNING, PlanState.FINISHED}


def _measured(result: Result, case: Case) -> Iterator[Figure]:
    ended = case.problem.ended_at if case.problem.state == State.VERIFIED else None
    for one in result.indicators:
        late = ended is not None and one.measured_at > ended
        unit = unit_words(one.quantity, one.unit)
        yield Figure(number_words(one.quantity), unit, one.words, one.language, late)


def _summed(result: Result) -> Iterator[Figure]:
    """What adds up from acknowledged gifts."""
    if result.people:
        words = ngettext("resident gave and worked", "residents gave and worked", result.people)
        yield Figure(str(result.people), "", words)
    if result.bodies:
        words = ngettext("organisation took part", "organisations took part", result.bodies)
        yield Figure(str(result.bodies), "", words)
    if result.hours:
        yield Figure(number_words(result.hours), _("h"), _("of unpaid work"))
    if result.took is not None and result.took.days > 0:
        words = ngettext("day from the plan to the result", "days from the plan to the result", result.took.days)
        yield Figure(str(result.took.days), "", words)


def _checked(case: Case) -> str:
    """What the check said, in one sentence."""
    problem = case.problem
    claim = current_claim(problem)
    if claim is None:
        return _("Nobody has said yet that it is done.")
    said = _said(people_saying(claim))
    match problem.state:
        case State.VERIFIED if problem.by_reporter_alone:
            return _("Whoever reported it looked and said yes; nobody else has looked.")
        case State.VERIFIED:
            return _("%(said)s. Whoever gave or worked is not counted here.") % {"said": said}
        case State.CLAIMED_DONE:
            return _("Residents are looking now. So far: %(said)s.") % {"said": said}
        case State.CLOSED_UNVERIFIED:
            return _("Nobody confirmed it in time, so it is not counted as solved.")
    return _("It is not finished yet.")


def _said(people: Mapping[str, int]) -> str:
    """«2 людини сказали «так», 1 — «частково»»: only those who did not do the work."""
    yes, partly = people.get("yes", 0), people.get("partly", 0)
    told = [ngettext("%(n)s neighbour looked and said yes", "%(n)s neighbours looked and said yes", yes) % {"n": yes}]
    if partly:
        told.append(ngettext("%(n)s said partly", "%(n)s said partly", partly) % {"n": partly})
    return ", ".join(told)


def _thanked(one: Thanks, case: Case) -> Thanked:
    body = one.organisation
    if body is not None:
        name, address = body.name, reverse("organisation", args=[case.problem.community.slug, body.slug])
    elif one.person is not None:
        name, address = giver_name(one.person, None), ""
    else:
        name, address = _unnamed(one), ""
    return Thanked(one.sector, name, address, "; ".join(_gift(gift) for gift in one.gifts.values()))


def _unnamed(one: Thanks) -> str:
    return ngettext("%(n)s person whose name is not shown", "%(n)s people whose names are not shown", one.many) % {
        "n": one.many
    }


def _gift(gift: Gift) -> str:
    """«фарба, 10 л», «руки, 3 год»; a permission has no number."""
    parts = [gift.need.words]
    if gift.need.kind != NeedKind.PERMISSION:
        by_hours = gift.hours and gift.need.unit in {Unit.PERSON, Unit.HOUR}
        parts.append(amount_words(gift.hours, Unit.HOUR) if by_hours else amount_words(gift.quantity, gift.need.unit))
    return ", ".join(parts)


def _remainder(case: Case) -> list[int]:
    """Numbers of the problems that what remained became."""
    rows = Event.everywhere.filter(problem=case.problem, kind="split").order_by("position")
    return [int(event.facts["number"]) for event in rows if event.facts.get("number")]


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def plan_measure(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    """Whoever leads writes figures of the result down, and strikes a wrong one."""
    case = led_case(request, number)
    if request.method != "POST":
        return _form(request, case)
    try:
        if request.POST.get("strike"):
            measuring.strike(_indicator(case, request.POST["strike"]), case.actor, now=case.now)
        else:
            measuring.measure(case.plan, case.actor, _read(request), now=case.now)
    except Refusal as refusal:
        return _form(request, case, refusals=[refusal], typed=request.POST)
    messages.success(request, _("Kept. The result shows it."))
    return redirect("plan_measure", community, number)


def _form(
    request: CommunityRequest,
    case: PlanCase,
    *,
    refusals: Iterable[Refusal] = (),
    typed: Mapping[str, Any] | None = None,
) -> HttpResponse:
    rows = Indicator.everywhere.filter(plan=case.plan, struck_at=None).order_by("measured_at", "pk")
    return form(
        request,
        "public/plans/measure.html",
        case.problem,
        person=case.person,
        refusals=refusals,
        typed=typed or {"uuid": str(new_uuid())},
        plan=case.plan,
        units=[(unit.value, unit.label) for unit in MEASURES],
        figures=[(one, amount_words(one.quantity, one.unit)) for one in rows],
    )


def _indicator(case: PlanCase, said: str) -> Indicator:
    uuid: UUID | None = uuid_of_text(said)
    found = Indicator.everywhere.filter(plan=case.plan, uuid=uuid).first() if uuid else None
    if found is None:
        raise Http404
    found.plan = case.plan
    return found


def _read(request: CommunityRequest) -> NewIndicator:
    said = plain(request.POST.get("quantity", ""))
    return NewIndicator(
        words=Words(plain(request.POST.get("words", "")), current()),
        quantity=read_quantity(said) if said else Decimal(0),
        unit=request.POST.get("unit", ""),
        uuid=uuid_of_text(request.POST.get("uuid", "")),
    )
