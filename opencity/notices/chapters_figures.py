"""The Monday letter of whoever answers for a body: five figures, each with that of the week before."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from opencity.notices import links
from opencity.notices.bodies import organisation_of
from opencity.notices.content import Act, Chapter
from opencity.notices.kinds import Shape
from opencity.notices.models import Delivery
from opencity.notices.saying import line_of

FIVE = ("came_in", "answered", "done", "verified", "overdue")


def chapter_of_figures(one: Delivery, now: datetime) -> Chapter:
    body = organisation_of(one)
    said = _("%(now)s (the week before: %(before)s)")
    facts = tuple(
        (_name(name), said % {"now": one.facts["week"][name], "before": one.facts["before"][name]}) for name in FIVE
    )
    query = urlencode({"body": body.slug}) if body is not None else ""
    return Chapter(
        shape=Shape.FIGURES,
        lines=(line_of(one, now),),
        facts=facts,
        act=Act(_("Open the figures"), f"{links.page('desk_figures', one.community)}?{query}"),
        notes=(_("You can switch this one letter off at the end of that page."),),
    )


def _name(figure: str) -> str:
    return {
        "came_in": _("Cases came in"),
        "answered": _("Got their first answer"),
        "done": _("Said to be done"),
        "verified": _("Verified by residents"),
        "overdue": _("Silent past the deadline on Sunday night"),
    }[figure]
