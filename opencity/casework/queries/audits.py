"""What the audit says, for those who may read it, and the proof that nothing sealed was changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from opencity.casework.models import AuditLine, AuditSeal
from opencity.casework.operations.auditing import seal_hash
from opencity.communities.models import Community
from opencity.people.acting import Actor
from opencity.people.models import Role
from opencity.people.rights import Right
from opencity.problems.queries.proving import Fault


@dataclass(frozen=True, kw_only=True)
class AuditFilters:
    """Days are the community's own; `number` is a problem's."""

    since: date | None = None
    until: date | None = None
    kind: str = ""
    number: int = 0


def may_read_audit(actor: Actor) -> bool:
    return bool(actor.bodies_where(Right.AUDIT)) or actor.coordinates or protects_data(actor)


def protects_data(actor: Actor) -> bool:
    return Role.Kind.DATA_PROTECTION in actor.roles


def audit_for(community: Community, actor: Actor, filters: AuditFilters) -> QuerySet[AuditLine]:
    """A supervisor reads their own body's lines, a coordinator those of roles, the data protection officer all."""
    rows = AuditLine.everywhere.filter(community=community)
    if not protects_data(actor):
        mine = Q(organisation__in=sorted(actor.bodies_where(Right.AUDIT)))
        rows = rows.filter(mine | Q(organisation=None) if actor.coordinates else mine)
    if filters.since is not None:
        rows = rows.filter(at__gte=_morning(community, filters.since))
    if filters.until is not None:
        rows = rows.filter(at__lt=_morning(community, filters.until + timedelta(days=1)))
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.number:
        rows = rows.filter(problem__number=filters.number)
    return rows.select_related("person", "organisation", "problem", "seal").order_by("-at", "-pk")


def _morning(community: Community, day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=community.calendar.timezone)


def prove_audit(community: Community) -> Iterator[Fault]:
    """Every seal that does not hold what its lines say, or does not follow the one before it."""
    previous: dict[int | None, str] = {}
    for seal in AuditSeal.everywhere.filter(community=community).order_by("organisation", "number"):
        where = f"audit of organisation {seal.organisation_id or '—'}, seal {seal.number}"
        if seal.previous != previous.get(seal.organisation_id, ""):
            yield Fault(where, "it does not follow the seal before it")
        lines = AuditLine.everywhere.filter(seal=seal).select_related("problem").order_by("at", "pk")
        found = list(lines)
        if len(found) != seal.lines or seal_hash(seal.previous, found) != seal.hash:
            yield Fault(where, "its lines are not what was sealed")
        previous[seal.organisation_id] = seal.hash
