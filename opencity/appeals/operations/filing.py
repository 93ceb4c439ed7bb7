"""A resident sends a formal appeal about a problem to a body, or takes it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from opencity.appeals.access import bodies_that_answer
from opencity.appeals.law import law_of
from opencity.appeals.models import LIVE_STATES, AnswerBy, Appeal
from opencity.appeals.operations.registering import end_registration
from opencity.appeals.operations.stepping import Step, bring, hold, must_be_open, write_step
from opencity.appeals.rules import Act, answer_day
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.people.acting import Actor
from opencity.people.models import Assurance, Organisation
from opencity.problems.access import may_see
from opencity.problems.history import Words, locked, record
from opencity.problems.models import Problem
from opencity.problems.states import State as ProblemState
from opencity.problems.states import Visibility

SHORTEST_TEXT, LONGEST_TEXT = 20, 10_000
LONGEST = {"full_name": 150, "residence": 250, "postal_address": 250, "phone": 30, "email": 254}


@dataclass(frozen=True, kw_only=True)
class NewAppeal:
    """`uuid` is made with the form: sent twice, it is one appeal."""

    uuid: UUID
    organisation: Organisation | None
    kind: str
    text: Words
    full_name: str
    residence: str
    answer_by: str
    email: str = ""
    postal_address: str = ""
    phone: str = ""


@transaction.atomic
def file_appeal(problem: Problem, actor: Actor, new: NewAppeal, *, now: datetime) -> Appeal:
    """The clock of the law begins on this day."""
    must_be_confirmed(actor)
    problem = locked(problem)
    before = Appeal.everywhere.filter(uuid=new.uuid).first()
    if before is not None:
        if before.person_id != actor.person.pk:
            raise Http404
        return before
    body = check_appeal(problem, actor, new, now=now)
    came = problem.community.calendar.today(now)
    appeal = Appeal.everywhere.create(
        uuid=new.uuid,
        community=problem.community,
        problem=problem,
        person=actor.person,
        addressed_to=body,
        organisation=body,
        kind=new.kind,
        text=new.text.text.strip(),
        language=new.text.in_language(),
        full_name=one_line(new.full_name),
        residence=one_line(new.residence),
        answer_by=new.answer_by,
        email=new.email.strip(),
        postal_address=one_line(new.postal_address),
        phone=one_line(new.phone),
        sent_at=now,
        came_on=came,
        due_on=answer_day(came, law_of(problem.community).periods, problem.community.calendar, studied=False),
    )
    write_step(appeal, "filed", Step(actor=actor.person, to=body, due_on=appeal.due_on), now=now)
    # Nobody stands behind the event: in the chain an author has the same key as in everything else they did here.
    record(problem, "appeal_filed", actor=None, at=now, facts={"named": str(body.uuid)})
    return appeal


def must_be_confirmed(actor: Actor) -> None:
    if actor.person.assurance < Assurance.CONTACT:
        raise NotAllowed(
            _("An appeal needs a confirmed address: the answer goes there."),
            _("Confirm your e-mail: we send a code, no password is needed."),
        )


def check_appeal(problem: Problem, actor: Actor, new: NewAppeal, *, now: datetime) -> Organisation:
    """Everything that can be said before it is sent; the preview asks it too. Returns the body."""
    must_be_confirmed(actor)
    _must_be_appealable(problem, actor)
    body = _body(problem, new, now)
    if body.pk in actor.offices:
        raise NotAllowed(
            _("You belong to this body, so an appeal to it would come back to you."),
            _("Write to the body above it, or to another one."),
        )
    _must_hold_what_the_law_asks(problem, new)
    live = Appeal.everywhere.filter(problem=problem, person=actor.person, state__in=LIVE_STATES)
    same = live.filter(Q(addressed_to=body) | Q(organisation=body)).first()
    if same is not None:
        raise NotNow(
            _("Your appeal about this is with this body already."),
            _("Follow it on its page, or take it back before you write a new one."),
            link=f"me/appeals/{same.uuid}/",
        )
    return body


def _must_be_appealable(problem: Problem, actor: Actor) -> None:
    if problem.visibility != Visibility.PUBLIC and not may_see(problem, actor):
        raise Http404
    if problem.state == ProblemState.MERGED and problem.merged_into is not None:
        raise NotNow(
            _("This problem was joined to another one."),
            _("Appeal from that one: everything goes on there."),
            link=f"problems/{problem.merged_into.number}/",
        )
    if problem.visibility in {Visibility.HELD, Visibility.HIDDEN}:
        raise NotNow(_("A coordinator is still looking at this problem."), _("Come back when it is published, please."))


def _body(problem: Problem, new: NewAppeal, now: datetime) -> Organisation:
    if new.organisation is None:
        raise NotUnderstood(
            _("It is not said to whom the appeal goes."), _("Choose a body from the list."), field="organisation"
        )
    if new.organisation not in bodies_that_answer(problem.community, problem.category.code, now=now):
        raise NotNow(
            _("Nobody of %(body)s takes appeals here yet.") % {"body": new.organisation.name},
            _("Choose another body from the list, or send the appeal by post."),
            field="organisation",
        )
    return new.organisation


def _must_hold_what_the_law_asks(problem: Problem, new: NewAppeal) -> None:
    law = law_of(problem.community)
    asked = {one.code for one in law.contents}
    for name, most in LONGEST.items():
        if len(getattr(new, name).strip()) > most:
            raise NotUnderstood(_("This is too long."), _("Shorten it to %(n)s letters.") % {"n": most}, field=name)
    if law.kind(new.kind) is None:
        raise NotUnderstood(_("It is not said what kind of appeal it is."), _("Choose one of the kinds."), field="kind")
    if "name" in asked and len(one_line(new.full_name).split()) < 2:
        raise NotUnderstood(
            _("The law asks for your full name."),
            _("Write surname, first name and patronymic, as in a document."),
            field="full_name",
        )
    if "residence" in asked and len(one_line(new.residence)) < 5:
        raise NotUnderstood(
            _("The law asks for your place of residence."),
            _("Write town, street, house and flat."),
            field="residence",
        )
    _must_tell_what(new)
    _must_tell_where_to_answer(new)


def _must_tell_what(new: NewAppeal) -> None:
    length = len(new.text.text.strip())
    if length < SHORTEST_TEXT:
        raise NotUnderstood(
            _("The appeal does not say what it is about."),
            _("Write what has happened and what you ask for, in a sentence or two."),
            field="text",
        )
    if length > LONGEST_TEXT:
        raise NotUnderstood(
            _("The text is too long."), _("Shorten it to %(n)s letters.") % {"n": LONGEST_TEXT}, field="text"
        )


def _must_tell_where_to_answer(new: NewAppeal) -> None:
    if new.answer_by not in AnswerBy.values:
        raise NotUnderstood(
            _("It is not said how you want the answer."), _("Choose e-mail or post."), field="answer_by"
        )
    if new.answer_by == AnswerBy.POST and not (new.postal_address.strip() or new.residence.strip()):
        raise NotUnderstood(
            _("There is no address for the answer."), _("Write a postal address."), field="postal_address"
        )
    if new.answer_by == AnswerBy.EMAIL or new.email.strip():
        try:
            validate_email(new.email.strip())
        except ValidationError:
            raise NotUnderstood(
                _("The law asks for an address to which the answer can be sent."),
                _("Write your e-mail, such as name@example.org."),
                field="email",
            ) from None


def one_line(said: str) -> str:
    return " ".join(said.split())


@transaction.atomic
def withdraw_appeal(appeal: Appeal, actor: Actor, *, uuid: UUID | None = None, now: datetime) -> Appeal:
    """Its author takes it back. What the body's register holds of it stays."""
    held = hold(appeal, Act.WITHDRAW, uuid)
    appeal = held.appeal
    if appeal.person_id is None or appeal.person_id != actor.person.pk:
        raise Http404
    if held.again:
        return appeal
    must_be_open(appeal, Act.WITHDRAW)
    end_live(appeal, now=now)
    write_step(appeal, Act.WITHDRAW, Step(actor=actor.person, uuid=uuid), now=now)
    return appeal


def end_live(appeal: Appeal, *, now: datetime) -> None:
    """Ended by its author's wish. Call it with the problem held."""
    bring(appeal, Act.WITHDRAW, now=now)
    appeal.save()
    end_registration(appeal, "", now=now)
    record(appeal.problem, "appeal_withdrawn", actor=None, at=now, facts={"named": str(appeal.organisation.uuid)})
