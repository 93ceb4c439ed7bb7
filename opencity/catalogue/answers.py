"""The category's own questions, and where an answer must stop the report: 101, 112."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from opencity.catalogue.models import Category, Hazard
from opencity.foundation.languages import in_words
from opencity.foundation.refusals import CallEmergency, NotUnderstood

NOW, SOON, NO = "now", "soon", "no"
"""Answers to «may somebody be hurt right now?»: right now, dangerous but not this minute, no."""
LONGEST = 500


@dataclass(frozen=True)
class Answers:
    values: dict[str, str]
    urgent: bool


def read_answers(category: Category, given: Mapping[str, str]) -> Answers:
    """What was answered, checked against the questions. `given` has the codes of questions, and "hazard".

    Raises CallEmergency where the report stops, NotUnderstood with the question's field where an answer is missing.
    """
    if category.hazard == Hazard.NEVER_TAKEN:
        raise emergency(category)
    values: dict[str, str] = {}
    urgent = False
    if category.hazard == Hazard.ASK and given.get("hazard"):
        if given["hazard"] == NOW:
            raise emergency(category)
        urgent = given["hazard"] == SOON
        values["hazard"] = SOON if urgent else NO
    for question in category.questions:
        value = given.get(question["code"], "").strip()[:LONGEST]
        if not value:
            if question.get("required"):
                raise NotUnderstood(
                    _("One question has no answer yet: “%(question)s”") % {"question": in_words(question["label"])},
                    _("Please answer it: it decides who comes and with what."),
                    field=question["code"],
                )
            continue
        urgent |= _urgent(category, question, value)
        values[question["code"]] = value
    return Answers(values, urgent)


def _urgent(category: Category, question: Mapping[str, Any], value: str) -> bool:
    if question["type"] not in {"choice", "yesno"}:
        return False
    options = {option["code"]: option for option in options_of(question)}
    if value not in options:
        raise NotUnderstood(
            _("We do not know this answer to “%(question)s”.") % {"question": in_words(question["label"])},
            _("Please choose one of the answers shown."),
            field=question["code"],
        )
    if options[value].get("stop"):
        raise emergency(category, str(options[value]["stop"]))
    return bool(options[value].get("urgent"))


def options_of(question: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The answers one may choose; a yes-or-no question has them built in."""
    if question.get("options"):
        return list(question["options"])
    if question["type"] == "yesno":
        return [
            {"code": "yes", "label": {"uk": "Так", "en": "Yes"}},
            {"code": "no", "label": {"uk": "Ні", "en": "No"}},
        ]
    return []


def emergency(category: Category, *first: str) -> CallEmergency:
    numbers = tuple(dict.fromkeys([*first, *(category.emergency_numbers or ["101", "112"])]))
    return CallEmergency(
        _("People may be in danger. We must not take this report: help comes by phone."),
        _("Call %(numbers)s now. When everybody is safe, come back here: your draft stays.")
        % {"numbers": _(" or ").join(numbers)},
        numbers=numbers,
    )
