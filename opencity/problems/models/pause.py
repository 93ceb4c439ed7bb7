from __future__ import annotations

from django.db import models
from django.db.models import Q

from opencity.foundation.tenancy import TenantModel
from opencity.people.models import Organisation
from opencity.problems.models.problem import Problem


class Pause(TenantModel):
    """A spell in which a deadline does not run, for a reason everybody reads. `days` are working days."""

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="pauses")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=20)
    since = models.DateTimeField()
    until = models.DateField()
    """The last day of it."""
    due_before = models.DateTimeField()
    """The deadline as it was; it stays visible."""
    days = models.PositiveSmallIntegerField()
    """As planned while it runs, as taken once it has ended."""
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["problem"], condition=Q(ended_at=None), name="pause_one_at_a_time"),
        ]
        indexes = [
            models.Index(fields=["community", "until"], name="pause_running", condition=Q(ended_at=None)),
            models.Index(fields=["community", "problem"], name="pause_of_problem"),
        ]
