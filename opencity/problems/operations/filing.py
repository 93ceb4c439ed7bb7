"""A resident's report becomes a problem."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from opencity.assets.models import Asset
from opencity.catalogue.answers import Answers, read_answers
from opencity.catalogue.models import Category, Publicity
from opencity.communities.models import Community, NumberCounter
from opencity.foundation.chains import commit, new_salt
from opencity.foundation.refusals import NotHere, NotUnderstood
from opencity.foundation.tokens import digest, secret_word
from opencity.people.models import Assurance, Organisation, Person
from opencity.people.operations.introducing import Stranger, introduce
from opencity.places.lookup import atlas, community_covering, with_parents
from opencity.places.models import Area
from opencity.places.telling import ToldPlace
from opencity.problems.duty import body_with_duty
from opencity.problems.history import record
from opencity.problems.models import Draft, ExactPlace, Flag, Photo, Problem, Report, Subscription
from opencity.problems.operations.photographing import attach
from opencity.problems.rules.placing import public_place
from opencity.problems.rules.wording import has_link, title_of
from opencity.problems.states import Channel, Stage, State, Visibility


@dataclass(frozen=True, kw_only=True)
class NewReport:
    """What somebody reports. `photos` are kept photographs that belong to nothing yet."""

    category: Category
    place: ToldPlace
    words: str = ""
    title: str = ""
    language: str = "uk"
    answers: Mapping[str, str] = field(default_factory=dict)
    show_name: bool = False
    photos: tuple[Photo, ...] = ()
    asset: Asset | None = None
    """The very lamp or tree, where the reporter pointed at one."""
    channel: Channel = Channel.WEB
    access_point: Organisation | None = None
    draft: Draft | None = None
    give_word: bool = False
    """A librarian writes it down: whoever reports gets a secret word on paper, whatever is known of them."""
    suspicious: bool = False
    """It looks as if a program had sent it: taken, but held until somebody has looked."""


@dataclass(frozen=True)
class Filed:
    """`secret_word` is shown once, to somebody who left no address; it is empty otherwise."""

    problem: Problem
    report: Report
    secret_word: str = ""


def file_report(community: Community, reporter: Person | Stranger, new: NewReport, *, now: datetime) -> Filed:
    """Take a report, route it and begin its history. A draft that was sent before gives the same report again.

    Raises CallEmergency where help comes by phone, NotHere outside the community, NotUnderstood for what is missing.
    """
    _check_belongs(community, new)
    answers = read_answers(new.category, new.answers)
    areas = _areas(community, new.place)
    _check_said(new)
    _check_asset(new)
    _check_reachable(new, reporter)
    owner = body_with_duty(community, new.category, areas, new.asset)
    with transaction.atomic():
        earlier = _filed_before(new.draft)
        if earlier is not None:
            return Filed(earlier.problem, earlier)
        person = introduce(reporter, now=now) if isinstance(reporter, Stranger) else reporter
        salt = new_salt()
        problem = _problem(community, new, answers, areas, owner, person, salt, now)
        report, word = _report(problem, new, answers, person, reporter, salt, now)
        for photo in new.photos:
            attach(photo, problem, stage=Stage.BEFORE, author=person, report=report, now=now)
        if new.draft is not None:
            Draft.everywhere.filter(pk=new.draft.pk).update(filed_report=report, fields={}, updated_at=now)
    return Filed(problem, report, word)


def _filed_before(draft: Draft | None) -> Report | None:
    """What the draft became, should it have been sent already. Holds the draft, so that two sendings take turns."""
    if draft is None:
        return None
    kept = Draft.everywhere.select_for_update().get(pk=draft.pk)
    if kept.filed_report_id is None:
        return None
    return Report.everywhere.select_related("problem").get(pk=kept.filed_report_id)


def _check_belongs(community: Community, new: NewReport) -> None:
    theirs = [new.category.community_id]
    theirs += [new.place.area.community_id] if new.place.area else []
    theirs += [new.asset.community_id] if new.asset else []
    theirs += [photo.community_id for photo in new.photos]
    if any(other != community.pk for other in theirs):
        raise NotUnderstood(_("This does not belong to this community."), _("Please start the report again."))


def _areas(community: Community, place: ToldPlace) -> tuple[Area, ...]:
    if place.point is None:
        if place.area is None:
            raise NotUnderstood(
                _("We can't see the place."),
                _("Put a pin on the map, choose a street or at least the part of town."),
                field="place",
            )
        return with_parents(place.area)
    if not atlas(community).covers(place.point):
        raise outside(community, place)
    return atlas(community).areas_at(place.point) or with_parents(place.area)


def outside(community: Community, place: ToldPlace) -> NotHere:
    """The refusal for a point beyond the outline; it names the community that covers the point, if one is known."""
    assert place.point is not None
    why = _("This place lies outside %(community)s.") % {"community": community.name}
    other = community_covering(place.point, but=community)
    if other is None:
        return NotHere(
            why, _("Check the pin. If the place is right, its own community has to answer for it."), field="place"
        )
    return NotHere(
        why,
        _("It belongs to %(community)s: report it there, what you wrote stays here in the draft.")
        % {"community": other.name},
        field="place",
        link=f"/{other.slug}/report/",
    )


def _check_said(new: NewReport) -> None:
    if not new.words.strip() and not new.photos and not new.answers:
        raise NotUnderstood(
            _("We do not know yet what is wrong."), _("Write a sentence or add a photo."), field="words"
        )


def _check_asset(new: NewReport) -> None:
    """A thing shows its place to all, so what is shown only roughly names none."""
    if new.asset is None:
        return
    if new.asset.retired_at is not None or new.category.coarsen or not new.asset.fits(new.category.code):
        raise NotUnderstood(
            _("This thing does not go with what you report."), _("Choose another one, or none."), field="asset"
        )


def _check_reachable(new: NewReport, reporter: Person | Stranger) -> None:
    nobody = isinstance(reporter, Stranger) and not reporter.email and not reporter.phone
    if nobody and not new.category.anonymous:
        raise NotUnderstood(
            _("We cannot take this kind of report without a way to reach you."),
            _("Leave an e-mail or a phone number: only those on the case will see it."),
            field="email",
        )


def _visibility(community: Community, new: NewReport, person: Person) -> Visibility:
    if new.category.publicity == Publicity.PRIVATE:
        return Visibility.PRIVATE
    unproven = person.assurance < Assurance.CONTACT or new.suspicious
    if new.category.publicity == Publicity.CHECK_FIRST or unproven:
        return Visibility.HELD
    return Visibility.HELD if _is_first_with_link(community, new, person) else Visibility.PUBLIC


def _is_first_with_link(community: Community, new: NewReport, person: Person) -> bool:
    if not (has_link(new.words) or has_link(new.title)) or not community.charter.hold_first_posts_with_links:
        return False
    return not Report.everywhere.filter(reporter=person).exists()


def _problem(
    community: Community,
    new: NewReport,
    answers: Answers,
    areas: tuple[Area, ...],
    owner: Organisation | None,
    person: Person,
    salt: bytes,
    now: datetime,
) -> Problem:
    shown = public_place(new.place.point, new.place.words.strip(), new.place.source, coarsen=new.category.coarsen)
    title = new.title.strip()[:120] or title_of(new.words) or new.category.name
    visibility = _visibility(community, new, person)
    problem = Problem(
        community=community,
        title=title,
        title_salt=new_salt(),
        language=new.language,
        precision=shown.precision,
        lat=shown.point.lat if shown.point else None,
        lon=shown.point.lon if shown.point else None,
        cell=shown.cell,
        place_words=shown.words,
        place_salt=new_salt(),
        created_at=now,
        number=next_number(community),
    )
    assert problem.title_salt is not None and problem.place_salt is not None
    changes = {
        "category": new.category,
        "area": areas[0] if areas else None,
        "owner": owner,
        "asset": new.asset,
        "state": State.OPEN,
        "visibility": visibility,
        "urgent": answers.urgent,
    }
    record(
        problem,
        "reported",
        actor=person,
        at=now,
        changes=changes | (clock(community, new.category, now) if visibility != Visibility.HELD else {}),
        facts={
            "channel": new.channel.value,
            "precision": shown.precision.value,
            "photos": len(new.photos),
            "title": commit(problem.title_salt, title),
            "place": commit(problem.place_salt, shown.words),
            "words": commit(salt, new.words.strip()),
        },
    )
    ExactPlace.everywhere.create(
        community=community,
        problem=problem,
        lat=new.place.point.lat if new.place.point else None,
        lon=new.place.point.lon if new.place.point else None,
        words=new.place.words.strip(),
        source=new.place.source,
        accuracy_m=new.place.accuracy_m,
    )
    return problem


def clock(community: Community, category: Category, now: datetime) -> dict[str, datetime | None]:
    """The deadline's clock as it starts now: when the owner is told, or the problem is open to all."""
    due = community.calendar.after(now, category.response_days)
    return {"clock_started_at": now, "answer_due": due, "paused_until": None}


def next_number(community: Community, many: int = 1) -> int:
    """The first of `many` fresh numbers. Numbers may have gaps and say nothing of other communities."""
    table = NumberCounter._meta.db_table
    take = f"UPDATE {table} SET next = next + %s WHERE community_id = %s RETURNING next"  # noqa: S608 (our own name)
    with connection.cursor() as cursor:
        cursor.execute(take, [many, community.pk])
        taken = cursor.fetchone()
    if taken is None:
        NumberCounter.objects.create(community=community, next=1 + many)
        return 1
    return int(taken[0]) - many


def _report(
    problem: Problem,
    new: NewReport,
    answers: Answers,
    person: Person,
    reporter: Person | Stranger,
    salt: bytes,
    now: datetime,
) -> tuple[Report, str]:
    stranger = reporter if isinstance(reporter, Stranger) else None
    word, secret_salt = "", None
    if new.give_word or (stranger is not None and not stranger.email):
        word, secret_salt = secret_word(), secrets.token_bytes(16)
    report = Report.everywhere.create(
        community=problem.community,
        problem=problem,
        filed_under=problem,
        reporter=person,
        words=new.words.strip(),
        language=new.language,
        salt=salt,
        answers=answers.values,
        show_name=new.show_name and bool(person.public_name),
        channel=new.channel,
        access_point=new.access_point,
        secret_salt=secret_salt,
        secret_digest=digest(word, secret_salt) if secret_salt else "",
        created_at=now,
        confirmed_at=now if person.assurance >= Assurance.CONTACT else None,
        awaits_confirmation=bool(stranger and stranger.email),
    )
    if stranger is None:
        Subscription.everywhere.create(community=problem.community, problem=problem, person=person, created_at=now)
    if (
        problem.visibility == Visibility.HELD
        and person.assurance >= Assurance.CONTACT
        and has_link(new.words + new.title)
    ):
        Flag.everywhere.create(community=problem.community, problem=problem, reason=Flag.Reason.LINKS, created_at=now)
    if new.suspicious:
        Flag.everywhere.create(community=problem.community, problem=problem, reason=Flag.Reason.SPAM, created_at=now)
    return report, word
