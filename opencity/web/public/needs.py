"""«Чим можу допомогти»: what is still needed, as a list, on the map and as a feed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community
from opencity.plans.queries.need_filters import NeedFilters, read_need_filters
from opencity.plans.queries.open_needs import OpenNeed, Page, needs_of, page_of_needs, skills_asked
from opencity.plans.values import NeedKind
from opencity.problems.models import Problem
from opencity.problems.queries.listing import with_photos
from opencity.web.public import feeds, reading
from opencity.web.public.home import legend
from opencity.web.public.listing import sphere_words
from opencity.web.public.map_page import box_of
from opencity.web.public.need_rows import ICONS, LATER, SOON, grouped, need_row
from opencity.web.public.offer_rows import latest_offers, offers_mark
from opencity.web.public.reporting.whereabouts import area_choices
from opencity.web.public.rows import card
from opencity.web.public.searching import understood

KNOWN = ("kind", "skill", "area", "sphere", "by", "q", "near", "place", "sort", "page")


@require_safe
def needs(request: CommunityRequest, community: str) -> HttpResponse:
    if request.GET.get("where", "").strip():
        return redirect(_there(request))
    moment = now()
    stamp = reading.stamp_of(request, offers_mark(request.community), now=moment)
    kept = reading.unchanged(request, stamp)
    if kept is not None:
        return kept
    context = found(request, read_need_filters(request.community, request.GET), moment)
    context |= choices(request.community) | {"offers": latest_offers(request.community, now=moment)}
    return reading.page(request, "public/needs.html", context, stamp=stamp)


@require_safe
def needs_map(request: CommunityRequest, community: str) -> HttpResponse:
    moment = now()
    stamp = reading.stamp_of(request, "map", now=moment)
    kept = reading.unchanged(request, stamp)
    if kept is not None:
        return kept
    context = found(request, read_need_filters(request.community, request.GET), moment)
    slug = request.community.slug
    box = replace(
        box_of(request.community),
        tiles=reverse("needs_tile", args=[slug, 0, 0, 0]).replace("0/0/0", "{z}/{x}/{y}"),
        cards=reverse("needs_card", args=[slug, 0]).replace("/0/", "/{number}/"),
    )
    context |= choices(request.community) | {"legend": legend(), "box": box}
    return reading.page(request, "public/needs_map.html", context, stamp=stamp)


@require_safe
def needs_card(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    """What opens over the map: the problem, and what it still needs."""
    rows = Problem.everywhere.filter(community=request.community, number=number).public().for_list()
    problem = rows.first()
    if problem is None:
        raise Http404
    moment = now()
    stamp = reading.stamp_of(request, problem.pk, problem.head, now=moment)
    context = {
        "card": card(with_photos([problem])[0], request.community, now=moment, sizes="340px"),
        "rows": [need_row(one, request.community, now=moment) for one in needs_of(problem)],
    }
    return reading.page(request, "public/needs_card.html", context, stamp=stamp)


@require_safe
def needs_feed(request: CommunityRequest, community: str) -> HttpResponse:
    """The list's own filters work here too; the newest plans come first."""
    moment = now()
    stamp = reading.stamp_of(request, request.path, now=moment)
    kept = reading.unchanged(request, stamp)
    if kept is not None:
        return kept
    town = request.community
    filters = replace(read_need_filters(town, request.GET), sort="newest", page=1)
    shown = page_of_needs(town, filters, today=town.calendar.today(moment))
    entries = [_entry(row, town, moment) for row in shown.rows]
    title = _("What is needed: %(community)s") % {"community": town.name}
    return feeds.answer(request, feeds.Feed(title, reverse("needs", args=[town.slug]), entries), stamp=stamp)


def _entry(row: OpenNeed, community: Community, moment: datetime) -> feeds.Entry:
    told, plan = need_row(row, community, now=moment), row.need.plan
    published = plan.published_at or plan.created_at
    parts = [told.missing, told.chip.label if told.chip else "", told.title, told.where]
    return feeds.Entry(
        id=row.need.uuid,
        title=f"{told.words} (№ {told.number})",
        language=plan.language,
        address=told.url,
        published=published,
        updated=max(published, plan.problem.updated_at),
        category=(row.need.kind, told.kind),
        summary=". ".join(part for part in parts if part),
        point=feeds.point_of(plan.problem),
    )


def found(request: CommunityRequest, filters: NeedFilters, moment: datetime) -> dict[str, Any]:
    """What the list and the map show for these filters."""
    community = request.community
    query = asked_for(request)
    page = page_of_needs(community, filters, today=community.calendar.today(moment))
    rows = [need_row(one, community, now=moment) for one in page.rows]
    if rows:
        # One sun a screen: the most urgent is the next step.
        rows[0] = replace(rows[0], sun=page.number == 1)
    return {
        "filters": filters,
        "groups": grouped(rows, by_day=filters.sort == "urgent"),
        "total": page.total,
        "kinds": list(_kinds(page, filters, query)),
        "until": list(_until(filters, query, community.calendar.today(moment))),
        "chips": list(_chips(community, filters, query)),
        "sorts": _sorts(filters),
        "previous": changed(query, page=str(page.number - 1)) if page.number > 1 else "",
        "next": changed(query, page=str(page.number + 1)) if page.number < page.last else "",
        "at": page.number,
        "of": page.last,
        "query": changed(query, page="").removeprefix("?"),
        "place": request.GET.get("place", "")[:100],
    }


def choices(community: Community) -> dict[str, Any]:
    return {"area_choices": area_choices(community), "skill_choices": skills_asked(community)}


def asked_for(request: CommunityRequest) -> QueryDict:
    """What is asked for, without empty fields and without names we do not know."""
    clean = QueryDict(mutable=True)
    for name in KNOWN:
        values = [one.strip() for one in request.GET.getlist(name) if one.strip()]
        if values:
            clean.setlist(name, values)
    return clean


def changed(query: QueryDict, **changes: str | list[str]) -> str:
    """The address of the same list with other values; an empty one takes the name away. A change begins at page 1."""
    other = query.copy()
    if "page" not in changes:
        other.pop("page", None)
    for name, value in changes.items():
        if value:
            other.setlist(name, [value] if isinstance(value, str) else value)
        else:
            other.pop(name, None)
    return "?" + other.urlencode()


def _there(request: CommunityRequest) -> str:
    """A typed place becomes a part of town or the surroundings of a street; other filters stay."""
    query = asked_for(request)
    meant = understood(request.community, request.GET["where"].strip()[:200])
    gone: dict[str, str | list[str]] = {"near": "", "place": ""}
    return reverse("needs", args=[request.community.slug]) + changed(query, **{**gone, **meant})


@dataclass(frozen=True)
class KindLink:
    words: str
    icon: str
    address: str
    count: int
    current: bool


def _kinds(page: Page, filters: NeedFilters, query: QueryDict) -> Iterator[KindLink]:
    """Each kind with how many needs of it there are; those of which there are none only where they were chosen."""
    yield KindLink(
        _("everything"), "list", changed(query, kind=""), sum(page.by_kind.values()), current=not filters.kinds
    )
    for kind in NeedKind:
        current = filters.kinds == (kind,)
        if page.by_kind.get(kind) or kind in filters.kinds:
            address = changed(query, kind="" if current else kind.value)
            yield KindLink(str(kind.label), ICONS[kind], address, page.by_kind.get(kind, 0), current)


@dataclass(frozen=True)
class Link:
    words: str
    address: str
    current: bool


def _until(filters: NeedFilters, query: QueryDict, today: date) -> Iterator[Link]:
    """The days people ask about most."""
    yield Link(_("any day"), changed(query, by=""), current=filters.by is None)
    for words, span in ((_("within a week"), SOON), (_("within a month"), LATER)):
        yield Link(words, changed(query, by=(today + span).isoformat()), current=filters.by == today + span)


def _chips(community: Community, filters: NeedFilters, query: QueryDict) -> Iterator[Mapping[str, str]]:
    """What is set, each with the address of the same list without it."""
    told = {
        "skill": filters.skill,
        "area": ", ".join(area.name for area in filters.areas),
        "sphere": sphere_words(community, filters.sphere),
        "by": _("by %(day)s") % {"day": date_format(filters.by, "DATE_FORMAT")} if filters.by else "",
        "q": _("words: %(words)s") % {"words": filters.words} if filters.words else "",
        "near": _near_words(filters, query.get("place", "")),
    }
    if len(filters.kinds) > 1:
        told["kind"] = ", ".join(str(NeedKind(one).label) for one in filters.kinds)
    for name, words in told.items():
        if words:
            gone: dict[str, str | list[str]] = {name: ""}
            if name == "near":
                gone |= {"place": "", "sort": ""}
            yield {"words": words, "without": changed(query, **gone)}


def _near_words(filters: NeedFilters, place: str) -> str:
    if filters.near is None:
        return ""
    if place:
        return _("near %(place)s") % {"place": place[:100]}
    return _("within %(metres)s m of a point") % {"metres": filters.near.radius_m}


def _sorts(filters: NeedFilters) -> list[tuple[str, str, bool]]:
    words = {"urgent": _("most urgent first"), "newest": _("newest first")}
    if filters.near is not None:
        words["near"] = _("nearest first")
    return [(name, label, name == filters.sort) for name, label in words.items()]
