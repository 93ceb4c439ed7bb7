"""A librarian serves a visitor without internet, e-mail or phone. Each service is written down once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.access_points.access import must_serve
from opencity.access_points.models import Paper, Service, Visit
from opencity.actions.models import Action
from opencity.actions.operations.joining import SignUp, sign_up
from opencity.catalogue.models import Publicity
from opencity.communities.models import Community
from opencity.foundation.refusals import NotAllowed, NotUnderstood
from opencity.lending.models import Loan, Tool
from opencity.lending.operations.handing import Back, hand_over, lend, take_back
from opencity.lending.operations.reserving import NewLoan
from opencity.people.acting import Actor, actor_for
from opencity.people.models import Assurance, Organisation, Person
from opencity.people.operations.appointing import vouch
from opencity.people.operations.introducing import Stranger, introduce
from opencity.plans.models import Need
from opencity.plans.operations.pledging import NewPledge, pledge
from opencity.problems.history import locked, record
from opencity.problems.models import Photo, Problem
from opencity.problems.operations.endorsing import Joining, endorse
from opencity.problems.operations.filing import Filed, NewReport, file_report
from opencity.problems.operations.photographing import attach
from opencity.problems.operations.reviewing import publish
from opencity.problems.states import Channel, Stage, Visibility
from opencity.verification.operations.judging import NewVerdict, give_verdict

OLDEST = timedelta(days=14)
"""A visit that was kept offline is taken so long afterwards."""


@dataclass(frozen=True, kw_only=True)
class Counter:
    """Who serves, where and when. `served_at` lies before `now` where the line was down."""

    librarian: Actor
    branch: Organisation
    community: Community
    uuid: UUID
    served_at: datetime

    @property
    def place(self) -> str:
        return self.branch.name


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """What a visitor says of themselves. `known` is who they are by a receipt from an earlier visit."""

    known: Person | None = None
    name: str = ""
    phone: str = ""
    language: str = "uk"
    consent: bool = False
    """They said yes to the text that was read aloud."""
    papers_seen: bool = False
    """The librarian looked at their papers: assurance 2."""


@dataclass(frozen=True)
class Served:
    """`word` is told once, for the printed receipt. Empty when the same visit arrived before."""

    visit: Visit
    word: str = ""


@transaction.atomic
def serve_report(counter: Counter, visitor: Visitor, new: NewReport, *, now: datetime) -> Served:
    """Write a report down for a visitor. A librarian at the counter is the check an unknown address would need."""
    return _once(counter, Service.REPORT, now, lambda: _report(counter, visitor, new, now))


def _report(counter: Counter, visitor: Visitor, new: NewReport, now: datetime) -> Served:
    person = _identify(counter, visitor, now)
    told = replace(new, channel=Channel.LIBRARY, access_point=counter.branch, give_word=True, draft=None)
    filed = file_report(counter.community, person, told, now=now)
    _show(filed, counter, now)
    visit = _note(counter, Service.REPORT, visitor, person, filed.problem, now)
    return Served(visit, filed.secret_word)


def _show(filed: Filed, counter: Counter, now: datetime) -> None:
    """What is held only because nobody is known by it becomes public; what must be checked first stays held."""
    problem = filed.problem
    if problem.visibility == Visibility.HELD and problem.category.publicity == Publicity.PUBLIC:
        publish(problem, counter.librarian, now=now)


@transaction.atomic
def serve_endorsement(counter: Counter, visitor: Visitor, problem: Problem, words: str, *, now: datetime) -> Served:
    def deed() -> Served:
        person = _reachable(counter, visitor, now)
        endorse(problem, person, Joining(words=words, language=visitor.language), now=now)
        return Served(_note(counter, Service.ENDORSEMENT, visitor, person, problem, now))

    return _once(counter, Service.ENDORSEMENT, now, deed)


@transaction.atomic
def serve_pledge(counter: Counter, visitor: Visitor, need: Need, new: NewPledge, *, now: datetime) -> Served:
    """A promise in a visitor's own name; nobody acts for an organisation at the counter."""

    def deed() -> Served:
        person = _identify(counter, visitor, now)
        own = replace(new, organisation=None, access_point=counter.branch, uuid=counter.uuid)
        pledge(need, actor_for(person, counter.community, now=now), own, now=now)
        return _with_event(counter, Service.PLEDGE, visitor, person, need.plan.problem, now)

    return _once(counter, Service.PLEDGE, now, deed)


@transaction.atomic
def serve_sign_up(counter: Counter, visitor: Visitor, action: Action, new: SignUp, *, now: datetime) -> Served:
    def deed() -> Served:
        person = _identify(counter, visitor, now)
        own = replace(new, organisation=None, access_point=counter.branch, uuid=counter.uuid)
        sign_up(action, actor_for(person, counter.community, now=now), own, now=now)
        return _with_event(counter, Service.SIGN_UP, visitor, person, action.problem, now)

    return _once(counter, Service.SIGN_UP, now, deed)


@transaction.atomic
def serve_verdict(counter: Counter, visitor: Visitor, problem: Problem, new: NewVerdict, *, now: datetime) -> Served:
    """The visitor's word, never the librarian's. It counts only for somebody whose papers were seen once."""

    def deed() -> Served:
        person = _reachable(counter, visitor, now)
        give_verdict(problem, person, new, now=now)
        return _with_event(counter, Service.VERDICT, visitor, person, problem, now)

    return _once(counter, Service.VERDICT, now, deed)


@transaction.atomic
def serve_paper(
    counter: Counter, visitor: Visitor, problem: Problem, photo: Photo, words: str, *, now: datetime
) -> Served:
    """A sheet of paper is scanned to the case; only those on the case see it."""

    def deed() -> Served:
        if not visitor.consent:
            raise _no_consent()
        author = visitor.known or counter.librarian.person
        evidence = attach(photo, problem, stage=Stage.BEFORE, author=author, now=now)
        evidence.hidden = True
        evidence.save(update_fields=["hidden"])
        served = _with_event(counter, Service.PAPER, visitor, visitor.known, problem, now)
        Paper.everywhere.create(
            community=counter.community, visit=served.visit, evidence=evidence, words=words.strip()[:200]
        )
        return served

    return _once(counter, Service.PAPER, now, deed)


@transaction.atomic
def serve_look_up(counter: Counter, visitor: Visitor, problem: Problem, *, now: datetime) -> Served:
    """News of a case was told and printed."""
    return _once(
        counter,
        Service.LOOK_UP,
        now,
        lambda: Served(_note(counter, Service.LOOK_UP, visitor, visitor.known, problem, now)),
    )


@transaction.atomic
def check_identity(counter: Counter, visitor: Visitor, *, now: datetime) -> Served:
    """The librarian looked at the papers of somebody known by an earlier receipt."""

    def deed() -> Served:
        if visitor.known is None:
            raise NotUnderstood(
                _("We do not know who this is."), _("Look the visitor up by the receipt first."), field="number"
            )
        person = _identify(counter, replace(visitor, papers_seen=True), now)
        return Served(_note(counter, Service.IDENTITY, visitor, person, None, now))

    return _once(counter, Service.IDENTITY, now, deed)


@transaction.atomic
def serve_loan(counter: Counter, visitor: Visitor, tool: Tool, new: NewLoan, *, now: datetime) -> Served:
    """A tool leaves with a visitor who has reserved nothing. Somebody has to be known by name."""

    def deed() -> Served:
        _must_be_ours(counter, tool)
        if visitor.known is None and not visitor.name.strip():
            raise NotUnderstood(
                _("We have to know who takes it."),
                _("Write the name down, with a phone if there is one."),
                field="name",
            )
        person = _identify(counter, visitor, now)
        lend(tool, person, counter.librarian, replace(new, uuid=counter.uuid), now=now)
        return Served(_note(counter, Service.LOAN, visitor, person, new.problem, now))

    return _once(counter, Service.LOAN, now, deed)


@transaction.atomic
def serve_hand_over(counter: Counter, loan: Loan, *, now: datetime) -> Served:
    """Whoever reserved came for it."""

    def deed() -> Served:
        _must_be_ours(counter, loan.tool)
        hand_over(loan, counter.librarian, now=now)
        return Served(_note(counter, Service.LOAN, Visitor(), loan.person, loan.problem, now))

    return _once(counter, Service.LOAN, now, deed)


@transaction.atomic
def serve_take_back(counter: Counter, loan: Loan, what: Back, *, now: datetime) -> Served:
    def deed() -> Served:
        _must_be_ours(counter, loan.tool)
        take_back(loan, counter.librarian, what, now=now)
        return Served(_note(counter, Service.LOAN_BACK, Visitor(), loan.person, loan.problem, now))

    return _once(counter, Service.LOAN_BACK, now, deed)


def _must_be_ours(counter: Counter, tool: Tool) -> None:
    if (tool.community_id, tool.access_point_id) != (counter.community.pk, counter.branch.pk):
        raise NotAllowed(_("This tool belongs to another access point."), _("It is lent and taken back there."))


def _once(counter: Counter, service: Service, now: datetime, deed: Callable[[], Served]) -> Served:
    """The same visit twice is served once: it comes again when the line breaks after it arrived."""
    must_serve(counter.librarian, counter.community, counter.branch, now=now)
    known = Visit.everywhere.filter(uuid=counter.uuid).first()
    if known is not None:
        same = (known.community_id, known.service, known.access_point_id)
        if same != (counter.community.pk, service.value, counter.branch.pk):
            raise NotUnderstood(_("This form was already used."), _("Begin a new visit."))
        return Served(known)
    if not now - OLDEST <= counter.served_at <= now:
        raise NotUnderstood(
            _("The time of this visit cannot be right."), _("Check the clock of this computer and send it again.")
        )
    return deed()


def _identify(counter: Counter, visitor: Visitor, now: datetime) -> Person:
    """The visitor as a person: known from a receipt, or made anew. What is personal needs their yes."""
    personal = visitor.name.strip() or visitor.phone.strip() or visitor.papers_seen or visitor.known
    if personal and not visitor.consent:
        raise _no_consent()
    person = visitor.known or introduce(
        Stranger(name=visitor.name, phone=visitor.phone, language=visitor.language), now=now
    )
    if visitor.papers_seen:
        vouch(person, by=counter.librarian.person, where=counter.place, now=now)
    return person


def _reachable(counter: Counter, visitor: Visitor, now: datetime) -> Person:
    person = _identify(counter, visitor, now)
    if person.assurance < Assurance.CONTACT:
        raise NotAllowed(
            _("Everybody is counted once, so we have to know who it is."),
            _("Look at the visitor's papers, if they wish, and tick the box."),
        )
    return person


def _no_consent() -> NotUnderstood:
    return NotUnderstood(
        _("The visitor has not agreed yet."),
        _("Read the text aloud and tick the box when they say yes. Without it, take no name and no phone."),
        field="consent",
    )


def _with_event(
    counter: Counter, service: Service, visitor: Visitor, person: Person | None, problem: Problem, now: datetime
) -> Served:
    """For services that the case's history tells of only by their own event: where it was done stands beside it."""
    facts = {"organisation": str(counter.branch.uuid), "served": service.value}
    record(locked(problem), "visited", actor=counter.librarian.person, at=now, facts=facts)
    return Served(_note(counter, service, visitor, person, problem, now))


def _note(
    counter: Counter,
    service: Service,
    visitor: Visitor,
    person: Person | None,
    problem: Problem | None,
    now: datetime,
) -> Visit:
    return Visit.everywhere.create(
        community=counter.community,
        uuid=counter.uuid,
        access_point=counter.branch,
        librarian=counter.librarian.person,
        visitor=person,
        service=service,
        problem=problem,
        consent_at=counter.served_at if visitor.consent else None,
        served_at=counter.served_at,
        recorded_at=now,
    )
