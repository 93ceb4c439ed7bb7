"""Templates of answers: who keeps them, what they may hold, and how a case fills them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from opencity.casework.models import AnswerTemplate
from opencity.casework.operations.wording import NewTemplate, end_template, keep_template
from opencity.casework.queries.wording import templates_for
from opencity.casework.rules.filling import BLANK, FIELDS, fill, has_blanks, unknown_fields
from opencity.foundation.refusals import NotAllowed, NotUnderstood
from opencity.people.models import Membership, Organisation
from opencity.people.models import MembershipKind as Kind
from opencity.problems.models import Problem
from tests.town import MONDAY, Town, fresh, report

plain = some.text(some.characters(exclude_characters="{}"), max_size=20)
pieces = some.lists(some.one_of(plain, some.sampled_from([f"{{{one}}}" for one in FIELDS] + [BLANK])), max_size=8)


@given(pieces, some.dictionaries(some.sampled_from(FIELDS), plain))
def test_filling_leaves_no_field_and_loses_no_word(parts: list[str], values: dict[str, str]) -> None:
    said = fill("".join(parts), values)
    expected = [values.get(one[1:-1], "") or BLANK if one.startswith("{") else one for one in parts]
    assert said == "".join(expected)
    assert has_blanks(said) == any(BLANK in one for one in expected)
    assert unknown_fields("".join(parts)) == []


@given(some.text(some.characters(categories=["L", "N"]), min_size=1, max_size=12))
def test_what_no_case_can_fill_is_named(name: str) -> None:
    assert unknown_fields(f"До {{{name}}} і знову {{{name}}}.") == ([] if name in FIELDS else [name])


@pytest.fixture
def problem(town: Town) -> Problem:
    Membership.objects.filter(person=town.people["iryna"]).update(kind=Kind.SUPERVISOR)
    return fresh(report(town).problem)


def new(organisation: Organisation | None, text: str = "Дякуємо за № {number}.", **more: object) -> NewTemplate:
    given = {"deed": "answer", "title": "Подяка", "text": text, "language": "uk", **more}
    return NewTemplate(organisation=organisation, **given)  # type: ignore[arg-type]


def test_a_body_keeps_its_own_and_a_coordinator_those_for_everybody(town: Town, problem: Problem) -> None:
    parks, roads = town.organisations["parks"], town.organisations["roads"]
    own = keep_template(town.community, town.actor("iryna"), new(parks), now=MONDAY)
    keep_template(town.community, town.actor("svitlana"), new(None, title="Загальний"), now=MONDAY)
    keep_template(
        town.community, town.actor("iryna"), new(parks, title="Ями", categories=("road.pothole",)), now=MONDAY
    )
    assert [one.title for one in templates_for(problem)] == ["Загальний", "Подяка"]
    for who, body in [("iryna", None), ("iryna", roads), ("svitlana", parks), ("roman", parks), ("olena", parks)]:
        with pytest.raises(NotAllowed):
            keep_template(town.community, town.actor(who), new(body), now=MONDAY)
    with pytest.raises(NotAllowed):
        keep_template(town.community, town.actor("svitlana"), new(None), known=own, now=MONDAY)
    with pytest.raises(NotAllowed):
        end_template(own, town.actor("roman"), now=MONDAY)
    end_template(own, town.actor("iryna"), now=MONDAY)
    assert [one.title for one in templates_for(problem)] == ["Загальний"]


@pytest.mark.parametrize(
    ("more", "field"),
    [({"title": "  "}, "title"), ({"text": " "}, "text"), ({"text": "До {дата} {phone}"}, "text")],
)
def test_what_cannot_be_used_is_refused_and_changes_nothing(
    town: Town, problem: Problem, more: dict[str, str], field: str
) -> None:
    with pytest.raises(NotUnderstood) as refused:
        keep_template(town.community, town.actor("iryna"), new(town.organisations["parks"], **more), now=MONDAY)
    assert refused.value.field == field
    assert not AnswerTemplate.everywhere.exists()
    if "дата" in more.get("text", ""):
        assert "{дата}" in refused.value.why and "{phone}" in refused.value.why
