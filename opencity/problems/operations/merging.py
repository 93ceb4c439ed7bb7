"""Two reports of one thing become one problem; a half-done one leaves its remainder as a problem of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.foundation.chains import commit, new_salt
from opencity.foundation.refusals import NotNow, NotUnderstood
from opencity.people.acting import Actor
from opencity.people.models import Person
from opencity.problems.access import must_moderate
from opencity.problems.history import Words, locked, record
from opencity.problems.models import Endorsement, Evidence, ExactPlace, Flag, Note, Problem, Report, Subscription
from opencity.problems.operations.filing import next_number
from opencity.problems.operations.moving import move
from opencity.problems.states import UNDER_WAY, Channel, State, Visibility

Carrier = Callable[[Problem, Problem, datetime], None]
CARRIERS: list[Carrier] = []
"""What rooms above hang on a problem goes along when it is joined to another; they add themselves."""


@transaction.atomic
def merge(problem: Problem, into: Problem, actor: Actor, words: Words, *, now: datetime) -> Problem:
    """`problem` is joined to `into`. No reporter, follower, endorsement, photograph or clock is lost."""
    if problem.pk == into.pk or problem.community_id != into.community_id:
        raise NotUnderstood(
            _("Choose another problem of this community."), _("Look it up by its number."), field="into"
        )
    by_id = {one.pk: one for one in (locked(row) for row in sorted((problem, into), key=lambda row: row.pk))}
    problem, into = by_id[problem.pk], by_id[into.pk]
    must_moderate(problem, actor)
    must_moderate(into, actor)
    if into.state not in UNDER_WAY | {State.CLAIMED_DONE} or into.visibility == Visibility.HIDDEN:
        raise NotNow(_("The other problem is closed."), _("Reopen it first, or leave the two apart."))
    if Visibility.PRIVATE in {problem.visibility, into.visibility} and problem.visibility != into.visibility:
        raise NotNow(_("A private problem is not joined to a public one."), _("Leave the two apart."))
    move(
        problem,
        "merge",
        actor=actor,
        now=now,
        words=words,
        changes={"merged_into": into},
        facts={"number": into.number},
    )
    _carry_over(problem, into)
    record(
        into,
        "absorbed",
        actor=actor.person,
        at=now,
        changes={**_earliest_clock(problem, into), "endorsed": people_affected(into) - 1},
        facts={"number": problem.number, "head": problem.head},
    )
    for carry in CARRIERS:
        carry(problem, into, now)
    return into


def _carry_over(problem: Problem, into: Problem) -> None:
    for model in (Report, Evidence, Flag, Note):
        model.everywhere.filter(problem=problem).update(problem=into)
    there = Endorsement.everywhere.filter(problem=into).values("person_id")
    Endorsement.everywhere.filter(problem=problem).exclude(person_id__in=there).update(problem=into)
    followers = Subscription.everywhere.filter(problem=into).values("person_id")
    rows = Subscription.everywhere.filter(problem=problem)
    rows.filter(person_id__in=followers).delete()
    rows.update(problem=into)


def _earliest_clock(problem: Problem, into: Problem) -> dict[str, datetime]:
    starts = [one for one in (problem.clock_started_at, into.clock_started_at) if one]
    dues = [one for one in (problem.answer_due, into.answer_due) if one]
    return {"clock_started_at": min(starts), "answer_due": min(dues)} if starts and dues else {}


def people_affected(problem: Problem) -> int:
    """Distinct people who reported it or confirmed that it affects them; at least one."""
    reporters = Report.everywhere.filter(problem=problem).values_list("reporter_id", flat=True)
    confirmed = Endorsement.everywhere.filter(problem=problem, confirmed_at__isnull=False, withdrawn_at=None)
    return max(1, len(set(reporters) | set(confirmed.values_list("person_id", flat=True))))


@transaction.atomic
def split(problem: Problem, actor: Actor, title: str, words: Words, *, now: datetime) -> Problem:
    """A coordinator takes a second thing out of a report: the same reporters, place and clock."""
    problem = locked(problem)
    must_moderate(problem, actor)
    if problem.state not in UNDER_WAY:
        raise NotNow(_("This problem is closed."), _("Report the second thing as a new problem."), link="report/")
    return split_off(problem, title, words, actor=actor.person, now=now)


def split_off(problem: Problem, title: str, words: Words, *, actor: Person | None, now: datetime) -> Problem:
    """The remainder as a problem of its own, with the same reporters, followers, place and clock; the lock is held."""
    if not words.text.strip():
        raise NotUnderstood(_("What remains has no words yet."), _("Write what is still to be done."), field="words")
    title = title.strip()[:120] or problem.title
    rest = Problem(
        community=problem.community,
        title=title,
        title_salt=new_salt(),
        language=words.in_language(),
        precision=problem.precision,
        lat=problem.lat,
        lon=problem.lon,
        cell=problem.cell,
        place_words=problem.place_words,
        place_salt=new_salt(),
        created_at=now,
        number=next_number(problem.community),
    )
    assert rest.title_salt is not None and rest.place_salt is not None
    affected = set(Report.everywhere.filter(problem=problem).values_list("reporter_id", flat=True))
    record(
        rest,
        "reported",
        actor=actor,
        at=now,
        changes={
            "category": problem.category,
            "area": problem.area,
            "owner": problem.owner,
            "asset": problem.asset,
            "state": State.OPEN,
            "visibility": problem.visibility,
            "urgent": problem.urgent,
            "clock_started_at": problem.clock_started_at,
            "answer_due": problem.answer_due,
            "endorsed": max(0, len(affected) - 1),
        },
        facts={
            "channel": Channel.WEB.value,
            "precision": problem.precision,
            "photos": 0,
            "title": commit(rest.title_salt, title),
            "place": commit(rest.place_salt, rest.place_words),
            "split_from": problem.number,
        },
        texts={"words": words},
    )
    _same_people(problem, rest, words, now)
    record(problem, "split", actor=actor, at=now, facts={"number": rest.number}, texts={"words": words})
    return rest


def _same_people(problem: Problem, rest: Problem, words: Words, now: datetime) -> None:
    exact = ExactPlace.everywhere.filter(problem=problem).first()
    if exact is not None:
        exact.pk, exact.problem = None, rest
        exact._state.adding = True
        exact.save()
    for report in Report.everywhere.filter(problem=problem):
        Report.everywhere.create(
            community=rest.community,
            problem=rest,
            filed_under=rest,
            reporter_id=report.reporter_id,
            words=words.text,
            language=words.in_language(),
            salt=new_salt(),
            show_name=report.show_name,
            channel=report.channel,
            access_point=report.access_point,
            created_at=now,
            confirmed_at=report.confirmed_at,
        )
    for follower in Subscription.everywhere.filter(problem=problem).values_list("person_id", flat=True):
        Subscription.everywhere.create(community=rest.community, problem=rest, person_id=follower, created_at=now)
