"""The words in which the room speaks of owners."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Ownership(models.TextChoices):
    """How sure it is whose the thing is."""

    KNOWN = "known", _("the owner is known")
    CLAIMED = "claimed", _("somebody says it is theirs")
    DISPUTED = "disputed", _("the owner is disputed")
    UNKNOWN = "unknown", _("the owner is unknown")


class Says(models.TextChoices):
    """What somebody says of an owner."""

    OURS = "ours", _("it is theirs")
    NOT_OURS = "not_ours", _("it is not theirs")
    NAMED = "named", _("a resident names the owner")
