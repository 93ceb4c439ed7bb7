"""Once a day the heads of all histories of a community are sealed together into one root."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from opencity.communities.models import Community
from opencity.foundation.chains import leaf, merkle_root, new_salt
from opencity.problems.models import HistoryRoot, Problem


@transaction.atomic
def publish_root(community: Community, day: date, *, now: datetime) -> HistoryRoot | None:
    """The root over all chains as they stand now, private ones as well; None while there are none.

    Leaves are SHA-256 of the day's salt and a head, in ascending order. A day has one root: a second call gives it
    again.
    """
    known = HistoryRoot.everywhere.filter(community=community, day=day).first()
    if known is not None:
        return known
    salt = new_salt()
    heads = Problem.everywhere.filter(community=community).exclude(head="").values_list("head", flat=True)
    leaves = sorted(leaf(salt, head) for head in heads.iterator())
    if not leaves:
        return None
    root, _made = HistoryRoot.everywhere.get_or_create(
        community=community,
        day=day,
        defaults={"root": merkle_root(leaves), "chains": len(leaves), "salt": salt, "created_at": now},
    )
    return root
