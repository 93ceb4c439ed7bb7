"""What an organisation says of itself here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.catalogue.lookup import categories
from opencity.communities.models import Community
from opencity.communities.operations.founding import brought_forward
from opencity.foundation.refusals import NotNow, NotUnderstood
from opencity.organisations.access import must_be_here, must_manage
from opencity.organisations.models import Profile, WorkArea
from opencity.organisations.operations.applying import must_be_an_address
from opencity.organisations.queries.contributions import has_verified_contribution
from opencity.people.acting import Actor
from opencity.people.models import Organisation
from opencity.places.models import Area
from opencity.problems.history import Words
from opencity.problems.models import Photo
from opencity.problems.operations.photographing import drop_photo, keep_for

LONGEST = 2000


@dataclass(frozen=True, kw_only=True)
class NewProfile:
    """`spheres` are codes of the catalogue; no areas means the whole community."""

    words: Words
    website: str = ""
    contact: str = ""
    spheres: Sequence[str] = ()
    areas: Sequence[Area] = ()


@transaction.atomic
def describe(
    community: Community, organisation: Organisation, actor: Actor, new: NewProfile, *, now: datetime
) -> Profile:
    must_be_here(community, organisation)
    must_manage(organisation, actor, now=now)
    if len(new.words.text.strip()) > LONGEST:
        raise NotUnderstood(
            _("This is longer than anybody reads."),
            _("Say it in %(most)s characters.") % {"most": LONGEST},
            field="words",
        )
    must_be_an_address(new.website)
    known = {one.sphere for one in categories(community).values()}
    if not set(new.spheres) <= known or any(area.community_id != community.pk for area in new.areas):
        raise NotUnderstood(_("We do not know this choice."), _("Choose from the list."), field="spheres")
    profile = _profile(community, organisation, now)
    profile.words, profile.language = new.words.text.strip(), new.words.in_language()
    profile.website, profile.contact = new.website.strip(), " ".join(new.contact.split())[:200]
    profile.spheres = sorted(set(new.spheres))
    profile.updated_at = now
    profile.save()
    WorkArea.everywhere.filter(community=community, organisation=organisation).delete()
    WorkArea.everywhere.bulk_create(
        [WorkArea(community=community, organisation=organisation, area=area) for area in dict.fromkeys(new.areas)]
    )
    brought_forward(community)
    return profile


@transaction.atomic
def show_logo(
    community: Community, organisation: Organisation, actor: Actor, photo: Photo | None, *, now: datetime
) -> Profile:
    """Set the logo, or take it away with None. It is for those who really gave: one verified contribution at least."""
    must_be_here(community, organisation)
    must_manage(organisation, actor, now=now)
    if photo is not None:
        must_have_given(community, organisation)
    profile = _profile(community, organisation, now)
    before = profile.logo
    profile.logo, profile.updated_at = keep_for(photo, "logo") if photo is not None else None, now
    profile.save()
    if before is not None and before != photo:
        drop_photo(before)
    brought_forward(community)
    return profile


def must_have_given(community: Community, organisation: Organisation) -> None:
    if not has_verified_contribution(community, organisation):
        raise NotNow(
            _("A logo stands beside what was really given, and nothing is verified yet."),
            _("Promise something that is needed: once residents verify the result, the logo appears."),
            field="photo",
            link="needs/",
        )


def _profile(community: Community, organisation: Organisation, now: datetime) -> Profile:
    rows = Profile.everywhere.select_for_update().filter(community=community, organisation=organisation)
    return rows.first() or Profile(community=community, organisation=organisation, updated_at=now)
