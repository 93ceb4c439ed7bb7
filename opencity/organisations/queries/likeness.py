"""Bodies whose names are alike: somebody may be registering one twice, or taking its name."""

from __future__ import annotations

from difflib import SequenceMatcher

from opencity.communities.models import Community
from opencity.organisations.rules.naming import same_name
from opencity.people.models import Organisation, Presence

ALIKE = 0.72
MOST = 5


def similar_here(community: Community, name: str) -> list[Organisation]:
    """The most alike first."""
    wanted = same_name(name)
    found: list[tuple[float, Organisation]] = []
    for presence in Presence.everywhere.filter(community=community).select_related("organisation"):
        body = presence.organisation
        likeness = max(SequenceMatcher(None, wanted, same_name(one)).ratio() for one in body.names.values())
        if likeness >= ALIKE:
            found.append((likeness, body))
    return [body for _likeness, body in sorted(found, key=lambda one: -one[0])[:MOST]]
