"""The day of an inspector of the demonstration: what he has in work, planned in walking order, one place visited."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from opencity.casework.operations.arranging import plan_day
from opencity.casework.operations.assigning import assign
from opencity.casework.operations.talking import write_note
from opencity.casework.queries.street import exact_places, point_of
from opencity.casework.rules.walking import in_walking_order
from opencity.demo.darkroom import Shot
from opencity.demo.living import Stage
from opencity.problems.models import Problem
from opencity.problems.states import State, Visibility

Act = Callable[[], None]
PLACES = 8


@dataclass(frozen=True)
class Rounds:
    """They hang on no problem, and so on no life."""

    now: datetime
    index: int = -1

    def all_shots(self) -> Iterator[tuple[datetime, Shot]]:
        return iter(())

    def deeds(self, stage: Stage) -> Iterator[tuple[datetime, str, Act]]:
        at = self.now - timedelta(hours=1)
        yield at, "an inspector's day", lambda: _plan(stage, at)


def _plan(stage: Stage, at: datetime) -> None:
    """Vadym of the parks: trees and yards that his supervisor gave him, the nearest next."""
    settled, boss, vadym = stage.settled, stage.actor("ruslan", at), stage.actor("vadym", at)
    rows = Problem.everywhere.filter(
        community=settled.community,
        owner=settled.organisations["city-parks"],
        state__in=(State.OPEN, State.TAKEN_UP, State.IN_PROGRESS),
        visibility=Visibility.PUBLIC,
        cell__isnull=False,
    ).select_related("community", "category", "owner", "area")
    # Those at work first: on them an inspector has most to say.
    problems = sorted(rows.order_by("-number"), key=lambda one: one.state == State.OPEN)[:PLACES]
    for problem in problems:
        assign(problem, boss, person=vadym.person, now=at)
    exact = exact_places(problems)
    order = in_walking_order([point_of(problem, exact) for problem in problems])
    stops = plan_day(settled.community, vadym, [problems[n] for n in order], now=at)
    if stops:
        write_note(stops[0].problem, boss, "@Вадим, сфотографуй стовбур знизу: порахуємо автовишку.", now=at)
