"""A coordinator looks whether an organisation is what it says. Each look is kept with its words."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.communities.models import Community
from opencity.communities.operations.founding import restructured
from opencity.foundation.refusals import NotAllowed
from opencity.organisations.access import is_member
from opencity.organisations.models import Vetting
from opencity.organisations.operations.answering import must_give_reason
from opencity.people.acting import Actor
from opencity.people.models import Organisation, Presence
from opencity.people.operations.appointing import trust
from opencity.problems.history import Words


@transaction.atomic
def vet(presence: Presence, actor: Actor, words: Words, *, verified: bool, now: datetime) -> Vetting:
    """Say that an organisation here is what it says, or that it is not any more; `words` say what was looked at."""
    if not actor.coordinates:
        raise NotAllowed(_("Only a coordinator of the community can do this."), _("Ask the coordinator to look."))
    if is_member(presence.organisation, actor.person, now=now):
        raise NotAllowed(_("Nobody vouches for an organisation of their own."), _("Ask another coordinator to look."))
    must_give_reason(words.text)
    trust(presence, verified=verified)
    restructured(presence.community)
    return note_vetting(presence.community, presence.organisation, actor, words, verified=verified, now=now)


def note_vetting(
    community: Community, organisation: Organisation, actor: Actor, words: Words, *, verified: bool, now: datetime
) -> Vetting:
    must_give_reason(words.text)
    return Vetting.everywhere.create(
        community=community,
        organisation=organisation,
        person=actor.person,
        verified=verified,
        words=words.text.strip()[:2000],
        at=now,
    )
