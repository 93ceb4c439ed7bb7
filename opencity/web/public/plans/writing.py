"""A plan is written, looked at and published; a published one is changed. Everything works without scripts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencity.catalogue.models import Participation
from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import current
from opencity.foundation.refusals import Refusal
from opencity.people.acting import Actor
from opencity.people.models import Person
from opencity.plans.access import live_plan, must_be_open_for_plans, must_plan
from opencity.plans.models import Need, Plan
from opencity.plans.operations import planning
from opencity.plans.queries.needs import coverage_of
from opencity.plans.templates import template_by_code, templates_for
from opencity.plans.values import UNITS_OF, NeedKind, PlanState, Route
from opencity.plans.wording import amount_words
from opencity.problems.models import Problem
from opencity.web.public.cases import Case, sign_in_address
from opencity.web.public.need_rows import ICONS
from opencity.web.public.plans import kept, sheet_reading, sheets
from opencity.web.public.plans.cases import (
    PlanCase,
    back_to_lead,
    back_to_plan,
    form,
    led_case,
    plan_address,
    public_case,
)
from opencity.web.public.plans.section import preview_of, route_words
from opencity.web.public.plans.sheet_reading import Around, around
from opencity.web.public.plans.sheets import Sheet
from opencity.web.public.reporting.origin import from_our_pages

TEMPLATE = "public/plans/write.html"


def draft_of(problem: Problem, person: Person) -> Plan | None:
    """The draft somebody writes for a problem; only they see it."""
    rows = Plan.everywhere.filter(Q(lead=person) | Q(co_lead=person), problem=problem, state=PlanState.DRAFT)
    return rows.select_related("problem__community", "organisation", "lead", "co_lead").order_by("-pk").first()


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def plan_write(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    case = public_case(request, number)
    if case.actor is None:
        return _stranger(request, case)
    if live_plan(case.problem) is not None:
        return redirect(plan_address(case.problem))
    refused = _may_not(case.problem, case.actor)
    if refused is not None:
        return form(request, TEMPLATE, case.problem, person=case.person, refusals=[refused], forbidden=True)
    near = around(case.problem, case.actor)
    if request.method == "POST":
        return _write(request, case, case.actor, near)
    return _page(request, case, near, _first_sheet(request, case), untouched=_is_untouched(request, case))


def _stranger(request: CommunityRequest, case: Case) -> HttpResponse:
    if request.method == "POST":
        kept.keep(request, now=case.now)
        return redirect(sign_in_address(request))
    return form(request, TEMPLATE, case.problem)


def _may_not(problem: Problem, actor: Actor) -> Refusal | None:
    """Why somebody may not write a plan here, neither alone nor for a body of theirs."""
    try:
        must_be_open_for_plans(problem)
        near = around(problem, actor)
        if not near.leading:
            must_plan(problem, actor, None)
    except Refusal as refusal:
        return refusal
    return None


def _first_sheet(request: CommunityRequest, case: Case) -> Sheet:
    assert case.person is not None
    recalled = kept.recall(request, now=case.now)
    if recalled is not None:
        return sheets.sent(recalled)
    draft = draft_of(case.problem, case.person)
    if draft is not None:
        return sheets.of_plan(draft, _needs_of(draft))
    template = template_by_code(request.GET.get("template", "")[:60], language=current())
    if template is not None:
        return sheets.of_template(template, case.problem, request.community.calendar.today(case.now))
    return sheets.blank()


def _is_untouched(request: CommunityRequest, case: Case) -> bool:
    assert case.person is not None
    begun = "template" in request.GET or draft_of(case.problem, case.person) is not None
    return not begun and kept.recall(request, now=case.now) is None


def _needs_of(plan: Plan) -> list[Need]:
    rows = Need.everywhere.filter(plan=plan, dropped_at=None).select_related("grantor", "payee")
    return list(rows.order_by("position"))


def _write(request: CommunityRequest, case: Case, actor: Actor, near: Around) -> HttpResponse:
    sheet = sheets.sent(request.POST)
    other = sheets.changed(sheet, request.POST, case.problem)
    if other is not None:
        return _page(request, case, near, other)
    draft = draft_of(case.problem, actor.person)
    language = draft.language if draft else ""
    new, refusals = sheet_reading.read(sheet, near, request.community, now=case.now, language=language)
    if new is not None:
        try:
            if draft is None:
                planning.draft_plan(case.problem, actor, new, now=case.now)
            else:
                planning.redraft_plan(draft, actor, new, now=case.now)
        except Refusal as refusal:
            refusals = [refusal]
        else:
            kept.forget(request)
            return redirect("plan_preview", request.community.slug, case.problem.number)
    return _page(request, case, near, sheet, refusals=refusals)


def _page(
    request: CommunityRequest,
    case: Case,
    near: Around,
    sheet: Sheet,
    *,
    refusals: Iterable[Refusal] = (),
    untouched: bool = False,
    promised: Mapping[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """`promised` is what is promised already of published needs, by position and in words."""
    problem, refused = case.problem, list(refusals)
    context = {
        "sheet": sheet,
        "near": near,
        "routes": _routes(problem),
        "licensed": problem.category.participation == Participation.LICENSED,
        "permit": problem.category.permit,
        "kinds": [(kind.value, kind.label, ICONS[kind]) for kind in NeedKind],
        "rows": [_row(row, n, refused, promised or {}) for n, row in enumerate(sheet.needs)],
        "templates": templates_for(problem.category.code, language=current()) if untouched else (),
        "here": request.path,
        **more,
    }
    return form(request, TEMPLATE, problem, person=case.person, refusals=refused, typed={}, **context)


def _row(row: sheets.NeedRow, n: int, refusals: Iterable[Refusal], promised: Mapping[str, str]) -> dict[str, Any]:
    kind, mine = NeedKind(row.kind), f"n-{n}-"
    errors = [one for one in refusals if one.field.startswith(mine)]
    return {
        "row": row,
        "kind": kind.label,
        "icon": ICONS[kind],
        "units": [(unit.value, unit.label) for unit in UNITS_OF[kind]],
        "by_people": kind in {NeedKind.LABOUR, NeedKind.SKILL},
        "permission": kind == NeedKind.PERMISSION,
        "money": kind == NeedKind.MONEY,
        "promised": promised.get(row.known, ""),
        "errors": errors,
        "wrong": {one.field.removeprefix(mine) for one in errors},
    }


def _routes(problem: Problem) -> list[tuple[str, str, str]]:
    """Each way with its explanation; dangerous work is for licensed bodies."""
    closed = {Route.JOINT, Route.MIXED} if problem.category.participation == Participation.LICENSED else set()
    return [(route.value, str(route.label), route_words(route)) for route in Route if route not in closed]


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def plan_preview(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    """The draft as everybody would see it; published or thrown away from here."""
    case = public_case(request, number)
    draft = draft_of(case.problem, case.person) if case.person else None
    if case.actor is None or draft is None:
        return redirect("plan_write", community, number)
    draft.problem = case.problem
    refusals: list[Refusal] = []
    if request.method == "POST":
        try:
            if "discard" in request.POST:
                planning.discard_draft(draft, case.actor)
                return back_to_plan(request, case.problem, _("The draft is gone. Nobody has seen it."))
            planning.publish_plan(draft, case.actor, now=case.now)
        except Refusal as refusal:
            refusals = [refusal]
        else:
            return back_to_plan(request, case.problem, _("The plan is published. Everybody can help now."))
    return form(
        request,
        "public/plans/preview.html",
        case.problem,
        person=case.person,
        refusals=refusals,
        plan=preview_of(draft, now=case.now),
    )


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def plan_change(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    """A new version of the published plan; whoever promised is told."""
    case = led_case(request, number)
    needs = _needs_of(case.plan)
    near = around(case.problem, case.actor, {str(need.position): need for need in needs})
    if request.method == "POST":
        return _change(request, case, near)
    return _change_page(request, case, near, sheets.of_plan(case.plan, needs))


def _change(request: CommunityRequest, case: PlanCase, near: Around) -> HttpResponse:
    sheet = sheets.sent(request.POST)
    other = sheets.changed(sheet, request.POST, case.problem)
    if other is not None:
        return _change_page(request, case, near, other)
    language = case.plan.language
    new, refusals = sheet_reading.read(sheet, near, request.community, now=case.now, language=language)
    if new is not None:
        try:
            planning.change_plan(case.plan, case.actor, new, now=case.now)
        except Refusal as refusal:
            refusals = [refusal]
        else:
            return back_to_lead(request, case.problem, _("The plan is changed. Everybody who promised is told."))
    return _change_page(request, case, near, sheet, refusals=refusals)


def _change_page(
    request: CommunityRequest, case: PlanCase, near: Around, sheet: Sheet, *, refusals: Iterable[Refusal] = ()
) -> HttpResponse:
    known = Case(case.problem, case.actor, case.now)
    covered = coverage_of(near.known.values())
    told = {
        position: amount_words(covered[need.pk].promised, need.unit)
        for position, need in near.known.items()
        if covered[need.pk].promised > 0
    }
    back = reverse("plan_lead", args=[request.community.slug, case.problem.number])
    return _page(request, known, near, sheet, refusals=refusals, changing=True, promised=told, unchanged=back)
