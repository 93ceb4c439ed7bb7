"""«І мене стосується»: one act counts, follows and keeps the joiner's own words and photographs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.foundation.chains import commit, new_salt
from opencity.foundation.refusals import NotNow
from opencity.people.models import Assurance, Person
from opencity.people.operations.introducing import Stranger, introduce
from opencity.problems.history import locked, record
from opencity.problems.models import Draft, Endorsement, Evidence, Photo, Problem, Report, Subscription
from opencity.problems.operations.photographing import attach
from opencity.problems.states import FINAL, Stage, Visibility


@dataclass(frozen=True, kw_only=True)
class Joining:
    words: str = ""
    language: str = "uk"
    show_name: bool = False
    photos: tuple[Photo, ...] = ()
    draft: Draft | None = None


@transaction.atomic
def endorse(problem: Problem, person: Person | Stranger, joining: Joining, *, now: datetime) -> Endorsement:
    """Count one more person, once. An unconfirmed address is kept waiting and not counted until it is confirmed."""
    problem = locked(problem)
    if problem.visibility != Visibility.PUBLIC or problem.state in FINAL:
        raise NotNow(
            _("This problem is closed or not public."),
            _("If it is there again, report it: we will connect the two."),
            link="report/",
        )
    endorser = introduce(person, now=now) if isinstance(person, Stranger) else person
    existing = Endorsement.everywhere.filter(problem=problem, person=endorser).first()
    if existing is not None and existing.withdrawn_at is None:
        return existing
    endorsement = existing or Endorsement(community=problem.community, problem=problem, person=endorser)
    endorsement.words, endorsement.language = joining.words.strip(), joining.language
    endorsement.salt, endorsement.show_name = new_salt(), joining.show_name and bool(endorser.public_name)
    endorsement.created_at, endorsement.withdrawn_at = now, None
    endorsement.save()
    for photo in joining.photos:
        evidence = attach(photo, problem, stage=Stage.BEFORE, author=endorser, now=now)
        if endorser.assurance < Assurance.CONTACT:
            # Like the words, it is shown once the address is confirmed.
            evidence.hidden = True
            evidence.save(update_fields=["hidden"])
    if joining.draft is not None:
        Draft.everywhere.filter(pk=joining.draft.pk).update(fields={}, updated_at=now)
    if endorser.assurance >= Assurance.CONTACT:
        count(problem, endorsement, photos=len(joining.photos), now=now)
    return endorsement


def count(problem: Problem, endorsement: Endorsement, *, photos: int = 0, now: datetime) -> None:
    """Count an endorsement whose giver is confirmed; the problem is locked. Reporters are counted by their reports."""
    endorsement.confirmed_at = now
    endorsement.save(update_fields=["confirmed_at"])
    if not problem.category.coarsen:
        photos_of = Evidence.everywhere.filter(problem=problem, author=endorsement.person)
        photos_of.filter(created_at=endorsement.created_at).update(hidden=False)
    reporter = Report.everywhere.filter(problem=problem, reporter=endorsement.person).exists()
    assert endorsement.salt is not None
    record(
        problem,
        "endorsed",
        actor=endorsement.person,
        at=now,
        changes={} if reporter else {"endorsed": problem.endorsed + 1},
        facts={"words": commit(bytes(endorsement.salt), endorsement.words), "photos": photos},
    )
    Subscription.everywhere.get_or_create(
        community=problem.community, problem=problem, person=endorsement.person, defaults={"created_at": now}
    )


@transaction.atomic
def withdraw_endorsement(problem: Problem, person: Person, *, now: datetime) -> None:
    problem = locked(problem)
    row = Endorsement.everywhere.filter(problem=problem, person=person, withdrawn_at=None).first()
    if row is None:
        return
    counted = row.confirmed_at is not None
    row.withdrawn_at, row.confirmed_at = now, None
    row.save(update_fields=["withdrawn_at", "confirmed_at"])
    if counted and problem.endorsed:
        record(problem, "unendorsed", actor=person, at=now, changes={"endorsed": problem.endorsed - 1})
