"""The list of problems: filters as a plain form, one page of rows, and what is set, each to be taken away alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from opencity.catalogue.lookup import categories
from opencity.catalogue.models import Category
from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community
from opencity.people.models import Organisation, Sector
from opencity.people.present import bodies_here
from opencity.problems.queries.filters import SORTS, Filters, read_filters
from opencity.problems.queries.listing import PER_PAGE, Listed, page, with_photos
from opencity.problems.queries.near import away, near
from opencity.problems.states import StateGroup
from opencity.statistics.queries.totals import by_group, total
from opencity.web.public import reading
from opencity.web.public.dates import month_name
from opencity.web.public.reporting.whereabouts import area_choices
from opencity.web.public.rows import LINE_SIZES, Card, card
from opencity.web.public.searching import address_for
from opencity.web.public.signs import Sign, group_sign

KNOWN = ("state", "category", "sphere", "area", "owner", "since", "q", "box", "near", "overdue", "sort", "place")


@require_safe
def problems(request: CommunityRequest, community: str) -> HttpResponse:
    if request.GET.get("where", "").strip():
        return redirect(address_for(request.community, request.GET["where"][:200]))
    moment = now()
    stamp = reading.stamp_of(request, now=moment)
    kept = reading.unchanged(request, stamp)
    if kept is not None:
        return kept
    context = found(request, read_filters(request.community, request.GET))
    if request.htmx:
        return reading.page(request, "public/problems.html#results", context, stamp=stamp)
    return reading.page(request, "public/problems.html", context | choices(request.community), stamp=stamp)


def found(request: CommunityRequest, filters: Filters) -> dict[str, Any]:
    """What the list and the map show for these filters."""
    community, moment = request.community, now()
    query = _query(request)
    rows, following = _rows(community, filters)
    return {
        "filters": filters,
        "cards": rows,
        "total": total(community, filters, now=moment),
        "next": _with(query, after=following) if following else "",
        "first": _with(query, after="") if filters.after else "",
        "chips": list(_chips(community, filters, query)),
        "groups": list(_groups(community, filters, query)),
        "sorts": _sorts(filters),
        "query": query.urlencode(),
        "place": request.GET.get("place", "")[:100],
    }


def choices(community: Community) -> dict[str, Any]:
    """What the form offers."""
    return {
        "area_choices": area_choices(community),
        "category_choices": _by_sphere(community),
        "owner_choices": _owners(community),
    }


def _rows(community: Community, filters: Filters) -> tuple[list[Card], str]:
    moment = now()
    if filters == Filters(near=filters.near) and filters.near is not None:
        closest = near(community, filters.near.middle, radius_m=filters.near.radius_m, now=moment, most=PER_PAGE)
        return _listed(community, with_photos([one.problem for one in closest]), filters), ""
    shown = page(community, filters, now=moment)
    return _listed(community, shown.rows, filters), shown.next


def _listed(community: Community, rows: Iterable[Listed], filters: Filters) -> list[Card]:
    """Near a place each tells how far it is."""
    moment, middle = now(), filters.near.middle if filters.near else None
    return [
        card(one, community, now=moment, sizes=LINE_SIZES, away=away(one.problem, middle) if middle else None)
        for one in rows
    ]


def _query(request: CommunityRequest) -> QueryDict:
    """What is asked for, without empty fields and without names we do not know."""
    clean = QueryDict(mutable=True)
    for name in KNOWN:
        value = request.GET.get(name, "").strip()
        if value:
            clean[name] = value
    return clean


def _with(query: QueryDict, **changes: str) -> str:
    changed = query.copy()
    for name, value in changes.items():
        if value:
            changed[name] = value
        else:
            changed.pop(name, None)
    return "?" + changed.urlencode()


@dataclass(frozen=True)
class Chip:
    """A filter that is set; `without` is the address of the same list without it."""

    words: str
    without: str


def _chips(community: Community, filters: Filters, query: QueryDict) -> Iterator[Chip]:
    told = {
        "category": filters.category.name if filters.category else "",
        "sphere": sphere_words(community, filters.sphere),
        "area": filters.area.name if filters.area else "",
        "owner": filters.owner.name if filters.owner else "",
        "since": _since_words(filters.since),
        "q": _("words: %(words)s") % {"words": filters.words} if filters.words else "",
        "near": _near_words(filters, query.get("place", "")),
        "box": _("this part of the map") if filters.box else "",
        "overdue": _("silent past the deadline") if filters.overdue else "",
    }
    for name, words in told.items():
        if words:
            gone = {name: "", "place": ""} if name == "near" else {name: ""}
            yield Chip(words, _with(query, **gone))


def sphere_words(community: Community, sphere: str) -> str:
    """A sphere has no name of its own here: its categories say what it is."""
    names = [one.name for one in categories(community).values() if sphere and one.sphere == sphere]
    return f"{', '.join(names[:2])}…" if len(names) > 2 else ", ".join(names)


def _since_words(since: int) -> str:
    return _("since %(month)s") % {"month": month_name(since // 100, since % 100)} if since else ""


def _near_words(filters: Filters, place: str) -> str:
    if filters.near is None:
        return ""
    if place:
        return _("near %(place)s") % {"place": place[:100]}
    return _("within %(metres)s m of a point") % {"metres": filters.near.radius_m}


@dataclass(frozen=True)
class Group:
    sign: Sign
    address: str
    count: int | None
    current: bool


def _groups(community: Community, filters: Filters, query: QueryDict) -> Iterator[Group]:
    """The five groups of states as a row of links, each with its count where the counts can tell."""
    counted = by_group(community, replace(filters, group=""))
    for group in StateGroup.values:
        current = filters.group == group
        address = _with(query, state="" if current else group)
        yield Group(group_sign(group), address, counted.get(group) if counted is not None else None, current)


def _sorts(filters: Filters) -> list[tuple[str, str, bool]]:
    words = {
        "newest": _("newest first"),
        "updated": _("latest news first"),
        "affected": _("most affected first"),
        "due": _("earliest deadline first"),
    }
    return [(name, words[name], name == filters.sort) for name in SORTS]


def _by_sphere(community: Community) -> list[list[Category]]:
    spheres: dict[str, list[Category]] = {}
    for one in categories(community).values():
        if one.active:
            spheres.setdefault(one.sphere, []).append(one)
    return list(spheres.values())


def _owners(community: Community) -> QuerySet[Organisation]:
    return bodies_here(community).exclude(sector=Sector.LIBRARY)
