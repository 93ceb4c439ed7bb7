"""Letters about organisations: who asks, and what became of it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from opencity.notices import links
from opencity.notices.bodies import request_of
from opencity.notices.content import Act, Chapter
from opencity.notices.kinds import Shape
from opencity.notices.models import Delivery
from opencity.notices.saying import line_of
from opencity.organisations.models import Application, JoinRequest


def chapter_of_body(one: Delivery, now: datetime) -> Chapter:
    facts: list[tuple[str, str]] = []
    request = request_of(one)
    if request is not None and one.facts.get("as") != "asker":
        facts.append((_("Who asks"), str(request.person or "—")))
        if request.words:
            facts.append((_("They say"), request.words))
    elif request is not None and request.answer:
        facts.append((_("The answer"), request.answer))
    return Chapter(shape=Shape.BODY, lines=(line_of(one, now),), facts=tuple(facts), act=_act(one, request))


def _act(one: Delivery, request: JoinRequest | Application | None) -> Act:
    town = one.community
    match request:
        case JoinRequest() if one.kind == "join_asked":
            return Act(_("Look and answer"), links.page("organisation_people", town, request.organisation.slug))
        case JoinRequest():
            return Act(_("Open its page"), links.page("organisation", town, request.organisation.slug))
        case Application() if one.kind == "body_asked":
            return Act(_("Look and answer"), links.page("desk_application", town, str(request.uuid)))
        case Application():
            return Act(_("Open your request"), links.page("application", town, str(request.uuid)))
    return Act(_("Who takes part"), links.page("organisations", town))
