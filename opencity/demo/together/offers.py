"""Standing offers of the demonstration: what firms and neighbours are ready to give again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from opencity.demo.darkroom import Shot
from opencity.demo.living import Stage
from opencity.plans.operations.offering import NewOffer, make_offer
from opencity.plans.values import NeedKind, Rhythm, Unit


@dataclass(frozen=True, kw_only=True)
class Told:
    ago: float
    who: str
    words: str
    kind: NeedKind
    unit: Unit
    quantity: str
    rhythm: Rhythm
    body: str = ""
    skill: str = ""
    area: str = ""


OFFERS = (
    Told(
        ago=80,
        who="artur",
        body="budservis",
        words="Пісок річковий",
        kind=NeedKind.MATERIAL,
        unit=Unit.CUBIC_METRE,
        quantity="2",
        rhythm=Rhythm.MONTHLY,
    ),
    Told(
        ago=78,
        who="artur",
        body="budservis",
        words="Самоскид із водієм у суботу",
        kind=NeedKind.TRANSPORT,
        unit=Unit.TRIP,
        quantity="2",
        rhythm=Rhythm.MONTHLY,
    ),
    Told(
        ago=70,
        who="sofiia",
        body="farby-pivdnia",
        words="Фарба для лавок і стін",
        kind=NeedKind.MATERIAL,
        unit=Unit.LITRE,
        quantity="20",
        rhythm=Rhythm.MONTHLY,
    ),
    Told(
        ago=40,
        who="stepan",
        words="Столярна робота у вихідні",
        kind=NeedKind.SKILL,
        unit=Unit.HOUR,
        quantity="4",
        rhythm=Rhythm.WEEKLY,
        skill="столяр",
        area="ternivka",
    ),
    Told(
        ago=25,
        who="emma",
        body="osbb-verba",
        words="Зал для зборів на 30 людей",
        kind=NeedKind.SPACE,
        unit=Unit.DAY,
        quantity="2",
        rhythm=Rhythm.MONTHLY,
        area="temvod",
    ),
)


@dataclass(frozen=True)
class Offers:
    """They hang on no problem, and so on no life."""

    now: datetime
    index: int = -1

    def all_shots(self) -> Iterator[tuple[datetime, Shot]]:
        return iter(())

    def deeds(self, stage: Stage) -> Iterator[tuple[datetime, str, Callable[[], None]]]:
        for told in OFFERS:
            at = self.now - timedelta(days=told.ago)
            yield at, f"offer of {told.who}", _bound(stage, told, at)


def _bound(stage: Stage, told: Told, at: datetime) -> Callable[[], None]:
    def make() -> None:
        settled = stage.settled
        new = NewOffer(
            kind=told.kind,
            unit=told.unit,
            words=told.words,
            quantity=Decimal(told.quantity),
            rhythm=told.rhythm,
            skill=told.skill,
            areas=(settled.areas[told.area],) if told.area else (),
            organisation=settled.organisations.get(told.body),
        )
        make_offer(settled.community, stage.actor(told.who, at), new, now=at)

    return make
