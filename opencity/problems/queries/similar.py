"""Open problems that may be the one somebody is about to report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from opencity.assets.models import Asset
from opencity.catalogue.lookup import in_sphere
from opencity.catalogue.models import Category
from opencity.communities.models import Community
from opencity.foundation.lemmas import forms, words_of
from opencity.places.cells import Point
from opencity.places.models import Area
from opencity.places.tree import areas
from opencity.problems.models import Photo, Problem, SearchText
from opencity.problems.models.problem import ProblemRows
from opencity.problems.queries.filters import Circle, Filters, narrowed
from opencity.problems.queries.listing import with_photos
from opencity.problems.queries.near import away
from opencity.problems.states import UNDER_WAY, Precision, State

MOST_READ = 200
MOST_SHOWN = 5
_OPEN = [*sorted(UNDER_WAY), State.CLAIMED_DONE]


@dataclass(frozen=True)
class Similar:
    """`distance_m` is None where either place is only roughly known; `shared` counts the words both have."""

    problem: Problem
    distance_m: int | None
    same_category: bool
    shared: int
    photo: Photo | None
    alt: str
    same_asset: bool = False


def similar(
    community: Community,
    *,
    point: Point | None,
    area: Area | None,
    category: Category | None,
    words: str,
    radius_m: int,
    now: datetime,
    asset: Asset | None = None,
) -> list[Similar]:
    """The likeliest first: the same thing, same category, then nearness and shared words. At most five queries.

    Without a point they are looked for in the area, and then they must share a word or the category.
    """
    if point is None and area is None:
        return []
    same_thing = list(_at(community, asset, now)) if asset is not None else []
    near = Circle(point, radius_m) if point else None
    rows = narrowed(community, Filters(near=near), now=now).filter(state__in=_OPEN)
    if near is None and area is not None:
        rows = rows.filter(area__in=areas(community).with_children(area))
    if category is not None:
        rows = rows.filter(category__in=[one.pk for one in in_sphere(community, category.sphere)])
    found = list(rows.for_list().order_by("-number")[:MOST_READ])
    known = {one.pk for one in same_thing}
    found = same_thing + [one for one in found if one.pk not in known]
    ranked = _ranked(found, point, category, _shared(found, words), asset)
    photos = {one.problem.pk: one for one in with_photos(problem for problem, *_ in ranked)}
    return [
        Similar(
            problem,
            distance,
            same,
            shared,
            photos[problem.pk].photo,
            photos[problem.pk].alt,
            asset is not None and problem.asset_id == asset.pk,
        )
        for problem, distance, same, shared in ranked
    ]


def _at(community: Community, asset: Asset, now: datetime) -> ProblemRows:
    """What is open about the very same thing, however far away its pin was set."""
    rows = narrowed(community, Filters(), now=now).filter(asset=asset, state__in=_OPEN)
    return rows.for_list().order_by("-number")[:MOST_SHOWN]


def _ranked(
    found: list[Problem],
    point: Point | None,
    category: Category | None,
    shared: dict[int, int],
    asset: Asset | None,
) -> list[tuple[Problem, int | None, bool, int]]:
    rows = []
    for problem in found:
        same = category is not None and problem.category_id == category.pk
        if point is None and not same and not shared.get(problem.pk):
            continue
        known = point if problem.precision != Precision.AREA and problem.lat is not None else None
        rows.append((problem, away(problem, known) if known else None, same, shared.get(problem.pk, 0)))
    # Two reports of one lamp are about the same thing, whatever lies between their pins.
    return sorted(rows, key=lambda row: (asset is None or row[0].asset_id != asset.pk, _rank(row)))[:MOST_SHOWN]


def _rank(row: tuple[Problem, int | None, bool, int]) -> tuple[bool, float, int]:
    problem, distance, same, shared = row
    # A shared word is worth 40 metres: two neighbours tell of one thing in different words, rarely from far apart.
    return not same, (distance if distance is not None else 1_000) - 40 * shared, -problem.number


def _shared(found: list[Problem], words: str) -> dict[int, int]:
    typed = [set(forms(word)) for word in words_of(words) if len(word) > 2]
    if not typed:
        return {}
    texts = SearchText.everywhere.filter(problem__in=found).values_list("problem_id", "lemmas")
    return {pk: sum(bool(one & said) for one in typed) for pk, lemmas in texts for said in [set(lemmas.split())]}
