"""What time alone brings about: reminders to owners, queues to those who look after them, the seal of the day.

Each may run as often as one likes: what was told is not told again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import cast

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q

from opencity.communities.models import Community
from opencity.notices.audience import reporters
from opencity.notices.operations.owing import owe, owe_each
from opencity.notices.queries import chiefs, dead_letters
from opencity.people.acting import Actor, holders
from opencity.people.models import Membership, Organisation, Person, Presence, Role, Sector
from opencity.people.operations.introducing import Stranger, introduce
from opencity.problems.models import Endorsement, HistoryRoot, Problem
from opencity.problems.queries.questions import waiting_since
from opencity.problems.queries.queues import LIBRARY_AFTER, queues_for, sizes
from opencity.problems.states import UNDER_WAY, State, Visibility
from opencity.verification.models import Ask, Claim
from opencity.verification.operations.closing import remind_or_close

SHOWN = (Visibility.PUBLIC, Visibility.PRIVATE)
OPERATOR_AFTER = timedelta(days=7)
STILL_NEWS = timedelta(days=4)
"""A reminder that was missed, because no worker ran, is not sent later than that."""
ASKED_AGO = timedelta(days=5)
AGAIN = 7
"""Days between two letters about the same silence."""
WAITS_FOR_MODERATORS = ("held", "flagged", "unowned")


def remind_owners(community: Community, *, now: datetime) -> None:
    """At half time, on the last day, and once a week of silence; all of a morning in one letter to each body."""
    rows = Problem.everywhere.filter(
        community=community,
        state__in=UNDER_WAY,
        visibility__in=SHOWN,
        answered_at=None,
        owner__isnull=False,
        answer_due__isnull=False,
        clock_started_at__isnull=False,
    )
    for problem in rows.select_related("owner").iterator(chunk_size=500):
        kind, turn = _owed_today(problem, community, now)
        if kind:
            _to_owner(community, problem, kind, f"{problem.answer_due:%Y-%m-%d}:{turn}", now)


def _owed_today(problem: Problem, community: Community, now: datetime) -> tuple[str, int]:
    """Which reminder the body that has the duty gets today; an empty name for none."""
    started, due = cast(datetime, problem.clock_started_at), cast(datetime, problem.answer_due)
    today, last = community.calendar.today(now), community.calendar.today(due)
    if today > last:
        return "owner_overdue", (today - last).days // AGAIN
    if today == last:
        return "owner_today", 0
    half = started + (due - started) / 2
    return ("owner_half", 0) if timedelta(0) <= now - half < STILL_NEWS else ("", 0)


def tell_supervisors(community: Community, *, now: datetime) -> None:
    """Once, when a deadline has passed in silence: whoever answers for the body's work hears it by name of the case."""
    rows = Problem.everywhere.filter(
        community=community,
        state__in=UNDER_WAY,
        visibility__in=SHOWN,
        answered_at=None,
        owner__isnull=False,
        answer_due__lt=now,
        answer_due__gt=now - STILL_NEWS,
    )
    duties: dict[int, list[Membership]] = defaultdict(list)
    for one in chiefs(now).filter(organisation__presences__community=community):
        duties[one.organisation_id].append(one)
    for problem in rows.select_related("owner", "category"):
        theirs = duties.get(cast(Organisation, problem.owner).pk, [])
        told = {one.person_id for one in theirs if not one.categories or problem.category.code in one.categories}
        owe_each(
            community,
            "supervisor_overdue",
            told,
            problem=problem,
            once=f"supervisor_overdue:{problem.pk}:{problem.answer_due:%Y-%m-%d}",
            facts={"as": "supervisor"},
            at=now,
        )


def remind_of_obstacles(community: Community, *, now: datetime) -> None:
    """The day has come on which the owner wanted to look at the obstacle again."""
    today = community.calendar.today(now)
    rows = Problem.everywhere.filter(
        community=community,
        state=State.BLOCKED,
        visibility__in=SHOWN,
        owner__isnull=False,
        review_on__lte=today,
        review_on__gt=today - STILL_NEWS,
    )
    for problem in rows.select_related("owner"):
        _to_owner(community, problem, "owner_review", f"{problem.review_on}", now)


def remind_of_questions(community: Community, *, now: datetime) -> None:
    """Once, some days after somebody was asked about their report and has not replied."""
    for question in waiting_since(community, now - ASKED_AGO):
        owe_each(
            community,
            "question_waits",
            reporters(question.problem),
            problem=question.problem,
            once=f"question_waits:{question.pk}",
            facts={"as": "reporter", "question": question.pk},
            at=now,
        )


def _to_owner(community: Community, problem: Problem, kind: str, turn: str, now: datetime) -> None:
    owe(
        community,
        kind,
        organisation=cast(Organisation, problem.owner),
        problem=problem,
        once=f"{kind}:{problem.pk}:{problem.owner_id}:{turn}",
        facts={"as": "owner"},
        critical=True,
        at=now,
    )


def ask_joiners_to_confirm(community: Community, *, now: datetime) -> None:
    """Somebody without an account joined a problem: nothing is counted, and no event written, before they confirm."""
    since = now - timedelta(hours=community.charter.confirm_hours)
    rows = Endorsement.everywhere.filter(
        community=community, confirmed_at=None, withdrawn_at=None, created_at__gte=since
    )
    unproven = EmailAddress.objects.filter(verified=False).values("user_id")
    for row in rows.filter(person__in=unproven).select_related("person", "problem"):
        owe(
            community,
            "confirm_join",
            person=row.person,
            problem=row.problem,
            once=f"confirm_join:{row.pk}",
            facts={"as": "asked", "endorsement": row.pk},
            critical=True,
            at=now,
        )


@transaction.atomic
def remind_judges(claim: Claim, *, now: datetime) -> None:
    """Let the calendar do what it may with a round of verification, and tell those it wants reminded."""
    people = {person.pk for person in remind_or_close(claim, now=now)}
    if not people:
        return
    mine = reporters(claim.problem)
    turn = max(Ask.everywhere.filter(claim=claim).values_list("reminders", flat=True), default=0)
    asked = set() if claim.problem.visibility == Visibility.PRIVATE else people - mine
    for who, some in (("reporter", people & mine), ("asked", asked)):
        owe_each(
            claim.community,
            "ask_reminder",
            some,
            problem=claim.problem,
            once=f"ask_reminder:{claim.pk}:{turn}",
            facts={"as": who, "claim": claim.pk},
            at=now,
        )


def tell_queues(community: Community, *, now: datetime) -> None:
    """Each morning: coordinators and moderators hear what waits, librarians what waits too long."""
    counts = _counts(community, now)
    moderators = {person.pk for person in holders(community, Role.Kind.MODERATOR, now=now)}
    coordinators = {person.pk for person in holders(community, Role.Kind.COORDINATOR, now=now)}
    _queue(community, "moderator_queue", moderators - coordinators, counts, now)
    _queue(community, "moderator_queue", coordinators, counts | {"dead": dead_letters(community).count()}, now)
    librarians = {person.pk for person in holders(community, Role.Kind.LIBRARIAN, now=now)}
    _queue(community, "librarian_queue", librarians, {"held": _held(community, now - LIBRARY_AFTER)}, now)


def _counts(community: Community, now: datetime) -> dict[str, int]:
    known = queues_for(Actor(Person(), frozenset({Role.Kind.COORDINATOR.value})), now=now)
    return sizes(community, {name: known[name] for name in WAITS_FOR_MODERATORS})


def _held(community: Community, before: datetime) -> int:
    waiting = Q(visibility=Visibility.HELD, state=State.OPEN, created_at__lte=before)
    return Problem.everywhere.filter(waiting, community=community).count()


def _queue(community: Community, kind: str, people: set[int], counts: Mapping[str, int], now: datetime) -> None:
    if any(counts.values()):
        owe_each(
            community,
            kind,
            people,
            once=f"{kind}:{community.calendar.today(now)}",
            facts={"as": "handler", **counts},
            at=now,
            not_before=now,
        )


@transaction.atomic
def tell_operator(community: Community, address: str, *, now: datetime) -> None:
    """Nobody in the community has looked for a week: whoever runs the installation hears of it once a week."""
    held = _held(community, now - OPERATOR_AFTER)
    if not address or not held:
        return
    week = community.calendar.today(now).isocalendar()
    owe(
        community,
        "operator_queue",
        person=_known_by(address, now),
        once=f"operator_queue:{week.year}-{week.week}",
        facts={"as": "handler", "held": held},
        at=now,
        not_before=now,
    )


def _known_by(address: str, now: datetime) -> Person:
    rows = EmailAddress.objects.filter(email__iexact=address, user__is_active=True).order_by("-verified", "pk")
    known = rows.select_related("user").first()
    return known.user if known is not None else introduce(Stranger(email=address), now=now)


def send_root(root: HistoryRoot, *, now: datetime) -> None:
    """The library keeps the seals of all days."""
    rows = Presence.everywhere.filter(community=root.community, organisation__sector=Sector.LIBRARY).exclude(inbox="")
    for presence in rows.select_related("organisation"):
        owe(
            root.community,
            "history_root",
            organisation=presence.organisation,
            once=f"history_root:{root.day}:{presence.organisation_id}",
            facts={"as": "handler", "day": root.day.isoformat(), "root": root.root, "chains": root.chains},
            at=now,
        )
