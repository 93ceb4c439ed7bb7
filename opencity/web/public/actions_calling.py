"""Calling people together, and changing what was called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencity.actions.access import is_dangerous, must_call
from opencity.actions.models import ActionRole
from opencity.actions.operations.calling import call_action, change_action
from opencity.actions.values import Minors
from opencity.communities.http import CommunityRequest
from opencity.foundation.refusals import Refusal
from opencity.people.models import Sector
from opencity.people.present import bodies_here
from opencity.plans.access import givers_bodies, leads, live_plan
from opencity.plans.models import Plan
from opencity.problems.models import Problem
from opencity.web.public import actions_forms, cases
from opencity.web.public.actions_case import ActionCase, case_of, done, form, must_lead
from opencity.web.public.actions_words import address_of
from opencity.web.public.reporting.origin import from_our_pages


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def action_call(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    case = cases.shown_case(request, number)
    problem = case.problem
    plan = live_plan(problem)
    if request.method != "POST":
        refusal = _may_not(case)
        fields = actions_forms.beginning(problem, plan, case.now)
        return _call_page(request, case, plan, fields, refusal=refusal, closed=refusal is not None)
    fields = actions_forms.read(request.POST.dict())
    try:
        actor = cases.must_be_known(case, _("Whoever calls people together leads them: we have to know you."))
        cases.limit(request, "call_action", case.now)
        new = actions_forms.new_action(request.community, fields, plan=plan, known={})
        action = call_action(problem, actor, new, now=case.now)
    except Refusal as refusal:
        return _call_page(request, case, plan, fields, refusal=refusal)
    action.problem = problem
    messages.success(request, _("People are called. Share the page: neighbours come when they are asked."))
    return redirect(address_of(action))


def _may_not(case: cases.Case) -> Refusal | None:
    """Why the form would be refused whatever is written in it: better said before."""
    try:
        must_call(
            case.problem, cases.must_be_known(case, _("Whoever calls people together leads them: we have to know you."))
        )
    except Refusal as refusal:
        return refusal
    return None


def _call_page(
    request: CommunityRequest,
    case: cases.Case,
    plan: Plan | None,
    fields: Mapping[str, str],
    *,
    refusal: Refusal | None = None,
    closed: bool = False,
) -> HttpResponse:
    shown = {**_choices(request, case.problem, plan, case), **actions_forms.filled(fields)}
    return cases.form(request, "public/actions/call.html", case, refusal=refusal, closed=closed, **shown)


def _choices(
    request: CommunityRequest, problem: Problem, plan: Plan | None, case: cases.Case | ActionCase
) -> dict[str, Any]:
    own = givers_bodies(case.actor, request.community) if case.actor else []
    if plan is not None and plan.organisation is not None and case.actor and leads(plan, case.actor):
        own = [plan.organisation, *(one for one in own if one.pk != plan.organisation_id)]
    hosts = bodies_here(request.community).filter(sector__in=[Sector.CIVIL, Sector.LIBRARY])
    return {
        "bodies": own,
        "hosts": hosts,
        "minors": Minors.choices[:1] if is_dangerous(problem.category) else Minors.choices,
        "dangerous": is_dangerous(problem.category),
        "needs": actions_forms.tied_needs(plan),
        "coarse": problem.category.coarsen,
    }


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def action_change(request: CommunityRequest, community: str, number: int, position: int) -> HttpResponse:
    case = case_of(request, number, position)
    actor = must_lead(case, _("Only the lead changes what was called: we have to know you."))
    action = case.action
    if request.method != "POST":
        return _change_page(request, case, actions_forms.written(action))
    fields = actions_forms.read(request.POST.dict())
    known = {role.position: role for role in ActionRole.everywhere.filter(action=action)}
    try:
        new = actions_forms.new_action(request.community, fields, plan=action.plan, known=known)
        change_action(action, actor, new, now=case.now)
    except Refusal as refusal:
        return _change_page(request, case, fields, refusal=refusal)
    return done(request, case, _("Changed. Everybody who signed up will be told."))


def _change_page(
    request: CommunityRequest, case: ActionCase, fields: Mapping[str, str], *, refusal: Refusal | None = None
) -> HttpResponse:
    shown = {**_choices(request, case.action.problem, case.action.plan, case), **actions_forms.filled(fields)}
    return form(request, "change", case, refusal=refusal, **shown)
