from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from opencity.communities.models import RESERVED_SLUGS, Community
from opencity.foundation.tenancy import acting_in


class CommunityMiddleware:
    """Find the tenant by the first path segment and scope every query to it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        slug = self._slug(request.path_info)
        if not slug or slug in RESERVED_SLUGS:
            return self.get_response(request)
        # Outline and drawing are large and hardly ever looked at: they are read when somebody does.
        community = Community.objects.defer("outline", "drawing").filter(slug=slug).first()
        if community is None:
            return self.get_response(request)
        request.community = community  # type: ignore[attr-defined]
        with acting_in(community.pk):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: dict[str, str]) -> None:
        if "community" in kwargs and not hasattr(request, "community"):
            raise Http404

    @staticmethod
    def _slug(path: str) -> str:
        parts = path.split("/", 4)
        if parts[1] == "api":
            return parts[3] if len(parts) > 4 else ""
        return parts[1]
