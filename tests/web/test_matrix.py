"""Every address × every walker: nothing is reached that the matrix does not grant, and nothing is changed either."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from opencity.assets.models import Asset
from opencity.casework.models import AuditLine
from opencity.problems.models import Event
from tests.actions.making import called, joins
from tests.organisations import making as bodies
from tests.plans.making import hands, need_of, paint, promise, published
from tests.town import Town
from tests.web.leaks import SAMPLES, build, leaves_below_a_community
from tests.web.matrix import ALIKE, CLASSES, FEW, GONE, NO, NONE, OK, PLACED, SIGN_IN
from tests.web.walkers import WALKERS, walkers

OURS = {"origin": "http://testserver"}
GRANTING = {"200", "204", "301", "302", "422"}
"""A page, nothing new, a way on, or a form that says what it lacks."""


pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="rights do not depend on the database")


@dataclass
class Site:
    """The town with something behind each kind of address, and a browser for everybody."""

    town: Town
    numbers: dict[str, int]
    own: dict[str, dict[str, Any]]
    clients: dict[str, Client]

    def address(self, placed: str) -> str:
        name, _colon, which = placed.partition(":")
        here = {"code": "centre", "organisation": self.town.organisations["parks"].slug}
        values = {**SAMPLES, **here, **self.own.get(name, {})}
        values |= {"number": self.numbers[which]} if which else {}
        wanted = ARGUMENTS[name]
        return reverse(name, kwargs={one: values[one] for one in wanted} | {"community": self.town.community.slug})


ARGUMENTS = {
    str(one.name): [*(one.pattern.converters or one.pattern.regex.groupindex)]
    for one in leaves_below_a_community(get_resolver())
}


@pytest.fixture
def site(town: Town, elsewhere: Town, settings: LazySettings, tmp_path: Path) -> Site:
    settings.MEDIA = tmp_path
    case = build(town)
    plan = published(town, hands(), paint())
    pledge = promise(town, "petro", need_of(plan, "Фарба"))
    joins(town, "petro", called(town, plan=plan))
    application = bodies.applied(town)
    group = {"organisation": bodies.group(town, who="danylo").organisation.slug}
    asset = Asset.everywhere.filter(community=town.community).order_by("pk")[0]
    thing = {"kind": asset.kind.code, "address": asset.address}
    one_of = {"uuid": pledge.uuid}
    return Site(
        town,
        {name: getattr(case, name).number for name in ("public", "private", "held", "hidden")}
        | {"joint": plan.problem.number},
        {
            "pledge": one_of,
            "pledge_withdraw": one_of,
            "application": {"uuid": application.uuid},
            "desk_application": {"uuid": application.uuid},
            "group_edit": group,
            "decision_new": group,
            "desk_asset": {"uuid": asset.uuid},
            **{name: {"uuid": case.appeal.uuid} for name in ("desk_appeal", "desk_appeal_pdf", "desk_appeal_docx")},
            **dict.fromkeys(("asset", "asset_ours", "asset_whose"), thing),
            **{name: {"tool": case.loan.tool.uuid} for name in ("library_tool", "library_tool_lend")},
            **{name: {"loan": case.loan.uuid} for name in ("library_loan_back", "library_loan", "loan")},
        },
        walkers(town, elsewhere),
    )


def told(answer: HttpResponse) -> str:
    status = str(answer.status_code)
    if status == "302" and "/account/" in answer["Location"]:
        return SIGN_IN
    return OK if status in GRANTING else status


def test_every_address_has_its_place_in_the_matrix() -> None:
    placed = [one.partition(":")[0] for addresses in PLACED.values() for one in addresses.split()]
    assert set(ARGUMENTS) - set(placed) == set(), "say in tests/web/matrix.py who reaches these"
    assert set(placed) - set(ARGUMENTS) == set(), "there are no such addresses any more"
    assert set(PLACED) == set(CLASSES)


def test_an_address_answers_those_whom_the_matrix_grants_it_and_nobody_else(site: Site) -> None:
    wrong = [
        f"{walker} at {placed} ({name}): {got} instead of {CLASSES[name].expected(walker)}"
        for name, placed, walker in steps()
        if (got := told(site.clients[walker].get(site.address(placed)))) != CLASSES[name].expected(walker)  # type: ignore[arg-type]
    ]
    assert not wrong, "\n".join(wrong)


def test_whoever_may_not_see_a_page_changes_nothing_by_sending_its_form(site: Site) -> None:
    before = counted()
    for name, placed, walker in steps():
        if walker in FEW and CLASSES[name].expected(walker) in {NO, NONE, GONE, SIGN_IN}:
            answer = site.clients[walker].post(site.address(placed), {"words": "Спроба", "to": "me"}, headers=OURS)
            assert answer.status_code in {302, 403, 404, 405, 409, 410, 422}, f"{walker} at {placed}"
            assert counted() == before, f"{walker} at {placed}"


def steps() -> Iterator[tuple[str, str, str]]:
    """Class, address and walker; where all are told the same, a few are asked."""
    for name, addresses in PLACED.items():
        for placed in addresses.split():
            yield from ((name, placed, walker) for walker in (FEW if name in ALIKE else WALKERS))


def counted() -> tuple[int, int]:
    return Event.everywhere.count(), AuditLine.everywhere.count()
