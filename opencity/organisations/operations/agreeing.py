"""Memoranda: what partners of the network agreed to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.communities.operations.founding import brought_forward
from opencity.foundation.refusals import NotNow, NotUnderstood
from opencity.organisations.models import Memorandum
from opencity.organisations.operations.applying import must_be_an_address, must_coordinate
from opencity.people.acting import Actor
from opencity.people.models import Presence
from opencity.problems.history import Words


@dataclass(frozen=True, kw_only=True)
class NewMemorandum:
    """`words` say in plain language what the partner does; `until` is the last day, None while it has no end."""

    title: str
    words: Words
    signed_on: date
    until: date | None = None
    document: str = ""
    uuid: UUID | None = None


@transaction.atomic
def keep_memorandum(presence: Presence, actor: Actor, new: NewMemorandum, *, now: datetime) -> Memorandum:
    """A coordinator puts a signed memorandum on the partners' page. Only a verified body is a partner."""
    must_coordinate(actor)
    known = Memorandum.everywhere.filter(uuid=new.uuid, community=presence.community).first() if new.uuid else None
    if known is not None:
        return known
    if not presence.verified:
        raise NotNow(
            _("Nobody has checked this organisation yet."), _("Look whether it is what it says, then keep it.")
        )
    if not new.title.strip() or not new.words.text.strip():
        raise NotUnderstood(
            _("It does not say what was agreed."),
            _("Give it a title and say in a sentence what they do."),
            field="words",
        )
    if new.signed_on > presence.community.calendar.today(now):
        raise NotUnderstood(_("This day has not come yet."), _("Name the day it was signed."), field="signed_on")
    if new.until is not None and new.until < new.signed_on:
        raise NotUnderstood(
            _("It would end before it was signed."), _("Name a later day, or leave it empty."), field="until"
        )
    must_be_an_address(new.document)
    made = Memorandum.everywhere.create(
        community=presence.community,
        organisation=presence.organisation,
        title=" ".join(new.title.split())[:120],
        words=new.words.text.strip()[:2000],
        language=new.words.in_language(),
        signed_on=new.signed_on,
        until=new.until,
        document=new.document.strip(),
        kept_by=actor.person,
        kept_at=now,
        **({"uuid": new.uuid} if new.uuid else {}),
    )
    brought_forward(presence.community)
    return made


@transaction.atomic
def end_memorandum(memorandum: Memorandum, actor: Actor, *, now: datetime) -> Memorandum:
    must_coordinate(actor)
    fresh = Memorandum.everywhere.select_for_update().get(pk=memorandum.pk)
    if fresh.ended_at is None:
        fresh.ended_at = now
        fresh.save(update_fields=["ended_at"])
        brought_forward(fresh.community)
    return fresh
