"""Figures of a body for whoever answers for it: a page to be read in two minutes, and every table as CSV.

Figures are told by category, part of town and team, never by person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from opencity.catalogue.lookup import categories
from opencity.communities.http import CommunityRequest
from opencity.notices.operations.unsubscribing import mute_kind, unmute_kind
from opencity.notices.queries import is_kind_muted, reads_weekly_figures
from opencity.statistics.queries.chief.scope import Scope
from opencity.web.desk import figures_asking, figures_sections
from opencity.web.desk.access import desk_actor
from opencity.web.desk.figures_asking import ALL, PERIODS, Asked, Bodies
from opencity.web.desk.figures_sections import PAGE, Measure
from opencity.web.desk.figures_tables import Found, group_column, lines
from opencity.web.desk.figures_words import count
from opencity.web.public.reporting import refusing
from opencity.web.public.reporting.whereabouts import area_choices
from opencity.web.spreadsheets import csv_answer

LETTER = "figures_weekly"


@dataclass(frozen=True)
class Headline:
    """One of the figures on top; `anchor` is the section that tells more."""

    n: str
    name: str
    anchor: str
    late: bool = False


@never_cache
@require_GET
def figures(request: CommunityRequest, community: str) -> HttpResponse:
    actor, moment = desk_actor(request), now()
    bodies = figures_asking.bodies_of(request.community, actor)
    asked = figures_asking.read(request.community, bodies, request.GET, now=moment)
    context = _form(request, bodies, asked)
    if asked.refusals:
        return render(request, "desk/figures.html", context, status=422)
    found = Found(asked.scope, asked.by)
    sections = [figures_sections.section(one, found) for one in PAGE]
    gets_letter = reads_weekly_figures(actor.person, now=moment)
    context |= {
        "headlines": _headlines(found),
        "sections": sections,
        "nothing": all(one.empty for one in sections),
        "says": request.GET.urlencode(),
        "gets_letter": gets_letter,
        "letter_off": gets_letter and is_kind_muted(request.community, actor.person, LETTER),
    }
    return render(request, "desk/figures.html", context)


@never_cache
@require_GET
def figures_csv(request: CommunityRequest, community: str, measure: str) -> HttpResponse:
    """One table as the page shows it, narrowed by the same address."""
    actor = desk_actor(request)
    bodies = figures_asking.bodies_of(request.community, actor)
    if measure not in list(Measure):
        raise Http404
    asked = figures_asking.read(request.community, bodies, request.GET, now=now())
    if asked.refusals:
        raise asked.refusals[0]
    table = figures_sections.table(Measure(measure), Found(asked.scope, asked.by))
    return csv_answer(_file_name(asked.scope, measure), lines(table))


def _file_name(scope: Scope, measure: str) -> str:
    body = scope.body.slug if scope.body is not None else scope.community.slug
    return f"{body}-{measure}-{scope.days.since.isoformat()}-{scope.days.until.isoformat()}.csv"


@never_cache
@require_POST
def figures_letter(request: CommunityRequest, community: str) -> HttpResponse:
    """Switch the Monday letter off or on again for oneself."""
    actor = desk_actor(request)
    figures_asking.bodies_of(request.community, actor)
    match request.POST.get("wants"):
        case "no":
            mute_kind(request.community, actor.person, LETTER, now=now())
            messages.success(request, _("The Monday letter does not come any more."))
        case "yes":
            unmute_kind(request.community, actor.person, LETTER)
            messages.success(request, _("The Monday letter comes again."))
        case _:
            return HttpResponseBadRequest()
    return redirect("desk_figures", community)


def _form(request: CommunityRequest, bodies: Bodies, asked: Asked) -> dict[str, Any]:
    """Everything of the page that does not depend on the figures."""
    scope = asked.scope
    shown = refusing.shown_plainly(request.community, asked.refusals)
    return {
        "scope": scope,
        "name": scope.body.name if scope.body is not None else request.community.name,
        "bodies": [(one.slug, one.name, one == scope.body) for one in bodies.all],
        "whole": bodies.whole,
        "all": ALL,
        "body": scope.body.slug if scope.body is not None else ALL,
        "choose_body": len(bodies.all) + bodies.whole > 1,
        "periods": _links(request, asked),
        "days": _days_in_words(scope),
        "asked": asked,
        "typed": request.GET,
        "ways": [(str(one), group_column(one).name, one == asked.by) for one in figures_asking.ways(scope.body)],
        "narrowed": bool(set(request.GET) - {"period"}),
        "category_choices": sorted((one for one in categories(request.community).values() if one.active), key=str),
        "area_choices": area_choices(request.community),
        "refusals": shown,
        "errors": refusing.by_field(shown),
    }


def _links(request: CommunityRequest, asked: Asked) -> Iterable[tuple[str, Any, bool]]:
    """The periods that go back from today, each as the query of its address."""
    for period, name in PERIODS.items():
        query = figures_asking.address(request.GET, period=period, since="", until="")
        yield query, name, period == asked.period


def _days_in_words(scope: Scope) -> str:
    days = scope.days
    same_year = days.since.year == days.until.year
    first = date_format(days.since, "MONTH_DAY_FORMAT" if same_year else "DATE_FORMAT")
    return f"{first} – {date_format(days.until, 'DATE_FORMAT')}"


def _headlines(found: Found) -> list[Headline]:
    whole, overdue = found.whole_flow, found.answering.whole.overdue
    return [
        Headline(count(whole.came_in), _("came in"), Measure.FLOW),
        Headline(count(whole.done), _("said to be done"), Measure.FLOW),
        Headline(count(whole.verified), _("verified by residents"), Measure.CHECKED),
        Headline(count(sum(one.n for one in found.backlog)), _("open now"), Measure.OPEN),
        Headline(count(overdue), _("overdue now"), Measure.ANSWERING, overdue > 0),
    ]
