"""Vector tiles of the problems where people come together soon: the same layer and signs as on the map of problems."""

from __future__ import annotations

import hashlib

from django.http import HttpResponse
from django.utils.timezone import now as clock
from django.views.decorators.http import require_safe

from opencity.actions.queries.listing import Wanted, read_wanted, upcoming
from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community
from opencity.maps.clusters import drawn
from opencity.maps.tiles import encoded, kept, must_exist
from opencity.places.cells import tile_range
from opencity.problems.models import Problem
from opencity.problems.models.problem import ProblemRows
from opencity.problems.states import Visibility


@require_safe
def actions_tile(request: CommunityRequest, community: str, z: int, x: int, y: int) -> HttpResponse:
    """Filters as in the list's address: area and skill."""
    must_exist(z, x, y)
    town, wanted = request.community, read_wanted(request.community, request.GET)
    code = wanted.area.code if wanted.area else ""
    quarter = int(clock().timestamp()) // 900
    told = (town.uuid, town.version, town.structure_version, quarter, (z, x, y), code, wanted.skill)
    key = hashlib.sha256(f"actions:{told!r}".encode()).hexdigest()[:32]
    return kept(request, key, lambda: encoded(drawn(town, _rows(town, wanted, (z, x, y)), z), (z, x, y)))


def _rows(community: Community, wanted: Wanted, address: tuple[int, int, int]) -> ProblemRows:
    cells = tile_range(*address)
    coming = upcoming(community, wanted, now=clock()).order_by().values("problem_id")
    rows = Problem.everywhere.filter(community=community, visibility=Visibility.PUBLIC, pk__in=coming)
    return rows.filter(cell__gte=cells.first, cell__lt=cells.end).order_by()
