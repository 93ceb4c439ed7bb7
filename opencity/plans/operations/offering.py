"""«Даю 2 м³ піску на місяць»: standing offers, made by a person or for an organisation. No contract comes of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.catalogue.lookup import categories
from opencity.communities.models import Community
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.foundation.tenancy import acting_in
from opencity.people.acting import Actor
from opencity.people.models import Assurance, Organisation
from opencity.places.models import Area
from opencity.places.tree import areas
from opencity.plans.access import may_change_offer, must_act_for
from opencity.plans.models import StandingOffer
from opencity.plans.rules.amounts import must_be_sensible
from opencity.plans.values import UNITS_OF, NeedKind, Rhythm, Unit
from opencity.problems.models.problem import new_uuid

LONGEST = timedelta(days=3 * 365)
MOST_OPEN = 30
"""Nobody keeps more offers open at a time in one community."""


@dataclass(frozen=True, kw_only=True)
class NewOffer:
    """What somebody is ready to give. No areas and no spheres mean all of them."""

    kind: NeedKind
    unit: Unit
    words: str
    quantity: Decimal
    language: str = "uk"
    skill: str = ""
    rhythm: Rhythm = Rhythm.ONCE
    areas: tuple[Area, ...] = ()
    spheres: tuple[str, ...] = ()
    until: date | None = None
    organisation: Organisation | None = None
    uuid: UUID | None = None
    """Given by doors where the same offer may arrive twice: the second time nothing is added."""


@transaction.atomic
def make_offer(community: Community, giver: Actor, new: NewOffer, *, now: datetime) -> StandingOffer:
    if new.uuid is not None and (known := StandingOffer.everywhere.filter(uuid=new.uuid).first()) is not None:
        if known.person_id != giver.person.pk or known.community_id != community.pk:
            raise NotUnderstood(_("This form was already used."), _("Open the form again and make the offer anew."))
        return known
    if giver.person.assurance < Assurance.CONTACT:
        raise NotAllowed(
            _("We have to be able to reach whoever offers."), _("Confirm your e-mail, or come to the library.")
        )
    if new.organisation is not None:
        must_act_for(new.organisation, giver, community)
    _must_not_be_too_many(community, giver, new.organisation)
    offer = StandingOffer(
        community=community,
        uuid=new.uuid or new_uuid(),
        person=giver.person,
        organisation=new.organisation,
        created_at=now,
    )
    _fill(offer, community, new, community.calendar.today(now))
    offer.save(force_insert=True)
    _choose(offer, new.areas)
    return offer


@transaction.atomic
def edit_offer(offer: StandingOffer, actor: Actor, new: NewOffer, *, now: datetime) -> StandingOffer:
    """Change what is offered from now on. Promises that were made with it stand; so does in whose name it is made."""
    offer = _held(offer)
    _must_be_theirs(offer, actor)
    _must_be_open(offer)
    _fill(offer, offer.community, new, offer.community.calendar.today(now))
    offer.changed_at = now
    offer.save()
    _choose(offer, new.areas)
    return offer


@transaction.atomic
def end_offer(offer: StandingOffer, actor: Actor, reason: str = "", *, now: datetime) -> StandingOffer:
    """Its giver ends it without a word; a moderator takes it down with a reason that everybody reads."""
    offer = _held(offer)
    reason = " ".join(reason.split())[:200]
    if not may_change_offer(offer, actor):
        if not actor.moderates:
            raise _not_theirs()
        if not reason:
            raise NotUnderstood(
                _("A reason is owed here."), _("Write it in a sentence: everybody will read it."), field="words"
            )
        offer.ended_because = reason
    if offer.ended_at is None:
        offer.ended_at = now
        offer.save(update_fields=["ended_at", "ended_because"])
    return offer


def _choose(offer: StandingOffer, chosen: tuple[Area, ...]) -> None:
    # The relation's manager is scoped; an operation may be called from where no community is acted in.
    with acting_in(offer.community_id):
        offer.areas.set(chosen)


def _held(offer: StandingOffer) -> StandingOffer:
    rows = StandingOffer.everywhere.select_related("community", "organisation")
    return rows.select_for_update(of=("self",)).get(pk=offer.pk)


def _must_be_theirs(offer: StandingOffer, actor: Actor) -> None:
    if not may_change_offer(offer, actor):
        raise _not_theirs()


def _not_theirs() -> NotAllowed:
    return NotAllowed(
        _("Only whoever made the offer can change it."), _("Is it your organisation's? Sign in with its address.")
    )


def _must_be_open(offer: StandingOffer) -> None:
    if offer.ended_at is not None:
        raise NotNow(_("This offer has ended."), _("Make a new one."), link="offers/new/")


def _must_not_be_too_many(community: Community, giver: Actor, organisation: Organisation | None) -> None:
    rows = StandingOffer.everywhere.filter(community=community, organisation=organisation, ended_at=None)
    if organisation is None:
        rows = rows.filter(person=giver.person)
    if rows.count() >= MOST_OPEN:
        raise NotNow(
            _("There are %(most)s open offers of yours already.") % {"most": MOST_OPEN},
            _("End those that no longer hold, then make a new one."),
            link="offers/?mine=1",
        )


def _fill(offer: StandingOffer, community: Community, new: NewOffer, today: date) -> None:
    if new.kind == NeedKind.PERMISSION:
        raise NotUnderstood(
            _("A permission is given for one thing, not offered ahead."), _("Choose something else."), field="kind"
        )
    if new.unit not in UNITS_OF[new.kind]:
        raise NotUnderstood(
            _("This cannot be counted like this."), _("Choose a unit that goes with what you offer."), field="unit"
        )
    words = " ".join(new.words.split())[:120]
    if not words:
        raise NotUnderstood(
            _("It does not say yet what you offer."), _("Write it in a few words, such as “river sand”."), field="words"
        )
    if new.until is not None and new.until < today and new.until != offer.until:
        raise NotUnderstood(_("This day has passed."), _("Name today or a later day."), field="until")
    if new.until is not None and new.until > today + LONGEST:
        raise NotUnderstood(_("This day is too far away."), _("Name a day within the next three years."), field="until")
    _must_be_of(community, new.areas, new.spheres)
    offer.kind, offer.unit, offer.words, offer.language = new.kind, new.unit, words, new.language
    offer.quantity = must_be_sensible(new.quantity, new.unit)
    offer.skill = " ".join(new.skill.split())[:60]
    offer.rhythm, offer.until = new.rhythm, new.until
    offer.spheres = list(dict.fromkeys(new.spheres))


def _must_be_of(community: Community, chosen: Collection[Area], spheres: Collection[str]) -> None:
    known = {one.pk for one in areas(community).areas}
    if any(one.pk not in known for one in chosen):
        raise NotUnderstood(_("We do not know this part of town."), _("Choose one from the list."), field="area")
    if set(spheres) - {one.sphere for one in categories(community).values()}:
        raise NotUnderstood(_("We do not know such problems here."), _("Choose from the list."), field="sphere")
