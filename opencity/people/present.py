"""The bodies that are present in a community."""

from __future__ import annotations

from django.db.models import QuerySet

from opencity.communities.models import Community
from opencity.people.models import Organisation


def bodies_here(community: Community) -> QuerySet[Organisation]:
    """In the community's own order."""
    return Organisation.objects.filter(presences__community=community).order_by("presences__position", "slug")


def body_here(community: Community, slug: str) -> Organisation | None:
    return bodies_here(community).filter(slug=slug[:60]).first()
