"""Refusals inside a form: a summary on top, words beside each field, everything typed still there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from opencity.communities.models import Community
from opencity.foundation.refusals import Refusal
from opencity.web.public.reporting.forms import ANSWER, LONGEST

STEP_OF = {
    "place": "report",
    "lat": "report",
    "lon": "report",
    "area": "report",
    "street": "report",
    "place_words": "report",
    "photo": "report",
    "words": "report_what",
    "asset": "report_what",
    "category": "report_what",
    "lang": "report_what",
}
"""The step that asks for a field; answers to questions belong to the second, contacts to the third."""


@dataclass(frozen=True)
class Shown:
    """`field` is the name in the form, and so the anchor `#f-…`; `link` is an address, if the next step is a page."""

    field: str
    why: str
    next_step: str
    link: str = ""

    @property
    def anchor(self) -> str:
        return f"f-{self.field}" if self.field else ""


def shown(community: Community, refusals: Iterable[Refusal]) -> list[Shown]:
    return [Shown(_field(one.field), one.why, one.next_step, _address(community, one.link)) for one in refusals]


def shown_plainly(community: Community, refusals: Iterable[Refusal]) -> list[Shown]:
    """For forms that ask nothing a category asks: a field is called what the refusal calls it."""
    return [Shown(one.field, one.why, one.next_step, _address(community, one.link)) for one in refusals]


def by_field(rows: Iterable[Shown]) -> dict[str, Shown]:
    return {one.field: one for one in reversed(list(rows)) if one.field}


def _field(name: str) -> str:
    """Questions of a category are named by their bare code."""
    known = not name or name in LONGEST or name in STEP_OF
    return name if known or name.startswith(ANSWER) else ANSWER + name


def _address(community: Community, link: str) -> str:
    return link if not link or link.startswith("/") else f"/{community.slug}/{link}"


def step_of(field: str) -> str:
    """The URL name of the step that asks for the field; empty for the last one."""
    return "report_what" if field.startswith(ANSWER) else STEP_OF.get(field, "")
