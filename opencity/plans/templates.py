"""Plans to begin from: what usually helps with a category of problems, as data of a country."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from opencity.foundation.languages import Names, in_words
from opencity.plans.values import NeedKind, Route, Unit

FOLDER = Path(__file__).resolve().parent / "templates"


@dataclass(frozen=True, kw_only=True)
class TemplateNeed:
    """`days` is how many days after today it is needed. A permission is asked of the owner until another is named."""

    kind: NeedKind
    unit: Unit
    words: str
    quantity: Decimal
    minimum: Decimal = Decimal(0)
    days: int | None = None
    hours_each: Decimal | None = None
    skill: str = ""

    def needed_by(self, today: date) -> date | None:
        return today + timedelta(days=self.days) if self.days is not None else None


@dataclass(frozen=True, kw_only=True)
class Template:
    """A plan in the reader's language. `code` is the category's, with a tail where it has several."""

    code: str
    name: str
    summary: str
    route: Route
    steps: tuple[str, ...]
    needs: tuple[TemplateNeed, ...]


def templates_for(category: str, *, language: str = "", country: str = "ua") -> tuple[Template, ...]:
    """Those of a category, in the order of the file; none where nobody wrote one yet."""
    rows = _read(country).get(category, [])
    return tuple(_template(category, number, row, language) for number, row in enumerate(rows, start=1))


def template_by_code(code: str, *, language: str = "", country: str = "ua") -> Template | None:
    category = code.partition(":")[0]
    return next((one for one in templates_for(category, language=language, country=country) if one.code == code), None)


def categories_with_templates(country: str = "ua") -> frozenset[str]:
    return frozenset(_read(country))


@lru_cache(maxsize=8)
def _read(country: str) -> Mapping[str, list[dict[str, Any]]]:
    known: dict[str, list[dict[str, Any]]] = json.loads((FOLDER / f"{country}.json").read_text("utf-8"))
    return known


def _template(category: str, number: int, row: Mapping[str, Any], language: str) -> Template:
    def said(names: Names) -> str:
        return in_words(names, language)

    return Template(
        code=category if number == 1 else f"{category}:{number}",
        name=said(row["name"]),
        summary=said(row["summary"]),
        route=Route(row["route"]),
        steps=tuple(said(one) for one in row["steps"]),
        needs=tuple(_need(one, said(one["words"]), said(one.get("skill", {}))) for one in row["needs"]),
    )


def _need(row: Mapping[str, Any], words: str, skill: str) -> TemplateNeed:
    hours = row.get("hours")
    return TemplateNeed(
        kind=NeedKind(row["kind"]),
        unit=Unit(row["unit"]),
        words=words,
        quantity=Decimal(str(row["quantity"])),
        minimum=Decimal(str(row.get("minimum", 0))),
        days=row.get("days"),
        hours_each=Decimal(str(hours)) if hours else None,
        skill=skill,
    )
