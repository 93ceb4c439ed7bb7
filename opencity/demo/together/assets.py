"""Lamps, trees, stops and manholes of the demonstration, laid along made-up lines, and the search for an owner.

Of fourteen manholes eight belong to a telecom company: a business has duties too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from opencity.assets.checking import Checked, NewAsset
from opencity.assets.models import Asset
from opencity.assets.operations.importing import List, bring_in, source_of
from opencity.assets.operations.stocking import kind_of
from opencity.demo.darkroom import Shot
from opencity.demo.living import Stage
from opencity.people.models import MembershipKind
from opencity.people.operations.appointing import entrust
from opencity.places.cells import Point
from opencity.places.telling import ToldPlace
from opencity.problems.history import Words
from opencity.problems.operations import owning
from opencity.problems.operations.filing import NewReport, file_report
from opencity.problems.operations.naming_owners import say_whose

Act = Callable[[], None]


@dataclass(frozen=True)
class Row:
    """So many assets of a kind in one line from a point on; `step` is how far the next stands, in degrees."""

    kind: str
    owner: str
    code: str
    many: int
    at: Point
    step: Point


LAZURNA, SOBORNA, ADMIRALSKA = Point(46.94490, 31.94990), Point(46.97700, 31.99440), Point(46.97905, 31.98100)
ROWS = (
    Row("lamp", "city-lighting", "Л-1", 12, LAZURNA, Point(0.00014, 0.00046)),
    Row("lamp", "city-lighting", "Л-2", 12, SOBORNA, Point(-0.00034, 0.0)),
    Row("tree", "city-parks", "Д-4", 14, Point(46.97915, 31.98120), Point(-0.00006, 0.00035)),
    Row("stop", "transport-department", "З-", 8, Point(46.97640, 31.97600), Point(0.0004, 0.0041)),
    Row("manhole", "telecom-south", "ТК-30", 8, SOBORNA, Point(-0.0003, 0.00012)),
    Row("manhole", "water-utility", "ВК-11", 4, LAZURNA, Point(0.00035, 0.0003)),
    Row("manhole", "", "Н-", 2, ADMIRALSKA, Point(0.0002, 0.0004)),
)


@dataclass(frozen=True)
class Assets:
    """They hang on no problem, and so on no life."""

    now: datetime
    index: int = -1

    def all_shots(self) -> Iterator[tuple[datetime, Shot]]:
        return iter(())

    def deeds(self, stage: Stage) -> Iterator[tuple[datetime, str, Act]]:
        day = timedelta(days=1)
        yield self.now - 40 * day, "lists of assets", lambda: _lists(stage, self.now - 40 * day)
        yield self.now - 2 * day, "a lamp is reported", lambda: _lamp(stage, self.now - 2 * day)
        yield self.now - 3 * day, "a manhole is reported", lambda: _manhole(stage, self.now - 3 * day)
        yield self.now - day, "it is not theirs", lambda: _search(stage, self.now - day)


def _lists(stage: Stage, at: datetime) -> None:
    settled = stage.settled
    for key, body in (("kyrylo", "telecom-south"), ("tymofii", "city-lighting")):
        entrust(settled.people[key], settled.organisations[body], MembershipKind.SUPERVISOR, now=at)
    for row in ROWS:
        kind, owner = kind_of(settled.community, row.kind), settled.organisations.get(row.owner)
        listed = tuple(
            NewAsset(
                number=n,
                code=f"{row.code}{n}",
                name="",
                point=Point(row.at.lat + n * row.step.lat, row.at.lon + n * row.step.lon),
                attributes={},
            )
            for n in range(1, row.many + 1)
        )
        which = List(kind=kind, source=source_of(kind, owner), owner=owner, partial=True)
        bring_in(settled.community, Checked("line", listed, (), {}), which, now=at)


def _asset(stage: Stage, code: str) -> Asset:
    rows = Asset.everywhere.filter(community=stage.settled.community)
    return rows.for_list().select_related("community").get(code=code)


def _report(
    stage: Stage, who: str, code: str, category: str, words: str, answers: dict[str, str], at: datetime
) -> None:
    asset = _asset(stage, code)
    new = NewReport(
        category=stage.settled.categories[category],
        place=ToldPlace(point=asset.point, words="", source="map"),
        words=words,
        answers=answers,
        asset=asset,
    )
    file_report(stage.settled.community, stage.settled.people[who], new, now=at)


def _lamp(stage: Stage, at: datetime) -> None:
    words = "Ліхтар блимає з вечора й гасне до ранку, на зупинку йдемо навпомацки."
    _report(stage, "olena", "Л-15", "light.out", words, {"scope": "one", "hazard": "no"}, at)


def _manhole(stage: Stage, at: datetime) -> None:
    words = "Кришка люка тріснула й хитається, поставили на неї шину, щоб ніхто не ступив."
    answers = {"state": "broken", "mark": "none", "fenced": "no", "hazard": "soon"}
    _report(stage, "petro", "ВК-113", "manhole.open", words, answers, at)


def _search(stage: Stage, at: datetime) -> None:
    """The water utility says that the manhole is not its own; a neighbour has seen whose cables lie in it."""
    asset = _asset(stage, "ВК-113")
    problem = asset.problems(manager="everywhere").get()
    words = Words("Цього колодязя немає на наших схемах: тут лежать кабелі зв’язку, а не водогін.", "uk")
    owning.forward(problem, stage.actor("borys", at), None, words, now=at)
    seen = Words("У травні тут працювала бригада з написом «Південь-Зв’язок» на жилетах.", "uk")
    body = stage.settled.organisations["telecom-south"]
    say_whose(asset, stage.actor("halyna", at), body, seen, now=at + timedelta(hours=4))
