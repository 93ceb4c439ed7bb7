"""What its lead does with a plan: begin, finish, give up, step back, name a second; and how others take over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import current
from opencity.foundation.refusals import Refusal
from opencity.people.acting import holding
from opencity.people.models import Assurance, Membership, Person
from opencity.plans.models import Plan, Pledge, Step
from opencity.plans.operations import leading, planning
from opencity.problems.history import Words
from opencity.web.public.cases import words_of
from opencity.web.public.plans.cases import (
    PlanCase,
    back_to_lead,
    back_to_plan,
    form,
    led_case,
    plan_case,
)
from opencity.web.public.reporting.origin import from_our_pages

Do = Callable[[PlanCase, Words], object]
Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class Deed:
    """`asks` names the words it wants and `owed` whether it needs them; `stays` is whether the doer leads on."""

    title: Text
    text: Text
    button: Text
    told: Text
    do: Do
    asks: Text = ""
    owed: bool = False
    stays: bool = True


DEEDS: Mapping[str, Deed] = {
    "begin": Deed(
        title=gettext_lazy("We have begun"),
        text=gettext_lazy("Say it when the work begins. Promises that are still missing may come later."),
        button=gettext_lazy("Say that we have begun"),
        told=gettext_lazy("Written down: the work has begun."),
        asks=gettext_lazy("What is being done first"),
        do=lambda case, words: planning.begin_plan(case.plan, case.actor, words, now=case.now),
    ),
    "finish": Deed(
        title=gettext_lazy("The plan has done its part"),
        text=gettext_lazy(
            "Promises that have not come are released. By itself this claims nothing: next, show the result with a "
            "photo, and residents look whether it is so."
        ),
        button=gettext_lazy("Finish the plan"),
        told=gettext_lazy("The plan is finished. Now show the result with a photo: residents will look."),
        asks=gettext_lazy("What was done"),
        stays=False,
        do=lambda case, words: planning.finish_plan(case.plan, case.actor, words, now=case.now),
    ),
    "abandon": Deed(
        title=gettext_lazy("Give the plan up"),
        text=gettext_lazy(
            "All promises are released, everybody who promised is told why, and the problem waits again. "
            "The duty of whoever is responsible stays as it is."
        ),
        button=gettext_lazy("Give it up"),
        told=gettext_lazy("The plan is given up. Everybody who promised is told."),
        asks=gettext_lazy("Why"),
        owed=True,
        stays=False,
        do=lambda case, words: planning.abandon_plan(case.plan, case.actor, words, now=case.now),
    ),
    "leave": Deed(
        title=gettext_lazy("Step back from leading"),
        text=gettext_lazy(
            "The second lead goes on. Without one, the reporter, those who promised and the library may take over in "
            "this order. Promises stay."
        ),
        button=gettext_lazy("Step back"),
        told=gettext_lazy("You no longer lead the plan. Thank you for what you did."),
        stays=False,
        do=lambda case, _words: leading.leave_plan(case.plan, case.actor, now=case.now),
    ),
    "take-over": Deed(
        title=gettext_lazy("Lead this plan"),
        text=gettext_lazy(
            "You answer promises, say what came, and tell how it goes. Everybody who promised is told. "
            "Your public name stands beside the plan."
        ),
        button=gettext_lazy("I will lead it"),
        told=gettext_lazy("You lead the plan now."),
        do=lambda case, _words: leading.take_over(case.plan, case.actor, now=case.now),
    ),
}


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def plan_deed(request: CommunityRequest, community: str, number: int, deed: str) -> HttpResponse:
    known = DEEDS.get(deed)
    if known is None:
        raise Http404
    case = plan_case(request, number) if deed == "take-over" else led_case(request, number)
    refusals: list[Refusal] = []
    if request.method == "POST":
        try:
            known.do(case, Words(words_of(request), current()))
        except Refusal as refusal:
            refusals = [refusal]
        else:
            back = back_to_lead if known.stays else back_to_plan
            return back(request, case.problem, str(known.told))
    return form(
        request, "public/plans/deed.html", case.problem, person=case.person, refusals=refusals, deed=known, name=deed
    )


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def plan_step(request: CommunityRequest, community: str, number: int, position: int) -> HttpResponse:
    """One tap on the lead's page; opened by itself it asks once more."""
    case = led_case(request, number)
    step = Step.everywhere.filter(plan=case.plan, position=position).first()
    if step is None:
        raise Http404
    step.plan = case.plan
    refusals: list[Refusal] = []
    if request.method == "POST":
        done = "undone" not in request.POST
        try:
            planning.mark_step(step, case.actor, done=done, now=case.now)
        except Refusal as refusal:
            refusals = [refusal]
        else:
            told = _("The step is done.") if done else _("The step is open again.")
            return back_to_lead(request, case.problem, told)
    return form(request, "public/plans/step.html", case.problem, person=case.person, refusals=refusals, step=step)


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def plan_second(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    """The second lead, chosen among those who promised and those of the leading organisation."""
    case = led_case(request, number)
    people = candidates(case.plan, now=case.now)
    refusals: list[Refusal] = []
    if request.method == "POST":
        chosen = next((one for one in people if str(one.pk) == request.POST.get("person")), None)
        try:
            leading.name_co_lead(case.plan, case.actor, chosen, now=case.now)
        except Refusal as refusal:
            refusals = [refusal]
        else:
            told = _("The second lead is named.") if chosen else _("The plan has no second lead now.")
            return back_to_lead(request, case.problem, told)
    return form(
        request,
        "public/plans/second.html",
        case.problem,
        person=case.person,
        refusals=refusals,
        people=[(one.pk, one.public_name, one.pk == case.plan.co_lead_id) for one in people],
        chosen=case.plan.co_lead_id,
    )


def candidates(plan: Plan, *, now: datetime) -> list[Person]:
    """People with a public name who can be reached, and did not promise in quiet; never the lead."""
    gave = Pledge.everywhere.filter(need__plan=plan, quiet=False).values("person_id")
    people = Person.objects.filter(pk__in=gave)
    if plan.organisation_id is not None:
        members = Membership.objects.filter(holding(now), organisation=plan.organisation_id).values("person_id")
        people = people | Person.objects.filter(pk__in=members)
    known = people.filter(is_active=True, assurance__gte=Assurance.CONTACT).exclude(public_name="")
    return list(known.exclude(pk=plan.lead_id or 0).order_by("public_name", "pk"))
