"""One thing done to many cases at once: seen before it is done, and undone within the hour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.casework.models import Assignment, BulkAct, BulkItem, Team
from opencity.casework.operations.assigning import assign
from opencity.casework.operations.auditing import note_line
from opencity.casework.operations.talking import write_note
from opencity.catalogue.models import Category
from opencity.communities.models import Community
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood, Refusal
from opencity.people.acting import Actor
from opencity.people.models import Person
from opencity.people.rights import Right
from opencity.problems.history import Words
from opencity.problems.models import Note, Problem
from opencity.problems.operations.reviewing import recategorise

MOST = 200
UNDO_WITHIN = timedelta(hours=1)
Kind = BulkAct.Kind
NOTHING = Words("")


@dataclass(frozen=True, kw_only=True)
class NewBulk:
    """What is done: `person` or `team` for assigning (neither takes it back), a category with words, or a note."""

    kind: str
    person: Person | None = None
    team: Team | None = None
    category: Category | None = None
    words: Words = NOTHING
    uuid: UUID | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of one case: refused with a reason, or done."""

    problem: Problem
    refusal: Refusal | None


@transaction.atomic
def do_many(
    community: Community,
    actor: Actor,
    problems: Sequence[Problem],
    new: NewBulk,
    *,
    now: datetime,
    only_try: bool = False,
) -> tuple[BulkAct | None, list[Outcome]]:
    """Do it to each that allows it; the others stay as they are and say why. With `only_try` nothing is kept."""
    _must_be_able(actor, problems, new)
    known = BulkAct.everywhere.filter(uuid=new.uuid, person=actor.person).first() if new.uuid else None
    if known is not None:
        return known, []
    act = BulkAct.everywhere.create(
        community=community,
        person=actor.person,
        kind=new.kind,
        done_at=now,
        **({"uuid": new.uuid} if new.uuid else {}),
    )
    outcomes = [_one(act, problem, actor, new, now) for problem in problems]
    done = sum(1 for one in outcomes if one.refusal is None)
    if only_try:
        transaction.set_rollback(True)
        return None, outcomes
    note_line(community, actor, "bulk_done", facts={"kind": new.kind, "cases": done}, now=now)
    return act, outcomes


def _must_be_able(actor: Actor, problems: Sequence[Problem], new: NewBulk) -> None:
    if not actor.bodies_where(Right.BULK) and not actor.coordinates:
        raise NotAllowed(
            _("Many cases at once are for supervisors and coordinators."), _("Do it case by case, or ask them.")
        )
    if new.kind not in Kind.values:
        raise NotUnderstood(_("It does not say what to do."), _("Choose it from the list."), field="kind")
    if not problems:
        raise NotUnderstood(_("No case is chosen."), _("Tick the cases first."), field="number")
    if len(problems) > MOST:
        raise NotUnderstood(
            _("So many cases at once cannot be overseen."),
            _("Choose %(most)s at most.") % {"most": MOST},
            field="number",
        )


def _one(act: BulkAct, problem: Problem, actor: Actor, new: NewBulk, now: datetime) -> Outcome:
    try:
        with transaction.atomic():
            if not (actor.coordinates or actor.may(Right.BULK, problem.owner_id, problem.category.code)):
                raise NotAllowed(_("This case is not yours to change."), _("Leave it out."))
            before, after = DO[Kind(new.kind)](problem, actor, new, now)
            BulkItem.everywhere.create(community=act.community, act=act, problem=problem, before=before, after=after)
    except Refusal as refusal:
        return Outcome(problem, refusal)
    return Outcome(problem, None)


Change = tuple[dict[str, Any], dict[str, Any]]


def _assign(problem: Problem, actor: Actor, new: NewBulk, now: datetime) -> Change:
    held = Assignment.everywhere.filter(problem=problem, until=None).first()
    made = assign(problem, actor, person=new.person, team=new.team, now=now)
    before = {"person": held.person_id, "team": held.team_id} if held else {}
    return before, {"assignment": made.pk if made else None}


def _sort(problem: Problem, actor: Actor, new: NewBulk, now: datetime) -> Change:
    if new.category is None:
        raise NotUnderstood(_("No category is chosen."), _("Choose one."), field="category")
    before = problem.category_id
    recategorise(problem, actor, new.category, new.words, now=now)
    return {"category": before}, {"category": new.category.pk}


def _note(problem: Problem, actor: Actor, new: NewBulk, now: datetime) -> Change:
    made = write_note(problem, actor, new.words.text, now=now)
    return {}, {"note": made.pk}


DO = {Kind.ASSIGN: _assign, Kind.SORT: _sort, Kind.NOTE: _note}


@transaction.atomic
def undo(act: BulkAct, actor: Actor, *, now: datetime) -> tuple[int, int]:
    """Put back what can be put back: cases that went on since stay as they are. Returns how many of how many."""
    act = BulkAct.everywhere.select_for_update().get(pk=act.pk)
    if act.person_id != actor.person.pk:
        raise NotAllowed(_("Only whoever did it undoes it."), _("Ask them, or change the cases one by one."))
    if act.undone_at is not None or now - act.done_at > UNDO_WITHIN:
        raise NotNow(_("This cannot be undone any more."), _("Change the cases one by one."))
    items = list(
        act.items(manager="everywhere").select_related("problem__community", "problem__category", "problem__owner")
    )
    back = sum(1 for item in items if _put_back(item, act, actor, now))
    act.undone_at = now
    act.save(update_fields=["undone_at"])
    note_line(act.community, actor, "bulk_undone", facts={"kind": act.kind, "cases": back}, now=now)
    return back, len(items)


def _put_back(item: BulkItem, act: BulkAct, actor: Actor, now: datetime) -> bool:
    try:
        with transaction.atomic():
            if not BACK[Kind(act.kind)](item, actor, now):
                return False
    except Refusal:
        return False
    item.undone = True
    item.save(update_fields=["undone"])
    return True


def _unassign(item: BulkItem, actor: Actor, now: datetime) -> bool:
    held = Assignment.everywhere.filter(problem=item.problem, until=None).first()
    if (held.pk if held else None) != item.after.get("assignment"):
        return False
    person = Person.objects.filter(pk=item.before.get("person") or 0).first()
    team = Team.everywhere.filter(pk=item.before.get("team") or 0).first()
    assign(item.problem, actor, person=person, team=team, now=now)
    return True


def _unsort(item: BulkItem, actor: Actor, now: datetime) -> bool:
    if item.problem.category_id != item.after["category"]:
        return False
    before = Category.everywhere.get(pk=item.before["category"])
    recategorise(item.problem, actor, before, Words(_("A change of many cases was undone.")), now=now)
    return True


def _unnote(item: BulkItem, _actor: Actor, _now: datetime) -> bool:
    return bool(Note.everywhere.filter(pk=item.after["note"]).delete()[0])


BACK = {Kind.ASSIGN: _unassign, Kind.SORT: _unsort, Kind.NOTE: _unnote}


def chosen(community: Community, numbers: Iterable[str]) -> list[Problem]:
    """The cases of these numbers, in order; what is no number or not here is left out."""
    wanted = [int(one) for one in numbers if one.isascii() and one.isdecimal() and len(one) < 12]
    rows = Problem.everywhere.filter(community=community, number__in=wanted[: MOST + 1])
    return list(rows.for_list().select_related("community", "merged_into").order_by("number"))
