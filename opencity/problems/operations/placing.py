"""A place is put right: by a coordinator from afar, or on the spot by whoever has the duty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.foundation.chains import Fact, commit, new_salt
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.people.acting import Actor
from opencity.people.rights import Right
from opencity.places.cells import Point, distance_m
from opencity.places.lookup import atlas, with_parents
from opencity.places.models import Area
from opencity.places.telling import ToldPlace
from opencity.problems.duty import body_with_duty
from opencity.problems.history import Words, locked, record
from opencity.problems.models import Event, ExactPlace, Problem
from opencity.problems.operations.filing import outside
from opencity.problems.rules.placing import public_place
from opencity.problems.states import FINAL

FAR_M = 300
"""Whoever moves a pin further than this says why: so far away it may be another problem."""


@dataclass(frozen=True)
class Put:
    """Where a problem stands now: the areas from the smallest up, and what its event says of the place."""

    areas: tuple[Area, ...]
    facts: Mapping[str, Fact]

    @property
    def area(self) -> Area | None:
        return self.areas[0] if self.areas else None


def put_at(problem: Problem, place: ToldPlace) -> Put:
    """Write the place of a locked problem, the exact and the public one; the caller records the event.

    What the category shows only roughly stays rough. Photographs keep their proof of where they were taken.
    """
    if place.point is not None and not atlas(problem.community).covers(place.point):
        raise outside(problem.community, place)
    areas = atlas(problem.community).areas_at(place.point) if place.point else with_parents(place.area)
    words = place.words.strip()
    shown = public_place(place.point, words, place.source, coarsen=problem.category.coarsen)
    problem.precision, problem.cell = shown.precision, shown.cell
    problem.lat, problem.lon = (shown.point.lat, shown.point.lon) if shown.point else (None, None)
    problem.place_words, problem.place_salt = shown.words, new_salt()
    problem.save(update_fields=["precision", "cell", "lat", "lon", "place_words", "place_salt"])
    ExactPlace.everywhere.update_or_create(
        community=problem.community,
        problem=problem,
        defaults={
            "lat": place.point.lat if place.point else None,
            "lon": place.point.lon if place.point else None,
            "words": words,
            "source": place.source,
            "accuracy_m": place.accuracy_m,
        },
    )
    return Put(areas, {"place": commit(problem.place_salt, shown.words), "precision": shown.precision.value})


@transaction.atomic
def correct_place(problem: Problem, actor: Actor, place: ToldPlace, words: Words, *, now: datetime) -> Event:
    """Whoever works on the spot moves the pin to where it really is. The owner stays; when the rules name another
    body for the new place, the event says so and a person decides."""
    problem = locked(problem)
    _must_work_here(problem, actor)
    if place.point is None:
        raise NotUnderstood(
            _("We cannot see the place."), _("Ask the phone where you stand, or move the map."), field="place"
        )
    exact = ExactPlace.everywhere.filter(problem=problem).first()
    moved = _moved_m(exact, place.point)
    if moved is not None and moved > FAR_M and not words.text.strip():
        raise NotUnderstood(
            _("The pin would move by %(metres)s m.") % {"metres": moved},
            _("Say in a sentence why it is still the same problem."),
            field="words",
        )
    before = _shown(problem)
    kept = place.words or (exact.words if exact else problem.place_words)
    put = put_at(
        problem,
        ToldPlace(point=place.point, words=kept, source=place.source, accuracy_m=place.accuracy_m),
    )
    named = body_with_duty(problem.community, problem.category, put.areas, problem.asset)
    elsewhere = named is not None and named.pk != problem.owner_id
    return record(
        problem,
        "place_corrected",
        actor=actor.person,
        at=now,
        changes={"area": put.area},
        facts={
            **put.facts,
            "organisation": str(problem.owner.uuid) if problem.owner else "",
            "place_before": before,
            "place_after": _shown(problem),
            "named": str(named.uuid) if named is not None and elsewhere else "",
        },
        texts={"words": words},
    )


def _must_work_here(problem: Problem, actor: Actor) -> None:
    if not actor.may(Right.WORK, problem.owner_id, problem.category.code):
        raise NotAllowed(
            _("Only the body that has the duty can do it."), _("Are you from there? Sign in with its address.")
        )
    if problem.state in FINAL:
        raise NotNow(
            _("The problem is closed: its place stays as it is."),
            _("If it is there again, reopen it or report it anew."),
            link=f"problems/{problem.number}/",
        )


def _moved_m(exact: ExactPlace | None, there: Point) -> int | None:
    if exact is None or exact.lat is None or exact.lon is None:
        return None
    return round(distance_m(Point(exact.lat, exact.lon), there))


def _shown(problem: Problem) -> str:
    """The public place as an event holds it."""
    return f"{problem.lat:.6f},{problem.lon:.6f}" if problem.lat is not None and problem.lon is not None else ""
