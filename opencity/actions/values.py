"""The words of joint actions: states, rules for those under age, and what becomes of whoever signed up."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ActionState(TextChoices):
    PLANNED = "planned", _("Announced, sign-up opens later")
    OPEN = "open", _("People are signing up")
    FULL = "full", _("Full, with a waiting list")
    """Always computed, never stored: open, and every place is taken."""
    CONFIRMED = "confirmed", _("It takes place")
    HELD = "held", _("It took place")
    REPORTED = "reported", _("It took place, here is what came of it")
    CANCELLED = "cancelled", _("Called off")


STORED = tuple(state for state in ActionState if state != ActionState.FULL)
COMING = frozenset({ActionState.PLANNED, ActionState.OPEN, ActionState.CONFIRMED})
"""Still to come, or going on now."""
TAKING = frozenset({ActionState.OPEN, ActionState.CONFIRMED})
"""People may sign up, until it is over."""


class ParticipationState(TextChoices):
    JOINED = "joined", _("signed up")
    """For the length of one transaction: then a place or the waiting list."""
    WAITLISTED = "waitlisted", _("on the waiting list")
    CONFIRMED = "confirmed", _("has a place")
    ATTENDED = "attended", _("came")
    NO_SHOW = "no_show", _("did not come")
    EXCUSED = "excused", _("excused")
    WITHDRAWN = "withdrawn", _("cannot come")


TAKES_A_PLACE = frozenset({ParticipationState.CONFIRMED, ParticipationState.ATTENDED})
EXPECTED = frozenset({ParticipationState.JOINED, ParticipationState.WAITLISTED, ParticipationState.CONFIRMED})
COUNTED = frozenset({*EXPECTED, ParticipationState.ATTENDED, ParticipationState.NO_SHOW})
"""A person has at most one of these in an action; whoever withdrew or was excused may sign up again."""


class Minors(TextChoices):
    """Who under eighteen may come."""

    ADULTS = "adults", _("adults only, from 18")
    CONSENT = "consent", _("from 14, with a parent's consent")
    FAMILY = "family", _("with children: each stays beside a parent; from 14 alone with a parent's consent")


MOST_CAPACITY = 500
MOST_ROLES = 10
