"""Meetings on neutral ground: asked for by whoever has a cause, answered by a librarian of the branch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from opencity.access_points.access import must_serve
from opencity.access_points.models import Meeting, MeetingState
from opencity.access_points.queries.meetings import in_the_way
from opencity.access_points.rules import FARTHEST, LONGEST, MOST_SEATS, MOST_WAITING
from opencity.communities.models import Community
from opencity.foundation.chains import Fact
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.people.acting import Actor
from opencity.people.models import Assurance, Organisation, Presence, Sector
from opencity.plans.access import leads_here
from opencity.problems.access import is_reporter
from opencity.problems.history import Words, encode, locked, record
from opencity.problems.models import Problem
from opencity.problems.states import Visibility


@dataclass(frozen=True, kw_only=True)
class NewMeeting:
    """The uuid comes from the form, so that one sent twice asks once."""

    uuid: UUID
    title: str
    words: Words
    starts_at: datetime
    ends_at: datetime
    room: str = ""
    seats: int | None = None
    problem: Problem | None = None


def may_ask(community: Community, actor: Actor, problem: Problem | None) -> bool:
    """The lead of a plan, whoever reported, who acts for a body that is present here, and those with a role."""
    if actor.coordinates or actor.is_librarian:
        return True
    if actor.person.assurance < Assurance.CONTACT:
        return False
    if Presence.everywhere.filter(community=community, organisation__in=actor.offices).exists():
        return True
    return problem is not None and (is_reporter(problem, actor) or leads_here(problem, actor))


@transaction.atomic
def ask_for_meeting(
    community: Community, branch: Organisation, actor: Actor, new: NewMeeting, *, now: datetime
) -> Meeting:
    known = Meeting.everywhere.filter(uuid=new.uuid).first()
    if known is not None:
        return _must_be_theirs(known, community, actor)
    _must_host(community, branch)
    _must_ask(community, branch, actor, new)
    _check(new, now)
    meeting = Meeting(
        community=community,
        uuid=new.uuid,
        access_point=branch,
        problem=new.problem,
        title=new.title.strip(),
        words=new.words.text.strip(),
        language=new.words.in_language(),
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        room=" ".join(new.room.split()),
        seats=new.seats,
        asked_by=actor.person,
        created_at=now,
        updated_at=now,
    )
    _must_be_free(meeting, meeting.room)
    meeting.save(force_insert=True)
    return meeting


@transaction.atomic
def agree(meeting: Meeting, actor: Actor, room: str, words: Words, *, now: datetime) -> Meeting:
    """A librarian of the branch says yes and names the room. Of two for one room the first one gets it."""
    held = _hold(meeting, actor, now)
    _must_be(held, MeetingState.ASKED)
    if held.starts_at <= now:
        raise NotNow(_("The hour of this meeting has passed."), _("Decline it and name another day."))
    room = " ".join(room.split())[:80]
    _must_be_free(held, room)
    held.room = room
    _answer(held, MeetingState.AGREED, words, now)
    if held.problem is not None:
        facts, texts = _told(held, words)
        record(locked(held.problem), "meeting_agreed", actor=actor.person, at=now, facts=facts, texts=texts)
    return held


@transaction.atomic
def decline(meeting: Meeting, actor: Actor, words: Words, *, now: datetime) -> Meeting:
    held = _hold(meeting, actor, now)
    _must_be(held, MeetingState.ASKED)
    _must_give_reason(words)
    _answer(held, MeetingState.DECLINED, words, now)
    return held


@transaction.atomic
def cancel(meeting: Meeting, actor: Actor, words: Words, *, now: datetime) -> Meeting:
    """Call off what was agreed. Everybody reads why."""
    held = _hold(meeting, actor, now)
    _must_be(held, MeetingState.AGREED)
    _must_give_reason(words)
    _answer(held, MeetingState.CANCELLED, words, now)
    if held.problem is not None:
        facts, texts = _told(held, words)
        record(locked(held.problem), "meeting_cancelled", actor=actor.person, at=now, facts=facts, texts=texts)
    return held


@transaction.atomic
def hold(meeting: Meeting, actor: Actor, summary: Words, *, now: datetime) -> Meeting:
    """It took place: what was said and settled, in words for everybody."""
    held = _hold(meeting, actor, now)
    _must_be(held, MeetingState.AGREED)
    if now < held.starts_at:
        raise NotNow(_("This meeting has not begun yet."), _("Come back when it is over and tell what was settled."))
    if not summary.text.strip():
        raise NotUnderstood(
            _("The summary is empty."), _("Two sentences are enough: who met, and what was settled."), field="words"
        )
    held.summary, held.summary_language = summary.text.strip(), summary.in_language()
    held.state, held.updated_at = MeetingState.HELD, now
    held.save()
    if held.problem is not None:
        facts, texts = _told(held, summary)
        record(locked(held.problem), "meeting_held", actor=actor.person, at=now, facts=facts, texts=texts)
    return held


def _must_be_theirs(known: Meeting, community: Community, actor: Actor) -> Meeting:
    if known.community_id != community.pk or known.asked_by_id != actor.person.pk:
        raise NotUnderstood(_("This form was already used."), _("Open it again and ask once more."))
    return known


def _must_host(community: Community, branch: Organisation) -> None:
    here = Presence.everywhere.filter(community=community, organisation=branch, organisation__sector=Sector.LIBRARY)
    if not here.exists():
        raise NotAllowed(_("No library of this name works here."), _("Choose one from the list of libraries."))


def _must_ask(community: Community, branch: Organisation, actor: Actor, new: NewMeeting) -> None:
    problem = new.problem
    if problem is not None and (problem.community_id != community.pk or problem.visibility != Visibility.PUBLIC):
        raise NotUnderstood(
            _("There is no public problem with this number."), _("Leave it empty, or look it up."), field="number"
        )
    if not may_ask(community, actor, problem):
        raise NotAllowed(
            _("A meeting is asked for by whoever reported the problem, leads its plan or acts for a body of the town."),
            _("Ask a librarian at the branch: they may put it down for you."),
        )
    waiting = Meeting.everywhere.filter(access_point=branch, asked_by=actor.person, state=MeetingState.ASKED)
    if waiting.count() >= MOST_WAITING and not actor.is_librarian:
        raise NotNow(
            _("Several of your requests wait for an answer already."), _("Wait for it, or go to the branch and talk.")
        )


def _check(new: NewMeeting, now: datetime) -> None:
    if not new.title.strip() or len(new.title.strip()) > 120:
        raise NotUnderstood(
            _("What is the meeting about?"), _("A few words are enough: up to 120 characters."), field="title"
        )
    if len(new.words.text) > 2000:
        raise NotUnderstood(_("This is longer than 2000 characters."), _("Please shorten it."), field="words")
    if len(new.room) > 80:
        raise NotUnderstood(_("The room's name is too long."), _("Please shorten it."), field="room")
    if new.seats is not None and not 1 <= new.seats <= MOST_SEATS:
        raise NotUnderstood(_("So many seats there are not."), _("Write a number from 1 to 500."), field="seats")
    if new.starts_at <= now:
        raise NotUnderstood(_("This hour has passed."), _("Choose one that is still to come."), field="day")
    if new.starts_at > now + FARTHEST:
        raise NotUnderstood(_("This is too far ahead."), _("Choose a day within half a year."), field="day")
    if not new.starts_at < new.ends_at <= new.starts_at + LONGEST:
        raise NotUnderstood(
            _("A meeting ends after it begins, and lasts eight hours at most."), _("Look at the hours."), field="ends"
        )


def _hold(meeting: Meeting, actor: Actor, now: datetime) -> Meeting:
    """The meeting as it is now, with its branch held until the transaction ends: a room is given away once."""
    must_serve(actor, meeting.community, meeting.access_point, now=now)
    Organisation.objects.select_for_update().get(pk=meeting.access_point_id)
    rows = Meeting.everywhere.select_for_update(of=("self",)).select_related("access_point", "community", "problem")
    return rows.get(pk=meeting.pk)


def _must_be(meeting: Meeting, state: MeetingState) -> None:
    if meeting.state != state:
        raise NotNow(
            _("This meeting was answered already: %(state)s.") % {"state": MeetingState(meeting.state).label},
            _("Open the list again: it shows how things stand."),
        )


def _must_give_reason(words: Words) -> None:
    if not words.text.strip():
        raise NotUnderstood(
            _("A no owes a reason."), _("Say why, and when or where it would be possible instead."), field="words"
        )


def _must_be_free(meeting: Meeting, room: str) -> None:
    other = in_the_way(meeting, room)
    if other is None:
        return
    zone = meeting.community.calendar.timezone
    begins, ends = other.starts_at.astimezone(zone), other.ends_at.astimezone(zone)
    raise NotNow(
        _("The room is taken on %(day)s from %(begins)s to %(ends)s.")
        % {"day": date_format(begins, "MONTH_DAY_FORMAT"), "begins": f"{begins:%H:%M}", "ends": f"{ends:%H:%M}"},
        _("Choose another hour or another room; the list of meetings shows what is free."),
        field="day",
    )


def _answer(meeting: Meeting, state: MeetingState, words: Words, now: datetime) -> None:
    meeting.state, meeting.decided_at, meeting.updated_at = state, now, now
    meeting.answer = words.text.strip()[:2000]
    meeting.answer_language = words.in_language() if meeting.answer else ""
    meeting.save()


def _told(meeting: Meeting, words: Words) -> tuple[dict[str, Fact], dict[str, Words]]:
    """What the history of its problem hears; a meeting about no problem stands on the branch's page alone."""
    facts: dict[str, Fact] = {
        "organisation": str(meeting.access_point.uuid),
        "meeting": str(meeting.uuid),
        "starts": encode(meeting.starts_at),
    }
    return facts, {"words": Words(words.text.strip(), words.in_language())}
