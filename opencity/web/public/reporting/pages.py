"""The three steps as pages: what each shows of a draft, of what was typed and of what was refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community
from opencity.foundation.refusals import CallEmergency, Refusal
from opencity.maps.tiles_file import base_map_of
from opencity.problems.models import Draft, Photo
from opencity.problems.operations.photographing import MOST_PER_DRAFT
from opencity.web.public.reporting import asking, drafts, forms, known, offered_assets, refusing, whereabouts
from opencity.web.public.reporting.forms import Fields
from opencity.web.public.reporting.refusing import Shown


def where(
    request: CommunityRequest, fields: Fields, draft: Draft | None, *, refusals: Iterable[Refusal] = ()
) -> HttpResponse:
    """Step 1: what happened and where."""
    errors = refusing.shown(request.community, refusals)
    context = {
        **photo_list(request, draft, errors),
        "told": whereabouts.told(request.community, fields),
        **offered_assets.at_the_pin(request.community, fields),
        "areas": whereabouts.area_choices(request.community),
        "basemap": base_map_of(request.community),
        **_streets(request, fields),
    }
    return _page(request, "report/where.html", fields, draft, number=1, errors=errors, more=context)


def _streets(request: CommunityRequest, fields: Fields) -> dict[str, Any]:
    asked = "streets" in request.POST
    found = whereabouts.streets_like(request.community, fields.get("place_words", "")) if asked else None
    return whereabouts.street_list(request.community, fields, found=found)


def what(
    request: CommunityRequest, fields: Fields, draft: Draft | None, *, refusals: Iterable[Refusal] = ()
) -> HttpResponse:
    """Step 2: what it is about."""
    errors = refusing.shown(request.community, refusals)
    asked = forms.plain(request.GET.get("q", ""))[:100]
    context = asking.choices(request.community, {**fields, "q": asked} if asked else fields, refusing.by_field(errors))
    context["languages_written"] = forms.WRITTEN_LANGUAGES.items()
    context["language_written"] = forms.language_of(fields)
    return _page(request, "report/what.html", fields, draft, number=2, errors=errors, more=context)


def last(
    request: CommunityRequest, fields: Fields, draft: Draft | None, *, refusals: Iterable[Refusal] = ()
) -> HttpResponse:
    """Step 3: whether it is known already, and where to write."""
    errors = refusing.shown(request.community, refusals)
    photos = [shown_photo(request.community, photo) for photo in drafts.photos_of(draft)]
    context = {**known.context(request, fields), "photos": photos}
    return _page(request, "report/known.html", fields, draft, number=3, errors=errors, more=context)


def emergency(request: CommunityRequest, refusal: CallEmergency) -> HttpResponse:
    """Where the report stops: the numbers, large, and the way back."""
    return render(request, "report/emergency.html", {"refusal": refusal}, status=refusal.status)


def _page(
    request: CommunityRequest,
    template: str,
    fields: Fields,
    draft: Draft | None,
    *,
    number: int,
    errors: list[Shown],
    more: Mapping[str, Any],
) -> HttpResponse:
    context = {
        "step": number,
        "fields": fields,
        "draft": draft,
        "refusals": [(one, _place_of(request.community, one, number)) for one in errors],
        "errors": refusing.by_field(errors),
        "person": drafts.signed_in(request),
        **more,
    }
    answer = render(request, template, context, status=422 if errors else 200)
    # Not "no-store": going back has to find what was typed.
    answer["Cache-Control"] = "private, no-cache"
    return answer


_PAGES = {1: "report", 2: "report_what", 3: ""}


def _place_of(community: Community, one: Shown, number: int) -> str:
    """Where the summary leads: to the field on this page, or to the step that asks for it."""
    if not one.field:
        return ""
    step = refusing.step_of(one.field)
    if step == _PAGES[number]:
        return f"#{one.anchor}"
    return f"{reverse(step, args=[community.slug])}#{one.anchor}" if step else f"#{one.anchor}"


def photo_list(request: CommunityRequest, draft: Draft | None, errors: Iterable[Shown]) -> dict[str, Any]:
    photos = drafts.photos_of(draft)
    return {
        "photos": [shown_photo(request.community, photo) for photo in photos],
        "room_for_photos": len(photos) < MOST_PER_DRAFT,
        "errors": refusing.by_field(errors),
    }


@dataclass(frozen=True)
class ShownPhoto:
    photo: Photo
    url: str
    large: str


def shown_photo(community: Community, photo: Photo) -> ShownPhoto:
    def address(width: int) -> str:
        return reverse("report_photo", args=[community.slug, photo.pk, width])

    return ShownPhoto(photo, address(photo.widths[0]), address(photo.widths[min(1, len(photo.widths) - 1)]))
