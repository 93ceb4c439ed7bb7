"""What a body does with a registered appeal: return it, pass it on, put the answer off, answer it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from opencity.appeals.access import bodies_that_answer, must_do
from opencity.appeals.law import law_of
from opencity.appeals.models import Appeal, AppealStep, Registration
from opencity.appeals.operations.registering import end_registration
from opencity.appeals.operations.stepping import (
    Step,
    bring,
    by_body,
    hold,
    must_be_open,
    must_say,
    write_step,
)
from opencity.appeals.rules import Act, answer_day, is_past, last_day, latest_day
from opencity.foundation.refusals import NotNow, NotUnderstood
from opencity.people.acting import Actor
from opencity.people.models import Organisation
from opencity.problems.history import Words, record
from opencity.problems.models import Problem


@dataclass(frozen=True, kw_only=True)
class Extension:
    day: date
    words: Words
    uuid: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Forwarding:
    to: Organisation | None
    words: Words
    uuid: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Returning:
    words: Words
    uuid: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Answering:
    """`result` is a code of the official classifier."""

    words: Words
    result: str
    uuid: UUID | None = None


@transaction.atomic
def return_appeal(appeal: Appeal, actor: Actor, said: Returning, *, now: datetime) -> Appeal:
    """Back to its author, who reads what is missing and may write anew."""
    held = hold(appeal, Act.RETURN, said.uuid)
    appeal = held.appeal
    must_do(appeal, actor, Act.RETURN)
    if held.again:
        return appeal
    must_be_open(appeal, Act.RETURN)
    words = must_say(said.words, _("It is not said what is missing."))
    law = law_of(appeal.community)
    day = last_day(appeal.came_on, law.periods.give_back, appeal.community.calendar)
    if is_past(day, appeal.community.calendar, now):
        raise NotNow(
            _("The law gives %(n)s days to return an appeal, and they are over.") % {"n": law.periods.give_back.days},
            _("Answer it on its merits; ask the author for what is missing."),
        )
    _end(appeal, Act.RETURN, law.classifier.results_of("return")[0].code, now=now)
    step = Step(actor=actor.person, organisation=appeal.organisation, words=words, uuid=said.uuid)
    write_step(appeal, Act.RETURN, step, now=now)
    record(appeal.problem, "appeal_returned", actor=actor.person, at=now, facts=by_body(appeal))
    return appeal


@transaction.atomic
def forward_appeal(appeal: Appeal, actor: Actor, said: Forwarding, *, now: datetime) -> Appeal:
    """To the body it belongs to, which has the whole time of the law from this day. Who passed it on reads no more."""
    held = hold(appeal, Act.FORWARD, said.uuid)
    appeal = held.appeal
    if held.again:
        return appeal
    must_do(appeal, actor, Act.FORWARD)
    must_be_open(appeal, Act.FORWARD)
    words = must_say(said.words, _("It is not said why it belongs to another body."))
    to, before = _next_body(appeal, said.to, now), appeal.organisation
    law, calendar = law_of(appeal.community), appeal.community.calendar
    if is_past(last_day(appeal.came_on, law.periods.forward, calendar), calendar, now):
        raise NotNow(
            _("The law gives %(n)s days to pass an appeal on, and they are over.") % {"n": law.periods.forward.days},
            _("Answer it, and say in the answer whose duty it is."),
        )
    end_registration(appeal, law.classifier.results_of("forward")[0].code, now=now)
    facts = {"organisation": str(before.uuid), "named": str(to.uuid)}
    appeal.organisation = to
    appeal.came_on = calendar.today(now)
    appeal.due_on = answer_day(appeal.came_on, law.periods, calendar, studied=False)
    bring(appeal, Act.FORWARD, now=now)
    appeal.save()
    step = Step(actor=actor.person, organisation=before, to=to, words=words, due_on=appeal.due_on, uuid=said.uuid)
    write_step(appeal, Act.FORWARD, step, now=now)
    facts |= {"due": appeal.due_on.isoformat()}
    record(appeal.problem, "appeal_forwarded", actor=actor.person, at=now, facts=facts)
    return appeal


def bodies_to_forward_to(appeal: Appeal, *, now: datetime) -> list[Organisation]:
    """Whoever answers appeals here and has not had this one."""
    had = {appeal.addressed_to_id, appeal.organisation_id}
    had |= set(AppealStep.everywhere.filter(appeal=appeal, kind=Act.FORWARD).values_list("to_id", flat=True))
    problem: Problem = appeal.problem
    return [one for one in bodies_that_answer(appeal.community, problem.category.code, now=now) if one.pk not in had]


def _next_body(appeal: Appeal, to: Organisation | None, now: datetime) -> Organisation:
    if to is None:
        raise NotUnderstood(_("It is not said to whom it goes."), _("Choose a body from the list."), field="to")
    if to not in bodies_to_forward_to(appeal, now=now):
        raise NotUnderstood(
            _("This body has had the appeal already, or takes none here."), _("Choose one from the list."), field="to"
        )
    return to


@transaction.atomic
def extend_appeal(appeal: Appeal, actor: Actor, said: Extension, *, now: datetime) -> Appeal:
    """A later day for the answer, with a reason, and never past the most the law allows in all."""
    held = hold(appeal, Act.EXTEND, said.uuid)
    appeal = held.appeal
    must_do(appeal, actor, Act.EXTEND)
    if held.again:
        return appeal
    must_be_open(appeal, Act.EXTEND)
    words = must_say(said.words, _("It is not said why the answer takes longer."))
    _must_be_later(appeal, said.day, now)
    appeal.due_on = said.day
    bring(appeal, Act.EXTEND, now=now)
    appeal.save()
    Registration.everywhere.filter(appeal=appeal, organisation=appeal.organisation).update(due_on=said.day)
    step = Step(actor=actor.person, organisation=appeal.organisation, words=words, due_on=said.day, uuid=said.uuid)
    write_step(appeal, Act.EXTEND, step, now=now)
    record(appeal.problem, "appeal_extended", actor=actor.person, at=now, facts=by_body(appeal))
    return appeal


def _must_be_later(appeal: Appeal, day: date, now: datetime) -> None:
    law, calendar = law_of(appeal.community), appeal.community.calendar
    latest = latest_day(appeal.came_on, law.periods, calendar)
    if is_past(appeal.due_on, calendar, now):
        raise NotNow(
            _("The day for the answer has passed: it cannot be put off afterwards."), _("Answer it now, please.")
        )
    if day <= appeal.due_on or day > latest:
        raise NotUnderstood(
            _("The new day has to be later than the old one, and within %(n)s days in all.")
            % {"n": law.periods.extend.days},
            _("Choose a day until %(day)s.") % {"day": date_format(latest, "DATE_FORMAT")},
            field="day",
        )


@transaction.atomic
def answer_appeal(appeal: Appeal, actor: Actor, said: Answering, *, now: datetime) -> Appeal:
    """The answer goes to its author alone; a late one is still an answer, and counted as late."""
    held = hold(appeal, Act.ANSWER, said.uuid)
    appeal = held.appeal
    must_do(appeal, actor, Act.ANSWER)
    if held.again:
        return appeal
    must_be_open(appeal, Act.ANSWER)
    words = must_say(said.words, _("The answer is empty."))
    if said.result not in {one.code for one in law_of(appeal.community).classifier.results_of("answer")}:
        raise NotUnderstood(
            _("It is not said what the result is."), _("Choose one of the official results."), field="result"
        )
    appeal.answer, appeal.answer_language, appeal.result = words.text, words.in_language(), said.result
    _end(appeal, Act.ANSWER, said.result, now=now)
    step = Step(actor=actor.person, organisation=appeal.organisation, uuid=said.uuid)
    write_step(appeal, Act.ANSWER, step, now=now)
    facts = by_body(appeal) | {"result": said.result}
    record(appeal.problem, "appeal_answered", actor=actor.person, at=now, facts=facts)
    return appeal


def _end(appeal: Appeal, act: Act, result: str, *, now: datetime) -> None:
    bring(appeal, act, now=now)
    appeal.save()
    end_registration(appeal, result, now=now)
