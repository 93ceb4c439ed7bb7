"""Who gets which certificate: its holder the paper, anybody with the code the proof."""

from __future__ import annotations

from django.http import Http404

from opencity.communities.models import Community
from opencity.documents.codes import read_code
from opencity.documents.models import Certificate
from opencity.people.models import Person


def certificate_for_holder(community: Community, person: Person, code: str) -> Certificate:
    """404 for everybody else, whether it exists or not."""
    found = _by_code(community, code)
    if found is None or found.person_id != person.pk:
        raise Http404
    return found


def certificate_for_proof(community: Community, code: str) -> Certificate | None:
    """For whoever has the paper in hand: the code on it is the key."""
    return _by_code(community, code)


def _by_code(community: Community, code: str) -> Certificate | None:
    kept = read_code(code)
    if not kept:
        return None
    rows = Certificate.everywhere.filter(community=community, code=kept)
    return rows.select_related("community", "organisation").first()
