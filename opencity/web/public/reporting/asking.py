"""What the second step asks: the category, by typing or from the list, then the category's own questions."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from opencity.catalogue.answers import options_of
from opencity.catalogue.lookup import categories
from opencity.catalogue.models import Category, Hazard
from opencity.catalogue.packs.loader import Sphere, load_pack
from opencity.catalogue.search import find_categories
from opencity.communities.models import Community
from opencity.foundation.languages import in_words
from opencity.problems.rules.wording import personal_data
from opencity.web.public.reporting import forms, offered_assets
from opencity.web.public.reporting.forms import ANSWER, Fields
from opencity.web.public.reporting.refusing import Shown


@dataclass(frozen=True)
class Option:
    code: str
    label: str
    hint: str


@dataclass(frozen=True)
class Question:
    """`name` is the field in the form; `kind` is choice, text or number."""

    name: str
    kind: str
    label: str
    hint: str
    required: bool
    options: tuple[Option, ...]
    value: str
    error: Shown | None = None


def choices(community: Community, fields: Fields, errors: Mapping[str, Shown]) -> dict[str, Any]:
    """Everything the step shows, with what was typed and chosen so far."""
    chosen = forms.find_category(community, fields.get("category", ""))
    found = matches(community, fields.get("q", ""), chosen)
    shown = {one.category.pk for one in found["found"] or ()} | ({chosen.pk} if chosen else set())
    return {
        **found,
        **questions(chosen, fields, errors),
        **offered_assets.of_category(community, chosen, fields),
        "groups": _groups(community, but=shown),
        "warnings": personal_data(fields.get("words", "")),
    }


def matches(community: Community, words: str, chosen: Category | None) -> dict[str, Any]:
    """What fits the words, with the chosen category first: a second one of it would take the choice away."""
    found = find_categories(community, words) if words.strip() else None
    again = next((one for one in found or () if chosen and one.category.pk == chosen.pk), None)
    return {
        "q": words,
        "chosen": chosen,
        "chosen_parts": again.parts if again else (),
        "found": None if found is None else [one for one in found if one is not again],
    }


@dataclass(frozen=True)
class Group:
    """A sphere with its categories; one that no pack knows is named by what stands in it."""

    name: str
    icon: str
    categories: tuple[Category, ...]


def _groups(community: Community, *, but: Set[int]) -> list[Group]:
    """The categories in use by sphere, both in the community's order."""
    groups: dict[str, list[Category]] = {}
    for category in categories(community).values():
        if category.active and category.pk not in but:
            groups.setdefault(category.sphere, []).append(category)
    return [_group(sphere, rows) for sphere, rows in groups.items()]


def _group(sphere: str, rows: list[Category]) -> Group:
    known = _spheres().get(sphere)
    if known is None:
        return Group(", ".join(row.name for row in rows[:2]), rows[0].icon, tuple(rows))
    return Group(in_words(known.names), known.icon, tuple(rows))


@cache
def _spheres() -> Mapping[str, Sphere]:
    return {one.code: one for one in load_pack("ua").spheres}


def questions(chosen: Category | None, fields: Fields, errors: Mapping[str, Shown]) -> dict[str, Any]:
    if chosen is None:
        return {"chosen": None, "questions": [], "hazard": ""}
    asks = chosen.hazard == Hazard.ASK
    return {
        "chosen": chosen,
        "questions": [_question(one, fields, errors) for one in chosen.questions],
        "hazard": in_words(chosen.hazard_question) if asks else "",
        "asks_hazard": asks,
        "hazard_answer": fields.get(f"{ANSWER}hazard", ""),
        "numbers": _(" or ").join(chosen.emergency_numbers or ["101", "112"]),
    }


def _question(question: Mapping[str, Any], fields: Fields, errors: Mapping[str, Shown]) -> Question:
    name = ANSWER + str(question["code"])
    options = tuple(
        Option(str(one["code"]), in_words(one["label"]), in_words(one.get("hint", {}))) for one in options_of(question)
    )
    return Question(
        name=name,
        kind="choice" if options else str(question["type"]),
        label=in_words(question["label"]),
        hint=in_words(question.get("hint", {})),
        required=bool(question.get("required")),
        options=options,
        value=fields.get(name, ""),
        error=errors.get(name),
    )


def answered(category: Category, fields: Fields) -> tuple[tuple[str, str], ...]:
    """Questions with the answers in words, as they were given so far."""
    rows = [_question(one, fields, {}) for one in category.questions]
    return tuple((row.label, _in_words(row)) for row in rows if row.value)


def _in_words(question: Question) -> str:
    labels = {option.code: option.label for option in question.options}
    return labels.get(question.value, question.value)
