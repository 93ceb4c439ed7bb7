"""Whom one may be in the demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from opencity.demo.town.loader import load_town
from opencity.foundation.languages import Names, in_words

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TOWN, NEIGHBOUR = "mykolaiv", "voznesensk"
KINDS: dict[str, StrOrPromise] = {
    "resident": _("Residents"),
    "officer": _("Act for a body or a business"),
    "coordinator": _("Coordinate the community"),
    "moderator": _("Moderate"),
    "librarian": _("Librarians"),
}


@dataclass(frozen=True, kw_only=True)
class Member:
    """`organisation` is the slug of the body they act for; `door` the URL name of the page on which they begin."""

    key: str
    name: str
    email: str
    kind: str
    sector: str
    lines: Names
    organisation: str = ""
    community: str = TOWN

    @property
    def line(self) -> str:
        return in_words(self.lines)

    @property
    def kind_in_words(self) -> StrOrPromise:
        return KINDS[self.kind]

    @property
    def door(self) -> str:
        return "me" if self.kind == "resident" else "desk"


VASYL = Member(
    key="vasyl",
    name="Василь",
    email="vasyl@example.org",
    kind="resident",
    sector="civil",
    lines={
        "uk": "Живе у Вознесенську, іншій громаді: чужого закритого не побачить",
        "en": "Lives in Voznesensk, another community, and sees nothing private of this one",
    },
    community=NEIGHBOUR,
)


@cache
def cast() -> tuple[Member, ...]:
    """Everybody with a line of introduction, and whoever speaks for businesses and associations; grouped by kind."""
    town = load_town()
    bodies = {one.slug: one for one in town.organisations}
    members: list[Member] = []
    for one in town.people:
        body = bodies.get(one.organisation)
        if not one.line and (body is None or one.kind != "officer" or body.sector not in {"business", "civil"}):
            continue
        members.append(
            Member(
                key=one.key,
                name=one.name,
                email=one.email,
                kind=one.kind,
                sector=body.sector if body else "civil",
                lines=one.line or (body.names if body else {}),
                organisation=one.organisation,
            )
        )
    order = list(KINDS)
    return tuple(sorted([*members, VASYL], key=lambda member: order.index(member.kind)))
