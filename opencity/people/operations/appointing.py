"""Organisations, and people who act for them or for a community."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from opencity.communities.models import Community
from opencity.foundation.refusals import NotNow, NotUnderstood
from opencity.people.models import Assurance, Membership, Organisation, Person, Presence, Role, Sector

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, kw_only=True)
class NewOrganisation:
    slug: str
    names: Mapping[str, str]
    sector: str
    kind: str = ""
    about: Mapping[str, str] = field(default_factory=dict)
    parent: Organisation | None = None
    register_code: str = ""


@transaction.atomic
def register(new: NewOrganisation, *, now: datetime) -> Organisation:
    """The organisation with this slug, made or brought up to date."""
    if not _SLUG.fullmatch(new.slug) or len(new.slug) > 60:
        raise NotUnderstood(
            _("“%(slug)s” cannot be an address.") % {"slug": new.slug},
            _("Use small Latin letters, digits and single hyphens, 60 at most."),
            field="slug",
        )
    if new.sector not in Sector.values:
        raise NotUnderstood(
            _("There is no sector “%(sector)s”.") % {"sector": new.sector},
            _("It is civil, authority, business or library."),
            field="sector",
        )
    if not any(name.strip() for name in new.names.values()):
        raise NotUnderstood(_("An organisation needs a name."), _("Write it, for example uk=Водоканал."), field="names")
    told = {
        "names": dict(new.names),
        "about": dict(new.about),
        "sector": new.sector,
        "kind": new.kind,
        "parent": new.parent,
        "register_code": new.register_code,
    }
    organisation, _made = Organisation.objects.update_or_create(
        slug=new.slug, defaults=told, create_defaults={**told, "created_at": now}
    )
    return organisation


@transaction.atomic
def settle(
    organisation: Organisation, community: Community, *, inbox: str = "", verified: bool = False, address: str = ""
) -> Presence:
    """The organisation works in the community; `inbox` is where its mail goes, empty while it is not connected."""
    if inbox:
        try:
            validate_email(inbox)
        except ValidationError as error:
            raise NotUnderstood(
                _("“%(inbox)s” is no e-mail address.") % {"inbox": inbox},
                _("Leave it empty or correct it."),
                field="inbox",
            ) from error
    position = Presence.everywhere.filter(community=community).count()
    presence, _made = Presence.everywhere.update_or_create(
        community=community,
        organisation=organisation,
        defaults={"inbox": inbox, "verified": verified, "address": address},
        create_defaults={"inbox": inbox, "verified": verified, "address": address, "position": position},
    )
    return presence


def trust(presence: Presence, *, verified: bool) -> None:
    """The organisation was looked at here, or is trusted no more."""
    presence.verified = verified
    presence.save(update_fields=["verified"])


@transaction.atomic
def enlist(
    person: Person, organisation: Organisation, *, since: datetime, kind: str = Membership.Kind.OFFICER
) -> Membership:
    """The person acts for the organisation from `since` on; enlisting twice changes nothing."""
    held = Membership.objects.filter(person=person, organisation=organisation, kind=kind, until=None).first()
    return held or Membership.objects.create(person=person, organisation=organisation, kind=kind, since=since)


@transaction.atomic
def entrust(
    person: Person, organisation: Organisation, kind: str, *, categories: Sequence[str] = (), now: datetime
) -> Membership:
    """The member has this duty from now on instead of any before it; leading is another matter and stays."""
    held = Membership.objects.filter(person=person, organisation=organisation, until=None)
    others = held.exclude(kind=Membership.Kind.LEAD)
    same = others.filter(kind=kind, categories=list(categories)).first()
    if same is not None:
        return same
    others.filter(since__lt=now).update(until=now)
    return Membership.objects.create(
        person=person, organisation=organisation, kind=kind, categories=list(categories), since=now
    )


@transaction.atomic
def delist(person: Person, organisation: Organisation, *, now: datetime) -> None:
    """The person no longer acts for the organisation."""
    Membership.objects.filter(person=person, organisation=organisation, until=None, since__lt=now).update(until=now)


@transaction.atomic
def appoint(
    person: Person, community: Community, kind: str, *, since: datetime, access_point: Organisation | None = None
) -> Role:
    """The person holds the role in the community from `since` on; appointing twice changes nothing."""
    if kind not in Role.Kind.values:
        raise NotUnderstood(
            _("There is no role “%(kind)s”.") % {"kind": kind},
            _("It is coordinator, moderator, librarian or data_protection."),
            field="kind",
        )
    held = Role.everywhere.filter(community=community, person=person, kind=kind, until=None).first()
    return held or Role.everywhere.create(
        community=community, person=person, kind=kind, since=since, access_point=access_point
    )


@transaction.atomic
def dismiss(person: Person, community: Community, kind: str, *, now: datetime) -> bool:
    """End a role; False where it was not held. A community keeps its last coordinator until there is another."""
    held = Role.everywhere.select_for_update().filter(community=community, kind=kind, until=None)
    mine = held.filter(person=person)
    if not mine.exists():
        return False
    if kind == Role.Kind.COORDINATOR and not held.exclude(person=person).exists():
        raise NotNow(
            _("Nobody else coordinates this community."), _("Give the role to somebody else first, then end this one.")
        )
    mine.update(until=now)
    return True


@transaction.atomic
def vouch(person: Person, *, by: Person, where: str, now: datetime) -> None:
    """Somebody looked at the person's papers: assurance 2, with who, where and when."""
    if person.assurance >= Assurance.IN_PERSON:
        return
    person.assurance, person.assured_by, person.assured_where, person.assured_at = Assurance.IN_PERSON, by, where, now
    person.save(update_fields=["assurance", "assured_by", "assured_where", "assured_at"])
