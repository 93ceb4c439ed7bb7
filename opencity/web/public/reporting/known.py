"""What the last step shows: similar problems beside one's own report, and what everybody will see of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import now

from opencity.assets.models import Asset
from opencity.catalogue.models import Category, Publicity
from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community
from opencity.foundation.refusals import NotUnderstood
from opencity.people.models import Assurance, Organisation, Person
from opencity.places.telling import ToldPlace
from opencity.problems.duty import body_with_duty
from opencity.problems.models import Problem
from opencity.problems.queries.similar import Similar, similar
from opencity.problems.rules.wording import personal_data, title_of
from opencity.web.public.dates import ago, day_words
from opencity.web.public.reporting import asking, drafts, forms, offered_assets, whereabouts
from opencity.web.public.reporting.forms import Fields

MOST_SIMILAR = 3


@dataclass(frozen=True)
class Twin:
    """A problem that may be the same; `people` are its reporter and whoever joined."""

    problem: Problem
    distance: int | None
    photo: str
    alt: str
    age: str
    due: str
    people: int


@dataclass(frozen=True)
class Preview:
    """`seen` is public, check, private, confirm or held: when and by whom the report is seen."""

    title: str
    words: str
    language: str
    place: str
    owner: Organisation | None
    asset: Asset | None
    seen: str
    coarsened: bool
    answers: tuple[tuple[str, str], ...]


def context(request: CommunityRequest, fields: Fields) -> dict[str, Any]:
    """Without a place or a category there is nothing to compare or to preview yet."""
    category, place = forms.find_category(request.community, fields.get("category", "")), _place(request, fields)
    charter = request.community.charter
    asset = offered_assets.chosen(request.community, fields, category) if place else None
    return {
        "similar": _twins(request, category, place, fields, asset) if category and place else [],
        "preview": _preview(request, category, place, fields, asset) if category and place else None,
        "category": category,
        "contact_owed": category is not None and not category.anonymous,
        "warnings": personal_data(fields.get("words", "")),
        "controller": charter.controller or request.community.name,
        "rules": reverse("rules", args=[request.community.slug]),
    }


def _place(request: CommunityRequest, fields: Fields) -> ToldPlace | None:
    try:
        place = forms.place_of(request.community, fields)
    except NotUnderstood:
        return None
    return place if place.point or place.area else None


def _twins(
    request: CommunityRequest, category: Category, place: ToldPlace, fields: Fields, asset: Asset | None
) -> list[Twin]:
    """Of what lies near, only what is about the same thing, of the same kind or told in the same words."""
    moment = now()
    found = similar(
        request.community,
        point=place.point,
        area=place.area,
        category=category,
        words=fields.get("words", ""),
        radius_m=request.community.charter.duplicate_radius_m,
        now=moment,
        asset=asset,
    )
    likely = [one for one in found if one.same_asset or one.same_category or one.shared]
    return [_twin(request.community, one, moment) for one in likely[:MOST_SIMILAR]]


def _twin(community: Community, one: Similar, moment: datetime) -> Twin:
    due = one.problem.answer_due
    return Twin(
        problem=one.problem,
        distance=one.distance_m,
        photo=reverse("photo", args=[community.slug, one.photo.digest, one.photo.widths[0]]) if one.photo else "",
        alt=one.alt,
        age=ago(one.problem.created_at, community, moment),
        due=day_words(due, community, moment) if due else "",
        people=one.problem.endorsed + 1,
    )


def _preview(
    request: CommunityRequest, category: Category, place: ToldPlace, fields: Fields, asset: Asset | None
) -> Preview:
    areas = whereabouts.areas_of(request.community, place.point, place.area)
    words = fields.get("words", "")
    names = ", ".join(area.name for area in areas)
    return Preview(
        title=fields.get("title", "") or title_of(words) or category.name,
        words=words,
        language=forms.language_of(fields),
        place=names if category.coarsen or not place.words else f"{place.words}, {names}",
        owner=body_with_duty(request.community, category, areas, asset),
        asset=asset,
        seen=_seen(category, drafts.signed_in(request)),
        coarsened=category.coarsen,
        answers=asking.answered(category, fields),
    )


def _seen(category: Category, person: Person | None) -> str:
    if category.publicity == Publicity.PRIVATE:
        return "private"
    if category.publicity == Publicity.CHECK_FIRST:
        return "check"
    return "public" if person is not None and person.assurance >= Assurance.CONTACT else "confirm"
