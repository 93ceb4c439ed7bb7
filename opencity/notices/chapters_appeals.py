"""Letters about formal appeals: to the author with the body's words, to those who handle it with the deadline alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from opencity.notices import links
from opencity.notices.appeals import appeal_of, words_of
from opencity.notices.content import Act, Chapter
from opencity.notices.kinds import Shape
from opencity.notices.models import Delivery
from opencity.notices.saying import line_of, plate, shortened


def chapter_of_appeal(first: Delivery, now: datetime) -> Chapter:
    appeal, town = appeal_of(first), first.community
    line = line_of(first, now)
    said, language = words_of(first)
    if said:
        line = replace(line, quote=shortened(said, language))
    elif line.sentence.endswith(":"):
        line = replace(line, sentence=f"{line.sentence[:-1]}.")
    if appeal is None:
        return Chapter(shape=Shape.APPEAL, lines=(line,), act=Act(_("My page"), links.page("me", town)))
    problem = appeal.problem
    facts = ((_("About"), f"{plate(problem.number)} · {problem.category.name}"),)
    if first.facts.get("as") == "appellant":
        act = Act(_("Open my appeal"), links.page("me_appeal", town, str(appeal.uuid)))
    else:
        act = Act(_("Open it at the desk"), links.page("desk_appeal", town, str(appeal.uuid)))
    return Chapter(shape=Shape.APPEAL, lines=(line,), facts=facts, act=act)
