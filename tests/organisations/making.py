"""Organisations and groups as the cast would make them."""

from __future__ import annotations

from typing import Any

from opencity.organisations.models import Application, Group, GroupKind
from opencity.organisations.operations.applying import NewApplication, apply
from opencity.organisations.operations.grouping import NewGroup, begin_group
from opencity.places.cells import Point
from opencity.problems.history import Words
from tests.town import MONDAY, Town

CORNERS = (Point(46.965, 31.995), Point(46.975, 31.995), Point(46.975, 32.005), Point(46.965, 32.005))
"""Around the middle of the town."""


def application(name: str = "ГО «Лелека»", **more: Any) -> NewApplication:
    more.setdefault("sector", "civil")
    return NewApplication(name=name, words=Words("Я голова правління.", "uk"), **more)


def applied(town: Town, who: str = "olena", name: str = "ГО «Лелека»", **more: Any) -> Application:
    return apply(town.community, town.actor(who), application(name, **more), now=MONDAY)


def new_group(name: str = "Вулиця Лагідна", **more: Any) -> NewGroup:
    more.setdefault("kind", GroupKind.STREET)
    return NewGroup(name=name, words=Words("Щоб на вулиці було світло.", "uk"), **more)


def group(town: Town, who: str = "petro", name: str = "Вулиця Лагідна", **more: Any) -> Group:
    return begin_group(town.community, town.actor(who), new_group(name, **more), now=MONDAY)
