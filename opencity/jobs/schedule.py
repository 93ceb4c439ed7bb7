"""What time alone brings about: the clock calls operations. Each may run again at any moment without harm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction

from opencity.casework.operations.auditing import seal_lines
from opencity.communities.models import Community
from opencity.foundation.tenancy import acting_in
from opencity.lending.operations.reserving import release
from opencity.lending.queries.shelves import not_collected
from opencity.notices.operations import (
    reminding,
    telling_actions,
    telling_appeals,
    telling_bodies,
    telling_borrowers,
    telling_chiefs,
    telling_desk,
    telling_meetings,
    telling_plans,
    telling_stewards,
)
from opencity.notices.rules import is_morning
from opencity.plans.operations.pledging import lapse_pledge, settle_again
from opencity.plans.queries.due import past_grace, waiting_for_a_day
from opencity.problems.models import Report
from opencity.problems.operations import drafting
from opencity.problems.operations.confirming import give_up_waiting
from opencity.problems.operations.pausing import resume_clock
from opencity.problems.operations.rooting import publish_root
from opencity.problems.queries.pauses import over
from opencity.verification.models import Claim, Outcome

log = structlog.get_logger()
MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Job:
    """`morning`: once a day, when the community's morning has come; else every so often."""

    name: str
    run: Callable[[Community, datetime], None]
    every: timedelta = timedelta(days=1)
    morning: bool = False


def end_waits_for_confirmation(community: Community, now: datetime) -> None:
    """Nobody confirmed in time: those reports go to the coordinator as anonymous ones."""
    before = now - timedelta(hours=community.charter.confirm_hours)
    late = Report.everywhere.filter(community=community, awaits_confirmation=True, created_at__lte=before)
    for pk in list(late.values_list("pk", flat=True)[:MOST_AT_ONCE]):
        with transaction.atomic():
            # It may be confirmed at this very moment; then it is left alone.
            report = late.select_for_update().filter(pk=pk).first()
            if report is not None:
                give_up_waiting(report, now=now)


def look_after_rounds(community: Community, now: datetime) -> None:
    """Remind those who were asked, or close a round unverified."""
    running = Claim.everywhere.filter(community=community, outcome=Outcome.RUNNING, claimed_at__lt=now)
    for claim in running.select_related("problem__community", "problem__category", "problem__owner", "community"):
        reminding.remind_judges(claim, now=now)


def ask_joiners(community: Community, now: datetime) -> None:
    reminding.ask_joiners_to_confirm(community, now=now)


def look_after_pledges(community: Community, now: datetime) -> None:
    """Promises that were not kept lapse after the grace; promises that wait for a day wake on it."""
    for pledge in past_grace(community, now=now)[:MOST_AT_ONCE]:
        lapse_pledge(pledge, now=now)
    for need in waiting_for_a_day(community, now=now)[:MOST_AT_ONCE]:
        settle_again(need, now=now)


def resume_clocks(community: Community, now: datetime) -> None:
    """Deadlines whose pause is over run on."""
    for pause in over(community, today=community.calendar.today(now))[:MOST_AT_ONCE]:
        resume_clock(pause.problem, None, now=now)


def remind_of_questions(community: Community, now: datetime) -> None:
    reminding.remind_of_questions(community, now=now)


def remind_of_actions(community: Community, now: datetime) -> None:
    telling_actions.remind_of_actions(community, now=now)


def tell_of_mentions(community: Community, now: datetime) -> None:
    telling_desk.tell_of_mentions(community, now=now)


def seal_audit(community: Community, now: datetime) -> None:
    seal_lines(community, now=now)


def tell_of_requests(community: Community, now: datetime) -> None:
    telling_bodies.tell_of_requests(community, now=now)


def tell_of_appeals(community: Community, now: datetime) -> None:
    telling_appeals.tell_of_appeals(community, now=now)


def remind_of_appeals(community: Community, now: datetime) -> None:
    telling_appeals.remind_of_appeals(community, now=now)


def tell_of_meetings(community: Community, now: datetime) -> None:
    telling_meetings.tell_of_meetings(community, now=now)


def remind_stewards(community: Community, now: datetime) -> None:
    telling_stewards.remind_stewards(community, now=now)
    telling_stewards.note_missed_looks(community, now=now)


def release_reservations(community: Community, now: datetime) -> None:
    """What nobody came for is free again, and whoever had reserved hears of it."""
    for one in not_collected(community, now=now)[:MOST_AT_ONCE]:
        release(one, now=now)
    telling_borrowers.tell_called_off(community, now=now)


def remind_borrowers(community: Community, now: datetime) -> None:
    telling_borrowers.remind_borrowers(community, now=now)


def send_weekly(community: Community, now: datetime) -> None:
    telling_plans.send_weekly(community, now=now)


def tell_chiefs(community: Community, now: datetime) -> None:
    telling_chiefs.tell_chiefs(community, now=now)


def remind_givers(community: Community, now: datetime) -> None:
    telling_plans.remind_givers(community, now=now)


def remind_owners(community: Community, now: datetime) -> None:
    if community.calendar.is_workday(community.calendar.today(now)):
        reminding.remind_owners(community, now=now)
        reminding.tell_supervisors(community, now=now)
        reminding.remind_of_obstacles(community, now=now)


def tell_queues(community: Community, now: datetime) -> None:
    reminding.tell_queues(community, now=now)
    reminding.tell_operator(community, settings.OPERATOR_EMAIL, now=now)


def seal_yesterday(community: Community, now: datetime) -> None:
    """Shortly after midnight the day that ended is sealed."""
    yesterday = community.calendar.today(now) - timedelta(days=1)
    if community.calendar.today(community.created_at) > yesterday:
        return
    root = publish_root(community, yesterday, now=now)
    if root is not None:
        reminding.send_root(root, now=now)


def sweep_drafts(community: Community, now: datetime) -> None:
    drafting.sweep(now=now)


JOBS = (
    Job("ask joiners to confirm", ask_joiners, timedelta(seconds=10)),
    Job("end waits for confirmation", end_waits_for_confirmation, timedelta(minutes=5)),
    Job("look after rounds", look_after_rounds, timedelta(hours=1)),
    Job("seal yesterday", seal_yesterday, timedelta(hours=1)),
    Job("look after pledges", look_after_pledges, timedelta(hours=1)),
    Job("resume clocks", resume_clocks, timedelta(hours=1)),
    Job("remind of joint actions", remind_of_actions, timedelta(hours=1)),
    Job("tell of mentions", tell_of_mentions, timedelta(minutes=1)),
    Job("seal the audit", seal_audit, timedelta(hours=1)),
    Job("tell of requests to join", tell_of_requests, timedelta(minutes=1)),
    Job("tell of appeals", tell_of_appeals, timedelta(minutes=1)),
    Job("release reservations", release_reservations, timedelta(hours=1)),
    Job("tell of meetings", tell_of_meetings, timedelta(minutes=10)),
    Job("sweep drafts", sweep_drafts, timedelta(hours=1)),
    Job("remind of questions", remind_of_questions, morning=True),
    Job("remind givers", remind_givers, morning=True),
    Job("remind stewards", remind_stewards, morning=True),
    Job("remind borrowers", remind_borrowers, morning=True),
    Job("send what fits", send_weekly, morning=True),
    Job("send the week in five figures", tell_chiefs, morning=True),
    Job("remind of appeals", remind_of_appeals, morning=True),
    Job("remind owners", remind_owners, morning=True),
    Job("tell queues", tell_queues, morning=True),
)


@dataclass
class Schedule:
    """Remembers what ran when; after a restart everything runs once more."""

    ran: dict[tuple[str, int], datetime] = field(default_factory=dict)
    mornings: dict[tuple[str, int], date] = field(default_factory=dict)

    def run(self, now: datetime) -> None:
        for community in Community.objects.order_by("pk"):
            with acting_in(community.pk):
                for job in JOBS:
                    if self._is_due(job, community, now):
                        _run(job, community, now)

    def _is_due(self, job: Job, community: Community, now: datetime) -> bool:
        key = (job.name, community.pk)
        if job.morning:
            today = community.calendar.today(now)
            due = is_morning(now, community.calendar) and self.mornings.get(key) != today
            if due:
                self.mornings[key] = today
            return due
        due = key not in self.ran or now - self.ran[key] >= job.every
        if due:
            self.ran[key] = now
        return due


def _run(job: Job, community: Community, now: datetime) -> None:
    """A job that fails is tried again in its next turn and keeps no other from running."""
    try:
        job.run(community, now)
    except Exception:
        log.exception("schedule.failed", job=job.name, community=community.slug)
