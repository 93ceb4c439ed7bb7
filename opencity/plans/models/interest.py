from __future__ import annotations

from django.db import models

from opencity.foundation.tenancy import TenantModel
from opencity.people.models import Person
from opencity.places.models import Area


class Interest(TenantModel):
    """What somebody can do and where, as they chose it: for suggestions to them alone. Nobody else sees it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="interests")
    kinds = models.JSONField(default=list)
    """Kinds of needs; empty for all but permissions and money."""
    skills = models.JSONField(default=list)
    """In their own words, such as «зварювання»."""
    areas = models.ManyToManyField(Area, related_name="+")
    """None chosen: the whole community."""
    weekly = models.BooleanField(default=False)
    """They want a letter a week, while there is something new in it."""
    changed_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["community", "person"], name="interest_once")]
        indexes = [models.Index(fields=["community", "weekly"], name="interest_weekly")]
