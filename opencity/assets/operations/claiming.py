"""Whose is it? Words of bodies and residents on an owner, and the coordinator's answer.

What follows for the problems of an asset stands in problems/operations/naming_owners.py, one room above.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from opencity.assets.models import Asset, OwnerClaim
from opencity.assets.rules import Standing, after_answer, after_claim, after_denial
from opencity.assets.values import Ownership, Says
from opencity.foundation.languages import current
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.people.acting import Actor
from opencity.people.models import Assurance, Organisation, Person, Presence
from opencity.people.rights import Right

LONGEST = 1_000


def held(asset: Asset) -> Asset:
    """The asset as it is now, held until the transaction ends."""
    rows = Asset.everywhere.select_related("community", "kind", "owner")
    return rows.select_for_update(of=("self",)).get(pk=asset.pk)


def standing_of(asset: Asset) -> Standing:
    return Standing(asset.owner_id, Ownership(asset.ownership))


def claim_ours(asset: Asset, actor: Actor, body: Organisation, words: str, *, now: datetime) -> OwnerClaim:
    """A body says that the thing is its own. It stays a claim until a coordinator has looked.

    Call it, as everything below, inside the transaction of problems.operations.naming_owners, which tells the problems.
    """
    _must_speak_for(actor, body)
    asset = _standing(held(asset))
    _must_be_here(asset, body)
    if standing_of(asset) == Standing(body.pk, Ownership.KNOWN):
        raise NotNow(_("This body is known as the owner already."), _("Nothing is left to do."))
    return _say(asset, Says.OURS, body, actor.person, words, now)


def name_owner(asset: Asset, actor: Actor, body: Organisation, words: str, *, now: datetime) -> OwnerClaim:
    """A resident says whose it is. Changes nothing by itself: a coordinator looks."""
    if actor.person.assurance < Assurance.CONTACT:
        raise NotAllowed(
            _("We have to be able to ask whoever names an owner."), _("Confirm your e-mail, or come to the library.")
        )
    asset = _standing(held(asset))
    _must_be_here(asset, body)
    if asset.ownership == Ownership.KNOWN:
        raise NotNow(_("The owner of this thing is known."), _("Report what is wrong with it: the owner is told."))
    earlier = OwnerClaim.everywhere.filter(asset=asset, person=actor.person, says=Says.NAMED, answered_at=None).first()
    if earlier is not None:
        earlier.organisation, earlier.words, earlier.at = body, _plain(words), now
        earlier.save(update_fields=["organisation", "words", "at"])
        return earlier
    return _say(asset, Says.NAMED, body, actor.person, words, now)


def deny(asset: Asset, body: Organisation, person: Person, words: str, *, now: datetime) -> OwnerClaim | None:
    """A body says that the thing is not its own; None where another is known to own it.

    Call it for somebody who may speak for the body.
    """
    asset = held(asset)
    if after_denial(standing_of(asset), body.pk).ownership != Ownership.DISPUTED:
        return None
    return _say(asset, Says.NOT_OURS, body, person, words, now)


def settle(asset: Asset, actor: Actor, owner: Organisation | None, *, now: datetime) -> Asset:
    """A coordinator has found the owner, or found that nobody can tell. Every open word on it is answered."""
    if not actor.coordinates:
        raise NotAllowed(_("Only a coordinator can settle whose it is."), _("Say whose it is on the asset's page."))
    asset = held(asset)
    if {asset.owner_id, owner.pk if owner else None} & actor.offices:
        raise NotAllowed(
            _("You belong to a body that this is about, so you may not decide."), _("Ask another coordinator.")
        )
    if owner is not None:
        _must_be_here(asset, owner)
    asset.settled_at = now
    _bring(asset, after_answer(owner.pk if owner else None), now)
    for claim in OwnerClaim.everywhere.filter(asset=asset, answered_at=None):
        claim.answered_at, claim.answered_by = now, actor.person
        claim.upheld = (claim.organisation_id == asset.owner_id) != (claim.says == Says.NOT_OURS)
        claim.save(update_fields=["answered_at", "answered_by", "upheld"])
    return asset


def black_out(asset: Asset, before: str, covered: str) -> None:
    """What a moderator covers in a problem's story is covered on the thing's page as well."""
    OwnerClaim.everywhere.filter(asset=asset, words=before.strip()).exclude(words="").update(words=covered.strip())


def forget_owner_claims(person: Person) -> None:
    """What a resident wrote goes; what was said in a body's name is that body's word and stays."""
    rows = OwnerClaim.everywhere.filter(person=person)
    rows.filter(says=Says.NAMED).update(words="")
    rows.update(person=None)
    OwnerClaim.everywhere.filter(answered_by=person).update(answered_by=None)


def _say(asset: Asset, says: Says, body: Organisation, person: Person, words: str, now: datetime) -> OwnerClaim:
    before = standing_of(asset)
    after = {Says.OURS: after_claim, Says.NOT_OURS: after_denial}.get(says)
    if after is not None:
        _bring(asset, after(before, body.pk), now)
    return OwnerClaim.everywhere.create(
        community=asset.community,
        asset=asset,
        says=says,
        organisation=body,
        person=person,
        words=_plain(words),
        language=current(),
        at=now,
    )


def _bring(asset: Asset, standing: Standing, now: datetime) -> None:
    asset.owner_id, asset.ownership, asset.updated_at = standing.owner, standing.ownership, now
    asset.save(update_fields=["owner", "ownership", "settled_at", "updated_at"])


def _plain(words: str) -> str:
    words = words.strip()
    if len(words) > LONGEST:
        raise NotUnderstood(
            _("This is longer than %(most)s characters.") % {"most": LONGEST}, _("Please shorten it."), field="words"
        )
    return words


def _standing(asset: Asset) -> Asset:
    if asset.retired_at is not None:
        raise NotNow(_("This thing is not in its owner's list any more."), _("Report the place instead."))
    return asset


def _must_be_here(asset: Asset, body: Organisation) -> None:
    if not Presence.everywhere.filter(community=asset.community, organisation=body).exists():
        raise NotUnderstood(
            _("This organisation does not work in this community."), _("Choose one from the list."), field="owner"
        )


def _must_speak_for(actor: Actor, body: Organisation) -> None:
    if not actor.may(Right.ANSWER, body.pk):
        raise NotAllowed(
            _("Only somebody who answers for a body can say what is its own."),
            _("Are you from there? Sign in with its address."),
        )
