"""A certificate of one's own hours: issued from what leads have acknowledged, withdrawn by whoever holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from opencity.communities.models import Community
from opencity.documents.codes import new_code
from opencity.documents.models import Certificate
from opencity.documents.queries.working import Worked, worked
from opencity.foundation.languages import INTERFACE
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.people.acting import Actor
from opencity.people.models import Organisation, Person

MOST_LINES = 300
SHORTEST_NAME = 2
LONGEST_NAME = 100


@dataclass(frozen=True, kw_only=True)
class NewCertificate:
    """`name` is printed as it is; `year` None means everything so far."""

    name: str
    year: int | None = None
    language: str = "uk"


@transaction.atomic
def issue_certificate(community: Community, actor: Actor, new: NewCertificate, *, now: datetime) -> Certificate:
    """The actor's own hours. Asked again with nothing new since, it is the same certificate as before."""
    Person.objects.select_for_update().get(pk=actor.person.pk)
    done = worked(community, actor.person, new.year)
    if not done:
        raise NotNow(
            _("There are no hours here yet that a lead has written down."),
            _("Come to a joint action. When its lead has noted your hours, the certificate is ready."),
            link="actions/",
        )
    if len(done) > MOST_LINES:
        raise NotUnderstood(_("This is too much for one certificate."), _("Choose a single year."), field="year")
    hours = sum((one.hours for one in done), Decimal(0))
    days = [one.day for one in done]
    same = Certificate.everywhere.filter(
        community=community,
        person=actor.person,
        from_day=min(days),
        to_day=max(days),
        hours=hours,
        withdrawn_at=None,
    ).first()
    if same is not None:
        return same
    return Certificate.everywhere.create(
        community=community,
        code=new_code(),
        person=actor.person,
        name_shown=_name(new.name),
        organisation=_one_body(done),
        from_day=min(days),
        to_day=max(days),
        hours=hours,
        lines=[_line(one) for one in done],
        language=new.language if new.language in INTERFACE else INTERFACE[0],
        issued_at=now,
    )


def _name(said: str) -> str:
    name = " ".join(said.split())
    if len(name) < SHORTEST_NAME or len(name) > LONGEST_NAME:
        raise NotUnderstood(
            _("It does not say whose certificate it is."),
            _("Write the name as it should be printed, up to 100 letters."),
            field="name",
        )
    return name


def _one_body(done: Sequence[Worked]) -> Organisation | None:
    bodies = {one.body for one in done}
    return bodies.pop() if len(bodies) == 1 and all(one.is_public for one in done) else None


def _line(one: Worked) -> dict[str, Any]:
    line: dict[str, Any] = {"day": one.day.isoformat(), "hours": f"{one.hours:.2f}"}
    if not one.is_public:
        return line
    action = one.row.action
    return {
        **line,
        "problem": action.problem.number,
        "action": action.position,
        "title": action.title,
        "language": action.language,
        "by": one.body.names if one.body else {},
    }


@transaction.atomic
def withdraw_certificate(certificate: Certificate, actor: Actor, *, now: datetime) -> Certificate:
    """From now on whoever looks it up reads that it is withdrawn. Twice is the same as once."""
    held = Certificate.everywhere.select_for_update().get(pk=certificate.pk)
    if held.person_id != actor.person.pk:
        raise NotAllowed(
            _("Only its holder withdraws a certificate."), _("Sign in as the person whose hours these are.")
        )
    if held.withdrawn_at is None:
        held.withdrawn_at = now
        held.save(update_fields=["withdrawn_at"])
    return held


def forget_certificates(person: Person, *, now: datetime) -> None:
    """Call it inside the transaction of an erasure. A paper that is out still gets an answer: withdrawn, of nobody."""
    Certificate.everywhere.filter(person=person).update(
        withdrawn_at=Coalesce(F("withdrawn_at"), Value(now)), person=None, name_shown="", lines=[], organisation=None
    )
