from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ToolKind(models.TextChoices):
    HAND = "hand", _("hand tools")
    POWER = "power", _("power tools")
    GARDEN = "garden", _("for the garden and the yard")
    HEIGHT = "height", _("ladders and scaffolds")
    PAINT = "paint", _("for painting")
    TRANSPORT = "transport", _("to carry things")
    GATHERING = "gathering", _("for gatherings")
    OTHER = "other", _("other things")


class LoanState(models.TextChoices):
    RESERVED = "reserved", _("reserved")
    LENT = "lent", _("lent")
    RETURNED = "returned", _("returned")
    CANCELLED = "cancelled", _("cancelled")
    LOST = "lost", _("lost")


class Ended(models.TextChoices):
    """Why a reservation came to nothing."""

    BY_BORROWER = "borrower", _("taken back by whoever reserved")
    BY_LIBRARY = "library", _("cancelled by the access point")
    NOT_COLLECTED = "late", _("nobody came for it")
    GONE = "gone", _("the tool was lost or is broken")


OUT = frozenset({LoanState.RESERVED, LoanState.LENT})
BEFORE = frozenset({LoanState.RESERVED, LoanState.CANCELLED})
"""States of what has not left the access point."""
BACK = frozenset({LoanState.RETURNED, LoanState.LOST})
