"""A coordinator's or moderator's work: visibility with published reasons, place and category put right, never words."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.assets.models import Asset
from opencity.assets.operations.claiming import black_out
from opencity.catalogue.models import Category
from opencity.foundation.chains import Fact, commit, new_salt
from opencity.foundation.refusals import NotNow, NotUnderstood
from opencity.people.acting import Actor
from opencity.people.models import Organisation
from opencity.places.lookup import with_parents
from opencity.places.models import Area
from opencity.places.telling import ToldPlace
from opencity.problems.access import must_moderate, must_sort
from opencity.problems.duty import body_with_duty
from opencity.problems.history import Words, locked, record
from opencity.problems.models import Event, EventText, Evidence, Flag, Note, Problem, Report
from opencity.problems.operations.filing import clock
from opencity.problems.operations.moving import move
from opencity.problems.operations.placing import put_at
from opencity.problems.states import Visibility

REJECTIONS = ("not_local", "private_dispute", "false", "offensive", "advertising", "no_place", "dangerous")
"""The rules under which a report is not accepted; their words stand in the catalogue of phrases."""
BLACK = "█"


@transaction.atomic
def publish(problem: Problem, actor: Actor, *, now: datetime) -> Event:
    """A held or hidden problem is shown; the clock starts if it has not."""
    problem = locked(problem)
    must_moderate(problem, actor)
    if problem.visibility not in {Visibility.HELD, Visibility.HIDDEN}:
        raise NotNow(_("It is already shown, or private."), _("Open the queue again."))
    started = {} if problem.clock_started_at else clock(problem.community, problem.category, now)
    event = record(
        problem, "published", actor=actor.person, at=now, changes={"visibility": Visibility.PUBLIC, **started}
    )
    _resolve(problem, actor, "published", now)
    return event


@transaction.atomic
def hide(problem: Problem, actor: Actor, words: Words, *, now: datetime) -> Event:
    """The problem is no longer shown; its page says why."""
    problem = locked(problem)
    must_moderate(problem, actor)
    _owe_reason(words)
    event = record(
        problem,
        "hidden",
        actor=actor.person,
        at=now,
        changes={"visibility": Visibility.HIDDEN},
        texts={"words": words},
    )
    _resolve(problem, actor, "hidden", now)
    return event


@transaction.atomic
def hold(problem: Problem, actor: Actor, words: Words, *, now: datetime) -> Event:
    """Back to being checked before anybody sees it."""
    problem = locked(problem)
    must_moderate(problem, actor)
    _owe_reason(words)
    return record(
        problem, "held", actor=actor.person, at=now, changes={"visibility": Visibility.HELD}, texts={"words": words}
    )


@transaction.atomic
def make_private(problem: Problem, actor: Actor, words: Words, *, now: datetime) -> Event:
    problem = locked(problem)
    must_moderate(problem, actor)
    _owe_reason(words)
    started = {} if problem.clock_started_at else clock(problem.community, problem.category, now)
    return record(
        problem,
        "made_private",
        actor=actor.person,
        at=now,
        changes={"visibility": Visibility.PRIVATE, **started},
        texts={"words": words},
    )


@transaction.atomic
def reject(problem: Problem, actor: Actor, rule: str, words: Words, *, now: datetime) -> Event:
    """Not accepted, by a named rule and with a reason."""
    problem = locked(problem)
    must_moderate(problem, actor)
    if rule not in REJECTIONS:
        raise NotUnderstood(_("A rule is owed here."), _("Choose the rule it breaks."), field="rule")
    event = move(problem, "reject", actor=actor, now=now, words=words, facts={"rule": rule})
    _resolve(problem, actor, "rejected", now)
    return event


@transaction.atomic
def put_out_of_scope(problem: Problem, actor: Actor, words: Words, *, now: datetime) -> Event:
    """For somebody else: the words say where to turn."""
    problem = locked(problem)
    must_moderate(problem, actor)
    event = move(problem, "out_of_scope", actor=actor, now=now, words=words)
    _resolve(problem, actor, "out_of_scope", now)
    return event


@transaction.atomic
def recategorise(problem: Problem, actor: Actor, category: Category, words: Words, *, now: datetime) -> Event:
    """Put the category right. The owner follows the routing rules only while nobody has accepted; the clock stays."""
    problem = locked(problem)
    must_sort(problem, actor)
    _owe_reason(words)
    if category.community_id != problem.community_id:
        raise NotUnderstood(_("There is no such category here."), _("Choose one from the list."), field="category")
    return record(
        problem,
        "recategorised",
        actor=actor.person,
        at=now,
        changes={
            "category": category,
            "asset": _still_about(problem, category),
            **_rerouted(problem, category, with_parents(problem.area)),
        },
        texts={"words": words},
    )


@transaction.atomic
def relocate(problem: Problem, actor: Actor, place: ToldPlace, words: Words, *, now: datetime) -> Event:
    """Put the place right. Photographs keep their proof of where they were taken."""
    problem = locked(problem)
    must_moderate(problem, actor)
    _owe_reason(words)
    put = put_at(problem, place)
    return record(
        problem,
        "relocated",
        actor=actor.person,
        at=now,
        changes={"area": put.area, **_rerouted(problem, problem.category, put.areas)},
        facts=put.facts,
        texts={"words": words},
    )


def _rerouted(problem: Problem, category: Category, areas: tuple[Area, ...]) -> dict[str, Organisation | None]:
    if problem.owner_accepted_at is not None:
        return {}
    return {"owner": body_with_duty(problem.community, category, areas, _still_about(problem, category))}


def _still_about(problem: Problem, category: Category) -> Asset | None:
    """The thing it is about, unless the category speaks of other things, or shows its places only roughly."""
    asset = problem.asset
    return asset if asset is not None and asset.fits(category.code) and not category.coarsen else None


@transaction.atomic
def redact(text: Report | EventText, covered: str, actor: Actor, words: Words, *, now: datetime) -> Event:
    """Black out what should not stand there: every character stays or becomes █. Never a new word."""
    problem = locked(text.problem if isinstance(text, Report) else text.event.problem)
    must_moderate(problem, actor)
    _owe_reason(words)
    if len(covered) != len(text.words) or any(
        new not in {old, BLACK} for new, old in zip(covered, text.words, strict=True)
    ):
        raise NotUnderstood(
            _("Only blacking out is possible, not rewording."),
            _("Cover characters with █ and leave the rest."),
            field="words",
        )
    if problem.asset is not None:
        black_out(problem.asset, text.words, covered)
    text.words, text.salt, text.redacted_at = covered, new_salt(), now
    text.save(update_fields=["words", "salt", "redacted_at"])
    about: dict[str, Fact] = (
        {"report": text.pk} if isinstance(text, Report) else {"of": text.event.position, "name": text.name}
    )
    return record(
        problem,
        "redacted",
        actor=actor.person,
        at=now,
        facts={"words": commit(text.salt, covered), **about},
        texts={"reason": words},
    )


@transaction.atomic
def show_photo(evidence: Evidence, actor: Actor, *, shown: bool, words: Words, now: datetime) -> Event:
    """Release a withheld photograph, or take one away with a reason."""
    problem = locked(evidence.problem)
    must_moderate(problem, actor)
    if not shown:
        _owe_reason(words)
    evidence.hidden = not shown
    evidence.save(update_fields=["hidden"])
    kind = "photo_shown" if shown else "photo_hidden"
    return record(problem, kind, actor=actor.person, at=now, facts={"photo": evidence.pk}, texts={"words": words})


@transaction.atomic
def dismiss_flags(problem: Problem, actor: Actor, *, now: datetime) -> None:
    """Looked at, nothing to do."""
    problem = locked(problem)
    must_moderate(problem, actor)
    _resolve(problem, actor, "kept", now)


@transaction.atomic
def note(problem: Problem, actor: Actor, words: str, *, organisation: Organisation | None, now: datetime) -> Note:
    """An internal note: for those who handle the case, never public."""
    if not words.strip():
        raise NotUnderstood(_("The note is empty."), _("Write what the others should know."), field="note")
    return Note.everywhere.create(
        community=problem.community,
        problem=problem,
        organisation=organisation,
        person=actor.person,
        words=words.strip(),
        created_at=now,
    )


def _resolve(problem: Problem, actor: Actor, outcome: str, now: datetime) -> None:
    Flag.everywhere.filter(problem=problem, resolved_at=None).update(
        resolved_at=now, resolved_by=actor.person, outcome=outcome
    )


def _owe_reason(words: Words) -> None:
    if not words.text.strip():
        raise NotUnderstood(_("A reason is owed here."), _("Write it in a sentence: it is published."), field="words")
