"""Help offered at the counter: by somebody new, for a need or a joint action that is already public."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from opencity.access_points.operations.serving import Counter, Served, serve_endorsement, serve_pledge, serve_sign_up
from opencity.actions.models import Action, ActionRole
from opencity.actions.operations.joining import SignUp
from opencity.actions.values import TAKING
from opencity.communities.http import CommunityRequest
from opencity.foundation.refusals import Refusal
from opencity.plans.access import live_plan, need_for_public
from opencity.plans.operations.pledging import NewPledge
from opencity.plans.queries.needs import coverage_of
from opencity.plans.queries.needs import lines_of as need_lines
from opencity.plans.rules.amounts import read_quantity
from opencity.problems.access import problem_for_public
from opencity.problems.models import Problem
from opencity.problems.states import Visibility
from opencity.web.library.counter import Desk, counter_of, desk_of, form, served, visitor_of
from opencity.web.public import cases
from opencity.web.public.reporting.origin import from_our_pages
from opencity.web.public.signs import state_sign

Deed = Callable[[Counter, Desk], Served]


@require_safe
def case(request: CommunityRequest, community: str) -> HttpResponse:
    """A public problem by its number, with everything a visitor may join in."""
    desk = desk_of(request)
    if isinstance(desk, HttpResponse):
        return desk
    number = request.GET.get("number", "").strip().lstrip("№# ").strip()
    problem = None
    if number.isascii() and number.isdecimal() and len(number) < 18:
        rows = Problem.everywhere.filter(community=request.community, visibility=Visibility.PUBLIC)
        problem = rows.for_list().select_related("community", "merged_into").filter(number=int(number)).first()
    plan = live_plan(problem) if problem else None
    more = {
        "number": number,
        "problem": problem,
        "state": state_sign(problem) if problem else None,
        "needs": need_lines(plan) if plan else [],
        "actions": _actions(problem) if problem else [],
    }
    return form(request, "library/case.html", desk, more=more)


def _actions(problem: Problem) -> list[Action]:
    rows = Action.everywhere.filter(problem=problem, state__in=TAKING)
    return list(rows.order_by("starts_at"))


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def endorsement(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    problem = problem_for_public(request.community, number)
    told = _("Counted: it affects the visitor too.")
    return _serve(
        request,
        problem,
        {"problem": problem, "what": "endorsement"},
        lambda counter, desk: serve_endorsement(
            counter, visitor_of(request), problem, cases.words_of(request), now=desk.now
        ),
        told,
    )


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def promise(request: CommunityRequest, community: str, number: int, position: int) -> HttpResponse:
    need = need_for_public(request.community, number, position)

    def deed(counter: Counter, desk: Desk) -> Served:
        new = NewPledge(quantity=read_quantity(request.POST.get("quantity", "")), quiet="quiet" in request.POST)
        return serve_pledge(counter, visitor_of(request), need, new, now=desk.now)

    more = {"problem": need.plan.problem, "need": need, "coverage": coverage_of([need])[need.pk], "what": "promise"}
    return _serve(request, need.plan.problem, more, deed, _("The promise is written down."))


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def coming(request: CommunityRequest, community: str, number: int, position: int) -> HttpResponse:
    rows = Action.everywhere.filter(
        community=request.community,
        problem__number=number,
        problem__visibility=Visibility.PUBLIC,
        position=position,
    )
    action = rows.select_related("problem__community", "problem__category").first()
    if action is None:
        raise Http404
    roles = list(ActionRole.everywhere.filter(action=action).order_by("position"))

    def deed(counter: Counter, desk: Desk) -> Served:
        chosen = next((role for role in roles if str(role.pk) == request.POST.get("role")), roles[0])
        new = SignUp(
            role=chosen,
            minor="minor" in request.POST,
            consent_by=request.POST.get("consent_by", "")[:120],
            consent="parent_agrees" in request.POST,
        )
        return serve_sign_up(counter, visitor_of(request), action, new, now=desk.now)

    more = {"problem": action.problem, "joint": action, "roles": roles, "what": "sign_up"}
    return _serve(request, action.problem, more, deed, _("The visitor is signed up."))


def _serve(request: CommunityRequest, problem: Problem, more: dict[str, Any], deed: Deed, told: str) -> HttpResponse:
    desk = desk_of(request)
    if isinstance(desk, HttpResponse):
        return desk
    if request.method != "POST":
        return form(request, "library/help.html", desk, more=more)
    try:
        deed(counter_of(request, desk), desk)
    except Refusal as refusal:
        return form(request, "library/help.html", desk, refusal=refusal, more=more)
    messages.success(request, told)
    answer = redirect("library_case", request.community.slug)
    answer["Location"] += f"?number={problem.number}"
    return served(request, answer)
