"""Who has the duty for a problem: the owner of the thing it is about, else whom the routing rules name."""

from __future__ import annotations

from collections.abc import Sequence

from opencity.assets.models import Asset
from opencity.catalogue.models import Category
from opencity.catalogue.routing import route
from opencity.communities.models import Community
from opencity.people.models import Organisation
from opencity.places.models import Area


def body_with_duty(
    community: Community, category: Category, areas: Sequence[Area], asset: Asset | None
) -> Organisation | None:
    """A thing goes before the rules: its known or claimed owner has it. Of a thing that nobody owns for certain no
    rule can tell either, so the owner is unknown and is searched for."""
    return asset.duty if asset is not None else route(community, category, areas).owner
