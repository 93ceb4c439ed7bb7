"""The law that holds in a community, as its country's pack tells it."""

from __future__ import annotations

from opencity.appeals.packs.loader import Pack, load_pack
from opencity.communities.models import Community


def law_of(community: Community) -> Pack:
    return load_pack(community.charter.country)
