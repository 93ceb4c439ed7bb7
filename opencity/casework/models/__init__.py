from opencity.casework.models.audit import AuditLine, AuditSeal
from opencity.casework.models.street import StreetDeed
from opencity.casework.models.wording import AnswerTemplate
from opencity.casework.models.work import (
    Assignment,
    BulkAct,
    BulkItem,
    Glance,
    Mention,
    SavedFilter,
    Stop,
    Team,
    TeamMember,
    Watch,
)

__all__ = [
    "AnswerTemplate",
    "Assignment",
    "AuditLine",
    "AuditSeal",
    "BulkAct",
    "BulkItem",
    "Glance",
    "Mention",
    "SavedFilter",
    "Stop",
    "StreetDeed",
    "Team",
    "TeamMember",
    "Watch",
]
