"""The demonstration town: years of its life, played through the operations that everybody uses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import chain, starmap

from django.db import transaction

from opencity.catalogue.models import Category
from opencity.catalogue.packs.loader import load_pack
from opencity.communities.models import Community
from opencity.demo.cast import NEIGHBOUR, TOWN
from opencity.demo.darkroom import darkroom
from opencity.demo.living import ScriptFailed, Stage, begin, join, mismatches, play
from opencity.demo.planning import Life, plan
from opencity.demo.settling import settle_neighbour, settle_town
from opencity.demo.together.stories import Told, together
from opencity.demo.town.loader import load_town
from opencity.foundation.refusals import Refusal
from opencity.foundation.tenancy import acting_in
from opencity.places.cells import Point
from opencity.places.telling import ToldPlace
from opencity.problems.operations.filing import NewReport, file_report

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Nearby:
    """What Vasyl reported in his own town, so many days ago."""

    days: int
    category: str
    answers: dict[str, str]
    point: Point
    place: str
    words: str


NEARBY = (
    Nearby(
        12, "light.out", {"scope": "street"}, Point(47.5721, 31.3352), "біля ринку", "Третій тиждень темно біля ринку."
    ),
    Nearby(
        5, "road.pothole", {"where": "road"}, Point(47.5668, 31.3214), "вул. Київська, 14", "Яма на всю смугу руху."
    ),
    Nearby(
        1, "waste.not_collected", {"days": "few"}, Point(47.5789, 31.3097), "вул. Шевченка, 40", "Баки переповнені."
    ),
)


@dataclass(frozen=True)
class Deed:
    at: datetime
    what: str
    do: Callable[[], None]


def is_there() -> bool:
    return Community.objects.filter(slug__in=(TOWN, NEIGHBOUR)).exists()


@transaction.atomic
def load(*, now: datetime, most: int | None = None, progress: Callable[[int], Progress]) -> int:
    """Build both communities and play every life; returns how many problems there are.

    `progress` is called with the number of deeds and gives what is to hear how many are done. All of it is one
    transaction: a demonstration that was interrupted leaves nothing behind.
    """
    town = load_town()
    settled = settle_town(town, now=now)
    scenes = {one.code: one.scene or "" for one in load_pack("ua").categories}
    zone = settled.community.calendar.timezone
    lives = _some(plan(town.problems, scenes, zone=zone, now=now), most)
    shots = [shot for life in lives for shot in life.all_shots()]
    stories = together(lives, now, zone) if most is None else []
    shots = sorted(chain(shots, *(story.all_shots() for story in stories)), key=lambda one: one[0])
    with acting_in(settled.community.pk), darkroom([shot for _at, shot in shots], str(zone)) as dark:
        stage = Stage(settled, dark)
        _play_all(stage, lives, stories, progress)
        changed = {story.index for story in stories}
        wrong = list(mismatches(stage, [life for life in lives if life.index not in changed]))
    if wrong:
        raise ScriptFailed("; ".join(wrong))
    _neighbours(now)
    return len(lives)


def _play_all(
    stage: Stage,
    lives: list[Life],
    stories: Sequence[Told],
    progress: Callable[[int], Progress],
) -> None:
    """Every deed of every life and plan in the order of time, as it would have happened."""
    own = chain.from_iterable(_deeds(stage, life) for life in lives)
    joint = chain.from_iterable(starmap(Deed, story.deeds(stage)) for story in stories)
    deeds = sorted(chain(own, joint), key=lambda deed: deed.at)
    tell = progress(len(deeds))
    for done, deed in enumerate(deeds, start=1):
        try:
            deed.do()
        except (Refusal, KeyError) as error:
            raise ScriptFailed(f"{deed.what}: {error}") from error
        tell(done)


def _deeds(stage: Stage, life: Life) -> list[Deed]:
    what = f"problem {life.index}"
    deeds = [Deed(life.at, f"{what}, report", partial(begin, stage, life))]
    deeds += [Deed(at, f"{what}, {key} joins", partial(join, stage, life, key, at)) for at, key in life.joins]
    deeds += [Deed(step.at, f"{what}, {step.do}", partial(play, stage, life, step)) for step in life.steps]
    return deeds


def _some(lives: list[Life], most: int | None) -> list[Life]:
    """The first lives; one that is joined to a life left out is left out too."""
    if most is None:
        return lives
    return [life for life in lives[:most] if all(step.into < most for step in life.steps)]


def _neighbours(now: datetime) -> None:
    community, vasyl = settle_neighbour(now=now)
    categories = {one.code: one for one in Category.everywhere.filter(community=community)}
    with acting_in(community.pk):
        for one in NEARBY:
            new = NewReport(
                category=categories[one.category],
                place=ToldPlace(point=one.point, words=one.place),
                words=one.words,
                answers=one.answers,
            )
            file_report(community, vasyl, new, now=now - timedelta(days=one.days))
