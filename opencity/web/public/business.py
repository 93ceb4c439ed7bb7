"""«Що тут може бізнес»: from what a company has to what is needed, without an account, and its sheet of a year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community
from opencity.people.models import Organisation
from opencity.people.present import body_here
from opencity.plans.models import Contribution
from opencity.plans.queries.need_filters import NeedFilters, read_need_filters
from opencity.plans.queries.open_needs import page_of_needs
from opencity.plans.queries.yearly import YearSheet, year_sheet, years_of
from opencity.plans.rules.amounts import fact
from opencity.plans.values import NeedKind
from opencity.plans.wording import amount_words, number_words
from opencity.web.public import reading
from opencity.web.public.dates import day_words
from opencity.web.public.need_rows import need_row
from opencity.web.public.reporting.whereabouts import area_choices
from opencity.web.spreadsheets import csv_answer

GIVES: Mapping[str, tuple[str | Promise, str, tuple[NeedKind, ...]]] = {
    "goods": (gettext_lazy("goods and materials"), "package", (NeedKind.MATERIAL, NeedKind.TOOL)),
    "transport": (gettext_lazy("transport"), "truck", (NeedKind.TRANSPORT,)),
    "space": (gettext_lazy("space"), "door-open", (NeedKind.SPACE,)),
    "money": (gettext_lazy("money"), "hand-coins", (NeedKind.MONEY,)),
    "staff": (gettext_lazy("days of our staff"), "users-round", (NeedKind.LABOUR, NeedKind.SKILL)),
}
SHOWN = 12
FIRST_YEAR = 2000


@require_safe
def business(request: CommunityRequest, community: str) -> HttpResponse:
    moment = now()
    stamp = reading.stamp_of(request, "business", now=moment)
    kept = reading.unchanged(request, stamp)
    if kept is not None:
        return kept
    town = request.community
    chosen = [one for one in GIVES if one in request.GET.getlist("gives")]
    asked = read_need_filters(town, request.GET)
    filters = NeedFilters(kinds=tuple(kind for one in chosen for kind in GIVES[one][2]), areas=asked.areas)
    if not chosen:
        everything = tuple(kind for _words, _icon, kinds in GIVES.values() for kind in kinds)
        filters = NeedFilters(kinds=everything, areas=asked.areas)
    page = page_of_needs(town, filters, today=town.calendar.today(moment))
    context = {
        "gives": [(code, words, icon, code in chosen) for code, (words, icon, _kinds) in GIVES.items()],
        "asked": bool(chosen or asked.areas),
        "area_choices": area_choices(town),
        "areas_chosen": [area.code for area in asked.areas],
        "rows": [need_row(one, town, now=moment) for one in page.rows[:SHOWN]],
        "total": page.total,
        "all_url": f"{reverse('needs', args=[town.slug])}?{_as_query(filters)}",
    }
    return reading.page(request, "public/business.html", context, stamp=stamp)


def _as_query(filters: NeedFilters) -> str:
    query = QueryDict(mutable=True)
    query.setlist("kind", list(filters.kinds))
    query.setlist("area", [area.code for area in filters.areas])
    return query.urlencode()


@require_safe
def organisation_year(request: CommunityRequest, community: str, organisation: str, year: int) -> HttpResponse:
    moment = now()
    stamp = reading.stamp_of(request, organisation, year, now=moment)
    kept = reading.unchanged(request, stamp)
    if kept is not None:
        return kept
    body, sheet = _sheet(request.community, organisation, year)
    town = request.community
    context = {
        "body": body,
        "year": year,
        "years": years_of(town, body),
        "rows": [_row(one, town, moment) for one in sheet.rows],
        "totals": _totals(sheet),
        "problems": sheet.problems,
        "made_on": day_words(moment, town, moment),
    }
    return reading.page(request, "public/organisation_year.html", context, stamp=stamp)


@require_safe
def organisation_year_csv(request: CommunityRequest, community: str, organisation: str, year: int) -> HttpResponse:
    """The same rows for a spreadsheet; quantities with a point."""
    body, sheet = _sheet(request.community, organisation, year)
    head = ["given_on", "what", "kind", "quantity", "unit", "hours", "problem", "title", "received_by"]
    return csv_answer(f"{body.slug}-{year}.csv", [head, *(_cells(one) for one in sheet.rows)])


def _cells(one: Contribution) -> list[str]:
    need, problem = one.need, one.problem
    hours = f"{one.hours:.2f}" if one.hours is not None else ""
    cells = [one.given_on.isoformat(), need.words, need.kind, fact(one.quantity), need.unit, hours]
    return [*cells, str(problem.number), problem.title, _received_by(one)]


def _sheet(community: Community, slug: str, year: int) -> tuple[Organisation, YearSheet]:
    body = body_here(community, slug)
    if body is None or not FIRST_YEAR <= year <= community.calendar.today(now()).year:
        raise Http404
    return body, year_sheet(community, body, year)


def _totals(sheet: YearSheet) -> list[tuple[str, str]]:
    """Each kind with all its amounts: «матеріали: 6 кг, 10 мішків»."""
    found: dict[str, list[str]] = {}
    for one in sheet.totals:
        amounts = found.setdefault(str(NeedKind(one.kind).label), [])
        amounts.append(amount_words(one.quantity, one.unit))
        if one.hours:
            amounts.append(_("%(hours)s h of work") % {"hours": number_words(one.hours)})
    return [(kind, ", ".join(amounts)) for kind, amounts in found.items()]


def _row(one: Contribution, community: Community, moment: datetime) -> dict[str, Any]:
    problem = one.problem
    return {
        "day": day_words(one.given_on, community, moment),
        "iso": one.given_on.isoformat(),
        "words": one.need.words,
        "lang": one.need.plan.language,
        "amount": amount_words(one.quantity, one.need.unit),
        "hours": number_words(one.hours) if one.hours else "",
        "number": problem.number,
        "title": problem.title,
        "title_lang": problem.language,
        "url": reverse("problem", args=[community.slug, problem.number]),
        "received_by": _received_by(one),
        "alone": problem.by_reporter_alone,
    }


def _received_by(one: Contribution) -> str:
    """In whose name the plan is led; a person's name stands on no sheet."""
    body = one.need.plan.organisation
    return body.name if body else _("whoever led the plan")
