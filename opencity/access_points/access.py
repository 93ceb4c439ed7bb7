"""At which branches somebody serves visitors."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from opencity.communities.models import Community
from opencity.foundation.refusals import NotAllowed
from opencity.people.acting import Actor, holding, serves_at
from opencity.people.models import Organisation, Presence, Role, Sector


def access_points(community: Community) -> list[Presence]:
    """The branches of public libraries at work here, in their order."""
    rows = Presence.everywhere.filter(community=community, organisation__sector=Sector.LIBRARY)
    return list(rows.select_related("organisation__parent").order_by("position", "pk"))


def branch_of(actor: Actor, community: Community, *, now: datetime) -> Organisation:
    """The branch a librarian serves at; 404 for everybody else."""
    roles = Role.everywhere.filter(
        holding(now), community=community, person=actor.person, kind=Role.Kind.LIBRARIAN, access_point__isnull=False
    )
    role = roles.select_related("access_point").order_by("-since").first()
    if role is None or role.access_point is None:
        raise Http404
    return role.access_point


def must_serve(actor: Actor, community: Community, branch: Organisation, *, now: datetime) -> None:
    if not actor.is_librarian or branch.sector != Sector.LIBRARY:
        raise NotAllowed(
            _("Only a librarian serves visitors here."), _("Ask the coordinator to appoint you to a branch.")
        )
    if not serves_at(actor.person, community, branch, now=now):
        raise NotAllowed(
            _("You serve at another branch."), _("Ask the coordinator to appoint you to this one as well.")
        )
