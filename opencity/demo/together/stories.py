"""What people do together in the demonstration: the scripted plans, each with its deeds and photographs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from opencity.demo.darkroom import Shot
from opencity.demo.living import Stage
from opencity.demo.planning import Life
from opencity.demo.together.appeals import Appeals
from opencity.demo.together.assets import Assets
from opencity.demo.together.bodies import Bodies
from opencity.demo.together.bus_stop import BusStop, saturday_before
from opencity.demo.together.desks import Desks
from opencity.demo.together.meetings import Meetings
from opencity.demo.together.offers import Offers
from opencity.demo.together.playing import Act, Troupe, deeds_of
from opencity.demo.together.rounds import Rounds
from opencity.demo.together.scripts import SCRIPTS
from opencity.demo.together.telling import Script
from opencity.demo.together.tools import Tools


@dataclass(frozen=True)
class Story:
    """One plan of one problem."""

    script: Script
    life: Life
    published: datetime

    @property
    def index(self) -> int:
        return self.life.index

    @property
    def receipt(self) -> Shot:
        return Shot("receipt", self.index + 1, "before")

    def all_shots(self) -> Iterator[tuple[datetime, Shot]]:
        if any(deed.do == "spend" for deed in self.script.deeds):
            yield self.published, self.receipt

    def deeds(self, stage: Stage) -> Iterator[tuple[datetime, str, Act]]:
        troupe = Troupe(stage, self.script, lambda: stage.problem(self.life), self.published, self.receipt)
        return deeds_of(troupe)


class Told(Protocol):
    """A thread of the town's life: photographs to be made beforehand, and deeds in any order."""

    @property
    def index(self) -> int: ...

    def all_shots(self) -> Iterable[tuple[datetime, Shot]]: ...

    def deeds(self, stage: Stage) -> Iterator[tuple[datetime, str, Act]]: ...


def together(lives: Sequence[Life], now: datetime, zone: ZoneInfo) -> list[Told]:
    """Every story, with its days counted back from `now`."""
    plans = [Story(script, lives[script.index], now - timedelta(days=script.ago)) for script in SCRIPTS]
    stop = BusStop(saturday_before(now.astimezone(zone)))
    return [
        *plans,
        stop,
        Offers(now),
        Bodies(now),
        Desks(now),
        Rounds(now),
        Meetings(now),
        Assets(now),
        Tools(now, stop),
        Appeals(now),
    ]
