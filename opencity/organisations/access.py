"""Who may speak of an organisation: its leads and, where it has none, the coordinators of the community."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from opencity.communities.models import Community
from opencity.foundation.refusals import NotAllowed
from opencity.organisations.models import Group
from opencity.people.acting import Actor, holding
from opencity.people.models import Assurance, Membership, Organisation, Person, Presence


def presence_of(community: Community, slug: str) -> Presence:
    """The organisation in this community; 404 for one that is not here."""
    rows = Presence.everywhere.filter(community=community, organisation__slug=slug)
    presence = rows.select_related("organisation__parent").first()
    if presence is None:
        raise Http404
    return presence


def group_of(community: Community, organisation: Organisation) -> Group | None:
    rows = Group.everywhere.filter(community=community, organisation=organisation)
    return rows.select_related("area", "organisation").first()


def is_member(organisation: Organisation, person: Person, *, now: datetime) -> bool:
    return Membership.objects.filter(holding(now), organisation=organisation, person=person).exists()


def leads_body(organisation: Organisation, person: Person, *, now: datetime) -> bool:
    rows = Membership.objects.filter(holding(now), organisation=organisation, person=person)
    return rows.filter(kind=Membership.Kind.LEAD).exists()


def may_manage(organisation: Organisation, actor: Actor, *, now: datetime) -> bool:
    """Its leads. Where nobody leads it, a coordinator of the community does what a lead would."""
    if leads_body(organisation, actor.person, now=now):
        return True
    leads = Membership.objects.filter(holding(now), organisation=organisation, kind=Membership.Kind.LEAD)
    return actor.coordinates and not leads.exists()


def must_manage(organisation: Organisation, actor: Actor, *, now: datetime) -> None:
    if not may_manage(organisation, actor, now=now):
        raise NotAllowed(
            _("Only whoever leads the organisation can do this."), _("Ask them: the members know who it is.")
        )


def must_be_here(community: Community, organisation: Organisation) -> None:
    """Operations check what they are given: a body of another community has no page here."""
    if not Presence.everywhere.filter(community=community, organisation=organisation).exists():
        raise Http404


def must_be_reachable(actor: Actor) -> None:
    if actor.person.assurance < Assurance.CONTACT:
        raise NotAllowed(
            _("We have to be able to reach whoever acts with others."),
            _("Confirm your e-mail, or come to the library."),
        )
