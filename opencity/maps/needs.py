"""Vector tiles of the problems that still need something: the same layer and signs as on the map of problems."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from django.http import HttpResponse
from django.utils.timezone import now as clock
from django.views.decorators.http import require_safe

from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community
from opencity.maps.clusters import drawn
from opencity.maps.tiles import encoded, kept, must_exist
from opencity.places.cells import tile_range
from opencity.plans.queries.need_filters import NeedFilters, read_need_filters
from opencity.plans.queries.open_needs import of_kinds
from opencity.problems.models import Problem
from opencity.problems.models.problem import ProblemRows
from opencity.problems.states import Visibility


@require_safe
def needs_tile(request: CommunityRequest, community: str, z: int, x: int, y: int) -> HttpResponse:
    """Filters as in the list's address, but for near, order and page, which a tile has no use for."""
    must_exist(z, x, y)
    town = request.community
    filters = replace(read_need_filters(town, request.GET), near=None, sort="urgent", page=1)
    address = (z, x, y)
    told = (town.uuid, town.version, town.structure_version, town.calendar.today(clock()), address, _told(filters))
    key = hashlib.sha256(f"needs:{told!r}".encode()).hexdigest()[:32]
    return kept(request, key, lambda: encoded(drawn(town, _rows(town, filters, address), z), address))


def _rows(community: Community, filters: NeedFilters, address: tuple[int, int, int]) -> ProblemRows:
    cells = tile_range(*address)
    wanted = of_kinds(community, filters).order_by().values("plan__problem_id")
    rows = Problem.everywhere.filter(community=community, visibility=Visibility.PUBLIC, pk__in=wanted)
    return rows.filter(cell__gte=cells.first, cell__lt=cells.end).order_by()


def _told(filters: NeedFilters) -> tuple[object, ...]:
    codes = tuple(area.code for area in filters.areas)
    return (filters.kinds, filters.skill, codes, filters.sphere, filters.by, filters.words)
