"""The problem whose plan a page is about, and the small forms of what one may do with the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from opencity.communities.http import CommunityRequest
from opencity.foundation.refusals import NotAllowed, NotUnderstood, Refusal
from opencity.people.acting import Actor
from opencity.people.models import Person
from opencity.plans.access import leads, live_plan, plan_for_public
from opencity.plans.models import Need, Plan
from opencity.problems.models import Problem
from opencity.web.desk.access import SignInFirst
from opencity.web.public.cases import Case, shown_case, sign_in_address
from opencity.web.public.reading import actor_of
from opencity.web.public.reporting.refusing import Shown, by_field


def public_case(request: CommunityRequest, number: int) -> Case:
    """Plans hang on public problems alone: 404 for all others, whoever asks."""
    case = shown_case(request, number)
    if not case.problem.is_public:
        raise Http404
    return case


@dataclass(frozen=True)
class PlanCase:
    """A published plan and somebody signed in, at one moment."""

    plan: Plan
    actor: Actor
    now: datetime

    @property
    def problem(self) -> Problem:
        return self.plan.problem

    @property
    def person(self) -> Person:
        return self.actor.person

    @property
    def leads(self) -> bool:
        return leads(self.plan, self.actor)


def known_actor(request: CommunityRequest, moment: datetime) -> Actor:
    """Raises SignInFirst for a stranger: links in letters lead here too."""
    actor = actor_of(request, now=moment)
    if actor is None:
        raise SignInFirst(redirect_to_login(request.get_full_path()))
    return actor


def plan_case(request: CommunityRequest, number: int) -> PlanCase:
    moment = now()
    plan = plan_for_public(request.community, number)
    return PlanCase(plan, known_actor(request, moment), moment)


def led_case(request: CommunityRequest, number: int) -> PlanCase:
    """For whoever leads; 403 with the next step for everybody else."""
    case = plan_case(request, number)
    if not case.leads:
        raise NotAllowed(
            _("Only whoever leads the plan can do this."), _("Write what you know in an update: the lead reads it.")
        )
    return case


def receiving_case(request: CommunityRequest, number: int) -> PlanCase:
    """For whoever leads, and for whoever may receive in their place: the library, a coordinator, a money's payee."""
    case = plan_case(request, number)
    if not (case.leads or may_receive(case)):
        raise NotAllowed(
            _("This page is for whoever leads the plan or receives what was promised."),
            _("Write what you know in an update: the lead reads it."),
            link=f"problems/{number}/",
        )
    return case


def may_receive(case: PlanCase) -> bool:
    if case.actor.coordinates or case.actor.is_librarian:
        return True
    return Need.everywhere.filter(plan=case.plan, payee__in=sorted(case.actor.offices)).exists()


def live_plan_of(problem: Problem) -> Plan:
    plan = live_plan(problem)
    if plan is None:
        raise Http404
    return plan


def form(
    request: CommunityRequest,
    template: str,
    problem: Problem,
    *,
    person: Person | None = None,
    refusals: Iterable[Refusal] = (),
    typed: Mapping[str, Any] | None = None,
    **more: Any,
) -> HttpResponse:
    """A page with a form. What was typed comes back with the refusals; nobody but its reader keeps it."""
    refused = list(refusals)
    shown = [Shown(one.field, one.why, one.next_step, _address(problem, one.link)) for one in refused]
    context = {
        "problem": problem,
        "person": person,
        "typed": request.POST if typed is None else typed,
        "refusals": shown,
        "errors": by_field(shown),
        "sign_in": sign_in_address(request),
        **more,
    }
    answer = render(request, template, context, status=refused[0].status if refused else 200)
    answer["Cache-Control"] = "private, no-store" if person is not None or refused else "private, no-cache"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _address(problem: Problem, link: str) -> str:
    return link if not link or link.startswith("/") else f"/{problem.community.slug}/{link}"


def plan_address(problem: Problem) -> str:
    """Where the problem's page shows its plan."""
    return f"{reverse('problem', args=[problem.community.slug, problem.number])}#plan"


def back_to_plan(request: CommunityRequest, problem: Problem, told: str) -> HttpResponse:
    messages.success(request, told)
    return redirect(plan_address(problem))


def back_to_lead(request: CommunityRequest, problem: Problem, told: str) -> HttpResponse:
    messages.success(request, told)
    return redirect("plan_lead", problem.community.slug, problem.number)


def read_day(said: str, field: str) -> date | None:
    """What a date field holds; None for nothing."""
    try:
        return date.fromisoformat(said.strip()) if said.strip() else None
    except ValueError:
        raise NotUnderstood(
            _("This is not a day."), _("Write it like 2026-12-31, or leave it empty."), field=field
        ) from None
