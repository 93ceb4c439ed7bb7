"""Supervisors form teams of their colleagues."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.casework.access import colleagues
from opencity.casework.models import Assignment, Team, TeamMember
from opencity.communities.models import Community
from opencity.foundation.refusals import NotAllowed, NotUnderstood
from opencity.organisations.rules.naming import slug_of
from opencity.people.acting import Actor
from opencity.people.models import Organisation, Person
from opencity.people.rights import Right


@transaction.atomic
def form_team(
    community: Community,
    organisation: Organisation,
    actor: Actor,
    name: str,
    people: Iterable[Person],
    *,
    now: datetime,
) -> Team:
    """Make a team, or give the one of this name other members."""
    if not actor.may(Right.PEOPLE, organisation.pk):
        raise NotAllowed(_("Only a supervisor forms teams."), _("Ask the supervisor of your organisation."))
    name = " ".join(name.split())[:80]
    slug = slug_of(name)[:40].rstrip("-")
    if not slug:
        raise NotUnderstood(_("The team has no name."), _("Write it, such as “Southern brigade”."), field="name")
    known = {one.pk for one in colleagues(organisation, now=now)}
    members = list(dict.fromkeys(people))
    if not members or any(one.pk not in known for one in members):
        raise NotUnderstood(_("A team is made of your colleagues."), _("Choose at least one."), field="people")
    rows = Team.everywhere.filter(community=community, organisation=organisation, slug=slug)
    team = rows.first() or Team(community=community, organisation=organisation, slug=slug, created_at=now)
    team.name, team.ended_at = name, None
    team.save()
    TeamMember.everywhere.filter(team=team).exclude(person__in=members).delete()
    held = set(TeamMember.everywhere.filter(team=team).values_list("person", flat=True))
    TeamMember.everywhere.bulk_create(
        [TeamMember(community=community, team=team, person=one) for one in members if one.pk not in held]
    )
    return team


@transaction.atomic
def end_team(team: Team, actor: Actor, *, now: datetime) -> Team:
    """Its open cases go back to nobody."""
    if not actor.may(Right.PEOPLE, team.organisation_id):
        raise NotAllowed(_("Only a supervisor forms teams."), _("Ask the supervisor of your organisation."))
    Assignment.everywhere.filter(team=team, until=None).update(until=now)
    team.ended_at = now
    team.save(update_fields=["ended_at"])
    return team
