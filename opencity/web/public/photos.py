"""Photographs of problems: to everybody where the problem is public, else to those who may see it."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponse, HttpResponseNotModified
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from opencity.communities.http import CommunityRequest
from opencity.foundation.pictures import path_of
from opencity.problems.access import may_see
from opencity.problems.models import Evidence
from opencity.problems.operations.photographing import folder
from opencity.problems.states import Visibility
from opencity.web.public.reading import actor_of

FRESH_S = 3600
"""One hour: erasing a photograph has to reach the caches."""


@require_safe
def photo(request: CommunityRequest, community: str, digest: str, width: str) -> HttpResponse | FileResponse:
    rows = Evidence.everywhere.filter(community=request.community, photo__digest=digest)
    found = list(rows.select_related("photo", "problem__owner")[:20])
    wide = int(width)
    public = any(not one.hidden and one.problem.visibility == Visibility.PUBLIC for one in found)
    if not public and not _is_theirs(request, found):
        raise Http404
    if not any(wide in one.photo.widths for one in found):
        raise Http404
    stamp = f'"{digest[:24]}-{width}"'
    if public and request.headers.get("If-None-Match") == stamp:
        return _guarded(HttpResponseNotModified(), stamp, public=True)
    path = path_of(digest, wide, folder())
    if not path.exists():
        raise Http404
    answer = FileResponse(path.open("rb"), content_type="image/jpeg", filename=f"{width}.jpg")
    # Said out loud, so that nothing on the way spends time on compressing a JPEG once more.
    answer["Content-Encoding"] = "identity"
    return _guarded(answer, stamp, public=public)


def _is_theirs(request: CommunityRequest, found: list[Evidence]) -> bool:
    actor = actor_of(request, now=now())
    return actor is not None and any(may_see(one.problem, actor) for one in found)


def _guarded(answer: HttpResponse | FileResponse, stamp: str, *, public: bool) -> HttpResponse | FileResponse:
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if public:
        answer["Cache-Control"] = f"public, max-age={FRESH_S}"
        answer["ETag"] = stamp
    else:
        answer["Cache-Control"] = "private, no-store"
    return answer
