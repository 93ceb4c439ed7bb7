"""When everything in the demonstration happens, and which photographs are taken of it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from opencity.demo.darkroom import Shot
from opencity.demo.scenes import ExifFacts, Moment
from opencity.demo.town import records

ENDS_JOINING = frozenset({"claimed", "withdrawn", "rejected", "out_of_scope", "merged", "hidden", "private"})
PACES_AWAY = 0.0001
"""A photographer stands some ten metres off, in degrees."""
JUST_BEFORE = timedelta(minutes=2)
"""So long before it is sent a photograph is taken."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """A deed of the script with its moment; `reported` is when the problem was, `shot` the photograph it owes."""

    do: str
    at: datetime
    reported: datetime
    who: str = ""
    words: str = ""
    to: str = ""
    until: int | None = None
    """A day named, so many days after the report."""
    update: str = ""
    value: str = ""
    rule: str = ""
    into: int = -1
    shot: Shot | None = None


@dataclass(frozen=True)
class Life:
    """One problem from its report on; `joins` are the neighbours who say that it affects them too."""

    index: int
    told: records.TownProblem
    at: datetime
    shots: tuple[Shot, ...]
    joins: tuple[tuple[datetime, str], ...]
    steps: tuple[Step, ...]

    def all_shots(self) -> Iterator[tuple[datetime, Shot]]:
        yield from ((self.at, shot) for shot in self.shots)
        yield from ((step.at, step.shot) for step in self.steps if step.shot)


def plan(
    problems: Sequence[records.TownProblem], scenes: Mapping[str, str], *, zone: ZoneInfo, now: datetime
) -> list[Life]:
    """`scenes` names the picture of each category, "" for none. Nothing lies after `now`."""
    today = now.astimezone(zone).date()
    return [_life(index, told, scenes, today, zone, now) for index, told in enumerate(problems)]


def _life(
    index: int, told: records.TownProblem, scenes: Mapping[str, str], today: date, zone: ZoneInfo, now: datetime
) -> Life:
    day = today - timedelta(days=told.days_ago)
    at = _moment(day, told.at, zone)
    camera = _Camera(told.scene or scenes.get(told.category, ""), index + 1, told)
    shots = tuple(camera.take("before", at, near=True) for _ in range(_how_many(index, told, camera)))
    steps = tuple(_step(step, day, at, camera, zone) for step in told.life)
    return Life(index, told, at, shots, tuple(_joins(told, at, steps, now)), steps)


def _moment(day: date, at: str, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.fromisoformat(at), tzinfo=zone)


class _Camera:
    """Takes the photographs of one place; the angle counts up, so that no two are the same."""

    def __init__(self, kind: str, seed: int, told: records.TownProblem) -> None:
        self.kind, self._seed, self._told, self._angle = kind, seed, told, -1

    def take(self, moment: Moment, at: datetime, *, near: bool) -> Shot:
        self._angle += 1
        facts = None
        if near:
            away = PACES_AWAY * (1 if self._angle % 2 else -1)
            facts = ExifFacts(self._told.lat + away, self._told.lon - away, at - JUST_BEFORE)
        return Shot(self.kind, self._seed, moment, self._angle, facts)


def _how_many(index: int, told: records.TownProblem, camera: _Camera) -> int:
    """A call by phone brings no photograph, nor does a private matter; every third report brings two."""
    if not camera.kind or told.channel == "phone" or told.visibility == "private":
        return 0
    return 1 + (index % 3 == 0)


def _step(step: records.LifeStep, day: date, reported: datetime, camera: _Camera, zone: ZoneInfo) -> Step:
    at = _moment(day + timedelta(days=step.day), step.at, zone)
    return Step(
        do=step.do,
        at=at,
        reported=reported,
        who=step.who,
        words=step.words,
        to=step.to,
        until=step.promise if step.until is None else step.until,
        update=step.update,
        value=step.value,
        rule=step.rule,
        into=-1 if step.into is None else step.into,
        shot=_shot(step, at, camera),
    )


def _shot(step: records.LifeStep, at: datetime, camera: _Camera) -> Shot | None:
    match step.do:
        case "claimed":
            return camera.take("after", at, near=step.near)
        case "completed":
            return camera.take("after", at, near=True)
        case "reopened":
            return camera.take("before", at, near=True)
        case "verdict" if step.photo:
            return camera.take("after" if step.value == "yes" else "before", at, near=True)
    return None


def _joins(
    told: records.TownProblem, at: datetime, steps: Sequence[Step], now: datetime
) -> Iterator[tuple[datetime, str]]:
    """Spread over the time in which one may join: from publication to the first claim, or to the end."""
    begin = next((step.at for step in steps if step.do == "published"), at)
    end = next((step.at for step in steps if step.do in ENDS_JOINING), min(now, at + timedelta(days=21)))
    for n, key in enumerate(told.endorsers, start=1):
        yield begin + (end - begin) * n / (len(told.endorsers) + 1), key
