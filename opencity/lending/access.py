"""Who lends, and who gets which tool or loan. A stranger gets 404."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from opencity.communities.models import Community
from opencity.foundation.refusals import NotAllowed
from opencity.lending.models import Loan, Tool
from opencity.people.acting import Actor, serves_at
from opencity.people.models import Organisation, Person, Presence, Sector


def must_lend_at(actor: Actor, community: Community, access_point: Organisation, *, now: datetime) -> None:
    if access_point.sector != Sector.LIBRARY or not serves_at(actor.person, community, access_point, now=now):
        raise NotAllowed(
            _("Only a librarian of this access point lends its tools."),
            _("Ask the coordinator to appoint you to it, or a colleague who serves there."),
        )


def access_point_for(community: Community, slug: str) -> Presence:
    """An access point as everybody may see it."""
    rows = Presence.everywhere.filter(community=community, organisation__sector=Sector.LIBRARY)
    return get_object_or_404(rows.select_related("organisation"), organisation__slug=slug)


def tool_at(community: Community, access_point: Organisation, uuid: UUID) -> Tool:
    """A tool that is lent there; 404 for one of another access point, and for one that was retired."""
    return get_object_or_404(_tools(community).filter(access_point=access_point, retired_at=None), uuid=uuid)


def loan_at(community: Community, access_point: Organisation, uuid: UUID) -> Loan:
    """For the librarians of the access point."""
    return get_object_or_404(_loans(community).filter(tool__access_point=access_point), uuid=uuid)


def loan_of(community: Community, person: Person | None, uuid: UUID) -> Loan:
    """For whoever borrowed it, and nobody else."""
    if person is None:
        raise Http404
    return get_object_or_404(_loans(community).filter(person=person), uuid=uuid)


def _tools(community: Community) -> QuerySet[Tool]:
    return Tool.everywhere.filter(community=community).select_related("access_point", "community")


def _loans(community: Community) -> QuerySet[Loan]:
    rows = Loan.everywhere.filter(community=community)
    return rows.select_related("tool__access_point", "community", "person", "problem")
