"""A body's register: number and day, and what the official classifier calls it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.appeals.access import must_do
from opencity.appeals.law import law_of
from opencity.appeals.models import Appeal, Registration
from opencity.appeals.operations.stepping import Step, bring, by_body, hold, must_be_open, write_step
from opencity.appeals.packs.loader import Pack
from opencity.appeals.rules import Act, answer_day
from opencity.foundation.refusals import NotUnderstood
from opencity.people.acting import Actor
from opencity.people.models import Presence
from opencity.problems.history import record


@dataclass(frozen=True, kw_only=True)
class NewRegistration:
    """`studied`: the matter has to be looked into first, so the longer period holds."""

    number: str
    registered_on: date
    question: str
    marks: Mapping[str, str] = field(default_factory=dict)
    studied: bool = False
    uuid: UUID | None = None


@transaction.atomic
def register_appeal(appeal: Appeal, actor: Actor, new: NewRegistration, *, now: datetime) -> Appeal:
    """Periods are counted from the day the appeal came, not from this one."""
    held = hold(appeal, Act.REGISTER, new.uuid)
    appeal = held.appeal
    must_do(appeal, actor, Act.REGISTER)
    if held.again:
        return appeal
    must_be_open(appeal, Act.REGISTER)
    law = law_of(appeal.community)
    number = _number(appeal, new)
    _must_be_a_day(appeal, new.registered_on, now)
    appeal.due_on = answer_day(appeal.came_on, law.periods, appeal.community.calendar, studied=new.studied)
    Registration.everywhere.create(
        community=appeal.community,
        appeal=appeal,
        organisation=appeal.organisation,
        number=number,
        year=new.registered_on.year,
        registered_on=new.registered_on,
        came_on=appeal.came_on,
        due_on=appeal.due_on,
        question=_question(law, new.question),
        marks=_marks(law, appeal, new.marks),
    )
    bring(appeal, Act.REGISTER, now=now)
    appeal.save()
    step = Step(actor=actor.person, organisation=appeal.organisation, due_on=appeal.due_on, uuid=new.uuid)
    write_step(appeal, Act.REGISTER, step, now=now)
    record(appeal.problem, "appeal_registered", actor=actor.person, at=now, facts=by_body(appeal))
    return appeal


def end_registration(appeal: Appeal, result: str, *, now: datetime) -> None:
    """The register's line ends with a result of the classifier; empty when the author took the appeal back."""
    day = appeal.community.calendar.today(now)
    rows = Registration.everywhere.filter(appeal=appeal, organisation_id=appeal.organisation_id, ended_on=None)
    rows.update(result=result, ended_on=day)


def registration_of(appeal: Appeal) -> Registration | None:
    """The line of the body that has it now."""
    return Registration.everywhere.filter(appeal=appeal, organisation_id=appeal.organisation_id).first()


def _number(appeal: Appeal, new: NewRegistration) -> str:
    number = " ".join(new.number.split())
    if not number or len(number) > 30:
        raise NotUnderstood(
            _("An appeal is registered under a number."),
            _("Write the number of your register, up to 30 letters."),
            field="number",
        )
    # Two people of one body register different appeals at once: the body is held, so that a number is free or taken.
    Presence.everywhere.select_for_update().get(community=appeal.community, organisation=appeal.organisation)
    rows = Registration.everywhere.filter(community=appeal.community, organisation=appeal.organisation)
    if rows.filter(year=new.registered_on.year, number=number).exists():
        raise NotUnderstood(
            _("This number stands in your register already."), _("Write the next free number."), field="number"
        )
    return number


def _must_be_a_day(appeal: Appeal, day: date, now: datetime) -> None:
    if not appeal.came_on <= day <= appeal.community.calendar.today(now):
        raise NotUnderstood(
            _("An appeal is registered after it came, and not in the future."),
            _("Choose a day from the one it came on until today."),
            field="registered_on",
        )


def _question(law: Pack, code: str) -> str:
    if code not in {one.code for one in law.classifier.questions}:
        raise NotUnderstood(
            _("It is not said what the appeal is about by the classifier."),
            _("Choose a question from the list."),
            field="question",
        )
    return code


def _marks(law: Pack, appeal: Appeal, said: Mapping[str, str]) -> dict[str, str]:
    """What was said, else the pack's defaults; the kind is the author's unless the body says another."""
    kind = law.kind(appeal.kind)
    found = {}
    for mark in law.classifier.marks:
        codes = {one.code for one in mark.choices}
        usual = kind.classifier if kind is not None and kind.classifier in codes else mark.default
        code = said.get(mark.code) or usual
        if code not in codes:
            raise NotUnderstood(
                _("A mark of the classifier is missing."), _("Choose one for each line."), field=f"mark-{mark.code}"
            )
        found[mark.code] = code
    return found
