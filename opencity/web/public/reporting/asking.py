"""What the second step asks: the category, by typing or from the list, then the category's own questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from opencity.catalogue.answers import options_of
from opencity.catalogue.lookup import categories
from opencity.catalogue.models import Category, Hazard
from opencity.catalogue.search import find_categories
from opencity.communities.models import Community
from opencity.foundation.languages import in_words
from opencity.problems.rules.wording import personal_data
from opencity.web.public.reporting import forms
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
    found = matches(community, fields.get("q", ""))
    return {
        **found,
        "groups": _groups(community),
        **questions(chosen, fields, errors),
        "warnings": personal_data(fields.get("words", "")),
    }


def matches(community: Community, words: str) -> dict[str, Any]:
    return {"q": words, "found": find_categories(community, words) if words.strip() else None}


def _groups(community: Community) -> list[tuple[str, list[Category]]]:
    """The categories in use by sphere, both in the community's order."""
    groups: dict[str, list[Category]] = {}
    for category in categories(community).values():
        if category.active:
            groups.setdefault(category.sphere, []).append(category)
    return list(groups.items())


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
