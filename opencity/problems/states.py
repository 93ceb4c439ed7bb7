"""The states of a problem, and how visible it is: two different things."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    OPEN = "open", _("Waiting for an answer")
    TAKEN_UP = "taken_up", _("Taken up")
    IN_PROGRESS = "in_progress", _("In progress")
    BLOCKED = "blocked", _("An obstacle")
    CLAIMED_DONE = "claimed_done", _("They say it is done")
    VERIFIED = "verified", _("Verified by residents")
    CLOSED_UNVERIFIED = "closed_unverified", _("Closed unverified")
    WITHDRAWN = "withdrawn", _("Taken back")
    REJECTED = "rejected", _("Not accepted")
    OUT_OF_SCOPE = "out_of_scope", _("For somebody else")
    MERGED = "merged", _("Joined to another")


FINAL = frozenset(
    {State.VERIFIED, State.CLOSED_UNVERIFIED, State.WITHDRAWN, State.REJECTED, State.OUT_OF_SCOPE, State.MERGED}
)
UNDER_WAY = frozenset({State.OPEN, State.TAKEN_UP, State.IN_PROGRESS, State.BLOCKED})
SET_ASIDE_STATES = frozenset({State.WITHDRAWN, State.REJECTED, State.OUT_OF_SCOPE})
"""Nobody had to solve these: maps, lists and figures leave them out unless they are asked for."""


class StateGroup(TextChoices):
    """The five groups a map can tell apart."""

    OPEN = "open", _("waiting")
    DOING = "doing", _("being done")
    CLAIMED = "claimed", _("being checked")
    VERIFIED = "verified", _("verified")
    QUIET = "quiet", _("closed aside")


GROUP_OF: dict[str, StateGroup] = {
    State.OPEN.value: StateGroup.OPEN,
    State.TAKEN_UP.value: StateGroup.DOING,
    State.IN_PROGRESS.value: StateGroup.DOING,
    State.BLOCKED.value: StateGroup.DOING,
    State.CLAIMED_DONE.value: StateGroup.CLAIMED,
    State.VERIFIED.value: StateGroup.VERIFIED,
    **dict.fromkeys((state.value for state in FINAL - {State.VERIFIED}), StateGroup.QUIET),
}


def states_in(group: str) -> list[str]:
    return [state for state, its_group in GROUP_OF.items() if its_group == group]


class Visibility(TextChoices):
    HELD = "held", _("Checked before publication")
    PUBLIC = "public", _("Public")
    PRIVATE = "private", _("Private")
    HIDDEN = "hidden", _("Hidden")


class Precision(TextChoices):
    EXACT = "exact", _("exact place")
    STREET = "street", _("street")
    AREA = "area", _("area")


class Stage(TextChoices):
    BEFORE = "before", _("before")
    DURING = "during", _("during")
    AFTER = "after", _("after")
    RECEIPT = "receipt", _("receipt")


class Proof(TextChoices):
    """What is known of where a photograph was taken."""

    NEAR = "near", _("taken at the place")
    FAR = "far", _("taken elsewhere")
    UNKNOWN = "unknown", _("place not proven")


class Channel(TextChoices):
    WEB = "web", _("the web")
    LIBRARY = "library", _("a library")
    PHONE = "phone", _("the phone")
    API = "api", _("another program")
    IMPORTED = "imported", _("an import")
