"""Atom feeds: what a list shows, in the order of its news. Nothing in them that is not on a public page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from uuid import UUID
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community
from opencity.foundation.languages import current
from opencity.people.present import body_here
from opencity.places.tree import areas
from opencity.problems.models import Problem
from opencity.problems.queries.filters import Filters, read_filters
from opencity.problems.queries.listing import page
from opencity.problems.states import Precision
from opencity.web.public import reading
from opencity.web.public.signs import state_sign

ATOM, GEORSS = "http://www.w3.org/2005/Atom", "http://www.georss.org/georss"


@require_safe
def problems_feed(request: CommunityRequest, community: str) -> HttpResponse:
    """The list's own filters work here too."""
    filters = read_filters(request.community, request.GET)
    return _feed(request, filters, _("Problems: %(community)s") % {"community": request.community.name}, "problems")


@require_safe
def area_feed(request: CommunityRequest, community: str, code: str) -> HttpResponse:
    area = areas(request.community).by_code(code)
    if area is None:
        raise Http404
    return _feed(request, Filters(area=area), area.name, "area", code)


@require_safe
def owner_feed(request: CommunityRequest, community: str, organisation: str) -> HttpResponse:
    owner = body_here(request.community, organisation)
    if owner is None:
        raise Http404
    return _feed(request, Filters(owner=owner), owner.name, "owner", organisation)


def _feed(request: CommunityRequest, filters: Filters, title: str, view: str, *parts: str) -> HttpResponse:
    moment = now()
    stamp = reading.stamp_of(request, request.path, now=moment)
    kept = reading.unchanged(request, stamp)
    if kept is not None:
        return kept
    sorted_by_news = Filters(**{**filters.__dict__, "sort": "updated"})
    shown = page(request.community, sorted_by_news, now=moment)
    entries = [_entry(one.problem, request.community) for one in shown.rows]
    address = reverse(view, args=[request.community.slug, *parts])
    return answer(request, Feed(title, address, entries), stamp=stamp)


def _entry(problem: Problem, community: Community) -> Entry:
    parts = [
        state_sign(problem).label,
        problem.category.name,
        problem.area.name if problem.area else "",
        problem.place_words,
    ]
    return Entry(
        id=problem.uuid,
        title=f"№ {problem.number}. {problem.title}",
        language=problem.language,
        address=reverse("problem", args=[community.slug, problem.number]),
        published=problem.created_at,
        updated=problem.updated_at,
        category=(problem.category.code, problem.category.name),
        summary=". ".join(part for part in parts if part),
        point=point_of(problem),
    )


def point_of(problem: Problem) -> str:
    """Latitude and longitude of what may be shown exactly."""
    if problem.precision != Precision.EXACT or problem.lat is None or problem.lon is None:
        return ""
    return f"{problem.lat:.5f} {problem.lon:.5f}"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """`category` is its code and its name; `point` latitude and longitude, or nothing."""

    id: UUID
    title: str
    language: str
    address: str
    published: datetime
    updated: datetime
    category: tuple[str, str]
    summary: str
    point: str = ""


@dataclass(frozen=True)
class Feed:
    """`address` is the page that shows the same."""

    title: str
    address: str
    entries: list[Entry]


def answer(request: CommunityRequest, feed: Feed, *, stamp: str) -> HttpResponse:
    written = HttpResponse(_written(request, feed), content_type="application/atom+xml; charset=utf-8")
    newest = max((one.updated for one in feed.entries), default=None)
    return reading.mark(request, written, stamp, newest)


def _written(request: CommunityRequest, feed: Feed) -> str:
    out = StringIO()
    xml = SimplerXMLGenerator(out, "utf-8")
    xml.startDocument()
    xml.startElement("feed", AttributesImpl({"xmlns": ATOM, "xmlns:georss": GEORSS, "xml:lang": current()}))
    here = settings.PUBLIC_URL + request.get_full_path()
    community = request.community
    updated = max((one.updated for one in feed.entries), default=community.created_at)
    for name, text in [("id", _id(community.uuid, here)), ("title", feed.title), ("updated", _moment(updated))]:
        xml.addQuickElement(name, text)
    xml.addQuickElement("link", None, {"rel": "self", "type": "application/atom+xml", "href": here})
    page_address = settings.PUBLIC_URL + feed.address
    xml.addQuickElement("link", None, {"rel": "alternate", "type": "text/html", "href": page_address})
    xml.startElement("author", AttributesImpl({}))
    xml.addQuickElement("name", _("Open City, %(community)s") % {"community": community.name})
    xml.endElement("author")
    for one in feed.entries:
        _write_entry(xml, one)
    xml.endElement("feed")
    xml.endDocument()
    return out.getvalue()


def _write_entry(xml: SimplerXMLGenerator, one: Entry) -> None:
    xml.startElement("entry", AttributesImpl({"xml:lang": one.language}))
    xml.addQuickElement("id", one.id.urn)
    xml.addQuickElement("title", one.title)
    address = settings.PUBLIC_URL + one.address
    xml.addQuickElement("link", None, {"rel": "alternate", "type": "text/html", "href": address})
    xml.addQuickElement("published", _moment(one.published))
    xml.addQuickElement("updated", _moment(one.updated))
    xml.addQuickElement("category", None, dict(zip(("term", "label"), one.category, strict=True)))
    xml.addQuickElement("summary", one.summary, {"xml:lang": current()})
    if one.point:
        xml.addQuickElement("georss:point", one.point)
    xml.endElement("entry")


def _id(community: UUID, address: str) -> str:
    """Stable for the same feed: the address without its language is part of it."""
    return f"{community.urn}:{address.partition('?lang=')[0].removeprefix(settings.PUBLIC_URL)}"


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
