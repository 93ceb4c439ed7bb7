"""What every act on an appeal shares: it is held, its step is written once, and the problem's story follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from opencity.appeals.models import Appeal, AppealStep
from opencity.appeals.rules import FROM, TO, Act, State
from opencity.foundation.chains import Fact
from opencity.foundation.refusals import NotNow, NotUnderstood
from opencity.people.models import Organisation, Person
from opencity.problems.history import Words, locked
from opencity.problems.models.problem import new_uuid

LONGEST_WORDS = 4000


@dataclass(frozen=True)
class Held:
    """An appeal as it is now, kept until the transaction ends. `again`: this very act was done before."""

    appeal: Appeal
    again: bool


def hold(appeal: Appeal, act: Act, uuid: UUID | None) -> Held:
    """Call it inside the transaction, before any check. The problem is held first: its story is written too."""
    problem = locked(appeal.problem)
    rows = Appeal.everywhere.select_related("community", "person", "organisation", "addressed_to")
    held = rows.select_for_update(of=("self",)).get(pk=appeal.pk)
    held.problem = problem
    return Held(held, uuid is not None and AppealStep.everywhere.filter(appeal=held, uuid=uuid, kind=act).exists())


def must_be_open(appeal: Appeal, act: Act) -> None:
    if State(appeal.state) in FROM[act]:
        return
    if not appeal.is_live:
        raise NotNow(_("This appeal has ended."), _("Its page shows how. Nothing more has to be done."))
    if act == Act.REGISTER:
        raise NotNow(_("This appeal is registered already."), _("Its number stands on its page."))
    if appeal.state == State.EXTENDED:
        raise NotNow(_("The answer was put off already, so it stays with you."), _("Answer it, please."))
    raise NotNow(
        _("This appeal is not registered yet."), _("Register it first: it needs a number and a day before anything.")
    )


def must_say(words: Words, why: str) -> Words:
    """A reason is owed to the author of an appeal."""
    text = words.text.strip()
    if not text:
        raise NotUnderstood(why, _("The author reads it, so write it in plain words."), field="words")
    if len(text) > LONGEST_WORDS:
        raise NotUnderstood(
            _("The text is too long."),
            _("Shorten it to %(n)s letters.") % {"n": LONGEST_WORDS},
            field="words",
        )
    return Words(text, words.in_language())


def bring(appeal: Appeal, act: Act, *, now: datetime) -> None:
    """To the state an act leads to."""
    appeal.state = TO[act].value
    if not appeal.is_live:
        appeal.ended_at = now


@dataclass(frozen=True, kw_only=True)
class Step:
    actor: Person | None
    organisation: Organisation | None = None
    to: Organisation | None = None
    words: Words | None = None
    due_on: date | None = None
    uuid: UUID | None = None


def write_step(appeal: Appeal, kind: str, step: Step, *, now: datetime) -> AppealStep:
    return AppealStep.everywhere.create(
        community=appeal.community,
        uuid=step.uuid or new_uuid(),
        appeal=appeal,
        kind=kind,
        actor=step.actor,
        organisation=step.organisation,
        to=step.to,
        words=step.words.text if step.words else "",
        language=step.words.in_language() if step.words else "",
        due_on=step.due_on,
        at=now,
    )


def by_body(appeal: Appeal) -> dict[str, Fact]:
    """Facts of an event by which a body speaks: codes and days alone."""
    return {"organisation": str(appeal.organisation.uuid), "due": appeal.due_on.isoformat()}
