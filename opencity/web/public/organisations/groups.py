"""Groups of residents: begin one, change it, end it, and write down what it decided."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import in_words
from opencity.foundation.refusals import NotUnderstood, Refusal
from opencity.organisations.models import Decision, Group, GroupKind
from opencity.organisations.operations import grouping
from opencity.organisations.operations.grouping import NewDecision, NewGroup
from opencity.organisations.rules.bounds import read_corners
from opencity.problems.models import Problem
from opencity.problems.models.problem import new_uuid
from opencity.web.public import reading
from opencity.web.public.dates import day_words
from opencity.web.public.organisations import pages
from opencity.web.public.organisations.pages import Body
from opencity.web.public.reporting.origin import from_our_pages
from opencity.web.public.reporting.whereabouts import area_choices


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def group_new(request: CommunityRequest, community: str) -> HttpResponse:
    moment = now()
    actor = reading.actor_of(request, now=moment)
    more = _choices(request)
    if request.method != "POST":
        return pages.form(request, "public/organisations/group_form.html", actor, **more)
    try:
        made = grouping.begin_group(request.community, pages.known(actor), _read(request), now=moment)
    except Refusal as refusal:
        return pages.form(request, "public/organisations/group_form.html", actor, refusal=refusal, **more)
    return pages.back(request, made.organisation, _("The group is there. Now invite your neighbours."))


def _choices(request: CommunityRequest) -> dict[str, Any]:
    return {"kinds": GroupKind.choices, "area_choices": area_choices(request.community)}


def _read(request: CommunityRequest, name: str = "") -> NewGroup:
    return NewGroup(
        name=name or pages.line(request, "name"),
        kind=request.POST.get("kind", ""),
        words=pages.words(request),
        area=pages.area_of(request, request.POST.get("area", "")),
        corners=read_corners(request.POST.get("corners", "")),
        open_to_all=bool(request.POST.get("open")),
    )


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def group_edit(request: CommunityRequest, community: str, organisation: str) -> HttpResponse:
    body, group = _managed_group(request, organisation)
    more = {**_choices(request), "one": body.organisation, "group": group}
    if request.method != "POST":
        return pages.form(request, "public/organisations/group_form.html", body.actor, typed=_typed(group), **more)
    try:
        actor = pages.known(body.actor)
        if "end" in request.POST:
            grouping.end_group(group, actor, now=body.now)
            return pages.back(request, body.organisation, _("The group has ended. What it did stays to be read."))
        grouping.change_group(group, actor, _read(request, body.organisation.name), now=body.now)
    except Refusal as refusal:
        return pages.form(request, "public/organisations/group_form.html", body.actor, refusal=refusal, **more)
    return pages.back(request, body.organisation, _("Kept. This is how residents see it."))


def _typed(group: Group) -> dict[str, str]:
    ring = group.bounds["coordinates"][0][:-1] if group.bounds else []
    return {
        "kind": group.kind,
        "words": in_words(group.organisation.about),
        "area": group.area.code if group.area else "",
        "corners": "\n".join(f"{lat:.5f}, {lon:.5f}" for lon, lat in ring),
        "open": "1" if group.open_to_all else "",
    }


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def decision_new(request: CommunityRequest, community: str, organisation: str) -> HttpResponse:
    """What was decided, when, with how many votes; about a problem, if it is about one."""
    body, group = _managed_group(request, organisation)
    today = request.community.calendar.today(body.now).isoformat()
    replaces = _decision(group, request.POST.get("replaces") or request.GET.get("replaces", ""))
    more: dict[str, Any] = {"one": body.organisation, "group": group, "today": today, "replaces": replaces}
    if request.method != "POST":
        typed = {"decided_on": today, "uuid": str(new_uuid()), "problem": request.GET.get("problem", "")}
        return pages.form(request, "public/organisations/decision_form.html", body.actor, typed=typed, **more)
    try:
        actor = pages.known(body.actor)
        new = NewDecision(
            title=pages.line(request, "title"),
            words=pages.words(request),
            decided_on=pages.day_of(request.POST.get("decided_on", ""), field="decided_on"),
            votes_for=pages.number_of(request.POST.get("votes_for", ""), field="votes_for"),
            votes_against=pages.number_of(request.POST.get("votes_against", ""), field="votes_against"),
            abstained=pages.number_of(request.POST.get("abstained", ""), field="abstained"),
            problem=_problem(request),
            replaces=replaces,
            uuid=pages.uuid_of(request),
        )
        grouping.record_decision(group, actor, new, now=body.now)
    except Refusal as refusal:
        return pages.form(request, "public/organisations/decision_form.html", body.actor, refusal=refusal, **more)
    return pages.back(request, body.organisation, _("Written down. Everybody can read what you decided."))


@require_safe
def decision(request: CommunityRequest, community: str, organisation: str, number: int) -> HttpResponse:
    body = pages.body_of(request, organisation)
    group = _must_be_a_group(body)
    shown = _decision(group, str(number))
    if shown is None:
        raise Http404
    context = {
        "one": body.organisation,
        "decision": shown,
        "day": day_words(shown.decided_on, request.community, body.now),
        "kept": day_words(shown.recorded_at, request.community, body.now),
        "replaced": Decision.everywhere.filter(replaces=shown).first(),
        "problem": shown.problem if shown.problem is not None and shown.problem.is_public else None,
        "manages": body.manages and group.ended_at is None,
    }
    return reading.page(request, "public/organisations/decision.html", context)


def _managed_group(request: CommunityRequest, slug: str) -> tuple[Body, Group]:
    body = pages.managed(request, slug)
    return body, _must_be_a_group(body)


def _must_be_a_group(body: Body) -> Group:
    if body.group is None:
        raise Http404
    return body.group


def _decision(group: Group, said: str) -> Decision | None:
    if not said.isascii() or not said.isdecimal() or len(said) > 6:
        return None
    rows = Decision.everywhere.filter(group=group, number=int(said))
    return rows.select_related("problem", "replaces").first()


def _problem(request: CommunityRequest) -> Problem | None:
    said = pages.line(request, "problem").lstrip("№# ")
    if not said:
        return None
    rows = Problem.everywhere.filter(community=request.community)
    found = rows.filter(number=int(said)).first() if said.isascii() and said.isdecimal() and len(said) < 12 else None
    if found is None:
        raise NotUnderstood(
            _("There is no such public problem here."),
            _("Write its number, or leave the field empty."),
            field="problem",
        )
    return found
