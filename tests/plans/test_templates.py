from __future__ import annotations

import json

import pytest

from opencity.catalogue.packs import loader
from opencity.people.models import Organisation
from opencity.plans.models import Need
from opencity.plans.operations.lines import NewNeed, fill
from opencity.plans.templates import categories_with_templates, template_by_code, templates_for
from opencity.plans.values import NeedKind
from tests.town import MONDAY

CODES = sorted(categories_with_templates())


def test_templates_are_for_categories_of_the_pack_and_there_are_enough() -> None:
    pack = json.loads((loader.HERE / "ua.json").read_text("utf-8"))
    assert set(CODES) <= {one["code"] for one in pack["categories"]}
    assert len(CODES) >= 10


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_template_is_a_plan_that_would_be_accepted(code: str, language: str) -> None:
    today = MONDAY.date()
    body = Organisation(sector="civil")
    for template in templates_for(code, language=language):
        assert template == template_by_code(template.code, language=language)
        assert template.name and template.summary and template.steps and template.needs
        for need in template.needs:
            line = NewNeed(
                kind=need.kind,
                unit=need.unit,
                words=need.words,
                quantity=need.quantity,
                minimum=need.minimum,
                needed_by=need.needed_by(today),
                hours_each=need.hours_each,
                skill=need.skill,
                grantor=body if need.kind == NeedKind.PERMISSION else None,
                payee=body if need.kind == NeedKind.MONEY else None,
                payment="UA00",
            )
            fill(Need(), line, today)


def test_both_languages_are_written() -> None:
    for code in CODES:
        ukrainian, english = templates_for(code, language="uk"), templates_for(code, language="en")
        for one, other in zip(ukrainian, english, strict=True):
            assert one.summary != other.summary
            assert [need.words for need in one.needs] != [need.words for need in other.needs]


def test_an_unknown_category_has_none() -> None:
    assert templates_for("nothing.such") == ()
    assert template_by_code("nothing.such") is None
