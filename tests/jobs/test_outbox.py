from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from opencity.communities.models import Community
from opencity.foundation.tenancy import acting_in
from opencity.jobs import outbox, reactions
from opencity.notices.models import Delivery
from opencity.notices.operations.telling import Happening
from opencity.places.cells import Point
from opencity.problems.models import Event, FeedEntry, Outbox, SearchText
from opencity.problems.operations import owning
from opencity.statistics.models import AreaCount
from opencity.statistics.operations import counting
from tests.town import MONDAY, Town, report, said

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


def fail(it: Happening) -> None:
    Delivery.everywhere.all().delete()
    raise RuntimeError("out of order")


def test_an_event_is_told_counted_indexed_and_numbered_once(town: Town) -> None:
    report(town)
    assert outbox.work(MONDAY) == 1
    assert outbox.work(MONDAY) == 0
    assert not Outbox.objects.exists()
    assert AreaCount.everywhere.get().n == 1
    assert SearchText.everywhere.count() == FeedEntry.everywhere.count() == 1
    assert Delivery.everywhere.count() == 2


def test_the_version_of_a_community_goes_up_once_for_a_batch(town: Town, elsewhere: Town) -> None:
    for _ in range(3):
        report(town)
    outbox.work(MONDAY)
    assert Community.objects.get(pk=town.community.pk).version == 2
    assert Community.objects.get(pk=elsewhere.community.pk).version == 1


def test_feeds_are_numbered_in_each_community_without_gaps_and_in_order(town: Town, elsewhere: Town) -> None:
    for turn in range(3):
        report(town, now=MONDAY + turn * HOUR)
        with acting_in(elsewhere.community.pk):
            report(elsewhere, at=Point(47.56, 31.32), now=MONDAY + turn * HOUR)
        while outbox.work(MONDAY + DAY):
            pass
    for one in (town, elsewhere):
        rows = FeedEntry.everywhere.filter(community=one.community).order_by("number")
        assert list(rows.values_list("number", flat=True)) == [1, 2, 3]
        assert list(rows.values_list("event_id", flat=True)) == sorted(rows.values_list("event_id", flat=True))


def test_a_failing_reaction_delays_only_its_problem_and_leaves_no_trace(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = report(town).problem
    outbox.work(MONDAY)
    owning.accept(problem, town.actor("iryna"), said(), promised_for=None, now=MONDAY)
    owning.answer(problem, town.actor("iryna"), said(), now=MONDAY)
    other = report(town, "petro").problem
    owed = Delivery.everywhere.count()
    monkeypatch.setitem(reactions.REACTIONS, "accepted", (fail,))
    while outbox.work(MONDAY):
        pass
    assert list(Outbox.objects.order_by("event_id").values_list("event__kind", "attempts")) == [
        ("accepted", 1),
        ("answered", 0),
    ]
    assert Delivery.everywhere.count() == owed + 2, "what the failed reaction did was undone"
    assert FeedEntry.everywhere.filter(event__problem=other).exists()
    monkeypatch.undo()
    assert outbox.work(MONDAY + 9 * SECOND) == 0
    assert outbox.work(MONDAY + 10 * SECOND) == 1
    assert outbox.work(MONDAY + 10 * SECOND) == 1
    assert not Outbox.objects.exists()


def test_after_twelve_tries_an_event_is_given_up_and_the_later_ones_go_on(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = report(town).problem
    owning.accept(problem, town.actor("iryna"), said(), promised_for=None, now=MONDAY)
    monkeypatch.setitem(reactions.REACTIONS, "reported", (fail,))
    moment = MONDAY
    for _ in range(12):
        assert outbox.work(moment) == 1
        moment = Outbox.objects.order_by("event_id")[0].next_try
    dead = Outbox.objects.get(dead=True)
    assert (dead.event.kind, dead.attempts) == ("reported", 12) and "out of order" in dead.last_error
    assert outbox.work(moment) == 1
    assert Event.everywhere.count() == 2 and Outbox.objects.count() == 1


def test_when_a_projection_fails_the_others_of_the_batch_are_brought_forward(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = report(town).problem, report(town, "petro").problem
    real = counting.recount

    def choosy(problems: Sequence[int], *, now: datetime) -> None:
        if bad.pk in problems:
            raise RuntimeError("cannot count")
        real(problems, now=now)

    monkeypatch.setattr(outbox, "recount", choosy)
    outbox.work(MONDAY)
    assert Outbox.objects.get().problem_id == bad.pk
    assert SearchText.everywhere.get().problem == good


def test_events_of_a_problem_keep_their_order(town: Town) -> None:
    problem = report(town).problem
    owning.accept(problem, town.actor("iryna"), said(), promised_for=None, now=MONDAY)
    owning.begin(problem, town.actor("iryna"), said(), now=MONDAY)
    taken = [outbox.work(MONDAY) for _ in range(4)]
    assert taken == [1, 1, 1, 0]
    numbered = FeedEntry.everywhere.order_by("number").values_list("event__kind", flat=True)
    assert list(numbered) == ["reported", "accepted", "began"]
