"""Photographs: re-encoded or refused, then tied to a problem as evidence."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from opencity.communities.models import Community
from opencity.foundation import pictures
from opencity.foundation.chains import Fact
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.people.acting import Actor
from opencity.people.models import Person
from opencity.people.rights import Right
from opencity.places.cells import Point
from opencity.problems.history import locked, record
from opencity.problems.models import Draft, Event, Evidence, ExactPlace, Photo, Problem, Report
from opencity.problems.rules.placing import prove
from opencity.problems.states import UNDER_WAY, Proof, Stage, State

MOST_PER_DRAFT = 8


def keep_photo(
    community: Community,
    raw: bytes,
    *,
    now: datetime,
    uploader: Person | None = None,
    draft: Draft | None = None,
    device: Point | None = None,
) -> Photo:
    """Re-encode a picture and keep its derivatives; time and place are read first, then all metadata is gone.

    `device` is where the phone was at upload, for pictures that carry no place. Raises NotUnderstood for what is no
    picture, too large or damaged: then nothing is kept. Call it outside any transaction.
    """
    if draft is not None and draft.photos.count() >= MOST_PER_DRAFT:
        raise NotUnderstood(
            _("There are %(most)s photos already.") % {"most": MOST_PER_DRAFT},
            _("Remove one to add another."),
            field="photo",
        )
    try:
        picture = pictures.reencode(raw, zone=community.calendar.timezone)
    except pictures.NotAPicture as error:
        raise NotUnderstood(_reason(error), _("Choose another photo, or go on without one."), field="photo") from error
    return keep_picture(community, picture, now=now, uploader=uploader, draft=draft, device=device)


def keep_picture(
    community: Community,
    picture: pictures.Picture,
    *,
    now: datetime,
    uploader: Person | None = None,
    draft: Draft | None = None,
    device: Point | None = None,
) -> Photo:
    """Keep the derivatives of a picture that was re-encoded already."""
    pictures.keep(picture, folder())
    place = picture.place or device
    return Photo.everywhere.create(
        community=community,
        digest=picture.digest,
        width=picture.width,
        height=picture.height,
        widths=sorted(picture.derivatives),
        taken_at=picture.taken_at,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        position_source="photo" if picture.place else "device" if device else "",
        uploader=uploader,
        draft=draft,
        uploaded_at=now,
    )


def _reason(error: pictures.NotAPicture) -> str:
    match error.reason:
        case "too_large":
            return _("The photo is larger than 20 MB or 50 megapixels.")
        case "kind":
            return _("This file is not a photo we can read. JPEG, PNG, WebP and HEIC are fine.")
    return _("The photo is damaged and cannot be opened.")


def folder() -> Path:
    return Path(settings.MEDIA)


def attach(
    photo: Photo,
    problem: Problem,
    *,
    stage: Stage,
    author: Person | None,
    now: datetime,
    report: Report | None = None,
    claim_round: int = 0,
    alt: str = "",
) -> Evidence:
    """Make a kept photograph evidence of a problem. A coarsened problem's photographs stay hidden until released."""
    proof, away = proof_of(photo, problem)
    if photo.draft_id:
        Photo.everywhere.filter(pk=photo.pk).update(draft=None)
    return Evidence.everywhere.create(
        community=problem.community,
        problem=problem,
        photo=photo,
        report=report,
        author=author,
        stage=stage,
        claim_round=claim_round,
        proof=proof,
        distance_m=away,
        taken_at=photo.taken_at,
        alt=alt,
        hidden=problem.category.coarsen and stage == Stage.BEFORE,
        created_at=now,
    )


@transaction.atomic
def photograph(problem: Problem, actor: Actor, photo: Photo, *, now: datetime) -> Event:
    """The body that has the duty shows what it found on the spot: «before» until work began, then «during»."""
    problem = locked(problem)
    if not actor.may(Right.WORK, problem.owner_id, problem.category.code):
        raise NotAllowed(
            _("Only the body that has the duty can do it."), _("Are you from there? Sign in with its address.")
        )
    if problem.state not in UNDER_WAY:
        raise NotNow(
            _("The work is over, or said to be over."),
            _("A photograph of the result goes with the word that it is done."),
            link=f"problems/{problem.number}/",
        )
    stage = Stage.BEFORE if problem.state in {State.OPEN, State.TAKEN_UP} else Stage.DURING
    attach(photo, problem, stage=stage, author=actor.person, now=now)
    facts: dict[str, Fact] = {"organisation": str(problem.owner.uuid) if problem.owner else "", "photos": 1}
    return record(problem, "photographed", actor=actor.person, at=now, facts=facts)


def describe(evidence: Evidence, alt: str) -> None:
    """Say in words what the photograph shows, for those who do not see it."""
    evidence.alt = alt.strip()[:300]
    evidence.save(update_fields=["alt"])


def proof_of(photo: Photo, problem: Problem) -> tuple[Proof, int | None]:
    """Whether it was taken at the problem's exact place, and how many metres away."""
    if photo.lat is None or photo.lon is None:
        return Proof.UNKNOWN, None
    exact = ExactPlace.everywhere.filter(problem=problem).first()
    there = Point(exact.lat, exact.lon) if exact and exact.lat is not None and exact.lon is not None else None
    return prove(there, Point(photo.lat, photo.lon), near_m=problem.category.near_m)


@transaction.atomic
def keep_for(photo: Photo, use: str) -> Photo:
    """Keep a picture that is no evidence. It belongs to whatever it is kept for, not to whoever uploaded it."""
    photo.kept_for, photo.uploader = use, None
    photo.save(update_fields=["kept_for", "uploader"])
    return photo


def drop_photo(photo: Photo) -> None:
    """Remove a photograph that is not yet evidence, with its files unless another photograph has the same."""
    digest, widths = photo.digest, photo.widths
    photo.delete()
    if not Photo.everywhere.filter(digest=digest).exists():
        transaction.on_commit(lambda: pictures.remove(digest, widths, folder()))
