"""Who asks to join or to take part, and what became of it: told to whoever answers and to whoever asked.

Requests write no event, so the clock looks for those that are new; the unique key of a notice says what was told.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from opencity.communities.models import Community
from opencity.notices.operations.owing import owe
from opencity.organisations.access import may_manage
from opencity.organisations.models import Answer, Application, JoinRequest
from opencity.organisations.queries.directory import members_of
from opencity.people.acting import actor_for, holders
from opencity.people.models import Organisation, Person, Role

LATELY = timedelta(days=3)
"""Older ones were told long ago, or the worker stood still for days and a letter would only puzzle."""
ANSWERED = {Answer.ACCEPTED: "yes", Answer.DECLINED: "no"}


def tell_of_requests(community: Community, *, now: datetime) -> None:
    since = now - LATELY
    joins = JoinRequest.everywhere.filter(community=community).select_related("organisation", "person")
    for ask in joins.filter(state=Answer.ASKED, asked_at__gt=since):
        for reader in _leads(ask.organisation, community, now):
            _tell(community, "join_asked", reader, ask, {"as": "leads_body", "join": ask.pk}, now)
    for ask in joins.filter(state__in=ANSWERED, answered_at__gt=since).exclude(person=None):
        assert ask.person is not None
        if ask.answered_by_id != ask.person_id:
            _tell(
                community, f"join_{ANSWERED[Answer(ask.state)]}", ask.person, ask, {"as": "asker", "join": ask.pk}, now
            )
    applications = Application.everywhere.filter(community=community).select_related("person")
    for one in applications.filter(state=Answer.ASKED, asked_at__gt=since):
        for reader in holders(community, Role.Kind.COORDINATOR, now=now).exclude(pk=one.person_id or 0):
            _tell(community, "body_asked", reader, one, {"as": "handler", "application": one.pk}, now)
    for one in applications.filter(state__in=ANSWERED, answered_at__gt=since).exclude(person=None):
        assert one.person is not None
        kind = f"body_{ANSWERED[Answer(one.state)]}"
        _tell(community, kind, one.person, one, {"as": "asker", "application": one.pk}, now)


def _leads(organisation: Organisation, community: Community, now: datetime) -> list[Person]:
    """Whoever may answer: its leads, else the coordinators."""
    leads = [one.person for one in members_of(organisation, now=now) if one.leads]
    return leads or [
        one
        for one in holders(community, Role.Kind.COORDINATOR, now=now)
        if may_manage(organisation, actor_for(one, community, now=now), now=now)
    ]


def _tell(
    community: Community,
    kind: str,
    reader: Person,
    request: JoinRequest | Application,
    facts: dict[str, int | str],
    now: datetime,
) -> None:
    owe(community, kind, person=reader, once=f"{kind}:{request.pk}:{reader.pk}", facts=facts, at=now)
