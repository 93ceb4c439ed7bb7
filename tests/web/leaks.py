"""A town with one problem of every visibility, each marked with a word that only it may hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from opencity.appeals.models import Appeal
from opencity.lending.models import Loan
from opencity.people.operations.introducing import Stranger
from opencity.places.cells import Point
from opencity.places.telling import ToldPlace
from opencity.problems.models import Photo, Problem
from opencity.problems.operations import owning, photographing, reviewing, updating
from tests.appeals.filing import SECRETS as APPEAL_SECRETS
from tests.appeals.filing import filed, registered
from tests.assets.laying import lay
from tests.lending import making
from tests.town import MONDAY, Town, jpeg, report, said

SECRETS = (
    "Утримане",
    "Приватне",
    "Приховане",
    "Зачорнене",
    "Нотатка",
    "Прапорець",
    "Точнеслово",
    "olena@mykolaiv.example.org",
    "parks@mykolaiv.example.org",
    "Дуже Секретне Ім’я",
    *APPEAL_SECRETS,
)
"""Words that stand in what strangers may not see. The reason of a hidden page is not one of them."""


@dataclass
class Case:
    town: Town
    public: Problem
    held: Problem
    private: Problem
    hidden: Problem
    coarse: Problem
    loan: Loan
    appeal: Appeal


def build(town: Town) -> Case:
    public = report(town, photos=(_photo(town),)).problem
    held = report(town, Stranger(name="Дуже Секретне Ім’я", email="x@example.org"), words="Утримане слово тут.").problem
    private = report(town, category="social.person_in_need", words="Приватне слово тут.").problem
    hidden = report(town, words="Приховане слово тут.").problem
    place = ToldPlace(point=Point(46.9611, 32.0033), words="вул. Точнеслово, 7")
    coarse = report(town, category="war.damage", words="Розбите вікно сходів.", place=place).problem
    svitlana = town.actor("svitlana")
    owning.accept(public, town.actor("iryna"), said("Приїдемо в четвер."), promised_for=None, now=MONDAY)
    answered = owning.answer(public, town.actor("iryna"), said("Зачорнене 050 123 45 67"), now=MONDAY)
    text = answered.texts.get(name="words")
    reviewing.redact(text, "█" * len(text.words), svitlana, said("Телефон."), now=MONDAY)
    reviewing.note(public, svitlana, "Нотатка для своїх", organisation=None, now=MONDAY)
    updating.flag(public, None, "other", "Прапорець на сторінку", now=MONDAY)
    reviewing.hide(hidden, svitlana, said("Обличчя дитини на фото."), now=MONDAY)
    reviewing.publish(coarse, svitlana, now=MONDAY)
    making.taras_serves(town)
    lay(town)
    loan = making.lent(town, making.drill(town), problem=public)
    appeal = registered(town, filed(town, public))
    return Case(town, public, held, private, hidden, coarse, loan, appeal)


def _photo(town: Town) -> Photo:
    return photographing.keep_photo(town.community, jpeg(), now=MONDAY)


NOTHING = "00000000-0000-4000-8000-000000000000"
SAMPLES: Mapping[str, str | int] = {
    "token": "token",
    "deed": "accept",
    "pk": 1,
    "position": 1,
    "digest": "0" * 64,
    "width": 480,
    "visit": NOTHING,
    "uuid": NOTHING,
    "tool": NOTHING,
    "loan": NOTHING,
    "kind": "tree",
    "address": "12",
    "key": "0",
    "measure": "flow",
    "year": 2026,
    "z": 11,
    "x": 1206,
    "y": 721,
}
"""An argument of each kind; most of them name nothing that is there."""


def addresses(case: Case) -> list[str]:
    """Every address below the community that the URL configuration knows, for every problem of the case."""
    town = case.town
    known: dict[str, list[Any]] = {name: [value] for name, value in SAMPLES.items()} | {
        "community": [town.community.slug],
        "number": [one.number for one in (case.public, case.held, case.private, case.hidden, case.coarse)],
        "code": [area.code for area in town.areas.values()],
        "organisation": [body.slug for body in town.organisations.values()],
        "uuid": [NOTHING, str(case.appeal.uuid)],
        "tool": [str(case.loan.tool.uuid)],
        "loan": [str(case.loan.uuid)],
    }
    prefix = f"/{town.community.slug}/"
    found = []
    for pattern in leaves_below_a_community(get_resolver()):
        names = list(pattern.pattern.converters) or list(pattern.pattern.regex.groupindex)
        for values in product(*[known[name] for name in names]):
            found.append(prefix + _filled(pattern, dict(zip(names, values, strict=True))))
    return found


def leaves_below_a_community(resolver: URLResolver) -> list[URLPattern]:
    community = next(one for one in resolver.url_patterns if "community" in str(one.pattern))
    assert isinstance(community, URLResolver)
    return list(_leaves(community))


def _leaves(resolver: URLResolver) -> Iterator[URLPattern]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _leaves(one)
        else:
            yield one


def _filled(pattern: URLPattern, values: dict[str, object]) -> str:
    assert pattern.name is not None
    address = reverse(pattern.name, kwargs={"community": "mykolaiv", **values})
    return address.removeprefix("/mykolaiv/")
