"""What a map in a form needs beside its place on the page."""

from __future__ import annotations

from django import template

from opencity.communities.models import Community
from opencity.maps.tiles_file import base_map_of

register = template.Library()


@register.simple_tag
def base_map(community: Community) -> str:
    """The base map as the map's script takes it."""
    return base_map_of(community)
