"""Whether the rules name another body since the pin was moved on the spot."""

from __future__ import annotations

from uuid import UUID

from opencity.people.models import Organisation
from opencity.problems.history import facts_of
from opencity.problems.models import Event, Problem

DECIDES = frozenset({"routed", "forwarded", "owner_settled", "recategorised", "relocated"})
"""After one of these a person has decided on the owner, and nobody needs to be told any more."""


def elsewhere_by_rules(problem: Problem) -> Organisation | None:
    """The body that the rules name for the corrected place, until somebody has decided on the owner."""
    rows = Event.everywhere.filter(problem=problem, kind__in={*DECIDES, "place_corrected"})
    event = rows.order_by("-position").prefetch_related("texts").first()
    if event is None or event.kind != "place_corrected":
        return None
    named = str(facts_of(event).get("named", ""))
    found = Organisation.objects.filter(uuid=UUID(named)).first() if named else None
    return found if found is not None and found.pk != problem.owner_id else None
