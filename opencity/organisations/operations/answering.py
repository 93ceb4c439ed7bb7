"""A request is held, answered once, and never by whoever asked."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.utils.translation import gettext as _

from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.organisations.models import Answer, Request
from opencity.people.acting import Actor

R = TypeVar("R", bound=Request)
LONGEST = 2000


def held(request: R) -> R:
    """The request as it is now, until the transaction ends. Refuses one that was answered meanwhile."""
    fresh = type(request)._base_manager.select_for_update().get(pk=request.pk)
    if fresh.state != Answer.ASKED:
        raise NotNow(_("This was answered already."), _("Open the page again: it shows what can be done now."))
    return fresh


def must_be_another(request: Request, actor: Actor) -> None:
    if request.person_id == actor.person.pk:
        raise NotAllowed(_("Nobody answers a request of their own."), _("Ask another coordinator or lead to look."))


def close(request: Request, state: Answer, actor: Actor, *, words: str = "", now: datetime) -> None:
    request.state, request.answered_by, request.answered_at = state, actor.person, now
    request.answer = words.strip()[:LONGEST]
    request.save(update_fields=["state", "answered_by", "answered_at", "answer"])


def must_give_reason(words: str) -> None:
    if not words.strip():
        raise NotUnderstood(
            _("A reason is owed here."), _("Write it in a sentence: whoever asked will read it."), field="words"
        )
