from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from opencity.foundation.tenancy import TenantModel
from opencity.people.models import Person
from opencity.problems.models import Problem


class StreetDeed(TenantModel):
    """Something done on the spot, by the number the phone gave it: what arrives twice is done once."""

    class Kind(models.TextChoices):
        BEGIN = "begin", _("begun")
        DONE = "done", _("done")
        OBSTACLE = "obstacle", _("an obstacle")
        NOTE = "note", _("a note")
        PHOTO = "photo", _("a photograph")
        PLACE = "place", _("the place put right")

    uuid = models.UUIDField(unique=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    problem = models.ForeignKey(Problem, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    done_at = models.DateTimeField()
    """By the phone's clock; earlier than `arrived_at` where there was no connection."""
    arrived_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["community", "problem"], name="street_deed_of_problem")]
