"""What every question to the API has in common: the community, and how much is answered at once."""

from __future__ import annotations

from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Path, Query

from opencity.communities.models import Community

MOST = 500
Slug = Annotated[str, Path(description="The community's slug, such as mykolaiv.")]
PageSize = Annotated[int, Query(ge=1, le=MOST)]


def community_of(request: HttpRequest) -> Community:
    found = getattr(request, "community", None)
    if not isinstance(found, Community):
        raise Http404
    return found
