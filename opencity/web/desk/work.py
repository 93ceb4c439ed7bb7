"""Who has which case: giving, watching, kept lists, many at once, teams, and the places of a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from opencity.casework.access import colleagues
from opencity.casework.models import BulkAct, Stop, Team
from opencity.casework.operations import arranging, bulk, talking, teaming
from opencity.casework.operations.assigning import assign
from opencity.casework.operations.bulk import NewBulk, Outcome, chosen
from opencity.casework.queries.inbox import mine_open, stops_of, teams_of
from opencity.catalogue.lookup import category_by_code
from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import current
from opencity.foundation.refusals import Refusal
from opencity.people.acting import Actor
from opencity.people.models import Organisation, Person
from opencity.people.present import bodies_here
from opencity.people.rights import Right
from opencity.problems.access import handles
from opencity.problems.history import Words
from opencity.problems.models import Problem
from opencity.problems.models.problem import new_uuid
from opencity.web.desk.access import desk_actor
from opencity.web.desk.queue import listed
from opencity.web.public.organisations.pages import uuid_of_text


def _case(request: CommunityRequest, number: int, actor: Actor) -> Problem:
    rows = Problem.everywhere.filter(community=request.community).for_list().select_related("community", "merged_into")
    problem = get_object_or_404(rows, number=number)
    if not handles(problem, actor):
        raise Http404
    return problem


@dataclass(frozen=True)
class To:
    """Whom a case is given to: «p:UUID» a person, «t:slug» a team, empty nobody."""

    person: Person | None = None
    team: Team | None = None


def read_to(request: CommunityRequest, organisation: Organisation | None, actor: Actor) -> To:
    said = request.POST.get("to", "")
    if said == "me":
        return To(person=actor.person)
    kind, _sep, rest = said.partition(":")
    if kind == "p":
        uuid = uuid_of_text(rest)
        return To(person=get_object_or_404(Person, uuid=uuid) if uuid else None)
    if kind == "t":
        rows = Team.everywhere.filter(community=request.community, ended_at=None)
        return To(team=get_object_or_404(rows, organisation=organisation, slug=rest))
    return To()


@never_cache
@require_POST
def give(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    actor = desk_actor(request)
    problem = _case(request, number, actor)
    to = read_to(request, problem.owner, actor)
    try:
        assign(problem, actor, person=to.person, team=to.team, now=now())
    except Refusal as refusal:
        messages.error(request, f"{refusal.why} {refusal.next_step}")
    else:
        given = to.person or to.team
        messages.success(request, _("Given to %(who)s.") % {"who": given} if given else _("Nobody has it now."))
    return redirect("desk_case", community, number)


@never_cache
@require_POST
def keep_an_eye(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    actor = desk_actor(request)
    on = request.POST.get("on") == "1"
    talking.watch(_case(request, number, actor), actor, on=on, now=now())
    messages.success(request, _("It is on your watch list.") if on else _("It is off your watch list."))
    return redirect("desk_case", community, number)


@never_cache
@require_POST
def keep_list(request: CommunityRequest, community: str) -> HttpResponse:
    actor = desk_actor(request)
    if request.POST.get("forget", "").isdecimal():
        arranging.drop_filter(request.community, actor, int(request.POST["forget"]))
        return redirect("desk", community)
    query = request.POST.get("list", "")
    try:
        arranging.keep_filter(request.community, actor, request.POST.get("name", ""), query, now=now())
    except Refusal as refusal:
        messages.error(request, f"{refusal.why} {refusal.next_step}")
    return redirect(f"{reverse('desk', args=[community])}?{query}")


@never_cache
@require_POST
def many(request: CommunityRequest, community: str) -> HttpResponse:
    """First what would become of each case; with `sure` it is done."""
    actor, moment = desk_actor(request), now()
    town = request.community
    problems = [one for one in chosen(town, request.POST.getlist("number")) if handles(one, actor)]
    to = read_to(request, problems[0].owner if problems else None, actor)
    new = NewBulk(
        kind=request.POST.get("kind", ""),
        person=to.person,
        team=to.team,
        category=category_by_code(town, request.POST.get("to_category", "")),
        words=Words(request.POST.get("words", ""), current()),
        uuid=uuid_of_text(request.POST.get("uuid", "")),
    )
    sure = "sure" in request.POST
    back = f"{reverse('desk', args=[community])}?{request.POST.get('list', '')}"
    try:
        act, outcomes = bulk.do_many(town, actor, problems, new, now=moment, only_try=not sure)
    except Refusal as refusal:
        messages.error(request, f"{refusal.why} {refusal.next_step}")
        return render(request, "desk/queue.html", listed(request, actor, moment), status=refusal.status)
    if act is not None:
        done = sum(1 for one in outcomes if one.refusal is None)
        said = ngettext("Done for %(n)s case. It can be undone for an hour.",
                        "Done for %(n)s cases. It can be undone for an hour.", done) % {"n": done}  # fmt: skip
        messages.success(request, said)
        return redirect(back)
    context = {**_preview(request, outcomes), "new": new, "to": to, "back": back, "uuid": str(new_uuid())}
    return render(request, "desk/many.html", context)


def _preview(request: CommunityRequest, outcomes: list[Outcome]) -> dict[str, Any]:
    return {
        "fits": [one.problem for one in outcomes if one.refusal is None],
        "misfits": [one for one in outcomes if one.refusal is not None],
        "kind": BulkAct.Kind(request.POST["kind"]),
        "sent": request.POST,
    }


@never_cache
@require_POST
def undo(request: CommunityRequest, community: str) -> HttpResponse:
    actor = desk_actor(request)
    uuid = uuid_of_text(request.POST.get("uuid", ""))
    act = get_object_or_404(BulkAct.everywhere.filter(community=request.community, person=actor.person), uuid=uuid)
    try:
        back, of = bulk.undo(act, actor, now=now())
    except Refusal as refusal:
        messages.error(request, f"{refusal.why} {refusal.next_step}")
    else:
        messages.success(request, _("Put back: %(back)s of %(of)s.") % {"back": back, "of": of})
    return redirect("desk", community)


@never_cache
@require_http_methods(["GET", "POST"])
def teams(request: CommunityRequest, community: str) -> HttpResponse:
    """A supervisor's teams."""
    actor, moment = desk_actor(request), now()
    bodies = actor.bodies_where(Right.PEOPLE)
    body = bodies_here(request.community).filter(pk__in=bodies).first()
    if body is None:
        raise Http404
    staff = colleagues(body, now=moment)
    if request.method == "POST":
        try:
            if request.POST.get("end"):
                rows = Team.everywhere.filter(community=request.community, organisation=body, ended_at=None)
                teaming.end_team(get_object_or_404(rows, slug=request.POST["end"]), actor, now=moment)
                messages.success(request, _("The team has ended. Its cases wait for somebody."))
            else:
                people = [one for one in staff if str(one.uuid) in request.POST.getlist("person")]
                teaming.form_team(request.community, body, actor, request.POST.get("name", ""), people, now=moment)
                messages.success(request, _("Kept."))
        except Refusal as refusal:
            messages.error(request, f"{refusal.why} {refusal.next_step}")
        else:
            return redirect("desk_teams", community)
    shown = [(team, [one.person for one in team.members.all()]) for team in teams_of(request.community, body)]
    return render(request, "desk/teams.html", {"body": body, "staff": staff, "teams": shown, "typed": request.POST})


@never_cache
@require_http_methods(["GET", "POST"])
def day(request: CommunityRequest, community: str) -> HttpResponse:
    """The places of today: chosen from what one has, in the order of walking."""
    actor, moment = desk_actor(request), now()
    town = request.community
    if request.method == "POST":
        problems = [one for one in _in_order(request) if handles(one, actor)]
        try:
            arranging.plan_day(town, actor, problems, now=moment)
        except Refusal as refusal:
            messages.error(request, f"{refusal.why} {refusal.next_step}")
        else:
            messages.success(request, _("Your day is planned."))
            return redirect("desk_day", community)
    stops: list[Stop] = stops_of(town, actor.person, now=moment)
    planned = {stop.problem_id for stop in stops}
    others = [one for one in mine_open(town, actor) if one.pk not in planned]
    shown = {"stops": stops, "others": others, "street": bool(actor.bodies_where(Right.WORK))}
    return render(request, "desk/day.html", shown)


def _in_order(request: CommunityRequest) -> list[Problem]:
    """The ticked cases by the number typed beside each; what has none comes last, in the order of the page."""
    ticked = request.POST.getlist("number")
    found = {str(one.number): one for one in chosen(request.community, ticked)}
    place = {number: _place(request.POST.get(f"place-{number}", ""), n) for n, number in enumerate(ticked)}
    return [found[number] for number in sorted(ticked, key=lambda one: place[one]) if number in found]


def _place(said: str, order: int) -> tuple[int, int]:
    return (int(said) if said.isascii() and said.isdecimal() and len(said) < 4 else 999, order)
