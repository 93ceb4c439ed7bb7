"""What somebody left at the desk, when they are erased."""

from __future__ import annotations

from opencity.casework.models import (
    Assignment,
    AuditLine,
    BulkAct,
    Glance,
    Mention,
    SavedFilter,
    Stop,
    StreetDeed,
    TeamMember,
    Watch,
)
from opencity.people.models import Person


def forget_casework(person: Person) -> None:
    """Call it inside the transaction of the erasure. Lines of the audit keep a mark that names nobody."""
    for model in (Glance, Watch, Mention, SavedFilter, Stop, StreetDeed, TeamMember):
        model.everywhere.filter(person=person).delete()
    Assignment.everywhere.filter(person=person).update(person=None)
    Assignment.everywhere.filter(assigned_by=person).update(assigned_by=None)
    BulkAct.everywhere.filter(person=person).update(person=None)
    AuditLine.everywhere.filter(person=person).update(person=None)
