from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

from opencity.communities.models import Community

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class CommunityRequest(HttpRequest):
    """A request below `/<slug>/`."""

    community: Community
    htmx: HtmxDetails
