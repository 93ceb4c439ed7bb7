from opencity.problems.models.event import ActorKey, Event, EventText, FeedEntry, HistoryRoot, Outbox
from opencity.problems.models.pause import Pause
from opencity.problems.models.photo import Draft, Evidence, Photo
from opencity.problems.models.problem import ExactPlace, ImportedRecord, Problem, SearchText
from opencity.problems.models.question import Question
from opencity.problems.models.report import Endorsement, Flag, Note, Report, Subscription

__all__ = [
    "ActorKey",
    "Draft",
    "Endorsement",
    "Event",
    "EventText",
    "Evidence",
    "ExactPlace",
    "FeedEntry",
    "Flag",
    "HistoryRoot",
    "ImportedRecord",
    "Note",
    "Outbox",
    "Pause",
    "Photo",
    "Problem",
    "Question",
    "Report",
    "SearchText",
    "Subscription",
]
