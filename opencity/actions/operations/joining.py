"""«Прийду» and «не зможу»: a place or the waiting list, and the place that goes to whoever waits longest."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.actions.access import is_dangerous, must_have_host
from opencity.actions.holding import Gathering, hold
from opencity.actions.models import Action, ActionRole, Participation
from opencity.actions.operations.promising import promise, take_back
from opencity.actions.operations.settling import move_participation, settle
from opencity.actions.rules.moves import Side
from opencity.actions.values import COUNTED, EXPECTED, TAKING, ActionState, Minors, ParticipationState
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.people.acting import Actor
from opencity.people.models import Assurance, Organisation, Person
from opencity.plans.access import must_act_for
from opencity.problems.history import Words
from opencity.problems.models.problem import new_uuid
from opencity.problems.states import Visibility

DIGITS = 1_000_000


@dataclass(frozen=True, kw_only=True)
class SignUp:
    """Somebody wants to come. `minor` says that they are from 14 to 17; then a parent's name and yes are owed."""

    role: ActionRole
    organisation: Organisation | None = None
    minor: bool = False
    consent_by: str = ""
    consent: bool = False
    quiet: bool = False
    named: bool = False
    """Thank them by name. Those under age are never named."""
    uuid: UUID | None = None
    """Given by doors where the same sign-up may arrive twice: the second time nothing is added."""
    access_point: Organisation | None = None
    """Where a librarian writes it down for somebody without an address."""


@transaction.atomic
def sign_up(action: Action, actor: Actor, new: SignUp, *, now: datetime) -> Participation:
    """A place while there is one, else the waiting list. Two people at the last place: one has it, one waits."""
    held = hold(action)
    if new.uuid is not None and (known := Participation.everywhere.filter(uuid=new.uuid).first()) is not None:
        return _the_same(known, held, actor)
    must_be_taking(held, now)
    if actor.person.assurance < Assurance.CONTACT and new.access_point is None:
        raise NotAllowed(
            _("We have to be able to reach whoever comes."), _("Confirm your e-mail, or sign up at the library.")
        )
    _must_be_new(held, actor.person)
    role = held.roles.get(new.role.pk)
    if role is None:
        raise NotUnderstood(_("The action does not need this any more."), _("Choose from the list."), field="role")
    _must_be_of_age(held, new)
    if new.organisation is not None:
        must_act_for(new.organisation, actor, held.problem.community)
        must_have_host(held.action, new.organisation)
    one = write_down(held, role, actor.person, now=now, new=new)
    name = "place" if held.free(role) > 0 else "wait"
    move_participation(held, one, name, who=frozenset({Side.PERSON}), now=now)
    if one.state == ParticipationState.CONFIRMED:
        promise(held, one, now=now)
    return one


def _the_same(known: Participation, held: Gathering, actor: Actor) -> Participation:
    if known.action_id != held.action.pk or known.person_id != actor.person.pk:
        raise NotUnderstood(_("This form was already used."), _("Open the action again and sign up anew."))
    return known


def must_be_taking(held: Gathering, now: datetime) -> None:
    action = held.action
    if held.problem.visibility != Visibility.PUBLIC or action.state == ActionState.CANCELLED:
        raise NotNow(_("This action was called off."), _("See what else is planned."), link="actions/")
    if action.state not in {*TAKING, ActionState.PLANNED} or now >= action.ends_at:
        raise NotNow(_("This action is over."), _("See what comes next."), link="actions/")
    if action.state == ActionState.PLANNED:
        raise NotNow(
            _("Sign-up is not open yet."),
            _("Follow the problem: we write when it opens."),
            link=f"problems/{held.problem.number}/follow/",
        )


def _must_be_new(held: Gathering, person: Person) -> None:
    if any(one.state in COUNTED for one in held.of(person.pk)):
        raise NotNow(
            _("You are signed up already."),
            _("Open your sign-up: your code is there, and you can say that you cannot come."),
            link=f"problems/{held.problem.number}/actions/{held.action.position}/mine/",
        )


def _must_be_of_age(held: Gathering, new: SignUp) -> None:
    if not new.minor:
        return
    if held.action.minors == Minors.ADULTS or is_dangerous(held.problem.category):
        raise NotAllowed(
            _("This action is for adults only: the work is not safe for anybody under 18."),
            _("See the other actions: many are open from 14 with a parent's consent."),
            link="actions/",
        )
    if not new.consent_by.strip():
        raise NotUnderstood(
            _("Whoever is under 18 comes with a parent's consent."),
            _("Write the name of your mother, father or guardian."),
            field="consent_by",
        )
    if not new.consent:
        raise NotUnderstood(
            _("The consent is not given yet."),
            _("Ask your parent to read this page and to tick the box."),
            field="consent",
        )


def write_down(
    held: Gathering,
    role: ActionRole,
    person: Person,
    *,
    now: datetime,
    new: SignUp | None = None,
    uuid: UUID | None = None,
) -> Participation:
    """The row of somebody who comes, before it has a place. Without `new` they came without signing up."""
    one = Participation(
        community=held.problem.community,
        uuid=uuid or (new.uuid if new and new.uuid else new_uuid()),
        action=held.action,
        role=role,
        person=person,
        organisation=new.organisation if new else None,
        state=ParticipationState.JOINED,
        code=_code(held),
        minor=new.minor if new else False,
        consent_by=new.consent_by.strip()[:120] if new and new.minor else "",
        quiet=new.quiet if new else False,
        named=bool(new and new.named and not new.minor),
        walk_in=new is None,
        access_point=new.access_point if new else None,
        joined_at=now,
    )
    one.save(force_insert=True)
    held.people[one.pk] = one
    return one


def _code(held: Gathering) -> str:
    known = {one.code for one in held.people.values()}
    while True:
        code = f"{secrets.randbelow(DIGITS):06d}"
        if code not in known:
            return code


@transaction.atomic
def leave(one: Participation, actor: Actor, words: Words, *, now: datetime) -> Participation:
    """«I can no longer come»: the place goes to whoever waits, the promise is taken back. Twice changes nothing.

    `words` are for the lead alone and may be empty.
    """
    held = hold(one.action)
    one = held.people[one.pk]
    if one.person_id != actor.person.pk:
        raise NotAllowed(_("This is not yours to do."), _("Only whoever signed up can do it."))
    if one.state == ParticipationState.WITHDRAWN:
        return one
    if one.state not in EXPECTED:
        raise NotNow(
            _("The lead has written down already how it was."),
            _("Is it wrong? Write an update on the problem: the lead reads it."),
            link=f"problems/{held.problem.number}/update/",
        )
    move_participation(held, one, "leave", who=frozenset({Side.PERSON}), now=now, words=words)
    take_back(held, one, actor, now=now)
    settle(held, now=now)
    return one
