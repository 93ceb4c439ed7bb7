from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from opencity.foundation.workdays import Calendar
from opencity.jobs.reactions import REACTIONS
from opencity.notices.kinds import KINDS, NEWS
from opencity.notices.phrases import REJECTION_RULES, SENTENCES
from opencity.notices.rules import TRIED_FOR, delay_after, gathered, next_morning
from opencity.problems.events import KINDS as EVENTS
from opencity.problems.operations.reviewing import REJECTIONS

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
KYIV = Calendar(ZoneInfo("Europe/Kyiv"))


def test_delays_double_from_a_minute_up_to_six_hours() -> None:
    minutes = [delay_after(n) for n in range(1, 12)]
    assert minutes[:4] == [timedelta(minutes=n) for n in (1, 2, 4, 8)]
    assert minutes[-1] == timedelta(hours=6)


def test_trying_ends_after_five_days_and_not_before() -> None:
    waited = timedelta()
    for attempt in count(1):
        delay = delay_after(attempt)
        if delay is None:
            break
        waited += delay
    assert TRIED_FOR <= waited < TRIED_FOR + timedelta(hours=6)


def test_news_leaves_with_what_waits_already() -> None:
    first = NOON + timedelta(minutes=7)
    assert gathered(NOON, first) == first
    assert gathered(NOON, None) == gathered(NOON, NOON) == NOON + timedelta(minutes=20)


@pytest.mark.parametrize(("hour", "day"), [(5, 16), (7, 17)])
def test_the_morning_is_the_communitys(hour: int, day: int) -> None:
    morning = next_morning(NOON.replace(hour=hour), KYIV)
    assert (morning.day, morning.hour) == (day, 8)


def test_every_kind_of_event_has_its_list_of_consequences() -> None:
    assert set(REACTIONS) == set(EVENTS)


def test_every_kind_of_notice_has_a_sentence_and_every_sentence_a_kind() -> None:
    plain = {name.partition(".")[0] for name in SENTENCES}
    assert plain == set(KINDS)


def test_news_are_named_after_events() -> None:
    assert NEWS - set(EVENTS) == {"thanks", "result"}


def test_every_rule_of_rejection_has_words() -> None:
    assert set(REJECTION_RULES) == set(REJECTIONS)
