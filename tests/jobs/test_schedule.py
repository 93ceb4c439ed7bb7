from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest

from opencity.communities.models import Community
from opencity.foundation.chains import leaf, merkle_root
from opencity.jobs import schedule, worker
from opencity.jobs.schedule import JOBS, Schedule
from opencity.jobs.worker import Worker, work_through
from opencity.notices.models import Delivery
from opencity.people.operations.introducing import Stranger
from opencity.problems.models import Event, HistoryRoot, Outbox, Problem
from opencity.problems.operations import endorsing, owning
from opencity.problems.operations.confirming import confirm
from opencity.problems.operations.rooting import publish_root
from opencity.problems.states import State
from opencity.verification.operations.claiming import claim
from tests.notices.conftest import letters_to
from tests.town import CENTRE, MONDAY, Town, fresh, photo_row, report, said

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PARKS, LIBRARY = "parks@mykolaiv.example.org", "library@mykolaiv.example.org"


def owed(kind: str) -> int:
    return Delivery.everywhere.filter(kind=kind).count()


def live(start: datetime = MONDAY, days: int = 1, step: timedelta = 4 * HOUR) -> None:
    """Let time pass, four hours at a time, with a worker that is started anew each day."""
    moment, end = start, start + timedelta(days=days)
    clock = Schedule()
    while moment <= end:
        if moment.hour == 1:
            clock = Schedule()
        clock.run(moment)
        work_through(moment)
        moment += step


def test_an_unconfirmed_report_goes_to_the_coordinator_after_its_hours(town: Town) -> None:
    filed = report(town, Stranger(email="nova@example.org"))
    Schedule().run(MONDAY + 71 * HOUR)
    assert Event.everywhere.count() == 1
    for _ in range(2):
        Schedule().run(MONDAY + 72 * HOUR)
    assert list(Event.everywhere.values_list("kind", flat=True)) == ["reported", "unconfirmed"]
    filed.report.refresh_from_db()
    assert not filed.report.awaits_confirmation


def test_a_stranger_who_joins_is_asked_to_confirm_though_no_event_was_written(town: Town) -> None:
    problem = report(town).problem
    joined = endorsing.endorse(problem, Stranger(email="susid@example.org"), endorsing.Joining(), now=MONDAY)
    for _ in range(2):
        Schedule().run(MONDAY + HOUR)
        work_through(MONDAY + HOUR)
    (letter,) = letters_to("susid@example.org")
    assert "/mykolaiv/confirm/" in str(letter.body) and "Суха верба" not in str(letter.body)
    confirm(joined.person, "susid@example.org", now=MONDAY + 2 * HOUR)
    assert fresh(problem).endorsed == 1


def test_an_owner_is_reminded_at_half_time_on_the_last_day_and_weekly_after(town: Town) -> None:
    report(town)
    live(days=22)
    assert owed("owner_half") == owed("owner_today") == 1
    assert owed("owner_overdue") == 3
    subjects = [letter.subject for letter in letters_to(PARKS)]
    assert len(subjects) == 6 and len(set(subjects)) == 4


def test_an_owner_that_has_answered_is_not_reminded(town: Town) -> None:
    problem = report(town).problem
    owning.answer(problem, town.actor("iryna"), said(), now=MONDAY + HOUR)
    live(days=20)
    assert len(letters_to(PARKS)) == 1


def test_an_obstacle_is_looked_at_again_on_its_day(town: Town) -> None:
    problem = report(town).problem
    owning.accept(problem, town.actor("iryna"), said(), promised_for=None, now=MONDAY)
    day = (MONDAY + 3 * DAY).date()
    owning.block(problem, town.actor("iryna"), said("Чекаємо на вишку"), review_on=day, now=MONDAY)
    live(days=2)
    assert owed("owner_review") == 0
    live(start=MONDAY + 2 * DAY, days=3)
    assert owed("owner_review") == 1


def test_silence_reminds_twice_and_ends_in_closed_unverified(town: Town) -> None:
    problem = report(town).problem
    photo = photo_row(town, taken_at=MONDAY + HOUR, at=CENTRE)
    claim(problem, town.actor("iryna"), said(), (photo,), now=MONDAY + HOUR)
    live(start=MONDAY + HOUR, days=15)
    assert fresh(problem).state == State.CLOSED_UNVERIFIED
    hers = Delivery.everywhere.filter(person=town.olena, kind="ask_reminder")
    assert hers.count() == 2 and owed("closed_unverified") == 2
    assert not Outbox.objects.exists()


def test_what_waits_is_told_to_those_who_look_after_it_each_morning(town: Town, settings: Any) -> None:
    settings.OPERATOR_EMAIL = "operator@example.org"
    report(town, category="war.damage", words="Вибиті вікна")
    live(days=8)
    svitlana = letters_to("svitlana@mykolaiv.example.org")
    assert len(svitlana) == 9 and "Вибиті" not in "".join(str(one.body) for one in svitlana)
    assert len(letters_to("taras@mykolaiv.example.org")) == 7
    assert len(letters_to("operator@example.org")) == 1


def test_nobody_is_bothered_while_nothing_waits(town: Town) -> None:
    live(days=2)
    assert not Delivery.everywhere.exists()


def test_each_day_is_sealed_once_and_the_library_gets_the_seal(town: Town) -> None:
    report(town)
    report(town, category="social.person_in_need")
    live(days=2)
    assert [str(root.day) for root in HistoryRoot.everywhere.order_by("day")] == [
        "2026-11-15",
        "2026-11-16",
        "2026-11-17",
    ]
    told = "".join(str(letter.body) for letter in letters_to(LIBRARY))
    assert [told.count(root.root) for root in HistoryRoot.everywhere.all()] == [1, 1, 1]


def test_a_root_covers_every_chain_the_private_ones_too(town: Town) -> None:
    report(town)
    report(town, category="social.person_in_need")
    root = publish_root(town.community, MONDAY.date(), now=MONDAY)
    assert root is not None and root.chains == 2
    leaves = sorted(leaf(bytes(root.salt), head) for head in Problem.everywhere.values_list("head", flat=True))
    assert root.root == merkle_root(leaves)
    report(town)
    assert publish_root(town.community, MONDAY.date(), now=MONDAY + HOUR) == root


def test_a_community_without_problems_has_no_root(town: Town) -> None:
    assert publish_root(town.community, MONDAY.date(), now=MONDAY) is None


def test_a_job_that_fails_keeps_no_other_from_running(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(community: Community, now: datetime) -> None:
        raise RuntimeError

    filed = report(town, Stranger(email="nova@example.org"))
    jobs = (schedule.Job("broken", broken), *JOBS)
    monkeypatch.setattr(schedule, "JOBS", jobs)
    Schedule().run(MONDAY + 4 * DAY)
    filed.report.refresh_from_db()
    assert not filed.report.awaits_confirmation


def test_the_worker_does_what_is_due_and_ends(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "now", lambda: MONDAY + HOUR)
    monkeypatch.setattr(worker, "YIELD_S", 0)
    # The test's own transaction lives in the connection that the worker would close between two batches.
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    report(town)
    worker.run(threading.Event(), once=True)
    assert letters_to(PARKS) and not Outbox.objects.exists()


def test_a_worker_that_is_told_to_stop_stops(db: None) -> None:
    stop = threading.Event()
    stop.set()
    worker.run(stop)


def test_while_mail_is_down_events_go_on_and_mail_rests_a_little(town: Town, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    one = Worker()
    report(town)
    one.step(MONDAY)
    report(town)
    one.step(MONDAY + timedelta(seconds=1))
    assert not Outbox.objects.exists()
    assert sum(Delivery.everywhere.values_list("attempts", flat=True)) == 1
