"""Who saw and did what: a line for each, sealed in batches into a chain of its own for each organisation."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

import rfc8785
from django.conf import settings
from django.db import transaction

from opencity.casework.models import AuditLine, AuditSeal
from opencity.communities.models import Community
from opencity.foundation.chains import Fact, microseconds
from opencity.people.acting import Actor
from opencity.people.models import Organisation, Person
from opencity.people.rights import Right
from opencity.problems.models import Problem

SAME = timedelta(minutes=30)
"""Looking again within this time is the same look."""
MOST_IN_A_SEAL = 5000
KINDS = (
    *("contacts_seen", "private_seen", "exported", "assigned", "note_written", "bulk_done", "bulk_undone"),
    *("duty_given", "audit_read", "appeal_seen"),
)


def body_of(problem: Problem | None, actor: Actor) -> Organisation | None:
    """In whose capacity somebody acts on a case: the owner's, if they belong to it; else a role of the community."""
    if problem is not None and problem.owner is not None and actor.may(Right.READ, problem.owner_id):
        return problem.owner
    return None


def note_line(
    community: Community,
    actor: Actor,
    kind: str,
    *,
    problem: Problem | None = None,
    organisation: Organisation | None = None,
    facts: Mapping[str, Fact] | None = None,
    now: datetime,
) -> AuditLine | None:
    """Write one line. Looks at the same thing soon after one another are one; deeds are always written."""
    if kind not in KINDS:
        raise ValueError(kind)
    organisation = organisation or body_of(problem, actor)
    if kind.endswith("_seen") and _seen_lately(community, actor.person, kind, problem, facts or {}, now):
        return None
    return AuditLine.everywhere.create(
        community=community,
        organisation=organisation,
        person=actor.person,
        person_mark=mark_of(actor.person),
        kind=kind,
        problem=problem,
        facts=dict(facts or {}),
        at=now,
    )


def mark_of(person: Person) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), person.uuid.bytes, hashlib.sha256).hexdigest()


def _seen_lately(
    community: Community, person: Person, kind: str, problem: Problem | None, facts: Mapping[str, Fact], now: datetime
) -> bool:
    """`facts` tell things of one problem apart: two people's appeals are two looks."""
    rows = AuditLine.everywhere.filter(
        community=community, person=person, kind=kind, problem=problem, facts=dict(facts)
    )
    return rows.filter(at__gt=now - SAME).exists()


def seal_lines(community: Community, *, now: datetime) -> int:
    """Seal what is not sealed yet, body by body; returns how many lines."""
    open_lines = AuditLine.everywhere.filter(community=community, seal=None)
    sealed = 0
    for body in sorted(set(open_lines.values_list("organisation", flat=True)), key=lambda pk: pk or 0):
        sealed += _seal(community, body, now)
    return sealed


@transaction.atomic
def _seal(community: Community, organisation: int | None, now: datetime) -> int:
    Community.objects.select_for_update().get(pk=community.pk)
    rows = AuditLine.everywhere.filter(community=community, organisation=organisation, seal=None)
    lines = list(rows.select_related("problem").order_by("at", "pk")[:MOST_IN_A_SEAL])
    if not lines:
        return 0
    last = AuditSeal.everywhere.filter(community=community, organisation=organisation).order_by("-number").first()
    previous = last.hash if last else ""
    made = AuditSeal.everywhere.create(
        community=community,
        organisation_id=organisation,
        number=last.number + 1 if last else 1,
        lines=len(lines),
        previous=previous,
        hash=seal_hash(previous, lines),
        at=now,
    )
    AuditLine.everywhere.filter(pk__in=[one.pk for one in lines]).update(seal=made)
    return len(lines)


def seal_hash(previous: str, lines: list[AuditLine]) -> str:
    """SHA-256 over the seal before it and the canonical JSON (RFC 8785) of every line in order."""
    told = [
        {
            "uuid": str(one.uuid),
            "who": one.person_mark,
            "kind": one.kind,
            "problem": str(one.problem.uuid) if one.problem is not None else "",
            "facts": one.facts,
            "at": str(microseconds(one.at)),
        }
        for one in lines
    ]
    return hashlib.sha256(previous.encode() + rfc8785.dumps(told)).hexdigest()
