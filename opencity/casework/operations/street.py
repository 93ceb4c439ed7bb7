"""What is done on the spot, from a phone that may have had no connection: each deed once, however often it arrives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.casework.models import Stop, StreetDeed
from opencity.casework.operations.talking import write_note
from opencity.foundation.refusals import NotAllowed, NotUnderstood
from opencity.people.acting import Actor
from opencity.people.rights import Right
from opencity.places.telling import ToldPlace
from opencity.problems.access import capacities, handles
from opencity.problems.history import Words, locked
from opencity.problems.models import Photo, Problem
from opencity.problems.operations import owning
from opencity.problems.operations.photographing import photograph
from opencity.problems.operations.placing import correct_place
from opencity.problems.rules.moves import MOVES
from opencity.verification.operations.claiming import claim

OLDEST = timedelta(days=14)
"""A deed that waited for a connection is taken so long afterwards."""
CLOCKS_DIFFER = timedelta(minutes=10)
"""By so much a phone may be ahead of us."""
LOOK_AGAIN = timedelta(days=7)
Kind = StreetDeed.Kind
SETTLES = frozenset({Kind.DONE, Kind.OBSTACLE})
"""After these the place was visited and the next one waits."""


@dataclass(frozen=True, kw_only=True)
class NewDeed:
    """`uuid` is the phone's own number of the deed, `done_at` the phone's time."""

    uuid: UUID
    kind: str
    done_at: datetime
    words: Words
    photo: Photo | None = None
    review_on: date | None = None
    place: ToldPlace | None = None


@dataclass(frozen=True)
class Done:
    deed: StreetDeed
    repeated: bool = False
    """It had arrived before, and nothing was done again."""


def known_deed(problem: Problem, actor: Actor, uuid: UUID, kind: str) -> StreetDeed | None:
    """The same deed if it arrived before. Its number cannot stand for anything else."""
    known = StreetDeed.everywhere.filter(uuid=uuid).first()
    if known is not None and (known.person_id, known.problem_id, known.kind) != (actor.person.pk, problem.pk, kind):
        raise NotUnderstood(_("This form was already used."), _("Open the case again and do it anew."))
    return known


@transaction.atomic
def do_in_the_street(problem: Problem, actor: Actor, new: NewDeed, *, now: datetime) -> Done:
    """One deed on the spot. The same number twice is one deed; a refusal leaves nothing behind."""
    problem = locked(problem)
    known = known_deed(problem, actor, new.uuid, new.kind)
    if known is not None:
        return Done(known, repeated=True)
    must_work(problem, actor)
    if not now - OLDEST <= new.done_at <= now + CLOCKS_DIFFER:
        raise NotUnderstood(
            _("The time of this deed cannot be right."), _("Check the clock of the phone, then do it anew.")
        )
    _RUN[Kind(new.kind)](problem, actor, new, now)
    deed = StreetDeed.everywhere.create(
        community=problem.community,
        uuid=new.uuid,
        person=actor.person,
        problem=problem,
        kind=new.kind,
        done_at=min(new.done_at, now),
        arrived_at=now,
    )
    if new.kind in SETTLES:
        _tick(problem, actor, min(new.done_at, now))
    return Done(deed)


def must_work(problem: Problem, actor: Actor) -> None:
    """Whoever works on the spot for the owner; a case that went to another body meanwhile says so."""
    if handles(problem, actor) and actor.may(Right.WORK, problem.owner_id, problem.category.code):
        return
    if problem.owner is not None and problem.is_public:
        raise NotAllowed(
            _("This case is now with %(owner)s.") % {"owner": problem.owner.name},
            _("Tell your office what you saw there."),
            link=f"problems/{problem.number}/",
        )
    raise NotAllowed(_("This case is not yours any more."), _("Tell your office what you saw there."))


def may_block(problem: Problem, actor: Actor) -> bool:
    """Whether an obstacle is published; otherwise it goes to the office as a note."""
    return problem.state in MOVES["block"].origins and bool(MOVES["block"].who & capacities(problem, actor))


def _begin(problem: Problem, actor: Actor, new: NewDeed, now: datetime) -> None:
    owning.begin(problem, actor, new.words, now=now)


def _done(problem: Problem, actor: Actor, new: NewDeed, now: datetime) -> None:
    claim(problem, actor, new.words, (new.photo,) if new.photo else (), now=now)


def _obstacle(problem: Problem, actor: Actor, new: NewDeed, now: datetime) -> None:
    if not new.words.text.strip():
        raise NotUnderstood(_("We do not know what stands in the way."), _("Write it in a sentence."), field="words")
    if not may_block(problem, actor):
        write_note(problem, actor, _("An obstacle: %(words)s") % {"words": new.words.text.strip()}, now=now)
        return
    today = problem.community.calendar.today(now)
    day = new.review_on or today + LOOK_AGAIN
    # The day may have passed while the phone waited for a connection: then it is today that somebody looks again.
    owning.block(problem, actor, new.words, review_on=max(day, today), now=now)


def _note(problem: Problem, actor: Actor, new: NewDeed, now: datetime) -> None:
    write_note(problem, actor, new.words.text, now=now)


def _photo(problem: Problem, actor: Actor, new: NewDeed, now: datetime) -> None:
    if new.photo is None:
        raise NotUnderstood(_("There is no photo yet."), _("Take one and send it."), field="photo")
    photograph(problem, actor, new.photo, now=now)


def _place(problem: Problem, actor: Actor, new: NewDeed, now: datetime) -> None:
    correct_place(problem, actor, new.place or ToldPlace(), new.words, now=now)


_RUN: Mapping[str, Callable[[Problem, Actor, NewDeed, datetime], None]] = {
    Kind.BEGIN: _begin,
    Kind.DONE: _done,
    Kind.OBSTACLE: _obstacle,
    Kind.NOTE: _note,
    Kind.PHOTO: _photo,
    Kind.PLACE: _place,
}


def _tick(problem: Problem, actor: Actor, at: datetime) -> None:
    day = problem.community.calendar.today(at)
    rows = Stop.everywhere.filter(community=problem.community, person=actor.person, day=day, problem=problem)
    rows.filter(done_at=None).update(done_at=at)
