"""A place is adopted, looked at in its rhythm, handed over and given up. Each of it stands in the problem's history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.foundation.chains import Fact
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.people.acting import Actor
from opencity.people.models import Assurance, Organisation
from opencity.people.rights import Right
from opencity.plans.access import must_act_for
from opencity.problems.history import Words, locked, record
from opencity.problems.models import Photo, Problem
from opencity.problems.operations.photographing import attach
from opencity.problems.states import SET_ASIDE_STATES, Stage, State, Visibility
from opencity.stewardship.models import Check, Found, Stewardship

SHORTEST, LONGEST = 7, 366


@transaction.atomic
def adopt(
    problem: Problem, actor: Actor, *, every_days: int, organisation: Organisation | None = None, now: datetime
) -> Stewardship:
    """Look after the place from now on. The first look is due after one turn of the rhythm."""
    problem = locked(problem)
    if problem.visibility != Visibility.PUBLIC or problem.state in {*SET_ASIDE_STATES, State.MERGED, State.OPEN}:
        raise NotNow(
            _("One looks after a place where something was done or is being done."),
            _("Follow the problem: you will hear when it is taken up."),
            link=f"problems/{problem.number}/",
        )
    _must_be_able(actor, organisation, problem)
    if not SHORTEST <= every_days <= LONGEST:
        raise NotUnderstood(
            _("Choose a rhythm between a week and a year."), _("Once a month suits most places."), field="every_days"
        )
    running = running_at(problem)
    if running is not None and running.offered_at is None:
        raise NotNow(_("Somebody looks after this place already."), _("Write to them in an update."))
    if running is not None:
        running.ended_at = now
        running.save(update_fields=["ended_at"])
    made = Stewardship.everywhere.create(
        community=problem.community,
        problem=problem,
        person=actor.person,
        organisation=organisation,
        every_days=every_days,
        since=now,
        next_due=problem.community.calendar.today(now) + timedelta(days=every_days),
    )
    facts = {**facts_of(made), "every_days": every_days}
    if running is None:
        record(problem, "adopted", actor=actor.person, at=now, facts=facts)
    else:
        record(problem, "stewardship_handed_over", actor=actor.person, at=now, facts=facts)
    return made


def _must_be_able(actor: Actor, organisation: Organisation | None, problem: Problem) -> None:
    if actor.person.assurance < Assurance.CONTACT:
        raise NotAllowed(
            _("We have to be able to reach whoever looks after a place."),
            _("Confirm your e-mail, or come to the library."),
        )
    if organisation is not None:
        must_act_for(organisation, actor, problem.community)


def running_at(problem: Problem) -> Stewardship | None:
    return (
        Stewardship.everywhere.filter(problem=problem, ended_at=None).select_related("organisation", "person").first()
    )


@dataclass(frozen=True, kw_only=True)
class Look:
    """What the steward saw. A photograph is owed: adopted and never looked at helps nobody."""

    found: Found
    words: Words
    photo: Photo | None
    uuid: UUID


@transaction.atomic
def check(stewardship: Stewardship, actor: Actor, look: Look, *, now: datetime) -> Check:
    """A dated entry with a photograph; the next is due one turn of the rhythm later. The same uuid twice is one."""
    problem = locked(stewardship.problem)
    known = Check.everywhere.filter(uuid=look.uuid).first()
    if known is not None:
        return known
    stewardship = _held(stewardship, problem, actor)
    if look.photo is None:
        raise NotUnderstood(_("A photo belongs to every look."), _("Take one at the place."), field="photo")
    evidence = attach(look.photo, problem, stage=Stage.DURING, author=actor.person, now=now)
    made = Check.everywhere.create(
        community=problem.community,
        uuid=look.uuid,
        stewardship=stewardship,
        person=actor.person,
        found=look.found,
        evidence=evidence,
        at=now,
    )
    stewardship.next_due = problem.community.calendar.today(now) + timedelta(days=stewardship.every_days)
    stewardship.save(update_fields=["next_due"])
    facts = {**facts_of(stewardship), "found": look.found.value, "photos": 1}
    record(problem, "checked", actor=actor.person, at=now, facts=facts, texts={"words": look.words})
    return made


@transaction.atomic
def offer_handover(stewardship: Stewardship, actor: Actor, *, now: datetime) -> Stewardship:
    """«Who takes over?»: until somebody does, the steward stays."""
    problem = locked(stewardship.problem)
    stewardship = _held(stewardship, problem, actor)
    stewardship.offered_at = now
    stewardship.save(update_fields=["offered_at"])
    return stewardship


@transaction.atomic
def give_up(stewardship: Stewardship, actor: Actor, words: Words, *, now: datetime) -> Stewardship:
    problem = locked(stewardship.problem)
    stewardship = _held(stewardship, problem, actor)
    if not words.text.strip():
        raise NotUnderstood(
            _("A reason is owed here."), _("Write it in a sentence: everybody will read it."), field="words"
        )
    stewardship.ended_at = now
    stewardship.save(update_fields=["ended_at"])
    record(
        problem,
        "stewardship_ended",
        actor=actor.person,
        at=now,
        facts=facts_of(stewardship),
        texts={"words": words},
    )
    return stewardship


@transaction.atomic
def tell_overdue(stewardship: Stewardship, *, now: datetime) -> bool:
    """The grace has passed and nobody looked: said once for each due day. False where it is not so."""
    problem = locked(stewardship.problem)
    stewardship = Stewardship.everywhere.select_for_update().get(pk=stewardship.pk)
    today = problem.community.calendar.today(now)
    grace = timedelta(days=problem.community.charter.steward_grace_days)
    told = stewardship.overdue_told_for == stewardship.next_due
    if stewardship.ended_at is not None or told or stewardship.next_due + grace >= today:
        return False
    stewardship.overdue_told_for = stewardship.next_due
    stewardship.save(update_fields=["overdue_told_for"])
    record(problem, "check_overdue", actor=None, at=now, facts=facts_of(stewardship))
    return True


def facts_of(stewardship: Stewardship) -> dict[str, Fact]:
    facts: dict[str, Fact] = {"stewardship": str(stewardship.uuid)}
    if stewardship.organisation is not None:
        facts["organisation"] = str(stewardship.organisation.uuid)
    return facts


def is_steward(stewardship: Stewardship, actor: Actor) -> bool:
    by_office = actor.may(Right.SPEAK, stewardship.organisation_id)
    return by_office or (stewardship.organisation_id is None and stewardship.person_id == actor.person.pk)


def _held(stewardship: Stewardship, problem: Problem, actor: Actor) -> Stewardship:
    fresh = Stewardship.everywhere.select_related("organisation").select_for_update(of=("self",)).get(pk=stewardship.pk)
    fresh.problem = problem
    if not is_steward(fresh, actor):
        raise NotAllowed(
            _("Only whoever looks after this place can do it."), _("Write what you saw in an update: they read it.")
        )
    if fresh.ended_at is not None:
        raise NotNow(_("Nobody looks after this place any more."), _("You can take it over from the problem's page."))
    return fresh
